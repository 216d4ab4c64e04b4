"""What people said that the recogniser had got wrong, or right."""

from collections.abc import Sequence
from datetime import datetime

from handlers.ports import Corrected
from storage.postgres.records import Records


class PostgresCorrections:
    def __init__(self, corrections: Records[Corrected]) -> None:
        self._corrections = corrections

    async def add(self, corrected: Corrected) -> None:
        await self._corrections.put_last(corrected)

    async def newest(self, *, limit: int) -> Sequence[Corrected]:
        return (await self._corrections.select("ORDER BY at DESC, ordinal DESC LIMIT %s", limit))[::-1]

    async def forget(self, about: str) -> None:
        await self._corrections.drop(about)

    async def forget_before(self, moment: datetime, *, limit: int) -> int:
        old = await self._corrections.select(
            f"WHERE at < %s ORDER BY at, ordinal LIMIT %s{self._corrections.for_update}", moment, limit
        )
        for corrected in old:
            await self.forget(corrected.about)
        return len(old)
