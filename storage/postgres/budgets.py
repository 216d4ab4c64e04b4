"""How often each conversation was spoken to of late, by whichever instance."""

import math
from collections.abc import Mapping
from datetime import datetime

from storage.bookings import Limits, last_free, room, with_more
from storage.codec import Bookings
from storage.postgres.records import Records
from storage.sealing import Sealer


class PostgresBudgets:
    def __init__(self, bookings: Records[Bookings], *, sealer: Sealer) -> None:
        self._bookings = bookings
        self._sealer = sealer

    async def reserve(
        self, limits: Mapping[str, Limits], *, at: datetime, messages: int = 1
    ) -> tuple[str, datetime] | None:
        booked = {name: await self._booked(name) for name in sorted(limits)}  # whoever else books locks them likewise
        full = last_free(booked, limits, at=at, messages=messages)
        if full is None:
            for name, own in limits.items():
                await self._bookings.put(with_more(booked[name], own, at=at, messages=messages))
        return full

    async def least_left(self, limits: Mapping[str, Limits], *, at: datetime) -> float:
        by_name = {self._hidden(name): own for name, own in limits.items()}  # not locked: nothing is booked upon it
        booked = {one.name: one for one in await self._bookings.select("WHERE name = ANY(%s)", list(by_name))}
        left = (room(booked.get(name, Bookings(name=name, at=())), own, at=at) for name, own in by_name.items())
        return min(left, default=math.inf)

    async def _booked(self, name: str) -> Bookings:
        hidden = self._hidden(name)
        return await self._bookings.find(hidden) or Bookings(name=hidden, at=())

    def _hidden(self, name: str) -> str:
        return self._sealer.hidden(name)  # a private conversation is called by somebody's account
