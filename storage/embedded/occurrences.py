"""The ledger of what the clock has set off."""

from collections.abc import Collection
from datetime import datetime
from typing import Final

from storage.codec import Claim
from storage.embedded.marks import Marks
from storage.embedded.table import Table

_TICK: Final = "tick"


class EmbeddedOccurrences:
    def __init__(self, claims: Table[Claim], marks: Marks) -> None:
        self._claims = claims
        self._marks = marks

    async def claim(self, key: str, *, at: datetime) -> bool:
        return self._claims.put_new(Claim(key=key, at=at))

    async def claim_each(self, keys: Collection[str], *, at: datetime) -> Collection[str]:
        was_new = self._claims.put_each_new([Claim(key=key, at=at) for key in keys])
        return [key for key, is_new in zip(keys, was_new, strict=True) if is_new]

    async def is_claimed(self, key: str) -> bool:
        return self._claims.has(key)

    async def claimed(self, keys: Collection[str]) -> Collection[str]:
        return self._claims.known(keys)

    async def last_tick(self) -> datetime | None:
        tick = self._marks[_TICK]
        return None if tick is None else datetime.fromisoformat(tick)

    async def ticked(self, at: datetime) -> None:
        self._marks[_TICK] = at.isoformat()
