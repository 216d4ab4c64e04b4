"""Each occurrence is run once, in its order, late as long as it is of use, whatever stops and starts in between."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from apscheduler.jobstores.memory import MemoryJobStore
from hypothesis import given
from hypothesis import strategies as st

from bot import texts
from bot.clock import StandingClock
from bot.faults import error_number
from bot.schedule import AT_ONCE, PARTS_AT_ONCE, TRIES, Schedule, alarm_clock
from handlers.message import Priority
from handlers.people.rules.roster import Roster, Station
from handlers.petitions.rules.petition import Action, State, Step, Timer
from handlers.ports import Entry, Overtaken, Storage, StorageFailed, TookTooLong, TryAgain, UnitOfWork
from handlers.timed import Begin, Job, Occurrence
from tests.support.disks import FullDisk, a_while
from tests.support.memory import MemoryStorage, MemoryWork
from tests.support.records import NOON, a_petition, later
from tests.support.township import BOUND, STATION, TOWNSHIP

Deed = Callable[[Occurrence], None]


class Diary:
    """A job that is due at given moments, and what became of each."""

    def __init__(self, *due: datetime, useful_for: timedelta | None = None, name: str = "job") -> None:
        self.due = due
        self.useful_for = useful_for
        self.name = name
        self.run: list[str] = []
        self.missed: list[str] = []
        self.made_up_for = True
        self.deed: Deed = lambda occurrence: None

    @property
    def job(self) -> Job:
        return Job(name=self.name, plan=self._plan, run=self._run, missed=self._missed, made_up_for=self.made_up_for)

    def _plan(self, station: Station, start: datetime, end: datetime) -> Iterable[Occurrence]:
        for due in self.due:
            if start <= due < end:
                until = None if self.useful_for is None else due + self.useful_for
                key = f"{self.name}/{station.id}/{due:%d-%H:%M}"
                yield Occurrence(key=key, station=station, due=due, until=until, subject="")

    async def _run(self, occurrence: Occurrence, now: datetime, work: UnitOfWork) -> None:
        await work.figures.add(occurrence.station.id, now.date(), self.name)
        self.run.append(occurrence.key)
        self.deed(occurrence)

    async def _missed(self, occurrence: Occurrence, now: datetime, work: UnitOfWork) -> None:
        self.missed.append(occurrence.key)


class Bench:
    """A schedule on a clock that stands still; `restarted` is the same after the process was started again."""

    def __init__(
        self,
        *diaries: Diary,
        storage: Storage | None = None,
        clock: StandingClock | None = None,
        roster: Roster = TOWNSHIP,
    ) -> None:
        self.diaries = diaries
        self.storage = storage or MemoryStorage(roster, bound=BOUND)
        self.clock = clock or StandingClock(NOON)
        jobs = [diary.job for diary in diaries]
        self.schedule = Schedule(self.storage, roster, jobs, self.clock, changed=lambda: None)

    def restarted(self) -> "Bench":
        return Bench(*self.diaries, storage=self.storage, clock=self.clock)

    async def ticks_at(self, moment: datetime) -> None:
        self.clock.move_to(moment)
        await self.schedule.tick()

    async def count(self, figure: str) -> int:
        """Return how often something was kept, not only begun."""
        async with self.storage.begin() as work:
            return (await work.figures.between(STATION.id, date(2026, 1, 1), date(2026, 12, 31))).get(figure, 0)

    async def queued(self) -> Sequence[Entry]:
        async with self.storage.begin() as work:
            return await work.outbox.waiting()


def fails(occurrence: Occurrence) -> None:
    raise ValueError(occurrence.key)


@given(
    due=st.lists(st.integers(0, 3000).map(lambda minutes: later(minutes=minutes)), unique=True, max_size=6),
    ticks=st.lists(st.tuples(st.integers(0, 600), st.booleans()), max_size=12),
)
async def test_each_occurrence_runs_once_however_the_bot_ticks_and_restarts(
    due: list[datetime], ticks: list[tuple[int, bool]]
) -> None:
    diary = Diary(*due)
    bench = Bench(diary)
    for minutes, restarts in [*ticks, (3001, False)]:
        if restarts:
            bench = bench.restarted()
        await bench.ticks_at(bench.clock.now() + timedelta(minutes=minutes))
    keys = [f"job/qs/{moment:%d-%H:%M}" for moment in sorted(due)]
    assert diary.run == keys


async def test_nothing_runs_before_its_moment() -> None:
    diary = Diary(later(minutes=10))
    bench = Bench(diary)
    await bench.ticks_at(later(minutes=9, seconds=59))
    assert diary.run == []
    await bench.ticks_at(later(minutes=10))
    assert len(diary.run) == 1


class ProcessEnds(BaseException):
    """What no `except Exception` sees, as when the process is killed."""


async def test_a_job_that_ends_the_process_is_put_aside_after_some_starts_and_holds_up_nobody() -> None:
    def ends(occurrence: Occurrence) -> None:
        starts.append(occurrence.key)
        raise ProcessEnds

    starts: list[str] = []
    deadly, other = Diary(later(hours=1), name="deadly"), Diary(later(hours=2), name="other")
    deadly.deed = ends
    bench = Bench(deadly, other)
    await bench.ticks_at(NOON)
    for _ in range(6):
        with pytest.raises(ProcessEnds):
            await bench.ticks_at(later(hours=3))
        bench = bench.restarted()
    await bench.ticks_at(later(hours=3))
    assert len(starts) == 6  # once while it ran, then at five starts
    assert other.run == ["other/qs/04-14:00"]
    key = "deadly/qs/04-13:00"
    assert [entry.outgoing.text for entry in await bench.queued()] == [texts.job_put_aside(error_number(key))]
    await bench.restarted().ticks_at(later(hours=4))
    assert len(starts) == 6


async def test_what_was_done_is_not_counted_at_a_start() -> None:
    diary = Diary(later(hours=1))
    bench = Bench(diary)
    await bench.ticks_at(NOON)
    await bench.ticks_at(later(hours=2))
    for _ in range(9):
        bench = bench.restarted()
        await bench.ticks_at(later(hours=3))
    assert (len(diary.run), await bench.queued()) == (1, [])


async def test_what_was_due_first_runs_first_over_all_jobs() -> None:
    order: list[str] = []
    one, other = Diary(later(hours=1), later(hours=3), name="one"), Diary(later(hours=2), name="other")
    for diary in (one, other):
        diary.deed = lambda occurrence: order.append(occurrence.key)
    bench = Bench(one, other)
    await bench.ticks_at(later(hours=10))
    assert order == ["one/qs/04-13:00", "other/qs/04-14:00", "one/qs/04-15:00"]


async def test_what_is_late_but_of_use_is_run_and_what_is_not_is_reported_missed_once() -> None:
    diary = Diary(later(hours=1), later(hours=20), useful_for=timedelta(hours=6))
    bench = Bench(diary)
    await bench.ticks_at(NOON)
    bench = bench.restarted()
    await bench.ticks_at(later(hours=24))
    await bench.restarted().ticks_at(later(hours=25))
    assert diary.missed == ["job/qs/04-13:00"]
    assert diary.run == ["job/qs/05-08:00"]


async def test_of_no_use_begins_at_the_moment_itself() -> None:
    diary = Diary(later(hours=1), useful_for=timedelta(hours=1))
    bench = Bench(diary)
    await bench.ticks_at(NOON)
    await bench.ticks_at(later(hours=2))
    assert (len(diary.run), len(diary.missed)) == (0, 1)


async def test_a_bot_that_starts_for_the_first_time_reports_nothing_of_the_past() -> None:
    diary = Diary(later(hours=-30), later(hours=-1), useful_for=timedelta(hours=6))
    bench = Bench(diary)
    await bench.ticks_at(NOON)
    await bench.restarted().ticks_at(later(hours=1))
    assert diary.missed == []
    assert diary.run == ["job/qs/04-11:00"]


async def test_a_bot_that_starts_for_the_first_time_makes_up_only_for_what_is_to_be_made_up_for() -> None:
    diary = Diary(later(hours=-1), later(hours=2), useful_for=timedelta(hours=6))
    diary.made_up_for = False
    bench = Bench(diary)
    await bench.ticks_at(NOON)
    await bench.ticks_at(later(hours=2))
    assert (diary.run, diary.missed) == ([f"job/qs/{later(hours=2):%d-%H:%M}"], [])


async def test_a_first_tick_that_was_cut_off_is_still_the_first_at_the_next_start() -> None:
    def fills_the_disk(occurrence: Occurrence) -> None:
        disk.full = True

    disk = FullDisk()
    first, second = Diary(later(hours=-30), name="first"), Diary(later(hours=-20), useful_for=timedelta(hours=1))
    first.deed = fills_the_disk
    bench = Bench(first, second, storage=disk)
    with pytest.raises(StorageFailed):
        await bench.ticks_at(NOON)
    disk.full = False
    first.deed = lambda occurrence: None
    await bench.restarted().ticks_at(NOON)
    assert (len(first.run), second.missed) == (2, [])


async def test_a_job_that_fails_keeps_nothing_and_is_tried_at_each_tick_until_it_succeeds() -> None:
    diary = Diary(later(minutes=1))
    diary.deed = fails
    bench = Bench(diary)
    for minute in (1, 2, 3):
        await bench.ticks_at(later(minutes=minute))
    assert (len(diary.run), await bench.count("job")) == (3, 0)
    diary.deed = lambda occurrence: None
    for minute in (4, 5):
        await bench.ticks_at(later(minutes=minute))
    assert (len(diary.run), await bench.count("job")) == (4, 1)


async def test_a_job_that_fails_five_times_is_put_aside_and_staff_are_told_once() -> None:
    diary, other = Diary(later(minutes=1)), Diary(later(minutes=1), later(minutes=2), name="other")
    diary.deed = fails
    bench = Bench(diary, other)
    for minute in range(1, 20):
        await bench.ticks_at(later(minutes=minute))
    await bench.restarted().ticks_at(later(minutes=20))
    assert (len(diary.run), len(other.run)) == (5, 2)
    (entry,) = await bench.queued()
    assert entry.outgoing.text == texts.job_put_aside(error_number("job/qs/04-12:01"))
    assert (entry.outgoing.to.id, entry.outgoing.priority) == ("lin", Priority.NOTICE)


async def test_a_job_over_which_the_storage_takes_too_long_fails_and_holds_up_no_other() -> None:
    def takes_too_long(occurrence: Occurrence) -> None:
        raise TookTooLong(occurrence.key)

    diary, other = Diary(later(minutes=1)), Diary(later(minutes=1), name="other")
    diary.deed = takes_too_long
    bench = Bench(diary, other)
    for minute in range(1, 20):
        await bench.ticks_at(later(minutes=minute))
    assert (len(diary.run), len(other.run)) == (TRIES, 1)


async def test_a_job_that_cannot_even_say_what_is_due_holds_up_no_other() -> None:
    def cannot_tell(station: Station, start: datetime, end: datetime) -> Iterable[Occurrence]:
        raise KeyError(station.id)

    diary, broken = Diary(later(minutes=1)), Diary(name="broken")
    jobs = [replace(broken.job, plan=cannot_tell), diary.job]
    storage, clock = MemoryStorage(TOWNSHIP), StandingClock(later(minutes=1))
    await Schedule(storage, TOWNSHIP, jobs, clock, changed=lambda: None).tick()
    assert len(diary.run) == 1


async def test_a_failing_storage_is_not_taken_for_a_failing_job(caplog: pytest.LogCaptureFixture) -> None:
    def fills_the_disk(occurrence: Occurrence) -> None:
        disk.full = True

    disk = FullDisk()
    diary = Diary(later(minutes=1))
    diary.deed = fills_the_disk
    bench = Bench(diary, storage=disk)
    with pytest.raises(StorageFailed):
        await bench.ticks_at(later(minutes=1))
    assert "job failed" not in caplog.messages
    disk.full = False
    diary.deed = lambda occurrence: None
    await bench.restarted().ticks_at(later(minutes=2))
    assert await bench.count("job") == 1


async def test_a_station_that_is_added_is_planned_for_after_the_restart() -> None:
    diary = Diary(later(hours=1))
    bench = Bench(diary)
    await bench.ticks_at(NOON)
    second = replace(STATION, id=type(STATION.id)("second"), groups=(), deputies=(), staff=())
    edited = Bench(diary, storage=bench.storage, clock=bench.clock, roster=Roster([STATION, second]))
    await edited.ticks_at(later(hours=1))
    assert diary.run == ["job/qs/04-13:00", "job/second/04-13:00"]


async def test_the_next_moment_is_the_first_on_the_agenda_and_midnight_at_the_latest() -> None:
    bench = Bench(Diary(later(hours=1)))
    await bench.ticks_at(NOON)
    assert await bench.schedule.next_due() == later(hours=1)
    await bench.ticks_at(later(hours=1))
    assert await bench.schedule.next_due() == later(hours=12)


# --- petitions' timers ---


async def test_a_petition_whose_timer_fails_holds_up_no_other_and_is_tried_a_day_later() -> None:
    bench = Bench()
    closed = replace(
        a_petition(2),
        state=State.CLOSED,
        history=(*a_petition(2).history, Step(action=Action.CLOSE, by=None, at=NOON, state=State.CLOSED)),
        timer=Timer.ARCHIVE,
        timer_at=later(minutes=2),
    )
    hopeless = replace(a_petition(1), timer=Timer.ARCHIVE, timer_at=later(minutes=1))
    async with bench.storage.begin() as work:
        await work.petitions.add(hopeless)
        await work.petitions.add(closed)
    for minute in (5, 6, 7):
        await bench.ticks_at(later(minutes=minute))
    async with bench.storage.begin() as work:
        assert (await work.petitions.get(closed.id)).state is State.ARCHIVED
        assert (await work.petitions.get(hopeless.id)).timer_at == later(days=1, minutes=5)
    assert [entry.outgoing.to.id for entry in await bench.queued()] == ["lin"]


async def test_a_timer_over_which_the_storage_takes_too_long_is_tried_a_day_later(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def takes_too_long(petition: str, now: datetime, work: UnitOfWork) -> None:
        raise TookTooLong(petition)

    monkeypatch.setattr("bot.schedule.run_timer", takes_too_long)
    bench = Bench()
    async with bench.storage.begin() as work:
        await work.petitions.add(replace(a_petition(1), timer=Timer.ARCHIVE, timer_at=later(minutes=1)))
    await bench.ticks_at(later(minutes=5))
    assert [entry.outgoing.to.id for entry in await bench.queued()] == ["lin"]


# --- the alarm clock ---


async def test_the_alarm_clock_only_rings_each_minute_and_forgets_everything() -> None:
    async def ring() -> None:
        """Ring."""

    alarm = alarm_clock(ring)
    alarm.start(paused=True)
    (job,) = alarm.get_jobs()
    assert (job.func, job.coalesce, job.misfire_grace_time, job.max_instances) == (ring, True, None, 1)
    assert isinstance(alarm._lookup_jobstore("default"), MemoryJobStore)
    assert str(alarm.timezone) == "Asia/Shanghai"
    first = job.trigger.get_next_fire_time(None, NOON)
    assert (first, job.trigger.get_next_fire_time(first, first)) == (NOON, later(minutes=1))
    alarm.shutdown(wait=False)


async def test_what_was_due_while_the_storage_was_away_is_run_once_it_is_back() -> None:
    def away(occurrence: Occurrence) -> None:
        raise TryAgain(occurrence.key)

    diary = Diary(later(minutes=1))
    bench = Bench(diary)
    await bench.ticks_at(NOON)
    diary.deed = away
    with pytest.raises(TryAgain):
        await bench.ticks_at(later(minutes=1))
    diary.deed = lambda occurrence: None
    await bench.ticks_at(later(minutes=2))
    assert await bench.count("job") == 1


# --- many at a moment, and others who write ---


class BusyStorage(MemoryStorage):
    """Takes its time, and counts how many units of work are under way or wait for their turn."""

    def __init__(self) -> None:
        super().__init__(TOWNSHIP, bound=BOUND)
        self.begun = 0
        self.most = 0

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[MemoryWork]:
        self.begun += 1
        self.most = max(self.most, self.begun)
        try:
            for _ in range(self.begun):
                await asyncio.sleep(0)
            async with super().begin() as work:
                yield work
        finally:
            self.begun -= 1


async def test_however_much_is_due_at_a_moment_whoever_says_something_waits_for_a_few_only() -> None:
    diaries = [Diary(later(minutes=1), name=f"job{number:02}") for number in range(50)]
    storage = BusyStorage()
    bench = Bench(*diaries, storage=storage)
    await bench.ticks_at(NOON)
    await bench.ticks_at(later(minutes=1))
    assert [len(diary.run) for diary in diaries] == [1] * 50
    assert storage.most == AT_ONCE


class CountingStorage(MemoryStorage):
    """Counts units of work: on PostgreSQL each takes two trips and more."""

    def __init__(self) -> None:
        super().__init__(TOWNSHIP, bound=BOUND)
        self.units = 0

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[MemoryWork]:
        self.units += 1
        async with super().begin() as work:
            yield work


@pytest.mark.parametrize("first", [True, False])
async def test_a_start_asks_once_what_was_done_however_much_it_is(first: bool) -> None:
    taken = []
    for jobs in (1, 50):
        diaries = [Diary(later(minutes=1), name=f"job{number:02}") for number in range(jobs)]
        for diary in diaries:
            diary.made_up_for = not first
        storage = CountingStorage()
        bench = Bench(*diaries, storage=storage)
        if not first:
            await bench.ticks_at(NOON)
            await bench.ticks_at(later(minutes=1))
        storage.units = 0
        await bench.restarted().ticks_at(later(minutes=2))
        taken.append(storage.units)
        assert [len(diary.run) for diary in diaries] == [0 if first else 1] * jobs
    assert taken[0] == taken[1]


async def test_what_another_process_overtook_is_run_again_in_the_same_tick() -> None:
    def overtaken(occurrence: Occurrence) -> None:
        if len(diary.run) == 1:
            raise Overtaken(occurrence.key)

    diary = Diary(later(minutes=1))
    diary.deed = overtaken
    bench = Bench(diary)
    await bench.ticks_at(NOON)
    await bench.ticks_at(later(minutes=1))
    assert (len(diary.run), await bench.count("job")) == (2, 1)


async def test_a_tick_that_goes_wrong_leaves_nothing_running() -> None:
    def away(occurrence: Occurrence) -> None:
        raise TryAgain(occurrence.key)

    diaries = [Diary(later(minutes=1), name=f"job{number}") for number in range(AT_ONCE)]
    diaries[0].deed = away
    bench = Bench(*diaries, storage=BusyStorage())
    await bench.ticks_at(NOON)
    with pytest.raises(TryAgain):
        await bench.ticks_at(later(minutes=1))
    assert [len(diary.run) for diary in diaries] == [1] * AT_ONCE


class Prepared(Diary):
    """A job with much to prepare: *parts* of it one by one, each in a unit of work of its own."""

    parts = 3
    begun = 0
    under_way = 0

    @property
    def job(self) -> Job:
        return replace(super().job, prepare=self._prepare)

    async def _prepare(self, occurrence: Occurrence, now: datetime, begin: Begin) -> AsyncIterator[None]:
        self.begun += 1
        self.under_way += 1
        try:
            while self.parts:
                async with begin() as work:
                    await work.figures.add(occurrence.station.id, now.date(), "parts")
                self.parts -= 1
                self.deed(occurrence)
                yield
        finally:
            self.under_way -= 1


async def test_what_was_prepared_stays_where_the_rest_failed_and_the_occurrence_waits_for_it() -> None:
    diary = Prepared(later(minutes=10))
    bench = Bench(diary)
    diary.deed = fails
    await bench.ticks_at(later(minutes=10))
    assert (await bench.count("parts"), diary.run) == (1, [])
    diary.deed = lambda occurrence: None
    await bench.ticks_at(later(minutes=11))
    assert (await bench.count("parts"), len(diary.run)) == (3, 1)


async def test_the_tick_goes_on_after_a_share_of_what_is_to_be_prepared_and_the_next_one_takes_the_rest() -> None:
    diary, after = Prepared(later(minutes=10)), Diary(later(minutes=11), name="after")
    diary.parts = 2 * PARTS_AT_ONCE + 1
    bench = Bench(diary, after)
    for minutes in (11, 12):
        await bench.ticks_at(later(minutes=minutes))
        async with bench.storage.begin() as work:
            assert await work.occurrences.last_tick() == later(minutes=minutes)
        assert (await bench.count("parts"), diary.run) == ((minutes - 10) * PARTS_AT_ONCE, [])
        assert len(after.run) == 1
    await bench.ticks_at(later(minutes=13))
    assert (await bench.count("parts"), len(diary.run), diary.begun) == (2 * PARTS_AT_ONCE + 1, 1, 1)


async def test_what_was_being_prepared_is_begun_anew_after_a_failure() -> None:
    diary = Prepared(later(minutes=10))
    diary.parts = PARTS_AT_ONCE + 2
    bench = Bench(diary)
    await bench.ticks_at(later(minutes=10))
    diary.deed = fails
    await bench.ticks_at(later(minutes=11))
    assert (await bench.count("parts"), diary.run, diary.begun) == (PARTS_AT_ONCE + 1, [], 1)
    diary.deed = lambda occurrence: None
    await bench.ticks_at(later(minutes=12))
    assert (await bench.count("parts"), len(diary.run), diary.begun) == (PARTS_AT_ONCE + 2, 1, 2)


async def test_nothing_is_prepared_for_an_occurrence_that_was_claimed() -> None:
    diary = Prepared(later(minutes=10))
    bench = Bench(diary)
    await bench.ticks_at(later(minutes=10))
    diary.parts = 3
    await bench.restarted().ticks_at(later(minutes=11))
    assert (await bench.count("parts"), len(diary.run)) == (3, 1)


async def test_what_another_process_has_run_is_not_prepared_any_further() -> None:
    diary = Prepared(later(minutes=10))
    diary.parts = 3 * PARTS_AT_ONCE
    bench = Bench(diary)
    await bench.ticks_at(NOON)
    await bench.ticks_at(later(minutes=10))
    assert diary.under_way == 1
    async with bench.storage.begin() as work:
        assert await work.occurrences.claim(f"job/{STATION.id}/{later(minutes=10):%d-%H:%M}", at=NOON)
    await bench.ticks_at(later(days=1))
    await a_while()
    assert (diary.under_way, diary.run) == (0, [])


async def test_nothing_is_prepared_for_what_was_due_before_the_first_start() -> None:
    diary = Prepared(NOON)
    diary.made_up_for = False
    bench = Bench(diary)
    await bench.ticks_at(later(minutes=10))
    assert (await bench.count("parts"), diary.run) == (0, [])
