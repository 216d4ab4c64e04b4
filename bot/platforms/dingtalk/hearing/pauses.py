"""How long a robot stays away from the gateway: longer each time, until a connection was of use for a minute."""

from enum import StrEnum
from random import Random
from typing import Final

FIRST: Final = 1.0  # seconds, as everywhere here; the clients of DingTalk's own go from 1 or 3 to 60
LONGEST: Final = 60.0
JITTER: Final = 0.2
AFTER_REFUSAL: Final = 60.0
HEALTHY: Final = 60.0
ENOUGH: Final = 9  # doublings after which every pause is as long as it gets


class End(StrEnum):
    """How a connection ended, or why there was none."""

    LEFT = "left"  # the platform asked for another one, or has fallen silent; this one is still read meanwhile
    CLOSED = "closed"  # by either side, however, or never opened
    REFUSED = "refused"  # wrong client id or secret


class Pauses:
    """The pauses of one robot, whatever number of connections it has."""

    def __init__(self, jitter: Random) -> None:
        self._jitter = jitter
        self._ends = 0

    def after(self, end: End, *, lived: float = 0.0) -> float:
        """Return how many seconds to stay away; *lived* is how long something was heard over the connection."""
        if lived >= HEALTHY:
            self._ends = 0
            if end is End.LEFT:
                return 0.0
        before, self._ends = self._ends, self._ends + 1
        if end is End.REFUSED:
            return AFTER_REFUSAL * self._jitter.uniform(1, 1 + JITTER)
        return min(FIRST * 2.0 ** min(before, ENOUGH), LONGEST) * self._jitter.uniform(1 - JITTER, 1 + JITTER)
