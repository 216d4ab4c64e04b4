"""A self-built app at its address: what is called in, and what the caller is told."""

import asyncio
from collections.abc import AsyncIterator
from typing import Final

import pytest

from bot.platforms.wecom.app.callback import AppCallback
from bot.platforms.wecom.welcome_texts import WELCOME
from bot.sending.choosing import Chosen
from handlers.message import Scope
from tests.bot.wecom.hearing.parts import AGENT, VOTER, Parts, called_app
from tests.simulators.wecom.app import AppLine
from tests.support.book import Book
from tests.support.webchat import Listener

TALK: Final = str(AGENT)


@pytest.fixture
async def app(parts: Parts, book: Book) -> AsyncIterator[AppCallback]:
    async with called_app(parts, book.router) as app:
        yield app


async def clicks(parts: Parts, *chosen: Chosen) -> None:
    """Have the voter choose on one card after another, all in one second."""
    talk = parts.simulator.talks[TALK]
    assert isinstance(talk.line, AppLine)
    for one in chosen:
        click = talk.line.event(VOTER, "template_card_event", EventKey=one.key, TaskId="t1", ResponseCode="RC")
        await parts.simulator.brings(click, talk)


@pytest.mark.usefixtures("app")
async def test_the_address_is_verified(parts: Parts) -> None:
    assert await parts.simulator.verifies()


async def test_what_is_said_is_heard_in_private_and_answered_with_nothing(parts: Parts) -> None:
    ear = Listener()
    async with called_app(parts, ear):
        assert (await parts.simulator.says(VOTER, "路灯坏了")).taken
    (heard,) = ear.heard
    assert (heard.text, heard.scope, heard.place.account, heard.place.chat) == (
        "路灯坏了",
        Scope.DIRECT,
        "office",
        VOTER,
    )
    assert parts.shown(VOTER) == []


@pytest.mark.usefixtures("app")
async def test_who_opens_the_app_is_welcomed_once_a_day(parts: Parts) -> None:
    talk = parts.simulator.talks[TALK]
    assert isinstance(talk.line, AppLine)
    for _ in range(3):
        await parts.simulator.brings(talk.line.event(VOTER, "enter_agent", EventKey=""), talk)
        await asyncio.sleep(2)
    assert parts.shown(VOTER) == [WELCOME]
    await asyncio.sleep(24 * 3600)
    await parts.simulator.brings(talk.line.event(VOTER, "enter_agent", EventKey=""), talk)
    assert parts.shown(VOTER) == [WELCOME, WELCOME]


@pytest.mark.usefixtures("app")
async def test_two_different_clicks_in_one_second_are_both_handled(parts: Parts, book: Book) -> None:
    await clicks(parts, Chosen(words="1", label="能来"), Chosen(words="2", label="不能来"))
    await book.router.idle()
    assert sorted(book.handled) == ["1", "2"]


@pytest.mark.usefixtures("app")
async def test_one_click_told_twice_is_handled_once(parts: Parts, book: Book) -> None:
    await clicks(parts, Chosen(words="1", label="能来"), Chosen(words="1", label="能来"))
    await book.router.idle()
    assert book.handled == ["1"]


@pytest.mark.usefixtures("app")
async def test_a_message_and_an_event_of_one_second_are_both_taken(parts: Parts, book: Book) -> None:
    parts.simulator.fault("two events in a second")
    await parts.simulator.says(VOTER, "路灯坏了")
    await asyncio.sleep(1)
    assert book.handled == ["路灯坏了"]
    assert parts.shown(VOTER) == [WELCOME]


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize("fault", ["brought again", "brought late", "answer not awaited"])
async def test_a_message_brought_again_or_late_is_handled_once(parts: Parts, book: Book, fault: str) -> None:
    parts.simulator.fault(fault)
    await parts.simulator.says(VOTER, "路灯坏了")
    await asyncio.sleep(500)
    assert book.handled == ["路灯坏了"]


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize(
    "replay", ["replayed at once", "replayed after 2 h", "timestamp and nonce exchanged", "a digit shifted"]
)
async def test_a_replayed_call_has_no_second_effect(parts: Parts, book: Book, replay: str) -> None:
    parts.simulator.fault(replay)
    await parts.simulator.says(VOTER, "路灯坏了")
    await asyncio.sleep(3 * 3600)
    assert book.handled == ["路灯坏了"]


@pytest.mark.usefixtures("app")
async def test_somebody_is_told_that_the_platform_disables_the_app(parts: Parts) -> None:
    parts.simulator.fault(42)
    await asyncio.sleep(1)
    assert parts.alarms == ["close_inactive_agent"]


@pytest.mark.parametrize("fault", ["opaque userid", "unknown msgtype", "unknown eventtype", "extra members"])
async def test_what_is_strange_loses_nothing_that_is_not(
    parts: Parts, book: Book, app: AppCallback, fault: str
) -> None:
    parts.simulator.fault(fault)
    await parts.simulator.says(VOTER, "路灯坏了")
    await asyncio.sleep(1)
    assert "路灯坏了" in book.handled
    assert app.counts["unknown"] == fault.startswith("unknown")
