"""Counts for digests: one row for a station's day."""

from collections import Counter
from collections.abc import Mapping
from datetime import date

from handlers.people.rules.roster import StationId
from storage.codec import Counts
from storage.embedded.table import Table
from storage.keys import joined


class EmbeddedFigures:
    def __init__(self, figures: Table[Counts]) -> None:
        self._figures = figures

    async def add(self, station: StationId, day: date, figure: str, count: int = 1) -> None:
        counts = self._figures.find(joined(station, day)) or Counts(station=station, day=day, figures={})
        changed = {**counts.figures, figure: counts.figures.get(figure, 0) + count}
        self._figures.put(Counts(station=station, day=day, figures=changed))

    async def between(self, station: StationId, start: date, end: date) -> Mapping[str, int]:
        sums: Counter[str] = Counter()
        days = self._figures.span("station", station, start=start.toordinal(), below=(end.toordinal() + 1, 0))
        for counts in days:
            sums.update(counts.figures)
        return dict(sums)
