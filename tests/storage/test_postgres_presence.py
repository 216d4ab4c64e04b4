"""What only one process is to do one process does, whatever happens to it or to the database."""

import asyncio
import signal
import sys
from asyncio.subprocess import PIPE, Process, create_subprocess_exec
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from itertools import chain
from typing import Final

import psycopg
import pytest

from handlers.people.rules.roster import Roster
from handlers.ports import Delivery, Kept, Progress, Storage, TryAgain
from storage.connect import connect
from storage.errors import OutOfReach
from storage.postgres import presence
from tests.conformance.test_groups import CHAT, a_roster
from tests.storage.lease_holder import BEAT, DEAD_AFTER, HELD_FOR, LEASE
from tests.support.postgres import Server, started
from tests.support.records import NOON, a_heard, a_notice
from tests.support.township import BOUND, LI_VILLAGE, TOWNSHIP

ALL_BUT_THE_NEWEST: Final = """
    SELECT pg_terminate_backend(pid, 5000) FROM (
        SELECT pid FROM pg_stat_activity WHERE datname = 'station' ORDER BY backend_start DESC OFFSET 1
    ) AS older
"""


@pytest.fixture(autouse=True)
def _hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, seconds in {"BEAT": BEAT, "HELD_FOR": HELD_FOR, "DEAD_AFTER": DEAD_AFTER, "AGAIN_AFTER": 0.02}.items():
        monkeypatch.setattr(presence, name, seconds)


@pytest.fixture
async def instances(database: str) -> AsyncIterator[tuple[Storage, Storage]]:
    """Two of them."""
    async with opened(database) as first, opened(database) as second:
        yield first, second


@asynccontextmanager
async def opened(address: str, roster: Roster = TOWNSHIP) -> AsyncIterator[Storage]:
    """Open the database, and return once its process is called by others."""
    storage = await connect(address, roster=roster, key=bytes(32), bound=BOUND)
    await storage.peers.ended()
    yield storage
    await storage.close()


@asynccontextmanager
async def another_process(address: str) -> AsyncIterator[Process]:
    process = await create_subprocess_exec(
        sys.executable, "-m", "tests.storage.lease_holder", address, stdin=PIPE, stdout=PIPE
    )
    yield process
    with suppress(ProcessLookupError):
        process.kill()
    await process.wait()


async def says_it_holds(process: Process) -> bool:
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(b"\n")
    return await process.stdout.readline() == b"1\n"


