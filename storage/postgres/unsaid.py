"""What the platforms are still to erase."""

from collections.abc import Sequence

from handlers.ports.unsaid import Unsaid
from storage.forgetting import key_of_unsaid
from storage.postgres.records import Records
from storage.sealing import Sealer


class PostgresUnsaid:
    def __init__(self, unsaid: Records[Unsaid], *, sealer: Sealer) -> None:
        self._unsaid = unsaid
        self._sealer = sealer

    async def add(self, unsaid: Unsaid) -> None:
        """Have the platforms told, once."""
        await self._unsaid.put_new(unsaid)

    async def waiting(self, *, limit: int) -> Sequence[Unsaid]:
        return await self._unsaid.select("ORDER BY ordinal LIMIT %s", limit)

    async def done(self, unsaid: Unsaid) -> None:
        await self._unsaid.drop(self._sealer.hidden(key_of_unsaid(unsaid)))
