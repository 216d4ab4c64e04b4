"""What runs when: occurrences are claimed in the ledger, the alarm clock only rings."""

import asyncio
import logging
from bisect import bisect_right
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import wraps
from typing import Final, ParamSpec, TypeVar

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot import texts
from bot.clock import Clock
from bot.faults import error_number, is_of_the_storage
from bot.telling_staff import tell_staff
from handlers.dates.china_time import CHINA_TIME, moment
from handlers.meetings.decided import all_as_decided
from handlers.people.rules.roster import Roster, Station
from handlers.petitions.rules.petition import Petition
from handlers.petitions.timers import put_off_timer, run_timer
from handlers.ports import Overtaken, Storage, UnitOfWork, UnknownPetition
from handlers.timed import Job, Occurrence

log = logging.getLogger(__name__)

P = ParamSpec("P")
R = TypeVar("R")

LOOKING_BACK: Final = timedelta(days=9)  # the longest an occurrence may be late: a reception day is announced T-3
LOOKING_AHEAD: Final = timedelta(days=2)
TRIES: Final = 5
TIMERS_AT_ONCE: Final = 100
PARTS_AT_ONCE: Final = 50  # of what a job prepares: timers, and what is due next, wait for these, not for all of it
AT_ONCE: Final = 8  # occurrences: whoever says something at 9:00 waits for these, not for all that is due then


def _again_where_overtaken(unit: Callable[P, Awaitable[R]]) -> Callable[P, Awaitable[R]]:
    """Return *unit*, done again at once where another process overtook it."""

    @wraps(unit)
    async def repeated(*args: P.args, **kwargs: P.kwargs) -> R:
        while True:
            try:
                return await unit(*args, **kwargs)
            except Overtaken:
                continue

    return repeated


@dataclass(frozen=True, slots=True)
class Due:
    """An occurrence and the job that runs it."""

    job: Job
    occurrence: Occurrence

    def is_late(self, now: datetime) -> bool:
        """Return whether it is no use to anybody any more."""
        return self.occurrence.until is not None and now >= self.occurrence.until

    def is_nobodys(self, now: datetime) -> bool:
        """Return whether nobody waits for it where the bot is new."""
        return self.occurrence.due < now and not (self.job.made_up_for and not self.is_late(now))


