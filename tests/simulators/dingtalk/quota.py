"""What an organisation may spend in a calendar month: calls of the API, and messages by webhook or Stream."""

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum

from bot.clock import Clock


class Spent(StrEnum):
    """What is counted."""

    API = "API"
    PUSHES = "Webhook&Stream"


def standard() -> dict[Spent, int]:
    """Return what the standard edition may spend since 2025-11-19 (notice D45)."""
    return {Spent.API: 5000, Spent.PUSHES: 3000}


@dataclass(slots=True)
class Quota:
    """The organisation's account; *limits* may be changed at any time."""

    clock: Clock
    limits: dict[Spent, int] = field(default_factory=standard)
    _counts: Counter[tuple[int, int, Spent]] = field(default_factory=Counter)

    def take(self, what: Spent) -> bool:
        """Return whether there was some left this month; only then it is counted."""
        left = self.spent(what) < self.limits[what]
        self._counts[self._key(what)] += left
        return left

    def spent(self, what: Spent) -> int:
        """Return how much of it was spent this month."""
        return self._counts[self._key(what)]

    def _key(self, what: Spent) -> tuple[int, int, Spent]:
        now = self.clock.now()
        return now.year, now.month, what
