"""Row 51: clicks on cards, over a stream and at an address."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Final

import aiohttp
import pytest

from bot.platforms.base import Ear
from bot.platforms.dingtalk.speaking.cards import Callback
from bot.platforms.dingtalk.wire.signature import milliseconds, sign_click
from handlers.message import Scope
from tests.bot.dingtalk.hearing.parts import SECRET, VOTER, WAYS, Parts, called, connected
from tests.support.book import Book
from tests.support.webchat import Listener

QUESTION: Final = "周五能来吗？"


@asynccontextmanager
async def asked(way: str, parts: Parts, ear: Ear) -> AsyncIterator[None]:
    """Have the voter asked by a robot that hears that way."""
    if way == "stream":
        async with connected(parts, ear):
            await parts.asks(QUESTION)
            yield
        return
    async with called(parts, ear) as (_, address):
        await parts.asks(QUESTION, callback=Callback(route="main", address=f"{address}/card/main", secret=SECRET))
        yield


@pytest.mark.parametrize("way", WAYS)
async def test_a_click_is_heard_as_the_choice_it_is_and_shown_on_its_card(parts: Parts, way: str) -> None:
    ear = Listener()
    async with asked(way, parts, ear):
        assert (await parts.presses(2)).tries == [200]
        (heard,) = ear.heard
        assert (heard.text, heard.scope, heard.place.chat, heard.sender.user) == ("2", Scope.DIRECT, VOTER, VOTER)
        assert heard.quote is not None
        assert heard.quote.text == QUESTION
        assert parts.card()["chosen"] == "不能来"
        assert parts.card()["question"] == QUESTION
    assert parts.simulator.breaches == []


@pytest.mark.parametrize("way", WAYS)
async def test_a_choice_that_was_kept_too_late_for_an_answer_is_shown_on_its_card_all_the_same(
    parts: Parts, way: str
) -> None:
    ear = Listener()
    async with asked(way, parts, ear):
        ear.gate.clear()
        pressing = asyncio.create_task(parts.presses(2))
        await asyncio.sleep(2.5)
        assert parts.card()["chosen"] == ""
        ear.gate.set()
        await pressing
        await asyncio.sleep(1)
        assert (parts.card()["chosen"], parts.card()["question"]) == ("不能来", QUESTION)
    assert "a card is updated while the click on it is not answered" not in parts.simulator.breaches


@pytest.mark.parametrize("way", WAYS)
async def test_a_click_that_could_not_be_kept_is_not_shown_as_taken(parts: Parts, way: str) -> None:
    ear = Listener()
    async with asked(way, parts, ear):
        ear.failures = 1
        assert not (await parts.presses(1)).taken
        assert parts.card()["chosen"] == ""
        assert ear.heard == []


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("fault", ["clicked again", "clicked by somebody else", "clicked on an old card"])
async def test_a_click_is_handled_once_however_often_it_is_told_and_others_for_themselves(
    parts: Parts, way: str, fault: str
) -> None:
    book = Book(parts.clock)
    async with asked(way, parts, book.router):
        parts.simulator.fault(fault)
        await parts.presses(1)
        await parts.presses(1)
        await asyncio.sleep(60)
    assert parts.simulator.world.faults.struck[fault] == 1
    assert book.handled == ["1"] * (1 if fault == "clicked again" else 2)


@pytest.mark.parametrize("way", WAYS)
async def test_who_changes_his_mind_is_heard_twice(parts: Parts, way: str) -> None:
    book = Book(parts.clock)
    async with asked(way, parts, book.router):
        await parts.presses(1)
        await parts.presses(2)
        await book.router.idle()
        assert parts.card()["chosen"] == "不能来"
    assert book.handled == ["1", "2"]


@pytest.mark.parametrize("way", WAYS)
async def test_a_click_on_something_else_is_acknowledged_and_counted(parts: Parts, way: str) -> None:
    ear = Listener()
    async with asked(way, parts, ear):
        assert (await parts.simulator.presses(VOTER, "open-help")).tries == [200]
    assert ear.heard == []
    assert parts.hearing.counts == {"unknown": 1}
    assert parts.simulator.breaches == []


@pytest.mark.parametrize(
    ("secret", "hours_ago", "status"),
    [("another secret", 0, 403), (SECRET, 2, 403), (SECRET, -2, 403), (SECRET, 0, 400)],
)
async def test_a_click_that_is_forged_or_broken_is_refused(
    parts: Parts, secret: str, hours_ago: int, status: int
) -> None:
    stamp = str(milliseconds(parts.clock.now() - timedelta(hours=hours_ago)))
    headers = {"x-ddpaas-signature-timestamp": stamp, "x-ddpaas-signature": sign_click(secret, stamp)}
    async with (
        called(parts, Listener()) as (callbacks, address),
        aiohttp.ClientSession() as session,
        session.post(f"{address}/card/main", data=b"{}", headers=headers) as answer,
    ):
        assert (answer.status, await answer.read()) == (status, b"")
        assert callbacks.refused == {status: 1}
