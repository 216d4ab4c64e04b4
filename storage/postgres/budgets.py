"""How often each conversation was spoken to of late, by whichever instance."""

import math
from collections.abc import Mapping
from datetime import datetime

from storage.bookings import Limits, free_at, room, with_more
from storage.codec import Bookings
from storage.postgres.records import Records
from storage.sealing import Sealer


class PostgresBudgets:
    def __init__(self, bookings: Records[Bookings], *, sealer: Sealer) -> None:
        self._bookings = bookings
        self._sealer = sealer

    async def reserve(self, name: str, limits: Limits, *, at: datetime, messages: int = 1) -> datetime | None:
        booked = await self._booked(name)
        until = free_at(booked, limits, at=at, messages=messages)
        if until is None:
            await self._bookings.put(with_more(booked, limits, at=at, messages=messages))
        return until

    async def left(self, name: str, limits: Limits, *, at: datetime) -> int:
        hidden = self._hidden(name)
        booked = await self._bookings.one("WHERE name = %s", hidden)  # not locked: nothing is booked upon it
        return room(booked or Bookings(name=hidden, at=()), limits, at=at)

    async def least_left(self, limits: Mapping[str, Limits], *, at: datetime) -> float:
        by_name = {self._hidden(name): own for name, own in limits.items()}
        booked = {one.name: one for one in await self._bookings.select("WHERE name = ANY(%s)", list(by_name))}
        left = (room(booked.get(name, Bookings(name=name, at=())), own, at=at) for name, own in by_name.items())
        return min(left, default=math.inf)

    async def _booked(self, name: str) -> Bookings:
        hidden = self._hidden(name)
        return await self._bookings.find(hidden) or Bookings(name=hidden, at=())

    def _hidden(self, name: str) -> str:
        return self._sealer.hidden(name)  # a private conversation is called by somebody's account
