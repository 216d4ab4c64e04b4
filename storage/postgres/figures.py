"""Counts for digests: one row for a station's day."""

from collections.abc import Mapping
from datetime import date

from handlers.people.rules.roster import StationId
from storage.codec import Counts
from storage.figures import summed
from storage.postgres.records import Records


class PostgresFigures:
    def __init__(self, figures: Records[Counts]) -> None:
        self._figures = figures

    async def add(self, station: StationId, day: date, figure: str, count: int = 1) -> None:
        counts = await self._figures.find(station, day) or Counts(station=station, day=day, figures={})
        changed = {**counts.figures, figure: counts.figures.get(figure, 0) + count}
        await self._figures.put(Counts(station=station, day=day, figures=changed))

    async def between(self, station: StationId, start: date, end: date) -> Mapping[str, int]:
        return summed(await self.by_day(station, start, end))

    async def by_day(self, station: StationId, start: date, end: date) -> Mapping[date, Mapping[str, int]]:
        days = await self._figures.select(
            "WHERE station = %s AND day BETWEEN %s AND %s ORDER BY day", station, start, end
        )
        return {counts.day: counts.figures for counts in days}
