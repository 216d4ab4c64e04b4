"""How often each conversation was spoken to of late."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from storage.codec import Bookings
from storage.embedded.keys import microseconds
from storage.embedded.table import Table
from storage.sealing import Sealer


class EmbeddedBudgets:
    def __init__(self, bookings: Table[Bookings], *, sealer: Sealer) -> None:
        self._bookings = bookings
        self._sealer = sealer

    async def reserve(
        self, name: str, limits: Sequence[tuple[int, timedelta]], *, at: datetime, messages: int = 1
    ) -> datetime | None:
        name, booked = self._booked(name)
        now = microseconds(at)
        waits = [
            timedelta(microseconds=booked[-others] - now) + window
            for count, window in limits
            if len(booked) >= (others := max(count - messages + 1, 1))
        ]
        longest = max(waits, default=timedelta(0))
        if longest > timedelta(0):
            return at + longest
        oldest_that_counts = now - max((window // timedelta(microseconds=1) for _, window in limits), default=0)
        still_counting = (one for one in booked if one > oldest_that_counts)
        self._bookings.put(Bookings(name=name, at=tuple(sorted((*still_counting, *[now] * messages)))))
        return None

    async def left(self, name: str, limits: Sequence[tuple[int, timedelta]], *, at: datetime) -> int:
        _, booked = self._booked(name)
        now = microseconds(at)
        return min(
            count - sum(one > now - window // timedelta(microseconds=1) for one in booked) for count, window in limits
        )

    def _booked(self, name: str) -> tuple[str, Sequence[int]]:
        """Return how *name* is kept, since a private conversation is called by somebody's account, and its bookings."""
        hidden = self._sealer.hidden(name)
        known = self._bookings.find(hidden)
        return hidden, () if known is None else known.at
