"""How often something may happen: counted from full minute to full minute, hour to hour, day to day."""

from collections import Counter
from collections.abc import Hashable
from dataclasses import dataclass
from typing import Final

from bot.clock import Clock

MINUTE: Final = 60
HOUR: Final = 60 * MINUTE
DAY: Final = 24 * HOUR
CHINA_AHEAD: Final = 8 * HOUR  # days begin at midnight there


@dataclass(frozen=True, slots=True)
class Cap:
    """At most *count* in each period of *seconds*."""

    count: int
    seconds: int


class Windows:
    """Counts what happened in the current period of each cap."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._counts: Counter[tuple[Hashable, int, int]] = Counter()

    def take(self, what: Hashable, *caps: Cap, amount: int = 1) -> bool:
        """Return whether there was room under every cap; only then it is counted."""
        stamp = int(self._clock.now().timestamp()) + CHINA_AHEAD
        periods = [(cap, (what, cap.seconds, stamp // cap.seconds)) for cap in caps]
        if any(self._counts[period] + amount > cap.count for cap, period in periods):
            return False
        self._counts.update({period: amount for _, period in periods})
        return True
