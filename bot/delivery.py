"""Outbox -> platform: retry, slow down, give up."""

import asyncio
import logging
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from bot.booking import book, book_joined, drop, put_off
from bot.clock import Clock
from bot.documents.rendering import render
from bot.gate import Drop, Gate, Leave, Wait
from bot.joining import Decide, joined
from bot.platforms.base import (
    DeliveryError,
    File,
    Platform,
    Rejected,
    Throttled,
    Uncertain,
    Unreachable,
)
from bot.unsaying import Unsaying
from handlers.document import Document
from handlers.ports import Entry, Storage, StorageFailed, TryAgain, UnitOfWork

log = logging.getLogger(__name__)

AT_ONCE: Final = 100
SOON: Final = 1.0  # seconds until a storage that was away is looked for
IN_TIME: Final = 10.0  # seconds; whoever was stopped for longer may count as dead, and others have taken over
LOOK_EVERY: Final = 60.0  # seconds: what nobody woke us for is found by then

LATE: Final = "stopped meanwhile"
FAULT: Final = "fault"


class DeliveryRun:
    """Takes what waits in the outbox and has the platforms say it; one of these runs in a process.

    Each message is sent on its own: a platform that lets one of them wait does not hold up the others. What is to be
    erased there is erased beside that.
    """

    def __init__(
        self, storage: Storage, platforms: Mapping[str, Platform], clock: Clock, *, public_phones: Collection[str] = ()
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._platforms = tuple(platforms.values())
        self._gate = Gate(platforms, public_phones)
        self._unsaying = Unsaying(storage, self._platforms, clock)
        self._woken = asyncio.Event()
        self._alone: set[int] = set()
        self._sending: dict[asyncio.Task[None], int] = {}
        self._erasing: set[asyncio.Task[None]] = set()
        self._taking = asyncio.Lock()
        self._drawing = asyncio.Lock()
        self._broken: BaseException | None = None

    def wake(self) -> None:
        """Look at the outbox now."""
        self._woken.set()

    async def take_over(self) -> None:
        """Let go of what nobody is sending any more; it may have been shown and is sent again.

        A process that has ended was sending it, or this one was not told that it had taken it.
        """
        async with self._taking, self._storage.begin() as work:
            released = await work.outbox.release(sending=self._sending.values())
        if released:
            log.warning("deliveries that were cut off are tried again", extra={"count": released})

    async def run(self) -> None:
        """Deliver until cancelled; what is being sent then goes on (see `stop`)."""
        while True:
            self._woken.clear()
            try:
                if await self._send_off():
                    continue
                seconds = await self._seconds_to_wait()
            except TryAgain:
                log.warning("the storage is away: nothing leaves")
                seconds = SOON
            with suppress(TimeoutError):
                async with asyncio.timeout(seconds):  # `wait_for` of Python 3.11 may pass over being cancelled
                    await self._woken.wait()

    async def drain(self) -> int:
        """Deliver all that can be delivered at this moment; return how many entries were taken."""
        taken = 0
        while (more := await self._send_off()) or self._under_way:
            taken += more
            await self.idle()
        return taken

    async def idle(self) -> None:
        """Return once nothing is being sent or erased."""
        if self._under_way:
            await asyncio.wait(self._under_way)

    async def stop(self, *, within: float) -> None:
        """Return once nothing is under way; what takes more seconds is broken off, for the next start to try again."""
        if self._under_way:
            _, late = await asyncio.wait(self._under_way, timeout=within)
            for task in late:
                task.cancel()
            await self.idle()

    async def next_ready(self) -> datetime | None:
        """Return when there is next something to send, None where nothing waits."""
        async with self._storage.begin() as work:
            return await work.outbox.next_ready()

    async def _send_off(self) -> int:
        """Take what is ready, at most one message a conversation, and begin to send it; return how many were taken."""
        if self._broken is not None:
            raise self._broken
        async with self._taking:  # what is taken is not known to be sent before its task is there
            now = self._clock.now()
            leaving: list[tuple[Entry, Leave]] = []
            taken_at = asyncio.get_running_loop().time()
            async with self._storage.begin() as work:
                unsaid = () if self._erasing else await self._unsaying.due(now, work)
                entries = await work.outbox.take(now, limit=self._room)
                for entry in entries:
                    match await self._decide(self._gate.decide, entry, now, work):
                        case Leave() as leave if entry.number in self._alone:
                            leaving.append((entry, leave))
                        case Leave() as leave:
                            look = partial(self._decide, self._gate.look)
                            leaving.append((entry, await joined(entry, leave, look, now, work)))
                        case Wait(until=until):
                            await put_off(entry, until, work)
                        case Drop(error=reason):
                            await drop(entry, reason, now, work)
            self._alone.difference_update(entry.number for entry, _ in leaving)
            for entry, leave in leaving:
                task = asyncio.create_task(self._send(entry, leave, taken_at))
                self._sending[task] = entry.number
                task.add_done_callback(self._ended)
        if unsaid:
            task = asyncio.create_task(self._unsaying.erase(unsaid))
            self._erasing.add(task)
            task.add_done_callback(self._ended)
        return len(entries)

    async def _decide(self, decide: Decide, entry: Entry, now: datetime, work: UnitOfWork) -> Leave | Wait | Drop:
        try:
            return await decide(entry, now, work)
        except StorageFailed:
            raise
        except Exception:
            log.exception("cannot be looked at", extra={"entry": entry.number})
            return Drop(error=FAULT)

    async def _send(self, entry: Entry, leave: Leave, taken_at: float) -> None:
        """Have the platform take it and store what became of it."""
        in_time = asyncio.get_running_loop().time() < taken_at + IN_TIME
        error, shown_as = await self._deliver(entry, leave) if in_time else (Unreachable(LATE), None)
        entry = replace(entry, shown_as=shown_as)
        others = leave.others if in_time else ()  # whoever took over in that time has them
        if others and isinstance(error, Rejected) and not isinstance(error, Uncertain):
            self._alone.add(entry.number)  # perhaps it was refused for what others say: by itself it may be taken
            error = Throttled(error.code, wait=timedelta(0))
        while True:
            try:
                async with self._storage.begin() as work:
                    await book(entry, error, self._clock.now(), work)
                    for other in others:
                        await book_joined(other, error, shown_as, self._clock.now(), work)
                return
            except TryAgain:  # what was shown must not be shown again: it is booked as soon as that can be kept
                log.warning("not booked yet", extra={"entry": entry.number})
                await asyncio.sleep(SOON)

    async def _deliver(self, entry: Entry, leave: Leave) -> tuple[DeliveryError | None, str | None]:
        """Have the platform take it; return the error where it did not, and what it tells where it did.

        A fault of the adapter counts as no answer.
        """
        document = entry.outgoing.document
        try:
            file = None if document is None else await self._rendered(document)
            return None, await leave.platform.deliver(replace(leave.post, file=file))
        except DeliveryError as error:
            return error, None
        except Exception:
            log.exception("platform failed", extra={"platform": leave.platform.name, "entry": entry.number})
            return Unreachable(FAULT, maybe_taken=True), None

    async def _rendered(self, document: Document) -> File:
        """Return a document as a file, with those of its pictures that are still there."""
        pictures = {
            reference: content
            for reference in document.pictures()
            for platform in self._platforms
            if (content := await platform.picture(reference)) is not None
        }
        async with self._drawing:  # a morning has a hundred posters, and each takes its room while it is drawn
            return await asyncio.to_thread(render, document, pictures)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._sending.pop(task, None)
        self._erasing.discard(task)
        if not task.cancelled():
            self._broken = self._broken or task.exception()
        self.wake()

    @property
    def _under_way(self) -> Collection[asyncio.Task[None]]:
        return self._sending.keys() | self._erasing

    @property
    def _room(self) -> int:
        return AT_ONCE - len(self._sending)

    async def _seconds_to_wait(self) -> float:
        ready_at = await self.next_ready()
        if ready_at is None or not self._room:
            return LOOK_EVERY
        return min(max((ready_at - self._clock.now()).total_seconds(), 0.0), LOOK_EVERY)
