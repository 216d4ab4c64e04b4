"""What stands on people's own lists: one row for each duty."""

from collections.abc import Sequence

from handlers.ports.duties import Entered
from storage.postgres.records import Records


class PostgresDuties:
    def __init__(self, duties: Records[Entered]) -> None:
        self._duties = duties

    async def entered(self) -> Sequence[Entered]:
        return await self._duties.select("ORDER BY ordinal")

    async def add(self, entered: Entered) -> bool:
        return await self._duties.put_new(entered)

    async def save(self, entered: Entered) -> None:
        await self._duties.put(entered)

    async def drop(self, key: str) -> None:
        await self._duties.drop(key)
