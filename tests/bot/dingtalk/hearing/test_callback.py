"""A robot at its address: what is called in, and what the caller is told."""

import asyncio
import tracemalloc
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Final

import aiohttp
import pytest

from bot.platforms.dingtalk.hearing.callback import Callbacks
from bot.platforms.dingtalk.wire.signature import milliseconds, sign, sign_click
from handlers.message import Heard
from handlers.ports import StorageFailed
from tests.bot.dingtalk.hearing.parts import ENTRY, OTHER, SECRET, VOTER, Parts, called
from tests.simulators.dingtalk.fault_table import FAULTS
from tests.support.book import Book
from tests.support.webchat import Listener

FORGERIES: Final = [one.name for one in FAULTS if one.row in {30, 31}]
BROKEN: Final = {
    "10 MB": 413,
    "not JSON": 400,
    "a JSON array": 400,
    "20000 levels": 400,
    "not UTF-8": 400,
    "NUL characters": 400,
    "lone surrogates": 400,
}


class Failing(Listener):
    """An ear that cannot keep the first word."""

    def __init__(self, failure: Exception) -> None:
        super().__init__()
        self._failures_left = [failure]

    async def hear(self, heard: Heard) -> bool:
        if self._failures_left:
            raise self._failures_left.pop()
        return await super().hear(heard)


@pytest.fixture
async def callbacks(parts: Parts, book: Book) -> AsyncIterator[Callbacks]:
    async with called(parts, book.router) as (callbacks, _):
        yield callbacks


async def test_what_was_kept_too_late_comes_again_and_is_handled_once(parts: Parts) -> None:
    book = Book(parts.clock)
    gate = asyncio.Event()

    class Slow(Listener):
        async def hear(self, heard: Heard) -> bool:
            await gate.wait()
            return await book.router.hear(heard)

    async with called(parts, Slow()):
        delivery = await parts.simulator.says(VOTER, "路灯坏了")
        assert delivery.tries == [None]
        gate.set()
        await delivery.done()
        assert delivery.tries == [None, 200]
        await book.router.idle()
    assert book.handled == ["路灯坏了"]


@pytest.mark.parametrize(("failure", "status"), [(StorageFailed(), 503), (RuntimeError("路灯坏了"), 500)])
async def test_what_could_not_be_kept_is_called_again_and_nobody_is_told_why(
    parts: Parts, failure: Exception, status: int
) -> None:
    ear = Failing(failure)
    async with called(parts, ear):
        delivery = await parts.simulator.says(VOTER, "路灯坏了")
        assert delivery.tries == [status]
        await delivery.done()
        assert delivery.tries == [status, 200]
    assert [one.text for one in ear.heard] == ["路灯坏了"]


async def test_what_nobody_listens_to_is_called_again(parts: Parts) -> None:
    book = Book(parts.clock)
    async with called(parts, None) as (callbacks, _):
        delivery = await parts.simulator.says(VOTER, "路灯坏了")
        assert delivery.tries == [503]
        callbacks.start(book.router)
        await delivery.done()
    assert book.handled == ["路灯坏了"]


async def test_no_other_method_and_no_other_robot_is_answered(parts: Parts) -> None:
    async with called(parts, Listener()) as (_, address), aiohttp.ClientSession() as session:
        async with session.get(f"{address}/robot/main") as answer:
            assert answer.status == 405
        async with session.post(f"{address}/robot/other") as answer:
            assert answer.status == 404


