"""The web chat in a real Chromium, on a desk and on a phone."""

import asyncio
import re
import struct
import zlib
from datetime import datetime, timedelta

import pytest
from playwright.async_api import BrowserContext, FilePayload, Locator, Page, expect

from bot.platforms.base import File
from bot.platforms.webchat.history import PAGE
from handlers.message import Scope
from tests.browser.conftest import PATIENCE, ScriptedBot
from tests.support.webchat import LI_GROUP, a_post, words

pytestmark = pytest.mark.asyncio(loop_scope="session")


def picture_of(width: int, height: int) -> bytes:
    """Return a PNG with a secret beside its pixels."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    pixels = zlib.compress((b"\0" + b"\x1c\x5d\x59" * width) * height)
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    secret = chunk(b"tEXt", b"Author\0Zhao Min")
    return b"\x89PNG\r\n\x1a\n" + header + secret + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


async def plays(page: Page, name: str) -> None:
    await page.get_by_label("我是").select_option(label=name)


async def opens(page: Page, chat: str) -> None:
    """Open a conversation from the list; a phone shows the list in place of the talk."""
    if await page.locator("#back").is_visible():
        await page.locator("#back").click()
    await page.locator("#chats button", has=page.get_by_text(chat, exact=True)).click()


async def says(page: Page, text: str) -> None:
    await page.get_by_label("要说的话").fill(text)
    await page.get_by_label("要说的话").press("Enter")


def line(page: Page, text: str) -> Locator:
    return page.locator("article", has_text=text).last


async def test_the_first_screen_leads_a_newcomer_to_speak_as_a_voter(page: Page, bot: ScriptedBot) -> None:
    await page.get_by_role("button", name="以赵敏的身份去说").click()
    await expect(page.get_by_role("heading", name="李村群")).to_be_visible()
    await expect(page.get_by_label("要说的话")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(line(page, "收到，已登记，尾号 1。")).to_be_visible()
    assert [heard.sender.user for heard in bot.heard] == ["zhao"]


@pytest.mark.parametrize(("card", "name", "filled"), [(2, "张明远", "待办"), (3, "何建平", "/议题")])
async def test_the_first_screen_leads_to_the_deputy_and_the_head(page: Page, card: int, name: str, filled: str) -> None:
    await page.locator(f".cards > li:nth-child({card}) button").click()
    await expect(page.get_by_label("我是").locator("option:checked")).to_have_text(name)
    await expect(page.get_by_label("要说的话")).to_have_value(re.compile(f"^{filled}"))


async def test_the_token_leaves_the_address_and_a_reload_still_opens(page: Page) -> None:
    assert page.url.endswith("/chat")
    await page.reload()
    await expect(page.get_by_role("heading", name="欢迎来试试联络站小助手")).to_be_visible()


async def test_a_private_question_waits_with_a_count_and_its_button_answers_it(page: Page, bot: ScriptedBot) -> None:
    await plays(page, "赵敏")
    await opens(page, "李村群")
    await says(page, "@小助手 路灯坏了")
    await expect(line(page, "收到，已登记，尾号 1。")).to_be_visible()
    await expect(page.locator("#chats").get_by_label("1 条未读")).to_have_count(1)
    await opens(page, "小助手")
    await page.get_by_role("button", name="回 1：同意").click()
    await expect(line(page, "您说的是：1")).to_be_visible()
    await expect(page.get_by_role("button", name="回 1：同意")).to_have_attribute("aria-pressed", "true")
    answer = bot.heard[-1]
    assert (answer.text, answer.scope) == ("1", Scope.DIRECT)
    assert answer.quote is not None
    assert answer.quote.from_bot


async def test_a_message_for_somebody_else_is_pointed_out_and_one_click_away(page: Page, bot: ScriptedBot) -> None:
    await plays(page, "赵敏")
    await bot.tells("zhang", "张代表您好，李村选民反映：路灯坏了（尾号 1）。")
    await page.get_by_role("button", name="张明远（代表）有 1 条未读").click()
    await expect(line(page, "张代表您好")).to_be_visible()
    await expect(page.locator("#someone")).to_be_hidden()


async def test_what_others_say_comes_without_asking_and_as_text_only(page: Page, bot: ScriptedBot) -> None:
    await plays(page, "赵敏")
    await opens(page, "李村群")
    people = bot.chat.people
    evil = "<img src=x onerror=alert(1)><b>路灯</b>"
    await bot.chat.say(people.persons["qian"], people.chats[LI_GROUP], words(evil))
    await expect(line(page, "路灯").locator(".words")).to_have_text(evil)
    await expect(page.locator("article .words img")).to_have_count(0)


async def test_writing_works_by_keyboard_alone(page: Page, bot: ScriptedBot) -> None:
    await bot.says("欢迎各位乡亲。")
    await plays(page, "赵敏")
    await opens(page, "李村群")
    field = page.get_by_label("要说的话")
    await field.press_sequentially("@")
    await expect(page.locator("#suggest")).to_be_visible()
    await field.press("Tab")
    await expect(field).to_have_value("@小助手 ")
    await field.press_sequentially("路灯坏了")
    await line(page, "欢迎各位乡亲。").get_by_role("button", name="引用").focus()
    await page.keyboard.press("Enter")
    await expect(page.locator("#quote")).to_contain_text("欢迎各位乡亲。")
    await expect(field).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(page.locator("#quote")).to_be_hidden()
    await page.keyboard.press("Shift+Enter")
    await page.keyboard.type("快三天了")
    await page.keyboard.press("Enter")
    await expect(line(page, "收到")).to_be_visible()
    assert [(heard.text, heard.quote) for heard in bot.heard] == [("@小助手 路灯坏了\n快三天了", None)]


async def test_one_takes_back_ones_own_words_but_not_those_of_others(page: Page, bot: ScriptedBot) -> None:
    await bot.says("欢迎各位乡亲。")
    await plays(page, "赵敏")
    await opens(page, "李村群")
    await says(page, "@小助手 我的电话是…")
    await expect(line(page, "欢迎各位乡亲。").get_by_role("button", name="撤回")).to_be_hidden()
    mine = line(page, "我的电话")
    await mine.hover()
    await mine.get_by_role("button", name="撤回").click()
    await expect(page.locator("#lines").get_by_text("您撤回了一条消息")).to_be_visible()
    await expect(page.get_by_text("我的电话")).to_have_count(0)
    async with asyncio.timeout(PATIENCE / 1000):
        recalled = await bot.recalled.get()
    assert recalled.id == bot.heard[0].id


async def test_a_picture_is_drawn_anew_sent_and_shown(page: Page, bot: ScriptedBot) -> None:
    await plays(page, "赵敏")
    await opens(page, "小助手")
    file = FilePayload(name="lamp.png", mimeType="image/png", buffer=picture_of(2400, 1200))
    await page.locator("#file").set_input_files(file)
    await expect(page.get_by_alt_text("要发的图片")).to_be_visible()
    await says(page, "就是这里")
    shown = page.get_by_alt_text("赵敏发的图片")
    await expect(shown).to_have_js_property("naturalWidth", 1600)
    await expect(line(page, "您说的是：就是这里")).to_be_visible()
    (attachment,) = bot.heard[0].attachments
    kept = await bot.chat.history.picture(attachment.reference.removeprefix("webchat:"))
    assert kept is not None
    assert kept.type == "image/jpeg"
    assert b"Zhao Min" not in kept.content


async def test_a_file_that_is_no_picture_is_declined_in_words(page: Page, bot: ScriptedBot) -> None:
    await plays(page, "赵敏")
    await opens(page, "小助手")
    await page.locator("#file").set_input_files(FilePayload(name="a.png", mimeType="image/png", buffer=b"no picture"))
    await expect(page.get_by_role("status").filter(has_text="这张图片打不开")).to_be_visible()


async def test_older_talk_comes_on_the_way_up(page: Page, bot: ScriptedBot) -> None:
    for number in range(PAGE + 20):
        await bot.says(f"第{number}条")
    await plays(page, "赵敏")
    await opens(page, "李村群")
    await expect(line(page, f"第{PAGE + 19}条")).to_be_in_viewport()
    await expect(page.locator("article")).to_have_count(PAGE)
    await page.locator("#log").evaluate("log => log.scrollTop = 0")
    await expect(page.locator("article")).to_have_count(PAGE + 20)
    await expect(line(page, "第20条")).to_be_in_viewport()


async def test_fast_forward_moves_the_clock_and_says_what_came(page: Page, bot: ScriptedBot) -> None:
    await expect(page.locator("#now")).to_have_text("2026年4月16日（周四）12:00")
    if await page.locator("#toggle-forward").is_visible():
        await page.locator("#toggle-forward").click()
    await page.get_by_role("button", name="下周一").click()
    await expect(page.locator("#now")).to_have_text("2026年4月20日（周一）9:30")
    assert bot.clock.now() == datetime.fromisoformat("2026-04-20T09:30+08:00")
    await page.get_by_role("button", name="李村群 1 条").click()
    await expect(line(page, "【选民接待日】")).to_be_visible()


async def test_words_said_while_the_connection_is_lost_arrive_once_it_is_back(page: Page, bot: ScriptedBot) -> None:
    await plays(page, "赵敏")
    await opens(page, "小助手")
    await bot.goes_away()
    await expect(page.get_by_role("alert")).to_contain_text("正在重新连接")
    await says(page, "路灯坏了")
    await expect(line(page, "路灯坏了")).to_contain_text("正在发送")
    await bot.comes_back()
    await expect(line(page, "您说的是：路灯坏了")).to_be_visible()
    await expect(page.get_by_role("alert")).to_be_hidden()
    assert len(bot.heard) == 1


async def test_a_page_whose_key_was_changed_says_where_the_new_address_stands(
    page: Page, bot: ScriptedBot, context: BrowserContext
) -> None:
    await context.clear_cookies()
    await bot.web.shutdown()
    await expect(page.get_by_role("alert")).to_have_text("这个页面的钥匙已经换了，请用终端里印出的地址重新打开。")


async def test_a_file_of_the_bot_is_saved_by_a_click(page: Page, bot: ScriptedBot) -> None:
    form = File(name="登记表 QS2026-0001.docx", content=b"PK form")
    await plays(page, "赵敏")
    await opens(page, "小助手")
    await bot.chat.deliver(a_post("尾号 1 的登记表在下面。", key="form/1", chat="zhao", scope=Scope.DIRECT, file=form))
    async with page.expect_download() as saving:
        await line(page, "尾号 1 的登记表").get_by_role("link", name=form.name).click()
    saved = await saving.value
    assert saved.suggested_filename == form.name
    assert (await saved.path()).read_bytes() == form.content


async def test_a_recall_is_no_longer_offered_after_two_minutes(page: Page, bot: ScriptedBot) -> None:
    await plays(page, "赵敏")
    await opens(page, "小助手")
    await says(page, "路灯坏了")
    await expect(line(page, "您说的是：路灯坏了")).to_be_visible()
    bot.clock.move_to(bot.clock.now() + timedelta(minutes=3))
    await page.reload()
    await opens(page, "小助手")
    await expect(page.locator(".mine")).to_have_count(1)
    await expect(page.locator(".mine").get_by_role("button", name="撤回")).to_be_hidden()


async def test_nothing_is_wider_than_the_window_and_every_control_has_a_name(page: Page, bot: ScriptedBot) -> None:
    await bot.says("很长的网址" * 60)
    await plays(page, "赵敏")
    await opens(page, "李村群")
    await expect(line(page, "很长的网址")).to_be_visible()
    assert await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    nameless = await page.evaluate(
        """() => [...document.querySelectorAll('button, input, select, textarea')]
            .filter((one) => one.checkVisibility() && !one.ariaLabel && !one.textContent.trim() && !one.labels?.length)
            .map((one) => one.outerHTML)"""
    )
    assert nameless == []
    await expect(page.get_by_role("log", name="消息")).to_be_visible()
