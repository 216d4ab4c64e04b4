"""What the web chat promises beyond every platform: its own memory, recall, and who may say what."""

import asyncio
import logging
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.clock import StandingClock
from bot.pictures import Picture
from bot.platforms.base import File, Unreachable
from bot.platforms.webchat.adapter import LONGEST, Declined, Said, WebChat, Why
from bot.platforms.webchat.history import PAGE, Line
from handlers.message import Account, MessageId, Quote, Recalled, Scope
from tests.support.webchat import DEPUTIES_GROUP, LI_GROUP, NOON, WANG_GROUP, Listener, a_post, a_web_chat, words

PICTURE = Picture(type="image/png", content=b"a picture")


@pytest.fixture
def clock() -> StandingClock:
    return StandingClock(NOON)


@pytest.fixture
async def chat(tmp_path: Path, clock: StandingClock) -> AsyncIterator[WebChat]:
    chat = a_web_chat(tmp_path, clock)
    yield chat
    await chat.stop()


@pytest.fixture
async def ear(chat: WebChat) -> Listener:
    listener = Listener()
    await chat.start(listener)
    return listener


async def say(chat: WebChat, person: str, where: str, said: Said) -> Said:
    await chat.say(chat.people.persons[person], chat.people.chats[where], said)
    return said


async def lines(chat: WebChat, where: str = LI_GROUP) -> list[Line]:
    page, _ = await chat.history.page(where)
    return list(page)


def modes(folder: Path) -> set[int]:
    return {path.stat().st_mode & 0o777 for path in folder.iterdir()}


# --- the log ---