@pytest.mark.parametrize("page", ["robot", "card"])
async def test_bodies_of_eight_mebibytes_are_refused_without_being_held(parts: Parts, page: str) -> None:
    timestamp = str(milliseconds(parts.clock.now()))
    genuine = {
        "timestamp": timestamp,
        "sign": sign(SECRET, timestamp),
        "x-ddpaas-signature-timestamp": timestamp,
        "x-ddpaas-signature": sign_click(SECRET, timestamp),
    }
    piece = b"[" * 2**16

    async def body() -> AsyncIterator[bytes]:
        for _ in range(8 * 2**20 // len(piece)):
            yield piece

    ear = Listener()
    async with called(parts, ear) as (callbacks, address), aiohttp.ClientSession() as session:
        tracemalloc.start()
        for _ in range(3):
            with suppress(aiohttp.ClientOSError):  # it may be refused before it has been sent
                async with session.post(f"{address}/{page}/{ENTRY}", data=body(), headers=genuine) as answer:
                    assert answer.status == 413
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert callbacks.refused == {413: 3}
    assert ear.heard == []
    assert most < 4 * 2**20


# --- row 28, 29 and 32: repetitions and their order ---


@pytest.mark.usefixtures("callbacks")
@pytest.mark.parametrize("fault", ["called again after 10 s and 30 s", "brought late"])
async def test_a_message_brought_again_or_late_is_handled_once(parts: Parts, book: Book, fault: str) -> None:
    parts.simulator.fault(fault)
    await parts.simulator.says(VOTER, "路灯坏了")
    await asyncio.sleep(400)
    assert parts.simulator.world.faults.struck[fault] == 1
    assert book.handled == ["路灯坏了"]
    assert parts.simulator.breaches == []


@pytest.mark.usefixtures("callbacks")
async def test_a_replayed_call_is_answered_alike_and_has_no_second_effect(parts: Parts, book: Book) -> None:
    await parts.simulator.says(VOTER, "路灯坏了")
    assert (await parts.simulator.attack("replayed", VOTER, "路灯坏了")).status == 200
    await book.router.idle()
    assert book.handled == ["路灯坏了"]


@pytest.mark.usefixtures("callbacks")
async def test_the_signature_of_one_call_is_good_for_another_within_the_hour_and_no_longer(
    parts: Parts, book: Book
) -> None:
    await parts.simulator.says(VOTER, "路灯坏了")
    await asyncio.sleep(3590)
    assert (await parts.simulator.attack("same sign, other body", VOTER, "井盖丢了")).status == 200
    await asyncio.sleep(20)
    assert (await parts.simulator.attack("same sign, other body", VOTER, "水管破了")).status == 403
    await book.router.idle()
    assert book.handled == ["路灯坏了", "井盖丢了"]


# --- row 30, 31 and 35: forged and broken ---


@pytest.mark.parametrize("forgery", FORGERIES)
async def test_a_forged_call_is_refused_with_a_status_and_nothing_else(
    parts: Parts, book: Book, callbacks: Callbacks, forgery: str
) -> None:
    attack = await parts.simulator.attack(forgery, VOTER, "路灯坏了")
    assert (attack.status, attack.body) == (403, b"")
    assert callbacks.refused == {403: 1}
    await parts.simulator.says(OTHER, "还在吗")
    await book.router.idle()
    assert book.handled == ["还在吗"]


@pytest.mark.parametrize(("broken", "status"), BROKEN.items())
async def test_a_broken_call_is_refused_with_a_status_and_nothing_else(
    parts: Parts, book: Book, callbacks: Callbacks, broken: str, status: int
) -> None:
    attack = await parts.simulator.attack(broken, VOTER, "路灯坏了")
    assert (attack.status, attack.body) == (status, b"")
    assert callbacks.refused == {status: 1}
    await parts.simulator.says(OTHER, "还在吗")
    await book.router.idle()
    assert book.handled == ["还在吗"]


@pytest.mark.usefixtures("callbacks")
@pytest.mark.parametrize("fault", FORGERIES)
async def test_after_a_call_that_was_refused_by_mistake_the_repetition_is_heard(
    parts: Parts, book: Book, fault: str
) -> None:
    parts.simulator.fault(fault)
    delivery = await parts.simulator.says(VOTER, "路灯坏了")
    await delivery.done()
    await book.router.idle()
    assert book.handled == ["路灯坏了"]
