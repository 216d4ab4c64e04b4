"""A real Chromium, and the web chat with a bot that always says the same.

One Chromium serves all tests of a run, so they share one event loop: mark them with `asyncio(loop_scope="session")`.
"""

from asyncio import Queue
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Final

import pytest
import pytest_asyncio
from aiohttp.test_utils import TestServer
from aiohttp.web_runner import TCPSite
from playwright.async_api import Browser, BrowserContext, Page, async_playwright, expect

from bot.clock import StandingClock
from bot.platforms.webchat.pages import PATH, chat_pages
from bot.web.server import make_web
from handlers.message import Heard, MessageId, Recalled, Scope
from handlers.people.rules.roster import GroupId
from tests.support.township import LI_VILLAGE
from tests.support.webchat import NOON, TOKEN, a_post, a_web_chat

ARGUMENTS: Final = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
POLICY: Final = "Content Security Policy"
WIDE: Final = (1280, 800)
PHONE: Final = (390, 844)
PATIENCE: Final = 30_000  # milliseconds; a machine that is busy with other tests is slow, not wrong

expect.set_options(timeout=PATIENCE)


class ScriptedBot:
    """The web chat with a bot in it that registers what is said in a group and repeats what is said in private."""

    def __init__(self, folder: Path) -> None:
        self.clock = StandingClock(NOON)
        self.chat = a_web_chat(folder, self.clock)
        self.heard: list[Heard] = []
        self.recalled: Queue[Recalled] = Queue()
        self._keys = count(1)
        pages = chat_pages(
            self.chat,
            token=TOKEN,
            clock=self.clock,
            fast_forward=self.fast_forward,
            next_announcement=lambda now: now + timedelta(days=1),
        )
        self.web = make_web(metrics=bytes, ready={}, parts={PATH: pages})
        self.server = TestServer(self.web)

    @property
    def address(self) -> str:
        return str(self.server.make_url("/chat").with_query(token=TOKEN))

    async def goes_away(self) -> None:
        """Take no new connection and end every open socket."""
        runner = self.server.runner
        assert runner is not None
        for site in runner.sites.copy():
            await site.stop()
        await self.web.shutdown()

    async def comes_back(self) -> None:
        runner = self.server.runner
        assert runner is not None
        await TCPSite(runner, self.server.host, self.server.port).start()

    async def hear(self, heard: Heard) -> bool:
        self.heard.append(heard)
        if heard.scope is Scope.GROUP:
            await self.says("收到，已登记，尾号 1。进展我单独告诉您。")
            asked = "同意请回 1；不留名字请回 2；不登记请回 3。"
            choices = [(1, "同意"), (2, "不留名字"), (3, "不登记")]
            await self.tells(heard.sender.user, asked, choices)
        else:
            await self.tells(heard.sender.user, f"您说的是：{heard.text}")
        return True

    async def recall(self, recalled: Recalled) -> None:
        self.recalled.put_nowait(recalled)

    async def miss(self, message: MessageId) -> None:
        """Nothing comes from elsewhere."""

    async def says(self, text: str, group: GroupId = LI_VILLAGE) -> None:
        await self.chat.deliver(a_post(text, key=f"{next(self._keys)}", chat=group))

    async def tells(self, person: str, text: str, choices: list[tuple[int, str]] | None = None) -> None:
        post = a_post(text, key=f"{next(self._keys)}", chat=person, scope=Scope.DIRECT, choices=choices or ())
        await self.chat.deliver(post)

    async def fast_forward(self, to: datetime) -> None:
        self.clock.move_to(to)
        await self.says("【选民接待日】4月20日（周一）上午9点")


@pytest_asyncio.fixture(loop_scope="session")
async def bot(tmp_path: Path) -> AsyncIterator[ScriptedBot]:
    bot = ScriptedBot(tmp_path)
    await bot.chat.start(bot)
    async with bot.server:
        yield bot
    await bot.chat.stop()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser(chromium: str) -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="session", params=[WIDE, PHONE], ids=["wide", "phone"])
async def context(browser: Browser, request: pytest.FixtureRequest) -> AsyncIterator[BrowserContext]:
    """A window of each of the two widths the page is made for."""
    width, height = request.param
    context = await browser.new_context(viewport={"width": width, "height": height}, locale="zh-CN")
    context.set_default_timeout(PATIENCE)
    yield context
    await context.close()


@pytest_asyncio.fixture(loop_scope="session")
async def page(context: BrowserContext, bot: ScriptedBot) -> AsyncIterator[Page]:
    """The page as the printed address opens it; an error in its scripts or a breach of its policy fails the test."""
    errors: list[str] = []
    page = await context.new_page()
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if POLICY in message.text else None)
    await page.goto(bot.address)
    await page.locator(".cards button").first.wait_for()
    yield page
    assert errors == []
