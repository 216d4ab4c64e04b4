"""The audit trail: every line is chained to the one before, whichever instance wrote that."""

from collections.abc import Sequence
from typing import Final

from handlers.ports import AuditLine
from storage.codec import Codec
from storage.postgres.marks import Marks
from storage.postgres.records import Connection, Records
from storage.trail import FIRST, chained, followed, verified

_END: Final = "trail"
_BATCH: Final = 10_000


class PostgresAudit:
    """Lines wait for the end of their unit of work: whoever holds the end of the trail holds up all other writers."""

    def __init__(
        self, connection: Connection, trail: Records[AuditLine], marks: Marks, codec: Codec[AuditLine]
    ) -> None:
        self._connection = connection
        self._trail = trail
        self._marks = marks
        self._codec = codec
        self._waiting: list[AuditLine] = []

    async def add(self, line: AuditLine) -> None:
        self._waiting.append(line)

    async def write(self) -> None:
        """Put all that waits at the end of the trail."""
        if not self._waiting:
            return
        end = await self._marks.get(_END) or FIRST
        for line in self._waiting:
            fixed = chained(line, after=end)
            end = fixed.hash
            await self._connection.execute(
                "INSERT INTO audit (at, subject, record) VALUES (%s, %s, %s)",
                (fixed.at, fixed.subject, self._codec.encode(fixed).decode()),
            )
        self._waiting.clear()
        await self._marks.set(_END, end)

    async def of(self, subject: str, *, limit: int = 100) -> Sequence[AuditLine]:
        await self.write()
        return (await self._trail.select("WHERE subject = %s ORDER BY ordinal DESC LIMIT %s", subject, limit))[::-1]

    async def verify(self) -> int:
        await self.write()
        end = await self._marks.get(_END) or FIRST  # which lets no line be added meanwhile
        last, count = FIRST, 0
        async with self._connection.cursor(name="trail") as lines:
            await lines.execute("SELECT record FROM audit ORDER BY ordinal")
            while batch := await lines.fetchmany(_BATCH):
                read = (self._codec.decode(record) for (record,) in batch)
                last, count = followed(read, after=last, counted=count)
        return verified((), end=end, after=last, counted=count)
