"""Counts for digests: one row for a station's day."""

from collections import Counter
from collections.abc import Mapping
from datetime import date

from handlers.people.rules.roster import StationId
from storage.codec import Counts
from storage.postgres.records import Records


class PostgresFigures:
    def __init__(self, figures: Records[Counts]) -> None:
        self._figures = figures

    async def add(self, station: StationId, day: date, figure: str, count: int = 1) -> None:
        counts = await self._figures.find(station, day) or Counts(station=station, day=day, figures={})
        changed = {**counts.figures, figure: counts.figures.get(figure, 0) + count}
        await self._figures.put(Counts(station=station, day=day, figures=changed))

    async def between(self, station: StationId, start: date, end: date) -> Mapping[str, int]:
        sums: Counter[str] = Counter()
        for counts in await self._figures.select("WHERE station = %s AND day BETWEEN %s AND %s", station, start, end):
            sums.update(counts.figures)
        return dict(sums)
