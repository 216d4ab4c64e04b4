"""All of a unit of work is kept together or not at all."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest

from handlers.petitions.rules.petition import State
from handlers.ports import Progress, Storage, UnitOfWork, UnknownPetition
from tests.conformance.conftest import Reopen
from tests.support.records import (
    ACCOUNT,
    GROUP,
    NOON,
    STATION,
    VOTER,
    a_heard,
    a_line,
    a_notice,
    a_petition,
    a_question,
)


class NothingCameOfIt(Exception):
    """What the test itself raised."""


@asynccontextmanager
async def failing(storage: Storage) -> AsyncIterator[UnitOfWork]:
    """Open a unit of work that fails at its end."""
    try:
        async with storage.begin() as work:
            yield work
            raise NothingCameOfIt
    except NothingCameOfIt:
        pass


async def test_a_name_is_known_until_the_unit_of_work_that_brought_it_fails(storage: Storage) -> None:
    async with failing(storage) as work:
        await work.voters.recognise(ACCOUNT, name="赵敏", on=NOON.date())
        assert set(await work.voters.names()) == {"赵敏"}
    async with storage.begin() as work:
        assert set(await work.voters.names()) == set()


async def test_a_failed_unit_of_work_leaves_nothing_of_any_kind(storage: Storage) -> None:
    async with failing(storage) as work:
        await work.messages.keep(a_heard(), at=NOON)
        await work.petitions.next_tail(STATION, 2026)
        await work.petitions.add(a_petition())
        person = await work.voters.recognise(ACCOUNT, name="赵敏", on=NOON.date())
        await work.questions.ask(a_question())
        await work.occurrences.claim("digest/2026-03-04", at=NOON)
        await work.occurrences.ticked(NOON)
        await work.figures.add(STATION, NOON.date(), "registered")
        await work.outbox.add(a_notice(), at=NOON)
        await work.fence.take(GROUP, NOON.date(), "topic")
        await work.audit.add(a_line())
    async with storage.begin() as work:
        assert await work.messages.get(a_heard().id) is None
        assert await work.petitions.of_voter(person) == []
        assert await work.petitions.next_tail(STATION, 2026) == 1
        assert list(await work.voters.ways(person)) == []
        assert set(await work.voters.names()) == set()
        assert list(await work.questions.open(a_question().person, a_question().where)) == []
        assert await work.occurrences.claim("digest/2026-03-04", at=NOON)
        assert await work.occurrences.last_tick() is None
        assert await work.figures.between(STATION, NOON.date(), NOON.date()) == {}
        assert (list(await work.outbox.waiting()), await work.outbox.next_ready()) == ([], None)
        assert list(await work.fence.taken(GROUP, NOON.date(), NOON.date())) == []
        assert await work.audit.verify() == 0


async def test_a_failed_change_leaves_what_was_there_before(storage: Storage) -> None:
    async with storage.begin() as work:
        await work.petitions.add(a_petition())
        await work.outbox.add(a_notice(), at=NOON)
    async with failing(storage) as work:
        await work.petitions.delete(a_petition().id)
        await work.outbox.take(NOON)
    async with storage.begin() as work:
        assert await work.petitions.get(a_petition().id) == a_petition()
        assert len(await work.outbox.take(NOON)) == 1


async def test_a_unit_of_work_sees_its_own_changes(storage: Storage) -> None:
    async with storage.begin() as work:
        await work.petitions.add(a_petition())
        assert list(await work.petitions.of_voter(VOTER)) == [a_petition()]
        await work.petitions.delete(a_petition().id)
        with pytest.raises(UnknownPetition):
            await work.petitions.get(a_petition().id)


async def test_units_of_work_run_one_after_another(storage: Storage) -> None:
    async def count_on() -> int:
        async with storage.begin() as work:
            tail = await work.petitions.next_tail(STATION, 2026)
            await asyncio.sleep(0)
            await work.figures.add(STATION, NOON.date(), "registered")
            return tail

    assert sorted(await asyncio.gather(*(count_on() for _ in range(50)))) == list(range(1, 51))
    async with storage.begin() as work:
        assert await work.figures.between(STATION, NOON.date(), NOON.date()) == {"registered": 50}


async def test_a_unit_of_work_sees_what_another_changed_just_before(storage: Storage) -> None:
    async def try_often() -> None:
        for _ in range(10):
            async with storage.begin() as work:
                kept = await work.messages.get(a_heard().id)
                assert kept is not None
                await asyncio.sleep(0)
                await work.messages.save(replace(kept, progress=Progress.HANDLED, tries=kept.tries + 1))

    async with storage.begin() as work:
        await work.messages.keep(a_heard(), at=NOON)
    await asyncio.gather(*(try_often() for _ in range(10)))
    async with storage.begin() as work:
        kept = await work.messages.get(a_heard().id)
        assert kept is not None
        assert kept.tries == 100


async def test_what_a_unit_of_work_deleted_is_unknown_to_it(storage: Storage) -> None:
    archived = replace(a_petition(), state=State.ARCHIVED)
    async with storage.begin() as work:
        await work.petitions.add(archived)
    async with storage.begin() as work:
        await work.petitions.delete(archived.id)
        assert list(await work.petitions.of_voter(VOTER)) == []
        with pytest.raises(UnknownPetition):
            await work.petitions.get(archived.id)
        await work.petitions.add(a_petition())
    async with storage.begin() as work:
        assert list(await work.petitions.of_voter(VOTER)) == [a_petition()]


async def test_a_cancelled_unit_of_work_leaves_nothing_and_lets_the_next_begin(storage: Storage) -> None:
    begun = asyncio.Event()

    async def never_ends() -> None:
        async with storage.begin() as work:
            await work.petitions.add(a_petition())
            begun.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(never_ends())
    await begun.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    async with storage.begin() as work:
        with pytest.raises(UnknownPetition):
            await work.petitions.get(a_petition().id)


async def test_what_was_kept_is_there_after_opening_again(reopen: Reopen) -> None:
    storage = await reopen()
    async with storage.begin() as work:
        await work.messages.keep(a_heard(1), at=NOON)
        await work.messages.keep(a_heard(2), at=NOON)
        await work.petitions.add(a_petition())
        await work.petitions.next_tail(STATION, 2026)
        await work.outbox.add(a_notice(), at=NOON)
        await work.audit.add(a_line())
        await work.occurrences.ticked(NOON)
    storage = await reopen()
    async with storage.begin() as work:
        assert [kept.heard for kept in await work.messages.unhandled()] == [a_heard(1), a_heard(2)]
        assert not await work.messages.keep(a_heard(1), at=NOON)
        assert await work.petitions.get(a_petition().id) == a_petition()
        assert await work.petitions.next_tail(STATION, 2026) == 2
        assert not await work.outbox.add(a_notice(), at=NOON)
        assert len(await work.outbox.take(NOON)) == 1
        assert await work.occurrences.last_tick() == NOON
        await work.audit.add(a_line())
        assert await work.audit.verify() == 2
        assert all(kept.progress is Progress.KEPT for kept in await work.messages.unhandled())
