"""The quota book: what an organisation spends in a month, noted as it is spent, and when it is time to save."""

import asyncio
import logging
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from enum import StrEnum
from typing import Final

from bot.clock import Clock
from bot.platforms.base import Unreachable
from bot.platforms.dingtalk.spending_texts import NAMES, STOPPED, level_reached
from bot.platforms.dingtalk.wire.told import PLATFORM
from handlers.ports import Storage, StorageFailed, TryAgain
from handlers.reports.rules.quotas import Quota, level, month_of, reached, will_not_last

log = logging.getLogger(__name__)

KEPT_BACK: Final = 10  # one in so many of a quota is not spent on scheduled posts
WRITTEN_EVERY: Final = 1.0  # seconds: what is spent meanwhile is written down together


class Kind(StrEnum):
    """What the platform counts."""

    API = "api"
    PUSH = "push"


@contextmanager
def spending(spend: Callable[[], None]) -> Iterator[None]:
    """Note one as spent where what is sent inside was taken, or may have been."""
    try:
        yield
    except Unreachable as error:
        if error.maybe_taken:
            spend()
        raise
    spend()


class QuotaBook:
    """What each organisation has spent, by its corp id; what is noted is on disk about a second later."""

    def __init__(self, storage: Storage, clock: Clock, most: Mapping[Kind, int]) -> None:
        self._storage = storage
        self._clock = clock
        self._most = most
        self._written: dict[tuple[str, Kind], Quota] = {}
        self._unwritten: Counter[tuple[str, Kind, date]] = Counter()
        self._writing: asyncio.Task[None] | None = None
        self._stopped_on: dict[str, date] = {}
        self._levels: Mapping[str, int] = {}

    async def start(self) -> None:
        """Take up what was written down before."""
        async with self._storage.begin() as work:
            for quota in await work.quotas.of(month_of(self._today)):
                platform, _, rest = quota.name.partition("/")
                organisation, _, kind = rest.rpartition("/")
                if platform == PLATFORM:
                    self._written[organisation, Kind(kind)] = quota

    async def stop(self) -> None:
        """Return once everything is written down."""
        if self._writing is not None:
            self._writing.cancel()
            await asyncio.gather(self._writing, return_exceptions=True)
        if self._unwritten:
            await self._write()

    def spend(self, organisation: str, kind: Kind) -> None:
        """Note that one more was spent."""
        self._unwritten[organisation, kind, self._today] += 1
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write_down())

    def is_scarce(self, organisation: str, kind: Kind) -> bool:
        """Return whether it is time to save."""
        today = self._today
        return will_not_last(self._quota(organisation, kind, today), today)

    def is_nearly_spent(self, organisation: str, kind: Kind) -> bool:
        """Return whether what is left is needed for those who wait for a word."""
        quota = self._quota(organisation, kind, self._today)
        return (quota.most - quota.spent) * KEPT_BACK < quota.most

    def note_stop(self, organisation: str) -> None:
        """Note that the platform keeps back what people say, since a quota is used up."""
        self._stopped_on[organisation] = self._today

    def of_this_month(self) -> Iterator[tuple[str, Kind, Quota]]:
        """Yield of what something was spent, with whose it is."""
        today = self._today
        for organisation, kind in dict.fromkeys((*self._written, *(one[:2] for one in self._unwritten))):
            quota = self._quota(organisation, kind, today)
            if quota.spent:
                yield organisation, kind, quota

    def troubles(self) -> Mapping[str, str]:
        """Return what was met today, by a key for each, in words for staff: levels, and that the platform stops.

        A level that was reached between the last look of a day and midnight is told at the first look of the next.
        """
        today, before = self._today, self._levels
        self._levels = {quota.name: level(quota) for _, _, quota in self.of_this_month()}
        stopped = {
            f"{PLATFORM}/{organisation}/stopped": STOPPED
            for organisation, day in self._stopped_on.items()
            if day == today
        }
        return stopped | {
            f"{quota.name}/{percent}": level_reached(quota, percent, today)
            for _, _, quota in self.of_this_month()
            if (percent := self._levels[quota.name]) > before.get(quota.name, percent) or reached(quota, today)
        }

    @property
    def _today(self) -> date:
        return self._clock.now().date()

    def _quota(self, organisation: str, kind: Kind, today: date) -> Quota:
        """Return what was spent this month; the settings say how much it may be."""
        month = month_of(today)
        quota = Quota(
            name=f"{PLATFORM}/{organisation}/{kind}", called=NAMES[kind], month=month, most=self._most[kind], days={}
        )
        written = self._written.get((organisation, kind))
        if written is not None and written.month == month:
            quota = replace(quota, days=written.days)
        for (whose, what, day), count in self._unwritten.items():
            if (whose, what, month_of(day)) == (organisation, kind, month):
                quota = quota.plus(count, day)
        return quota

    async def _write_down(self) -> None:
        """Write down what was spent, until nothing is unwritten."""
        while self._unwritten:
            await self._write()
            await asyncio.sleep(WRITTEN_EVERY)

    async def _write(self) -> None:
        """Write down what is unwritten; another process may have spent, too."""
        writing, totals = Counter(self._unwritten), dict(self._written)
        try:
            async with self._storage.begin() as work:
                for (organisation, kind, day), count in writing.items():
                    quota = self._quota(organisation, kind, day)
                    kept = await work.quotas.get(quota.name, quota.month)
                    total = replace(quota, days={} if kept is None else kept.days).plus(count, day)
                    await work.quotas.save(total)
                    totals[organisation, kind] = total
        except TryAgain:  # a moment later, or by the next process to spend something
            return
        except StorageFailed:
            log.error("not written down", extra={"platform": PLATFORM})  # the process ends
            return
        self._written = totals
        self._unwritten -= writing