class Schedule:
    """Finds what is due at each tick and runs it once; *changed* is called when something may wait in the outbox."""

    def __init__(
        self, storage: Storage, roster: Roster, jobs: Sequence[Job], clock: Clock, *, changed: Callable[[], None]
    ) -> None:
        self._storage = storage
        self._roster = roster
        self._jobs = jobs
        self._clock = clock
        self._changed = changed
        self._agenda: list[Due] = []
        self._agenda_of: date | None = None
        self._stations: Sequence[Station] = ()
        self._done: set[str] = set()
        self._failures: dict[str, int] = {}
        self._preparing: dict[str, AsyncIterator[None]] = {}
        self._started = False
        self._ticking = asyncio.Lock()

    async def tick(self) -> None:
        """Run what is due and was not run before, and what petitions' timers set off; of long work a share."""
        async with self._ticking:
            now = self._clock.now()
            async with self._storage.begin() as work:
                # People decide on single days, and new holidays become known.
                stations = await all_as_decided(self._roster.stations.values(), now.date(), work)
                new = await work.occurrences.last_tick() is None
            if self._agenda_of != now.date() or stations != self._stations:
                await self._plan(now, stations, new=new)
            left: list[Due] = []
            while self._agenda and self._agenda[0].occurrence.due <= now:
                ready = self._take_ready()
                self._agenda_of = None  # where the storage is away now, it is planned anew
                if self._started:
                    outcomes = await _all(self._run(due, now) for due in ready)
                else:
                    outcomes = [await self._run_at_start(due, now) for due in ready]
                left += [due for due, done in zip(ready, outcomes, strict=True) if not done]
            self._agenda, self._agenda_of = left + self._agenda, now.date()
            await self._run_timers(now)
            await self._ticked(now)
            self._started = True
        self._changed()

    @_again_where_overtaken
    async def _ticked(self, now: datetime) -> None:
        async with self._storage.begin() as work:
            await work.occurrences.ticked(now)

    async def next_due(self) -> datetime:
        """Return when something is due next, by the agenda or a timer; midnight, when it is made anew, at last."""
        midnight = moment(self._clock.now().date() + timedelta(days=1), time())
        moments = [midnight, *(due.occurrence.due for due in self._agenda[:1])]
        async with self._storage.begin() as work:
            moments += [p.timer_at for p in await work.petitions.with_timer_before(midnight, limit=1) if p.timer_at]
        return min(moments)

    async def _plan(self, now: datetime, stations: Sequence[Station], *, new: bool) -> None:
        """Write down all that is due around today and not done yet, oldest first, then as it is planned."""
        start, end = now - LOOKING_BACK, now + LOOKING_AHEAD
        found = [
            Due(job, occurrence)
            for station in stations
            for job in self._jobs
            for occurrence in _planned(job, station, start, end)
        ]
        self._done.intersection_update(due.occurrence.key for due in found)
        self._done.update(await self._done_before(found, now, new=new))
        for key in self._done:  # another process may have run what was being prepared here, or went wrong
            self._preparing.pop(key, None)
            self._failures.pop(key, None)
        found = [due for due in found if due.occurrence.key not in self._done]
        self._agenda = sorted(found, key=lambda due: due.occurrence.due)
        self._agenda_of, self._stations = now.date(), stations

    @_again_where_overtaken
    async def _done_before(self, found: Sequence[Due], now: datetime, *, new: bool) -> Collection[str]:
        """Return the keys of what was run before, by whichever process.

        On the first tick ever, what would have been due before is nobody's loss, and counts as run.
        """
        keys = {due.occurrence.key for due in found if due.occurrence.due <= now} - self._done
        if not keys:
            return ()
        async with self._storage.begin() as work:
            if new:
                await work.occurrences.claim_each({due.occurrence.key for due in found if due.is_nobodys(now)}, at=now)
            return await work.occurrences.claimed(keys)

    def _take_ready(self) -> list[Due]:
        """Take what has the earliest moment off the agenda, a few at a time: earlier things are told first."""
        earliest = self._agenda[0].occurrence.due
        count = min(AT_ONCE, bisect_right(self._agenda, earliest, key=lambda due: due.occurrence.due))
        ready, self._agenda = self._agenda[:count], self._agenda[count:]
        return ready

    @_again_where_overtaken
    async def _run(self, due: Due, now: datetime) -> bool:
        """Claim one occurrence and run it in the same unit of work; return False where it is left to the next tick."""
        key, job = due.occurrence.key, due.job
        try:
            if not await self._prepare(due, now):
                return False
            async with self._storage.begin() as work:
                if await work.occurrences.claim(key, at=now):
                    await (job.missed if due.is_late(now) else job.run)(due.occurrence, now, work)
        except Exception as error:
            if is_of_the_storage(error):
                raise
            failures = self._failures[key] = self._failures.get(key, 0) + 1
            log.exception("job failed", extra={"job": job.name, "key": key, "tries": failures})
            if failures < TRIES:
                return False
            await self._put_aside(due, now)
        self._failures.pop(key, None)
        self._done.add(key)
        return True

    async def _prepare(self, due: Due, now: datetime) -> bool:
        """Do a share of what comes before an occurrence is run; return whether nothing of it is left."""
        key, prepare = due.occurrence.key, due.job.prepare
        begun = self._preparing.pop(key, None)  # one that fails is begun anew
        if prepare is None or await self._is_claimed(key):
            return True
        parts = begun or prepare(due.occurrence, now, self._storage.begin)
        done = 0
        async for _ in parts:
            done += 1
            if done == PARTS_AT_ONCE:
                self._preparing[key] = parts
                return False
        return True

    async def _is_claimed(self, key: str) -> bool:
        async with self._storage.begin() as work:
            return await work.occurrences.is_claimed(key)

    @_again_where_overtaken
    async def _run_at_start(self, due: Due, now: datetime) -> bool:
        """Run an occurrence that waited for the start: it may have ended the process, and is put aside in the end."""
        if await self._may_try(due.occurrence.key, now):
            return await self._run(due, now)
        log.error("job put aside", extra={"job": due.job.name, "key": due.occurrence.key})
        await self._put_aside(due, now)
        self._done.add(due.occurrence.key)
        return True

    async def _may_try(self, key: str, now: datetime) -> bool:
        """Write down that *key* is tried at a start; return False where it was tried too often and never done."""
        async with self._storage.begin() as work:
            if await work.occurrences.is_claimed(key):
                return True
            for number in range(TRIES):
                if await work.occurrences.claim(f"{key}/start/{number}", at=now):
                    return True
        return False

    async def _put_aside(self, due: Due, now: datetime) -> None:
        """Claim what cannot be run, so that it is not tried for ever, and tell staff."""
        async with self._storage.begin() as work:
            await work.occurrences.claim(due.occurrence.key, at=now)
            await _tell_staff(due.occurrence.key, due.occurrence.station, now, work)

    async def _run_timers(self, now: datetime) -> None:
        """Have petitions move on whose time is up, each in a unit of work of its own."""
        while True:
            async with self._storage.begin() as work:
                petitions = await work.petitions.with_timer_before(now, limit=TIMERS_AT_ONCE)
            for petition in petitions:
                await self._run_timer(petition, now)
            if len(petitions) < TIMERS_AT_ONCE:
                return

    @_again_where_overtaken
    async def _run_timer(self, petition: Petition, now: datetime) -> None:
        if not self._started and not await self._may_try(f"timer/{petition.id}/{petition.timer_at}", now):
            log.error("timer put off", extra={"key": petition.id})
            await self._put_off(petition, now)
            return
        try:
            async with self._storage.begin() as work:
                await run_timer(petition.id, now, work)
        except UnknownPetition:
            return  # dropped meanwhile
        except Exception as error:
            if is_of_the_storage(error):
                raise
            log.exception("timer failed", extra={"key": petition.id})
            await self._put_off(petition, now)

    async def _put_off(self, petition: Petition, now: datetime) -> None:
        """Leave a timer that cannot be run for another day, and tell staff."""
        async with self._storage.begin() as work:
            await put_off_timer(petition.id, now, work)
            await _tell_staff(petition.id, self._roster.stations[petition.station], now, work)


