"""The audit trail: every line is chained to the one before."""

from collections.abc import Sequence
from typing import Final

from handlers.ports import AuditLine
from storage.embedded.marks import Marks
from storage.embedded.table import Table
from storage.trail import FIRST, chained, verified

_END: Final = "trail"


class EmbeddedAudit:
    def __init__(self, trail: Table[AuditLine], marks: Marks) -> None:
        self._trail = trail
        self._marks = marks

    async def add(self, line: AuditLine) -> None:
        fixed = chained(line, after=self._marks[_END] or FIRST)
        self._trail.put(fixed)
        self._marks[_END] = fixed.hash

    async def of(self, subject: str, *, limit: int = 100) -> Sequence[AuditLine]:
        return self._trail.span("subject", subject, newest_first=True, limit=limit)[::-1]

    async def verify(self) -> int:
        return verified(self._trail.records(), end=self._marks[_END] or FIRST)
