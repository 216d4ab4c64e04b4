"""Where which way was refused of late: there the others come first, for to ask again would mostly be in vain."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from bot.clock import Clock
from bot.sending.ways import Way
from handlers.people.rules.roster import Place

REMEMBERED: Final = timedelta(hours=1)  # somebody may have spoken to the bot meanwhile, or have let it in


class Refusals:
    """The ways that were refused, by place and by their names."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._refused_at: dict[tuple[Place, str], datetime] = {}  # the oldest first

    def note(self, place: Place, way: Way) -> None:
        """Remember that *way* does not lead to *place* now."""
        self._refused_at.pop((place, way.name), None)
        self._refused_at[place, way.name] = self._clock.now()

    def last(self, place: Place, ways: Iterable[Way]) -> list[Way]:
        """Return *ways* in their order, those that were refused there at the end."""
        now = self._clock.now()
        while self._refused_at and now - next(iter(self._refused_at.values())) >= REMEMBERED:
            del self._refused_at[next(iter(self._refused_at))]
        return sorted(ways, key=lambda way: (place, way.name) in self._refused_at)
