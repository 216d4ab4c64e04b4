"""The inbox."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from handlers.message import Heard, MessageId
from handlers.ports import Kept, Progress, Unsaid
from storage.embedded.definition import LAST
from storage.embedded.table import Table
from storage.embedded.unsaid import EmbeddedUnsaid
from storage.forgetting import unsaid
from storage.keys import EVERYTHING, microseconds


class EmbeddedMessages:
    def __init__(self, messages: Table[Kept], platforms: EmbeddedUnsaid) -> None:
        self._messages = messages
        self._platforms = platforms

    async def keep(self, heard: Heard, *, at: datetime) -> bool:
        return self.keep_all([(heard, at)])[0]

    def keep_all(self, heard: Sequence[tuple[Heard, datetime]]) -> Sequence[bool]:
        """Keep each message as of its moment, and return of each whether it is new."""
        return self._messages.put_each_new(
            [Kept(heard=one, received_at=at, progress=Progress.KEPT, tries=0) for one, at in heard]
        )

    async def get(self, message: MessageId) -> Kept | None:
        return self._messages.find(message)

    async def save(self, kept: Kept) -> None:
        known = self._messages.find(kept.heard.id)
        if known is None:
            raise KeyError(kept.heard.id)
        # What was heard stays as it is kept: a text that was erased meanwhile must not come back.
        self._messages.put(replace(kept, heard=known.heard))

    async def unhandled(self) -> Sequence[Kept]:
        return self._messages.resident_span("received", EVERYTHING)

    async def take_up(self, *, limit: int) -> Sequence[Kept]:
        return self._messages.resident_span("received", EVERYTHING, limit=limit)

    async def said_before(self, kept: Kept) -> Sequence[Kept]:
        return ()  # there are no other processes

    async def newest(self, *, limit: int, before: MessageId | None = None) -> Sequence[Kept]:
        below = (LAST, LAST)
        if before is not None:
            number, kept = self._messages.numbered(before) or (0, None)
            if kept is None:
                return []
            below = (microseconds(kept.received_at), number)
        return self._messages.span("received", EVERYTHING, below=below, newest_first=True, limit=limit)[::-1]

    async def forget_text(self, message: MessageId) -> None:
        kept = self._messages.find(message)
        if kept is not None:
            self._messages.put(replace(kept, heard=unsaid(kept.heard)))
            self._platforms.add(Unsaid(message=message))

    async def forget_before(self, moment: datetime, *, limit: int) -> int:
        old = self._messages.span("said", EVERYTHING, below=(microseconds(moment), 0), limit=limit)
        for kept in old:
            self._messages.put(replace(kept, heard=unsaid(kept.heard)))
        if len(old) < limit:
            self._platforms.add(Unsaid(before=moment))
        return len(old)