@pytest.mark.usefixtures("ear")
async def test_of_a_line_only_its_number_is_logged(chat: WebChat, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    await chat.deliver(replace(a_post("没有逾期的事。"), key="digest/qs/2026-03-04/lin-xiao"))
    (record,) = (record for record in caplog.records if record.message == "shown")
    assert vars(record)["line"] == 1
    assert "lin-xiao" not in str(vars(record))


# --- who is where ---


@pytest.mark.parametrize(
    ("person", "chats"),
    [
        ("zhao", {LI_GROUP, "person/zhao"}),
        ("qian", {LI_GROUP, WANG_GROUP, "person/qian"}),
        ("zhang", {LI_GROUP, DEPUTIES_GROUP, "person/zhang"}),
        ("he", {LI_GROUP, WANG_GROUP, DEPUTIES_GROUP, "person/he"}),
    ],
)
def test_everybody_has_their_own_groups_and_one_private_talk(chat: WebChat, person: str, chats: set[str]) -> None:
    assert {one.id for one in chat.people.chats_of(person)} == chats


# --- what addresses the bot ---


@pytest.mark.parametrize("text", ["@小助手 路灯坏了", "路灯坏了＠小助手", "乡亲们 @ 小助手 路灯坏了"])
async def test_a_typed_mention_addresses_the_bot_wherever_it_stands(chat: WebChat, ear: Listener, text: str) -> None:
    await say(chat, "zhao", LI_GROUP, words(text))
    assert [heard.text for heard in ear.heard] == [text]


async def test_quoting_the_bot_addresses_it(chat: WebChat, ear: Listener) -> None:
    await chat.deliver(a_post("要登记回 1，只是聊聊回 2。", choices=[(1, "登记"), (2, "聊聊")]))
    (asked,) = await lines(chat)
    await say(chat, "zhao", LI_GROUP, words("1", quote=asked.id))
    (heard,) = ear.heard
    assert (heard.text, heard.quote) == ("1", Quote(text="要登记回 1，只是聊聊回 2。", from_bot=True))


async def test_quoting_a_neighbour_alone_does_not_address_the_bot(chat: WebChat, ear: Listener) -> None:
    first = await say(chat, "zhao", LI_GROUP, words("路灯坏了"))
    await say(chat, "qian", LI_GROUP, words("登记", quote=first.id))
    assert ear.heard == []


async def test_a_quote_names_its_author_and_shows_the_picture(chat: WebChat, ear: Listener) -> None:
    await chat.history.add_picture(PICTURE)
    first = await say(chat, "zhao", LI_GROUP, words("路灯坏了", picture=PICTURE.name))
    await say(chat, "zhang", LI_GROUP, words("@小助手 登记", quote=first.id))
    (heard,) = ear.heard
    assert heard.quote is not None
    assert (heard.quote.author, heard.quote.text, heard.quote.from_bot) == ("zhao", "路灯坏了", False)
    assert [one.reference for one in heard.quote.attachments] == [f"webchat:{PICTURE.name}"]


async def test_a_picture_that_was_said_is_found_by_its_reference_until_it_is_erased(
    chat: WebChat, ear: Listener
) -> None:
    await chat.history.add_picture(PICTURE)
    said = await say(chat, "zhao", "person/zhao", words("", picture=PICTURE.name))
    (attachment,) = ear.heard[-1].attachments
    assert await chat.picture(attachment.reference) == PICTURE.content
    await chat.forget(said.id)
    assert await chat.picture(attachment.reference) is None


async def test_a_picture_alone_can_be_said_in_private(chat: WebChat, ear: Listener) -> None:
    await chat.history.add_picture(PICTURE)
    await say(chat, "zhao", "person/zhao", words("", picture=PICTURE.name))
    assert [one.reference for one in ear.heard[0].attachments] == [f"webchat:{PICTURE.name}"]


async def test_talk_that_is_not_heard_is_shown_to_the_group_all_the_same(chat: WebChat, ear: Listener) -> None:
    await say(chat, "zhao", LI_GROUP, words("今天天气真好"))
    assert [line.text for line in await lines(chat)] == ["今天天气真好"]


# --- acknowledged, or said again ---


async def test_the_same_said_again_is_shown_once_and_heard_under_one_id(chat: WebChat, ear: Listener) -> None:
    said = words("@小助手 路灯坏了")
    await say(chat, "zhao", LI_GROUP, said)
    await say(chat, "zhao", LI_GROUP, said)
    assert len(await lines(chat)) == 1
    assert {heard.id for heard in ear.heard} == {said.id}


async def test_what_could_not_be_kept_is_heard_when_said_again(chat: WebChat, ear: Listener) -> None:
    said = words("@小助手 路灯坏了")
    ear.failures = 1
    with pytest.raises(RuntimeError):
        await say(chat, "zhao", LI_GROUP, said)
    await say(chat, "zhao", LI_GROUP, said)
    assert [heard.id for heard in ear.heard] == [said.id]


async def test_what_a_sudden_end_kept_from_being_heard_is_heard_at_the_next_start(chat: WebChat, ear: Listener) -> None:
    ear.failures = 1
    with pytest.raises(RuntimeError):
        await say(chat, "zhao", LI_GROUP, words("@小助手 路灯坏了"))
    await chat.stop()
    await chat.start(ear)
    assert [heard.text for heard in ear.heard] == ["@小助手 路灯坏了"]


async def test_a_start_hands_on_nothing_that_was_heard(chat: WebChat, ear: Listener) -> None:
    await say(chat, "zhao", LI_GROUP, words("@小助手 路灯坏了"))
    await say(chat, "zhao", LI_GROUP, words("今天天气真好"))
    await chat.stop()
    again = Listener()
    await chat.start(again)
    assert again.heard == []


async def test_nobody_can_speak_under_the_id_of_somebody_elses_words(chat: WebChat, ear: Listener) -> None:
    said = await say(chat, "zhao", LI_GROUP, words("@小助手 路灯坏了"))
    with pytest.raises(Declined):
        await say(chat, "qian", LI_GROUP, replace(said, text="@小助手 水管漏了"))
    assert len(ear.heard) == 1


# --- what is declined ---


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (words(" \n"), Why.EMPTY),
        (words("长" * (LONGEST + 1)), Why.TOO_LONG),
        (words("看图", picture="never-sent"), Why.UNKNOWN),
        (words("看这里", quote="webchat:nothing"), Why.UNKNOWN),
        (words("借号", id="post:digest/1"), Why.UNKNOWN),
    ],
)
async def test_what_cannot_be_said_is_declined_and_not_shown(
    chat: WebChat, ear: Listener, said: Said, why: Why
) -> None:
    with pytest.raises(Declined) as declined:
        await say(chat, "zhao", LI_GROUP, said)
    assert declined.value.why is why
    assert await lines(chat) == []


async def test_nobody_speaks_in_a_group_of_others(chat: WebChat, ear: Listener) -> None:
    with pytest.raises(Declined):
        await say(chat, "zhao", WANG_GROUP, words("@小助手 路灯坏了"))
    assert ear.heard == []


async def test_a_line_of_another_conversation_cannot_be_quoted(chat: WebChat, ear: Listener) -> None:
    private = await say(chat, "qian", "person/qian", words("我家的事"))
    with pytest.raises(Declined):
        await say(chat, "zhao", LI_GROUP, words("@小助手 登记", quote=private.id))


# --- recall ---


