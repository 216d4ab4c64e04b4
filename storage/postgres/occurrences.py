"""The ledger of what the clock has set off."""

from datetime import datetime
from typing import Final

from storage.codec import Claim
from storage.postgres.marks import Marks
from storage.postgres.records import Connection, Records

_TICK: Final = "tick"


class PostgresOccurrences:
    def __init__(self, connection: Connection, claims: Records[Claim], marks: Marks) -> None:
        self._connection = connection
        self._claims = claims
        self._marks = marks

    async def claim(self, key: str, *, at: datetime) -> bool:
        return await self._claims.put_new(Claim(key=key, at=at))

    async def is_claimed(self, key: str) -> bool:
        return await self._claims.has(key)

    async def last_tick(self) -> datetime | None:
        tick = await self._marks.get(_TICK)
        return None if tick is None else datetime.fromisoformat(tick)

    async def ticked(self, at: datetime) -> None:
        await self._marks.set(_TICK, at.isoformat())
        await self._connection.execute("SELECT make_months(%s)", (at,))
