"""What waits to be said and what became of it."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from handlers.message import Outgoing, Scope
from handlers.people.rules.roster import GroupId, StationId
from handlers.ports import Delivery, Entry, Unsaid
from storage.forgetting import cites, may_be_shown, without_cited, wordless
from storage.postgres.presence import IS_ALIVE
from storage.postgres.records import Connection, Records
from storage.postgres.unsaid import PostgresUnsaid

_IN_ITS_WAY: Final = """
    SELECT FROM outbox AS other
    WHERE (other.scope, other.recipient) = (outbox.scope, outbox.recipient)
        AND other.state IN ('waiting', 'sending')
        AND (other.state = 'sending' OR (other.priority, other.number) < (outbox.priority, outbox.number))
        AND {}
"""

_IS_OURS: Final = "NOT EXISTS (SELECT FROM leases WHERE name = only_by AND leases.holder <> %s)"
"""Whether no other instance alone can say it."""

_READY: Final = f"""WHERE state = 'waiting' AND ready_at <= %s AND {_IS_OURS} AND NOT EXISTS ({
    _IN_ITS_WAY.format(
        "CASE WHEN other.state = 'sending' THEN outbox.priority > 0"
        " ELSE other.ready_at <= %s OR (outbox.priority > 0 AND NOT other.for_later) END"
    )
}) ORDER BY priority, number LIMIT %s FOR UPDATE SKIP LOCKED"""

_OFFERED: Final = f"""WHERE state = 'waiting' AND {_IS_OURS} AND (priority = 0 OR NOT EXISTS ({
    _IN_ITS_WAY.format("(other.state = 'sending' OR NOT other.for_later)")
})) ORDER BY ready_at LIMIT 1"""

_CUT_OFF: Final = f"""WHERE state = 'sending' AND (NOT {IS_ALIVE} OR holder = %s AND number <> ALL(%s::bigint[]))
ORDER BY number FOR UPDATE SKIP LOCKED"""
"""What an instance was sending that has ended, or this one and does not know of it."""


class PostgresOutbox:
    def __init__(
        self,
        connection: Connection,
        entries: Records[Entry],
        platforms: PostgresUnsaid,
        *,
        instance: int,
    ) -> None:
        self._connection = connection
        self._entries = entries
        self._platforms = platforms
        self._instance = instance
        self.calls_others = False
        """Whether there is something in it now that another instance may send."""

    async def add(self, outgoing: Outgoing, *, at: datetime) -> bool:
        cursor = await self._connection.execute(
            "INSERT INTO outbox_keys (key, queued_at) VALUES (%s, %s) ON CONFLICT DO NOTHING RETURNING number",
            (outgoing.key, at),
        )
        row = await cursor.fetchone()
        if row is None:
            return False
        entry = Entry(
            number=row[0],
            outgoing=outgoing,
            queued_at=at,
            state=Delivery.WAITING,
            ready_at=at if outgoing.not_before is None else max(at, outgoing.not_before),
        )
        await self._entries.put(entry)
        self.calls_others = True
        return True

    async def take(self, now: datetime, *, limit: int = 100) -> Sequence[Entry]:
        waiting = await self._entries.select(_READY, now, self._instance, now, limit)
        sending = [replace(entry, state=Delivery.SENDING) for entry in waiting]
        for entry in sending:
            await self._entries.put(entry)
        if sending:
            await self._connection.execute(
                "UPDATE outbox SET holder = %s WHERE number = ANY(%s) AND queued_at = ANY(%s)",
                (self._instance, [entry.number for entry in sending], [entry.queued_at for entry in sending]),
            )
        return sending

    async def behind(self, entry: Entry, *, limit: int) -> Sequence[Entry]:
        return await self._entries.select(
            "WHERE scope = %s AND recipient = %s AND state = 'waiting' ORDER BY priority, number LIMIT %s"
            + self._entries.for_update,
            entry.outgoing.to.scope,
            entry.outgoing.to.id,
            limit,
        )

    async def next_ready(self) -> datetime | None:
        first = await self._entries.one(_OFFERED, self._instance)
        return None if first is None else first.ready_at

    async def book(self, entry: Entry) -> bool:
        known = await self.get(entry.number)
        if known is None:
            raise KeyError(entry.number)
        if known.state is Delivery.FORGOTTEN:
            if entry.state is Delivery.SENT:
                await self._entries.put(replace(known, shown_as=entry.shown_as))
                await self._platforms.add(Unsaid(entry=entry.number))
            return False
        if await self._was_taken_over(known, entry):
            return False
        await self._entries.put(entry)
        self.calls_others |= entry.only_by is not None and entry.state is Delivery.WAITING
        return True

    async def _was_taken_over(self, known: Entry, booked: Entry) -> bool:
        """Return whether another instance took this one for dead, and what it makes of the message is what counts."""
        if booked.state not in {Delivery.WAITING, Delivery.GIVEN_UP}:
            return False
        if known.state is not Delivery.SENDING:
            return known.state is Delivery.SENT
        return not await self._entries.count(
            "WHERE number = %s AND queued_at = %s AND holder = %s", known.number, known.queued_at, self._instance
        )

    async def release(self, *, sending: Collection[int] = ()) -> int:
        found = await self._entries.select(_CUT_OFF, self._instance, list(sending))
        for entry in found:
            await self._entries.put(replace(entry, state=Delivery.WAITING, maybe_sent=True))
        return len(found)

    async def get(self, number: int) -> Entry | None:
        return await self._entries.one(
            "WHERE number = %s AND queued_at = (SELECT queued_at FROM outbox_keys WHERE number = %s)"
            + self._entries.for_update,
            number,
            number,
        )

    async def given_up(self, station: StationId, *, limit: int = 20) -> Sequence[Entry]:
        return await self._entries.select(
            "WHERE state = 'given_up' AND station = %s ORDER BY number DESC LIMIT %s", station, limit
        )

    async def waiting(self, station: StationId | None = None) -> Sequence[Entry]:
        undone = "WHERE state IN ('waiting', 'sending')"
        if station is None:
            return await self._entries.select(f"{undone} ORDER BY number")
        return await self._entries.select(f"{undone} AND station = %s ORDER BY number", station)

    async def undone(self, now: datetime, *, limit: int) -> Sequence[Entry]:
        return await self._entries.select(
            "WHERE state IN ('waiting', 'sending') AND (NOT for_later OR ready_at <= %s) ORDER BY number LIMIT %s",
            now,
            limit,
        )

    async def gathering(self, group: GroupId) -> Entry | None:
        return await self._entries.one(
            "WHERE scope = %s AND recipient = %s AND state = 'waiting' AND acknowledges"
            " ORDER BY number DESC LIMIT 1 FOR UPDATE SKIP LOCKED",
            Scope.GROUP,
            group,
        )

    async def about(self, subject: str) -> Sequence[Entry]:
        return await self._entries.select("WHERE about = %s ORDER BY number", subject)

    async def forget_about(self, subject: str) -> None:
        found = await self._entries.select(f"WHERE about = %s ORDER BY number{self._entries.for_update}", subject)
        for entry in found:
            await self._forget(entry, wordless(entry))

    async def forget_cited(self, petition: str, station: StationId, *, since: datetime) -> None:
        found = await self._entries.select(
            f"WHERE citing AND station = %s AND queued_at >= %s ORDER BY number{self._entries.for_update}",
            station,
            since,
        )
        for entry in found:
            if cites(entry.outgoing.cites, petition):
                await self._forget(entry, without_cited(entry, petition))

    async def forget_before(self, moment: datetime, *, limit: int) -> int:
        old = await self._entries.select(
            "WHERE state IN ('sent', 'given_up') AND done_at < %s ORDER BY done_at, number LIMIT %s"
            + self._entries.for_update,
            moment,
            limit,
        )
        for entry in old:
            await self._entries.put(wordless(entry))
        return len(old)

    async def sent(self, *, limit: int, before: int | None = None) -> Sequence[Entry]:
        found = await self._entries.select(
            "WHERE state = 'sent' AND number < coalesce(%s::bigint, 9223372036854775807) ORDER BY number DESC LIMIT %s",
            before,
            limit,
        )
        return found[::-1]

    async def _forget(self, before: Entry, after: Entry) -> None:
        await self._entries.put(after)
        if may_be_shown(before):
            await self._platforms.add(Unsaid(entry=before.number))
