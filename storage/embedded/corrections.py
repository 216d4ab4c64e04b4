"""What people said that the recogniser had got wrong, or right."""

from collections.abc import Sequence
from datetime import datetime

from handlers.ports import Corrected
from storage.embedded.table import Table
from storage.keys import EVERYTHING, microseconds


class EmbeddedCorrections:
    def __init__(self, corrections: Table[Corrected]) -> None:
        self._corrections = corrections

    async def add(self, corrected: Corrected) -> None:
        self._corrections.put_last(corrected)

    async def newest(self, *, limit: int) -> Sequence[Corrected]:
        return self._corrections.span("at", EVERYTHING, newest_first=True, limit=limit)[::-1]

    async def forget(self, about: str) -> None:
        self._corrections.drop(about)

    async def forget_before(self, moment: datetime, *, limit: int) -> int:
        old = self._corrections.span("at", EVERYTHING, below=(microseconds(moment), 0), limit=limit)
        for corrected in old:
            self._corrections.drop(corrected.about)
        return len(old)
