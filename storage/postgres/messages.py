"""The inbox."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from handlers.message import Heard, MessageId
from handlers.ports import Kept, Progress, Unsaid
from storage.forgetting import unsaid
from storage.postgres.definition import Definition
from storage.postgres.presence import IS_ALIVE
from storage.postgres.records import Connection, Records
from storage.postgres.unsaid import PostgresUnsaid


class PostgresMessages:
    def __init__(
        self,
        connection: Connection,
        messages: Records[Kept],
        definition: Definition[Kept],
        platforms: PostgresUnsaid,
        *,
        instance: int,
    ) -> None:
        self._connection = connection
        self._messages = messages
        self._definition = definition
        self._platforms = platforms
        self._instance = instance

    async def keep(self, heard: Heard, *, at: datetime) -> bool:
        return await keep(heard, self._connection, self._definition, at=at, holder=self._instance)

    async def get(self, message: MessageId) -> Kept | None:
        return await self._messages.one(
            "WHERE id = %s AND received_at = (SELECT received_at FROM message_ids WHERE id = %s)"
            + self._messages.for_update,
            message,
            message,
        )

    async def save(self, kept: Kept) -> None:
        known = await self.get(kept.heard.id)
        if known is None:
            raise KeyError(kept.heard.id)
        # What was heard stays as it is kept: a text that was erased meanwhile must not come back.
        await self._messages.put(replace(kept, heard=known.heard))

    async def unhandled(self) -> Sequence[Kept]:
        return await self._messages.select("WHERE unhandled ORDER BY received_at, ordinal")

    async def take_up(self, *, limit: int) -> Sequence[Kept]:
        await self._connection.execute(
            f"UPDATE messages SET holder = %s WHERE unhandled AND holder IS DISTINCT FROM %s AND NOT {IS_ALIVE}",
            (self._instance, self._instance),
        )
        return await self._messages.select(
            "WHERE unhandled AND holder = %s ORDER BY received_at, ordinal LIMIT %s", self._instance, limit
        )

    async def said_before(self, kept: Kept) -> Sequence[Kept]:
        found = await self._messages.select(
            "WHERE unhandled AND said_in = %s AND ordinal < ("
            "SELECT ordinal FROM messages WHERE id = %s AND received_at = %s"  # in one month's table
            f") ORDER BY ordinal{self._messages.for_update}",
            self._said_in(kept),
            kept.heard.id,
            kept.received_at,
        )
        return [one for one in found if one.retry_at is None]

    async def newest(self, *, limit: int, before: MessageId | None = None) -> Sequence[Kept]:
        newest_first = "ORDER BY received_at DESC, ordinal DESC LIMIT %s"
        if before is None:
            return (await self._messages.select(newest_first, limit))[::-1]
        found = await self._messages.select(
            f"""WHERE (received_at, ordinal) < (
                SELECT received_at, ordinal FROM messages JOIN message_ids USING (id, received_at) WHERE id = %s
            ) {newest_first}""",
            before,
            limit,
        )
        return found[::-1]

    async def forget_text(self, message: MessageId) -> None:
        kept = await self.get(message)
        if kept is not None:
            await self._messages.put(replace(kept, heard=unsaid(kept.heard)))
            await self._platforms.add(Unsaid(message=message))

    async def forget_before(self, moment: datetime, *, limit: int) -> int:
        old = await self._messages.select(
            f"WHERE worded AND received_at < %s ORDER BY received_at, ordinal LIMIT %s{self._messages.for_update}",
            moment,
            limit,
        )
        for kept in old:
            await self._messages.put(replace(kept, heard=unsaid(kept.heard)))
        if len(old) < limit:
            await self._platforms.add(Unsaid(before=moment))
        return len(old)

    def _said_in(self, kept: Kept) -> object:
        return self._definition.columns(kept)["said_in"]


async def keep(
    heard: Heard, connection: Connection, definition: Definition[Kept], *, at: datetime, holder: int
) -> bool:
    """Claim and keep *heard* by one statement, which takes one round trip; return whether it was new."""
    kept = Kept(heard=heard, received_at=at, progress=Progress.KEPT, tries=0)
    cursor = await connection.execute(
        """WITH claimed AS (
            INSERT INTO message_ids (id, received_at) VALUES (%s, %s) ON CONFLICT DO NOTHING RETURNING *
        )
        INSERT INTO messages (id, received_at, unhandled, worded, said_in, holder, record)
        SELECT id, received_at, true, false, %s, %s, %s FROM claimed""",
        (heard.id, at, definition.columns(kept)["said_in"], holder, definition.codec.encode(kept).decode()),
    )
    return bool(cursor.rowcount)
