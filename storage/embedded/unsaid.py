"""What the platforms are still to erase."""

from collections.abc import Sequence

from handlers.ports.unsaid import Unsaid
from storage.embedded.table import Table
from storage.forgetting import key_of_unsaid
from storage.keys import EVERYTHING
from storage.sealing import Sealer


class EmbeddedUnsaid:
    def __init__(self, unsaid: Table[Unsaid], *, sealer: Sealer) -> None:
        self._unsaid = unsaid
        self._sealer = sealer

    def add(self, unsaid: Unsaid) -> None:
        """Have the platforms told, once."""
        self._unsaid.put_new(unsaid)

    async def waiting(self, *, limit: int) -> Sequence[Unsaid]:
        return self._unsaid.span("waiting", EVERYTHING, limit=limit)

    async def done(self, unsaid: Unsaid) -> None:
        self._unsaid.drop(self._sealer.hidden(key_of_unsaid(unsaid)))