async def until(is_so: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(20):
        while not await is_so():  # noqa: ASYNC110  # a database tells nobody
            await asyncio.sleep(BEAT / 5)


def holds(storage: Storage) -> Callable[[], Awaitable[bool]]:
    return lambda: storage.peers.holds(LEASE)


async def test_who_leaves_gives_his_lease_to_another(database: str) -> None:
    async with opened(database) as second:
        async with opened(database) as first:
            await until(holds(first))
            assert not await second.peers.holds(LEASE)
        await until(holds(second))


async def test_a_process_that_was_stopped_has_lost_its_lease_and_knows_it_as_soon_as_it_wakes(database: str) -> None:
    async with opened(database) as other, another_process(database) as process:
        await until(lambda: says_it_holds(process))
        assert not await other.peers.holds(LEASE)
        process.send_signal(signal.SIGSTOP)
        await until(holds(other))
        process.send_signal(signal.SIGCONT)
        assert not await says_it_holds(process)
        await other.peers.ended()  # to look for what it has left undone


async def test_who_was_killed_loses_his_lease(database: str) -> None:
    async with another_process(database) as process, opened(database) as other:
        await until(lambda: says_it_holds(process))
        process.kill()
        await until(holds(other))


async def test_a_database_that_comes_back_starts_no_duel(own_server: Server) -> None:
    address = own_server.database("station")
    async with opened(address) as first, opened(address) as second:
        await until(holds(first))
        assert not await second.peers.holds(LEASE)
        own_server.stop()
        await first.peers.lost(LEASE)
        await asyncio.sleep(DEAD_AFTER)
        await started(own_server)
        async with asyncio.timeout(20):
            while not await first.peers.holds(LEASE):
                assert not await second.peers.holds(LEASE)
                await asyncio.sleep(0)


async def test_who_comes_back_strikes_off_only_whom_he_has_watched_since(database: str) -> None:
    async with opened(database) as storage:
        with psycopg.connect(database, autocommit=True) as other:
            other.execute(
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE application_name = 'liaison-bot'"
            )
            other.execute("INSERT INTO instances VALUES (1, now() - interval '1 hour')")
        await storage.peers.ended()  # it is back, and has looked once
        assert await are_alive(database, 2)
        await until(lambda: are_alive(database, 1))


async def test_while_the_database_is_away_nobody_waits_for_it_and_when_it_is_back_it_is_found(
    own_server: Server,
) -> None:
    address = own_server.database("station")
    async with opened(address) as storage:
        own_server.stop()
        while storage.in_reach:  # noqa: ASYNC110  # nobody tells
            await asyncio.sleep(0)
        with pytest.raises(OutOfReach):
            await connect(address, roster=TOWNSHIP, key=bytes(32), bound=BOUND)
        async with asyncio.timeout(5):
            with pytest.raises(TryAgain):
                await keep(storage, 1)
        await started(own_server)
        await until(lambda: can_keep(storage, 2))
        await until(lambda: is_back(storage))


async def test_a_process_that_cannot_connect_any_more_is_out_of_reach_until_it_can(
    own_server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.postgres.pooling._AT_IT_FOR", 0.1)
    monkeypatch.setattr("storage.postgres.store._PATIENCE", 2.0)
    async with opened(own_server.database("station")) as storage:
        with psycopg.connect(own_server.address("postgres"), autocommit=True) as other:
            other.execute("ALTER DATABASE station ALLOW_CONNECTIONS false")
            other.execute(ALL_BUT_THE_NEWEST)  # by which it shows itself
            assert not await can_keep(storage, 1)
            assert not storage.in_reach
            other.execute("ALTER DATABASE station ALLOW_CONNECTIONS true")
        await until(lambda: can_keep(storage, 2))
        await until(lambda: is_back(storage))


async def test_what_one_queues_the_others_are_called_for(instances: tuple[Storage, Storage]) -> None:
    first, second = instances
    calling = asyncio.create_task(second.peers.called())
    async with first.begin() as work:
        await work.outbox.add(a_notice(), at=NOON)
    async with asyncio.timeout(5):
        await calling


async def test_where_one_has_bound_a_group_the_others_know_within_a_second(database: str) -> None:
    rosters = a_roster(), a_roster()
    async with opened(database, rosters[0]) as first, opened(database, rosters[1]) as second:
        for place in (CHAT, replace(CHAT, chat="wrMoved")):
            async with first.begin() as work:
                await work.groups.bind(LI_VILLAGE, place)
            async with asyncio.timeout(1):
                while rosters[1].groups[LI_VILLAGE].place != place:
                    async with second.begin():
                        await asyncio.sleep(0)


async def test_what_was_kept_by_a_process_that_has_ended_is_for_one_living_to_handle(database: str) -> None:
    async with opened(database) as second, opened(database) as third:
        async with opened(database) as first:
            assert await keep(first, 1)
            assert await keep(second, 2)
            assert [await to_do(one) for one in (first, second, third)] == [[1], [2], []]
        taken = await asyncio.gather(to_do(second), to_do(third))
        assert sorted(chain.from_iterable(taken)) == [1, 2]
        assert [await to_do(one) for one in (second, third)] == list(taken)


async def test_what_another_has_kept_in_a_conversation_comes_before_what_was_said_after_it(
    instances: tuple[Storage, Storage],
) -> None:
    first, second = instances
    elsewhere = replace(a_heard(1), place=replace(a_heard(1).place, chat="elsewhere"))
    for storage, heard in ((first, elsewhere), (first, a_heard(2)), (first, a_heard(3)), (second, a_heard(4))):
        async with storage.begin() as work:
            await work.messages.keep(heard, at=NOON)
    async with first.begin() as work:
        tried = await work.messages.get(a_heard(2).id)
        assert tried is not None
        await work.messages.save(replace(tried, retry_at=NOON))
    async with second.begin() as work:
        last = await work.messages.get(a_heard(4).id)
        assert last is not None
        assert [one.heard for one in await work.messages.said_before(last)] == [a_heard(3)]


async def test_what_another_handles_at_this_moment_is_waited_for(
    instances: tuple[Storage, Storage], database: str
) -> None:
    first, second = instances
    assert await keep(first, 1)
    assert await keep(second, 2)

    async def before() -> Sequence[Kept]:
        async with second.begin() as work:
            (last,) = await work.messages.take_up(limit=100)
            return await work.messages.said_before(last)

    async def is_held_up() -> bool:
        with psycopg.connect(database) as connection:
            query = "SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
            return bool(connection.execute(query).rowcount)

    async with first.begin() as work:
        handled = await work.messages.get(a_heard(1).id)
        assert handled is not None
        looking = asyncio.create_task(before())
        await until(is_held_up)
        await work.messages.save(replace(handled, progress=Progress.HANDLED))
    assert await looking == []


async def test_what_only_the_holder_of_a_lease_can_send_waits_for_him(instances: tuple[Storage, Storage]) -> None:
    first, second = instances
    await until(holds(first))
    async with second.begin() as work:
        await work.outbox.add(a_notice(), at=NOON)
        (entry,) = await work.outbox.take(NOON)
        await work.outbox.book(replace(entry, state=Delivery.WAITING, only_by=LEASE))
        assert await work.outbox.next_ready() is None
        assert list(await work.outbox.take(NOON)) == []
    async with first.begin() as work:
        assert [one.number for one in await work.outbox.take(NOON)] == [entry.number]


@pytest.mark.parametrize("state", [Delivery.WAITING, Delivery.GIVEN_UP])
async def test_who_was_taken_for_dead_cannot_undo_what_another_made_of_his_message(
    instances: tuple[Storage, Storage], database: str, state: Delivery
) -> None:
    first, second = instances
    await freeze(first)
    async with first.begin() as work:
        await work.outbox.add(a_notice(), at=NOON)
        (entry,) = await work.outbox.take(NOON)
    async with second.begin() as work:
        assert await work.outbox.release() == 0
    await until(lambda: are_alive(database, 1))
    async with second.begin() as work:
        assert await work.outbox.release() == 1
        (again,) = await work.outbox.take(NOON)
    async with first.begin() as work:
        await work.outbox.book(replace(entry, state=state))
    async with second.begin() as work:
        assert await work.outbox.get(entry.number) == again
        await work.outbox.book(replace(again, state=Delivery.SENT, done_at=NOON))
        await work.outbox.book(replace(entry, state=state))
        sent = await work.outbox.get(entry.number)
        assert sent is not None
        assert sent.state is Delivery.SENT


async def freeze(storage: Storage) -> None:
    """Have a process show itself no more, as one that was stopped."""
    assert isinstance(storage.peers, presence.Presence)
    await storage.peers.stop()


async def are_alive(database: str, count: int) -> bool:
    with psycopg.connect(database) as connection:
        return connection.execute("SELECT FROM instances").rowcount == count


async def keep(storage: Storage, number: int) -> bool:
    async with storage.begin() as work:
        return await work.messages.keep(a_heard(number), at=NOON)


async def can_keep(storage: Storage, number: int) -> bool:
    try:
        return await keep(storage, number)
    except TryAgain:
        return False


async def is_back(storage: Storage) -> bool:
    """Return whether the database is known to be back: by who keeps, by who works, and by who shows the process."""
    with suppress(TryAgain):
        async with storage.begin():
            pass
    return storage.in_reach


async def to_do(storage: Storage) -> list[int]:
    async with storage.begin() as work:
        return [int(one.heard.id.rpartition(":")[2]) for one in await work.messages.take_up(limit=100)]
