"""How long a bot stays away after each end of its long connection (developer.work.weixin.qq.com 101463)."""

from enum import StrEnum
from random import Random
from typing import Final

FIRST: Final = 1.0  # seconds, as everywhere here
LONGEST: Final = 30.0
JITTER: Final = 0.2
AFTER_ANOTHER: Final = 60.0  # at once, two holders would cut each other off for ever
AFTER_REFUSAL: Final = 600.0
FIRST_AFTER_TOO_OFTEN: Final = 60.0
LONGEST_AFTER_TOO_OFTEN: Final = 900.0
ENOUGH: Final = 9  # doublings after which every pause is as long as it gets


class End(StrEnum):
    """How a connection ended."""

    CLOSED = "closed"  # by either side, however, or never opened
    REPLACED = "replaced"  # somebody else has subscribed for the bot
    LEASE_LOST = "lease lost"  # another process is to hold it
    REFUSED = "refused"  # wrong bot id or secret
    TOO_OFTEN = "too often"  # subscribed too often


class Pauses:
    """The pauses of one bot, longer each time until it has subscribed again."""

    def __init__(self, jitter: Random) -> None:
        self._jitter = jitter
        self._ends = 0

    def subscribed(self) -> None:
        """Begin anew: only a subscription shows that all is well, an open socket does not."""
        self._ends = 0

    def after(self, end: End) -> float:
        """Return how many seconds to stay away; never less than what the platform wants."""
        before, self._ends = self._ends, self._ends + 1
        match end:
            case End.CLOSED:
                return min(FIRST * 2.0 ** min(before, ENOUGH), LONGEST) * self._jitter.uniform(1 - JITTER, 1 + JITTER)
            case End.LEASE_LOST:
                pause = 0.0
            case End.REPLACED:
                pause = AFTER_ANOTHER
            case End.REFUSED:
                pause = AFTER_REFUSAL
            case End.TOO_OFTEN:
                pause = min(FIRST_AFTER_TOO_OFTEN * 2.0 ** min(before, ENOUGH), LONGEST_AFTER_TOO_OFTEN)
        return pause * self._jitter.uniform(1, 1 + JITTER)
