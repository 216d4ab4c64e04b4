"""How the connections of a process fare is told to whoever watches over it."""

import asyncio
from collections.abc import AsyncIterator

import psycopg
import pytest

from handlers.ports import Connections, Storage
from storage.connect import connect
from tests.support.records import NOON, a_heard
from tests.support.township import TOWNSHIP


@pytest.fixture
async def storage(database: str) -> AsyncIterator[Storage]:
    opened = await connect(database, roster=TOWNSHIP, key=bytes(32), bound={})
    yield opened
    await opened.close()


def told(storage: Storage) -> Connections:
    assert storage.connections is not None
    return storage.connections


async def nothing(storage: Storage) -> None:
    async with storage.begin():
        pass


async def test_units_of_work_that_wait_for_their_turn_are_counted(storage: Storage) -> None:
    async with storage.begin():
        second = asyncio.create_task(nothing(storage))
        while told(storage).waiting == 0:  # noqa: ASYNC110  # the pool tells nobody
            await asyncio.sleep(0)
    await second
    assert told(storage).waiting == 0


async def test_the_time_that_units_of_work_take_is_counted(storage: Storage) -> None:
    before = told(storage).busy
    while told(storage).busy == before:  # it counts whole milliseconds
        await nothing(storage)


async def test_a_connection_that_broke_is_counted(storage: Storage, database: str) -> None:
    with psycopg.connect(database, autocommit=True) as other:
        other.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE application_name = 'liaison-bot'"
        )
    await nothing(storage)
    assert told(storage).lost == 1


async def test_what_a_process_alone_does_is_told_of_that_process_only(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.postgres.presence.BEAT", 0.05)
    first, second = [await connect(database, roster=TOWNSHIP, key=bytes(32), bound={}) for _ in range(2)]
    while not await first.peers.holds("a connection"):  # noqa: ASYNC110  # the next beat says so
        await asyncio.sleep(0.01)
    assert not await second.peers.holds("a connection")
    assert [set(told(one).leases) for one in (first, second)] == [{"a connection"}, set()]
    for one in (first, second):
        await one.close()


async def test_what_is_heard_is_kept_however_long_units_of_work_take(storage: Storage) -> None:
    async with storage.begin():
        assert await storage.keep(a_heard(), at=NOON)