async def test_a_recall_within_two_minutes_is_heard_and_erases_the_words(
    chat: WebChat, ear: Listener, clock: StandingClock
) -> None:
    await chat.history.add_picture(PICTURE)
    said = await say(chat, "zhao", LI_GROUP, words("@小助手 我的电话是…", picture=PICTURE.name))
    clock.move_to(NOON + timedelta(minutes=2))
    await chat.recall(chat.people.persons["zhao"], said.id)
    assert ear.recalled == [Recalled(id=MessageId(said.id), at=clock.now())]
    (line,) = await lines(chat)
    assert (line.recalled, line.text, line.picture) == (True, "", None)
    assert await chat.history.picture(PICTURE.name) is None


async def test_a_recalled_line_is_empty_where_it_was_quoted(chat: WebChat, ear: Listener) -> None:
    said = await say(chat, "zhao", LI_GROUP, words("我的电话是…"))
    await say(chat, "qian", LI_GROUP, words("快撤回", quote=said.id))
    await chat.recall(chat.people.persons["zhao"], said.id)
    quoted = (await lines(chat))[-1].quoted
    assert quoted is not None
    assert quoted.text == ""


async def test_a_recall_of_talk_the_bot_never_heard_is_not_told_to_it(chat: WebChat, ear: Listener) -> None:
    said = await say(chat, "zhao", LI_GROUP, words("今天天气真好"))
    await chat.recall(chat.people.persons["zhao"], said.id)
    assert ear.recalled == []


async def test_a_recall_after_two_minutes_is_too_late(chat: WebChat, ear: Listener, clock: StandingClock) -> None:
    said = await say(chat, "zhao", LI_GROUP, words("@小助手 路灯坏了"))
    clock.move_to(NOON + timedelta(minutes=2, seconds=1))
    with pytest.raises(Declined) as declined:
        await chat.recall(chat.people.persons["zhao"], said.id)
    assert declined.value.why is Why.TOO_LATE
    assert ear.recalled == []


async def test_nobody_recalls_what_another_said(chat: WebChat, ear: Listener) -> None:
    said = await say(chat, "zhao", LI_GROUP, words("@小助手 路灯坏了"))
    with pytest.raises(Declined):
        await chat.recall(chat.people.persons["zhang"], said.id)
    assert ear.recalled == []


# --- posts ---


@pytest.mark.usefixtures("ear")
async def test_a_post_delivered_twice_is_shown_once_even_after_a_restart(chat: WebChat) -> None:
    seen: list[Line] = []
    chat.watch(seen.append)
    await chat.deliver(a_post("【选民接待日】"))
    await chat.deliver(a_post("【选民接待日】"))
    await chat.stop()
    await chat.start(Listener())
    await chat.deliver(a_post("【选民接待日】"))
    assert len(await lines(chat)) == len(seen) == 1


@pytest.mark.usefixtures("ear")
async def test_a_file_is_there_after_a_restart_too(chat: WebChat) -> None:
    form = File(name="登记表.docx", content=b"PK form")
    await chat.deliver(a_post("登记表见附件。", file=form))
    await chat.stop()
    await chat.start(Listener())
    (line,) = await lines(chat)
    assert line.file == form.name
    assert await chat.history.file(line.seq) == form


@pytest.mark.usefixtures("ear")
async def test_two_posts_of_the_same_words_are_both_shown(chat: WebChat) -> None:
    await chat.deliver(a_post("明天接待", key="reception/1"))
    await chat.deliver(a_post("明天接待", key="reception/2"))
    assert len(await lines(chat)) == 2


async def test_an_answer_in_a_group_shows_what_it_answers_and_whom(chat: WebChat, ear: Listener) -> None:
    said = await say(chat, "zhao", LI_GROUP, words("@小助手 路灯坏了"))
    to = Account(platform="webchat", account="webchat", user="zhao")
    await chat.deliver(replace(a_post("收到"), answers=MessageId(said.id), mention=to))
    answer = (await lines(chat))[-1]
    assert answer.quoted is not None
    assert (answer.quoted.text, answer.mention) == ("@小助手 路灯坏了", "zhao")


async def test_a_group_never_sees_what_an_answer_quotes_from_a_private_talk(chat: WebChat, ear: Listener) -> None:
    said = await say(chat, "zhao", "person/zhao", words("我家的事"))
    await chat.deliver(replace(a_post("收到"), answers=MessageId(said.id)))
    assert [line.quoted for line in await lines(chat)] == [None]


async def test_a_post_that_cannot_be_written_down_may_be_tried_again(chat: WebChat, ear: Listener) -> None:
    await chat.stop()
    with pytest.raises(Unreachable):
        await chat.deliver(a_post("【选民接待日】"))
    await chat.start(ear)


# --- memory ---


