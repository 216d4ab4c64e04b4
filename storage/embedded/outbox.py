"""What waits to be said and what became of it."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from handlers.message import Outgoing, Recipient
from handlers.people.rules.roster import GroupId, StationId
from handlers.ports import Delivery, Entry, Unsaid
from storage.embedded.definition import LAST
from storage.embedded.engine import Engine
from storage.embedded.queues import Queues
from storage.embedded.table import Table
from storage.embedded.unsaid import EmbeddedUnsaid
from storage.forgetting import cites, may_be_shown, without_cited, wordless
from storage.keys import EVERYTHING, microseconds


class EmbeddedOutbox:
    def __init__(self, engine: Engine, entries: Table[Entry], platforms: EmbeddedUnsaid) -> None:
        self._engine = engine
        self._platforms = platforms
        self._entries = entries
        self._queues = Queues()
        for entry in entries.resident():
            self._queues.change(None, entry)

    async def add(self, outgoing: Outgoing, *, at: datetime) -> bool:
        entry = Entry(
            number=self._entries.next_number,
            outgoing=outgoing,
            queued_at=at,
            state=Delivery.WAITING,
            ready_at=at if outgoing.not_before is None else max(at, outgoing.not_before),
        )
        if not self._entries.put_new(entry):
            return False
        self._queue(None, entry)
        return True

    async def take(self, now: datetime, *, limit: int = 100) -> Sequence[Entry]:
        waiting = [self._entry(number) for number in self._queues.take(now, limit)]
        sending = [replace(entry, state=Delivery.SENDING) for entry in waiting]
        for before, after in zip(waiting, sending, strict=True):
            self._change(before, after)
        return sending

    async def behind(self, entry: Entry, *, limit: int) -> Sequence[Entry]:
        waiting = map(self._entry, self._queues.waiting(entry.outgoing.to))
        return sorted(waiting, key=lambda one: (one.outgoing.priority, one.number))[:limit]

    async def next_ready(self) -> datetime | None:
        return self._queues.next_ready()

    async def book(self, entry: Entry) -> bool:
        known = self._entry(entry.number)
        if known.state is not Delivery.FORGOTTEN:
            self._change(known, entry)
            return True
        if entry.state is Delivery.SENT:
            self._change(known, replace(known, shown_as=entry.shown_as))
            self._platforms.add(Unsaid(entry=entry.number))
        return False

    async def release(self, *, sending: Collection[int] = ()) -> int:
        taken = [entry for entry in self._entries.resident() if entry.state is Delivery.SENDING]
        cut_off = [entry for entry in taken if entry.number not in sending]
        for entry in cut_off:
            self._change(entry, replace(entry, state=Delivery.WAITING, maybe_sent=True))
        return len(cut_off)

    async def get(self, number: int) -> Entry | None:
        return self._entries.at(number)

    async def given_up(self, station: StationId, *, limit: int = 20) -> Sequence[Entry]:
        return self._entries.span("given_up", station, newest_first=True, limit=limit)

    async def waiting(self, station: StationId | None = None) -> Sequence[Entry]:
        undone = (one for one in self._entries.resident() if one.state in {Delivery.WAITING, Delivery.SENDING})
        return [one for one in undone if station in {None, one.outgoing.station}]

    async def undone(self, now: datetime, *, limit: int) -> Sequence[Entry]:
        return [one for one in await self.waiting() if not one.is_for_later or one.ready_at <= now][:limit]

    async def gathering(self, group: GroupId) -> Entry | None:
        waiting = map(self._entry, self._queues.waiting(Recipient.group(group)))
        return next((entry for entry in waiting if entry.outgoing.acknowledges), None)

    async def about(self, subject: str) -> Sequence[Entry]:
        return self._entries.span("about", subject)

    async def forget_about(self, subject: str) -> None:
        for entry in self._entries.span("about", subject):
            self._forget(entry, wordless(entry))

    async def forget_cited(self, petition: str, station: StationId, *, since: datetime) -> None:
        for entry in self._entries.span("citing", station, start=microseconds(since)):
            if cites(entry.outgoing.cites, petition):
                self._forget(entry, without_cited(entry, petition))

    async def forget_before(self, moment: datetime, *, limit: int) -> int:
        old = self._entries.span("done", EVERYTHING, below=(microseconds(moment), 0), limit=limit)
        for entry in old:
            self._change(entry, wordless(entry))
        return len(old)

    async def sent(self, *, limit: int, before: int | None = None) -> Sequence[Entry]:
        below = LAST if before is None else before
        return self._entries.span("sent", EVERYTHING, below=(below, 0), newest_first=True, limit=limit)[::-1]

    def _forget(self, before: Entry, after: Entry) -> None:
        self._change(before, after)
        if may_be_shown(before):
            self._platforms.add(Unsaid(entry=before.number))

    def _entry(self, number: int) -> Entry:
        entry = self._entries.at(number)
        if entry is None:
            raise KeyError(number)
        return entry

    def _change(self, before: Entry | None, after: Entry) -> None:
        self._entries.put(after)
        self._queue(before, after)

    def _queue(self, before: Entry | None, after: Entry) -> None:
        self._queues.change(before, after)
        self._engine.on_undo(lambda: self._queues.change(after, before))
