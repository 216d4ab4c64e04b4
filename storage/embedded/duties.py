"""What stands on people's own lists: one row for each duty."""

from collections.abc import Sequence

from handlers.ports.duties import Entered
from storage.embedded.table import Table
from storage.keys import EVERYTHING


class EmbeddedDuties:
    def __init__(self, duties: Table[Entered]) -> None:
        self._duties = duties

    async def entered(self) -> Sequence[Entered]:
        return self._duties.span("entered", EVERYTHING)

    async def add(self, entered: Entered) -> bool:
        return self._duties.put_new(entered)

    async def save(self, entered: Entered) -> None:
        self._duties.put(entered)

    async def drop(self, key: str) -> None:
        self._duties.drop(key)