@pytest.mark.usefixtures("ear")
async def test_a_restart_shows_the_talk_again(chat: WebChat) -> None:
    await say(chat, "zhao", LI_GROUP, words("今天天气真好"))
    await chat.deliver(a_post("【选民接待日】", choices=[(1, "能来")]))
    before = await lines(chat)
    await chat.stop()
    await chat.start(Listener())
    assert await lines(chat) == before


@pytest.mark.usefixtures("ear")
async def test_pages_lead_back_to_the_first_line_without_gap_or_repetition(chat: WebChat) -> None:
    for number in range(2 * PAGE + 7):
        await say(chat, "zhao", LI_GROUP, words(str(number)))
    found: list[str] = []
    page, more = await chat.history.page(LI_GROUP)
    while True:
        found[:0] = [line.text for line in page]
        if not more:
            break
        assert len(page) == PAGE
        page, more = await chat.history.page(LI_GROUP, before=page[0].seq)
    assert found == [str(number) for number in range(2 * PAGE + 7)]


@pytest.mark.usefixtures("ear")
async def test_unread_counts_what_others_said_since_one_looked(chat: WebChat) -> None:
    await say(chat, "zhao", LI_GROUP, words("路灯坏了"))
    await say(chat, "qian", LI_GROUP, words("我家也是"))
    (first, _) = await lines(chat)
    await chat.history.see("zhang", LI_GROUP, up_to=first.seq)
    asked = [("zhao", LI_GROUP), ("qian", LI_GROUP), ("zhang", LI_GROUP), ("he", LI_GROUP)]
    assert await chat.history.unseen(asked) == {
        ("zhao", LI_GROUP): 1,
        ("qian", LI_GROUP): 1,
        ("zhang", LI_GROUP): 1,
        ("he", LI_GROUP): 2,
    }


@pytest.mark.usefixtures("ear")
async def test_the_history_is_for_its_owners_eyes_only(tmp_path: Path, chat: WebChat) -> None:
    await say(chat, "zhao", LI_GROUP, words("路灯坏了"))
    assert modes(tmp_path) == {0o600}


async def test_many_voices_at_once_are_all_heard_and_shown(chat: WebChat, ear: Listener) -> None:
    await asyncio.gather(*(say(chat, "zhao", "person/zhao", words(f"第{number}件")) for number in range(60)))
    assert len(ear.heard) == 60
    page, _ = await chat.history.page("person/zhao")
    assert [line.seq for line in page] == sorted(line.seq for line in page)
    assert {heard.scope for heard in ear.heard} == {Scope.DIRECT}


# --- erasing ---


@pytest.mark.usefixtures("ear")
async def test_a_line_that_the_bot_has_erased_says_nothing_any_more_nor_do_quotes_of_it(chat: WebChat) -> None:
    said = await say(chat, "zhao", LI_GROUP, words("@小助手 李村路灯不亮"))
    await say(chat, "zhao", LI_GROUP, words("看这条", quote=said.id))
    await chat.forget(said.id)
    first, second = await lines(chat)
    assert (first.text, first.name, first.erased) == ("", "", True)
    assert second.quoted is not None
    assert second.quoted.text == ""


@pytest.mark.usefixtures("ear")
async def test_a_post_keeps_what_is_left_of_it_and_its_file_goes(chat: WebChat) -> None:
    post = a_post("尾号 1 灯灭，尾号 2 水停", key="notice/1")
    await chat.deliver(replace(post, file=File(name="表.docx", content=b"...")))
    await chat.forget("notice/1", left="尾号 1 路灯，尾号 2 水停")
    (line,) = await lines(chat)
    assert (line.text, line.file, line.erased) == ("尾号 1 路灯，尾号 2 水停", None, False)
    assert await chat.history.file(line.seq) is None


@pytest.mark.usefixtures("ear")
async def test_all_that_somebody_said_is_erased_whether_or_not_it_was_for_the_bot(chat: WebChat) -> None:
    await say(chat, "zhao", LI_GROUP, words("李村路灯不亮"))
    await say(chat, "qian", LI_GROUP, words("是啊"))
    await chat.forget_account(Account(platform="webchat", account="webchat", user="zhao"))
    assert [line.text for line in await lines(chat)] == ["", "是啊"]


@pytest.mark.usefixtures("ear")
async def test_what_was_said_before_the_term_is_erased_and_the_rest_stays(chat: WebChat, clock: StandingClock) -> None:
    await say(chat, "zhao", LI_GROUP, words("早先说的"))
    clock.move_to(NOON + timedelta(days=180))
    await say(chat, "zhao", LI_GROUP, words("刚才说的"))
    await chat.forget_before(NOON + timedelta(days=1))
    assert [line.text for line in await lines(chat)] == ["", "刚才说的"]