def _planned(job: Job, station: Station, start: datetime, end: datetime) -> Sequence[Occurrence]:
    """Return what *job* has to do at a station; nothing where it cannot tell, so that the others are not held up."""
    try:
        return tuple(job.plan(station, start, end))
    except Exception:
        log.exception("cannot be planned", extra={"job": job.name, "key": station.id})
        return ()


async def _all(parts: Iterable[Awaitable[R]]) -> Sequence[R]:
    """Return what the *parts* return; the first error is raised once all of them have ended."""
    done: list[R] = []
    for outcome in await asyncio.gather(*parts, return_exceptions=True):
        if isinstance(outcome, BaseException):
            raise outcome
        done.append(outcome)
    return done


async def _tell_staff(key: str, station: Station, now: datetime, work: UnitOfWork) -> None:
    """Tell staff once that something timed could not be done."""
    text = texts.job_put_aside(error_number(key))
    await tell_staff(text, key=f"{key}/aside", station=station, at=now, work=work)


def alarm_clock(ring: Callable[[], Awaitable[None]]) -> AsyncIOScheduler:
    """Return a scheduler that calls *ring* each minute once it is started; what is due is not its business."""
    scheduler = AsyncIOScheduler(
        timezone=CHINA_TIME, job_defaults={"coalesce": True, "misfire_grace_time": None, "max_instances": 1}
    )
    scheduler.add_job(ring, "cron", minute="*", second=0)
    return scheduler
