"""A night erases what is too old a few at a time, and whatever cuts it off, all of it goes and is counted once."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from itertools import count, pairwise
from typing import Final

import pytest

from handlers.message import Account
from handlers.people.retention import erase_what_is_old
from handlers.ports import Corrected, Delivery, Progress, Storage, UnitOfWork, Unsaid
from tests.conformance.conftest import Reopen
from tests.conformance.test_messages import handle, keep
from tests.support.erasing import ALL, NIGHT, OLD, THE_NIGHT, counted, erase, fill, left, on_the_trail
from tests.support.records import NOON, a_heard, a_notice, a_question, later

FEW: Final = 3
KEPT: Final = {**dict.fromkeys(ALL, 0), "contacts": OLD}


@pytest.fixture(autouse=True)
def _few_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("handlers.people.retention.AT_ONCE", FEW)


class CutOff(Exception):
    """The process has died."""


class Units:
    """Opens units of work on a storage, and dies before the end of the one with a number, counted from one."""

    def __init__(self, storage: Storage, *, dies_in: int = 0) -> None:
        self._storage = storage
        self._numbers = count(1)
        self._dies_in = dies_in
        self.counted: list[Mapping[str, int]] = [dict.fromkeys(ALL, 0)]
        """How much of each kind was erased by the end of each."""

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[UnitOfWork]:
        async with self._storage.begin() as work:
            yield work
            if next(self._numbers) == self._dies_in:
                raise CutOff
            self.counted.append(await counted(work))


async def test_no_unit_of_work_erases_more_than_a_few_of_a_kind(storage: Storage) -> None:
    await fill(storage)
    units = Units(storage)
    await erase(units.begin)
    async with storage.begin() as work:
        assert await left(work) == KEPT
    steps = [after[kind] - before[kind] for before, after in pairwise(units.counted) for kind in ALL]
    assert max(steps) == FEW


async def test_others_have_their_turn_whenever_a_few_were_erased(storage: Storage) -> None:
    await fill(storage)
    at_each_turn: list[Mapping[str, int]] = [dict.fromkeys(ALL, 0)]
    async for _ in erase_what_is_old(THE_NIGHT, NIGHT, storage.begin):
        async with storage.begin() as work:
            at_each_turn.append(await counted(work))
    assert at_each_turn[-1] == ALL
    assert max(after[kind] - before[kind] for before, after in pairwise(at_each_turn) for kind in ALL) == FEW


async def test_wherever_it_is_cut_off_the_next_time_goes_on_and_counts_nothing_twice(reopen: Reopen) -> None:
    await fill(await reopen())
    for dies_in in (1, 2, 2, 1, 2, 3, 2):
        with pytest.raises(CutOff):
            await erase(Units(await reopen(), dies_in=dies_in).begin)
    storage = await reopen()
    await erase(storage.begin)
    async with storage.begin() as work:
        assert await left(work) == KEPT
        assert await counted(work) == await on_the_trail(work) == ALL


async def test_of_each_kind_what_is_oldest_goes_first(storage: Storage) -> None:
    days = (3, 1, 4, 2)
    async with storage.begin() as work:
        for day in days:
            at = later(days=day)
            await work.outbox.add(a_notice(f"{day}"), at=NOON)
            (entry,) = await work.outbox.take(NOON)
            await work.outbox.book(replace(entry, state=Delivery.SENT, done_at=at))
            await work.questions.ask(replace(a_question(subject=f"{day}"), asked_at=at))
            await work.corrections.add(Corrected(about=f"{day}", at=at, text="路灯", petition=True, category=None))
            await work.messages.keep(a_heard(day), at=at)
        for day in days:
            kept = await work.messages.get(a_heard(day).id)
            assert kept is not None
            await work.messages.save(replace(kept, progress=Progress.HANDLED))
    async with storage.begin() as work:
        for ledger in (work.outbox, work.questions, work.corrections, work.messages):
            assert await ledger.forget_before(later(days=4), limit=2) == 2
        assert [one.outgoing.key for one in await work.outbox.sent(limit=9)] == ["3", "4"]
        questions = await work.questions.open(a_question().person, a_question().where)
        assert [one.subject for one in questions] == ["3", "4"]
        assert [one.about for one in await work.corrections.newest(limit=9)] == ["3", "4"]
        texts = [bool(one.heard.text) for one in await work.messages.newest(limit=9)]
        assert texts == [False, False, True, True]
    async with storage.begin() as work:
        for ledger in (work.outbox, work.questions, work.corrections, work.messages):
            assert await ledger.forget_before(later(days=4), limit=2) == 1


async def test_platforms_are_told_once_nothing_is_left(storage: Storage) -> None:
    await keep(storage, 1, 2, 3)
    for number in (1, 2, 3):
        await handle(storage, number, Progress.HANDLED)
    told = []
    for _ in range(2):
        async with storage.begin() as work:
            await work.messages.forget_before(NIGHT, limit=2)
            told.append(list(await work.unsaid.waiting(limit=9)))
    assert told == [[], [Unsaid(before=NIGHT)]]


async def test_the_silent_are_told_a_few_at_a_time_each_once(storage: Storage) -> None:
    day = NOON.date()
    async with storage.begin() as work:
        people = [
            await work.voters.recognise(Account(platform="fake", account="main", user=f"{n}"), name="", on=day)
            for n in range(5)
        ]
        await work.voters.recognise(
            Account(platform="fake", account="main", user="9"), name="", on=day + timedelta(days=1)
        )
    async with storage.begin() as work:
        first = await work.voters.silent_since(day + timedelta(days=1), limit=3)
        for person in first:
            await work.voters.erase(person)
        rest = await work.voters.silent_since(day + timedelta(days=1), limit=3, after=first[-1])
    assert [*first, *rest] == sorted(people)
    assert len(first) == 3
