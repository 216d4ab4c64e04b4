"""The ledger of what the clock has set off."""

from collections.abc import Collection
from datetime import datetime
from typing import Final

from storage.codec import CLAIM, Claim
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

    async def claim_each(self, keys: Collection[str], *, at: datetime) -> Collection[str]:
        # In their order, so that of two who claim the same at once neither waits for the other.
        claims = [(key, CLAIM.encode(Claim(key=key, at=at)).decode()) for key in sorted(keys)]
        cursor = await self._connection.execute(
            "INSERT INTO occurrences (key, record) SELECT key, record::json FROM unnest(%s::text[], %s::text[])"
            " AS claims (key, record) ON CONFLICT (key) DO NOTHING RETURNING key",
            ([key for key, _ in claims], [record for _, record in claims]),
        )
        return [key for (key,) in await cursor.fetchall()]

    async def is_claimed(self, key: str) -> bool:
        return await self._claims.has(key)

    async def claimed(self, keys: Collection[str]) -> Collection[str]:
        cursor = await self._connection.execute("SELECT key FROM occurrences WHERE key = ANY(%s)", (list(keys),))
        return [key for (key,) in await cursor.fetchall()]

    async def last_tick(self) -> datetime | None:
        tick = await self._marks.get(_TICK)
        return None if tick is None else datetime.fromisoformat(tick)

    async def ticked(self, at: datetime) -> None:
        await self._marks.set(_TICK, at.isoformat())
        await self._connection.execute("SELECT make_months(%s)", (at,))
