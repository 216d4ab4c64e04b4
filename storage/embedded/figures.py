"""Counts for digests: one row for a station's day."""

from collections.abc import Mapping
from datetime import date

from handlers.people.rules.roster import StationId
from storage.codec import Counts
from storage.embedded.table import Table
from storage.figures import summed
from storage.keys import joined


class EmbeddedFigures:
    def __init__(self, figures: Table[Counts]) -> None:
        self._figures = figures

    async def add(self, station: StationId, day: date, figure: str, count: int = 1) -> None:
        counts = self._figures.find(joined(station, day)) or Counts(station=station, day=day, figures={})
        changed = {**counts.figures, figure: counts.figures.get(figure, 0) + count}
        self._figures.put(Counts(station=station, day=day, figures=changed))

    async def between(self, station: StationId, start: date, end: date) -> Mapping[str, int]:
        return summed(await self.by_day(station, start, end))

    async def by_day(self, station: StationId, start: date, end: date) -> Mapping[date, Mapping[str, int]]:
        days = self._figures.span("station", station, start=start.toordinal(), below=(end.toordinal() + 1, 0))
        return {counts.day: counts.figures for counts in days}
