"""How often each conversation was spoken to of late."""

import math
from collections.abc import Mapping
from datetime import datetime

from storage.bookings import Limits, last_free, room, with_more
from storage.codec import Bookings
from storage.embedded.table import Table
from storage.sealing import Sealer


class EmbeddedBudgets:
    def __init__(self, bookings: Table[Bookings], *, sealer: Sealer) -> None:
        self._bookings = bookings
        self._sealer = sealer

    async def reserve(
        self, limits: Mapping[str, Limits], *, at: datetime, messages: int = 1
    ) -> tuple[str, datetime] | None:
        booked = {name: self._booked(name) for name in limits}
        full = last_free(booked, limits, at=at, messages=messages)
        if full is None:
            for name, own in limits.items():
                self._bookings.put(with_more(booked[name], own, at=at, messages=messages))
        return full

    async def least_left(self, limits: Mapping[str, Limits], *, at: datetime) -> float:
        return min((room(self._booked(name), own, at=at) for name, own in limits.items()), default=math.inf)

    def _booked(self, name: str) -> Bookings:
        hidden = self._sealer.hidden(name)  # a private conversation is called by somebody's account
        return self._bookings.find(hidden) or Bookings(name=hidden, at=())
