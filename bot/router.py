"""Message -> claim its id -> command or plain talk -> role -> unit of work -> handler."""

import asyncio
import logging
from collections import deque
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from bot import dispatch
from bot.clock import Clock
from bot.faults import error_number
from bot.texts import apology, put_aside
from handlers import refusal_texts
from handlers.intake.recalling import recall
from handlers.message import Heard, Message, Outgoing, Priority, Recalled, Recipient
from handlers.people.rules.roster import Place, Role
from handlers.ports import AuditLine, Kept, Progress, Storage, StorageFailed, UnitOfWork
from handlers.refusals import Refusal

log = logging.getLogger(__name__)

TRIES: Final = 5  # then a message is put aside and staff are told (design §2)
AT_ONCE: Final = 200  # conversations handled at a time
FIRST_WAIT: Final = timedelta(minutes=1)


class Router:
    """The bot's ear: keeps each word before it is acknowledged, then has it handled, in order within a conversation.

    *changed* is called after each unit of work that may have put something in the outbox.
    """

    def __init__(self, storage: Storage, clock: Clock, *, changed: Callable[[], None]) -> None:
        self._storage = storage
        self._clock = clock
        self._changed = changed
        self._queues: dict[Place, deque[Kept]] = {}
        self._places = asyncio.Semaphore(AT_ONCE)
        self._workers: set[asyncio.Task[None]] = set()

    async def hear(self, heard: Heard) -> None:
        """Keep *heard*; when this returns it is durable. A second delivery of the same id changes nothing."""
        at = self._clock.now()
        async with self._storage.begin() as work:
            fresh = await work.messages.keep(heard, at=at)
        log.info("heard", extra={"message_id": heard.id, "platform": heard.place.platform, "fresh": fresh})
        if fresh:
            self._enqueue(Kept(heard=heard, received_at=at, progress=Progress.KEPT, tries=0))

    async def recall(self, recalled: Recalled) -> None:
        """Take back a message: what was not confirmed is erased, what was registered is asked about."""
        async with self._storage.begin() as work:
            kept = await work.messages.get(recalled.id)
            if kept is None or not await work.occurrences.claim(f"recall/{recalled.id}", at=recalled.at):
                return
            await recall(await dispatch.identify(kept.heard, work), recalled.at, work)
        self._changed()

    async def resume(self) -> None:
        """Take up what was kept and not handled, and is ready to be tried (at start, and each minute after)."""
        now = self._clock.now()
        async with self._storage.begin() as work:
            ready = [kept for kept in await work.messages.unhandled() if kept.retry_at is None or kept.retry_at <= now]
            queued = {kept.heard.id for queue in self._queues.values() for kept in queue}
            ready = [kept for kept in ready if kept.heard.id not in queued]
            # Counted before it is tried: a message that kills the process is put aside in the end, too.
            begun = [replace(kept, tries=kept.tries + 1, retry_at=now + FIRST_WAIT) for kept in ready]
            for kept in begun:
                await work.messages.save(kept)
        for kept in begun:
            self._enqueue(kept)

    async def next_retry(self) -> datetime | None:
        """Return when a message that went wrong is tried again, None where there is none."""
        async with self._storage.begin() as work:
            waiting = await work.messages.unhandled()
        return min((kept.retry_at for kept in waiting if kept.retry_at is not None), default=None)

    async def idle(self) -> None:
        """Return once nothing that was heard waits to be handled."""
        while self._workers:
            await asyncio.wait(self._workers)

    def _enqueue(self, kept: Kept) -> None:
        queue = self._queues.get(kept.heard.place)
        if queue is not None:
            queue.append(kept)
            return
        self._queues[kept.heard.place] = deque([kept])
        worker = asyncio.create_task(self._work_off(kept.heard.place))
        self._workers.add(worker)
        worker.add_done_callback(self._workers.discard)

    async def _work_off(self, place: Place) -> None:
        queue = self._queues[place]
        try:
            async with self._places:
                while queue:
                    await self._handle(queue[0])
                    queue.popleft()
        finally:
            del self._queues[place]

    async def _handle(self, kept: Kept) -> None:
        """Handle one kept message, whatever comes of it: an answer, a refusal, or one apology."""
        tries = max(kept.tries, 1)
        if tries > TRIES:
            await self._put_aside(kept)
            return
        try:
            await self._answer(kept)
        except StorageFailed:
            raise
        except Exception:
            number = error_number(kept.heard.id)
            log.exception("handler failed", extra={"message_id": kept.heard.id, "number": number, "tries": tries})
            if tries == TRIES:
                await self._put_aside(kept)
            else:
                await self._apologise(replace(kept, tries=tries), number)
        self._changed()

    async def _answer(self, kept: Kept) -> None:
        try:
            async with self._storage.begin() as work:
                now = await work.messages.get(kept.heard.id)
                if now is None or now.progress is not Progress.KEPT:
                    return
                message = await dispatch.identify(kept.heard, work)
                await dispatch.dispatch(message, work)
                await work.messages.save(replace(kept, progress=Progress.HANDLED, retry_at=None))
        except Refusal as refusal:
            async with self._storage.begin() as work:
                message = await dispatch.identify(kept.heard, work)
                await _refuse(refusal, message, work)
                await work.messages.save(replace(kept, progress=Progress.HANDLED, retry_at=None))

    async def _apologise(self, kept: Kept, number: int) -> None:
        """Say once that it went wrong, and try again later."""
        now = self._clock.now()
        async with self._storage.begin() as work:
            message = await dispatch.identify(kept.heard, work)
            text = apology(number, message.station.phone)
            await work.outbox.add(message.reply_in_private(text, part="apology"), at=now)
            wait = FIRST_WAIT * 2 ** (kept.tries - 1)
            await work.messages.save(replace(kept, retry_at=now + wait))

    async def _put_aside(self, kept: Kept) -> None:
        now = self._clock.now()
        number = error_number(kept.heard.id)
        log.error("message put aside", extra={"message_id": kept.heard.id, "number": number})
        async with self._storage.begin() as work:
            message = await dispatch.identify(kept.heard, work)
            await work.messages.save(replace(kept, progress=Progress.ASIDE, retry_at=None))
            for member in message.station.with_role(Role.STAFF):
                notice = Outgoing(
                    key=f"{message.id}/aside/{member.person}",
                    to=Recipient.person(member.person),
                    station=message.station.id,
                    text=put_aside(number),
                    priority=Priority.NOTICE,
                )
                await work.outbox.add(notice, at=now)


async def _refuse(refusal: Refusal, message: Message, work: UnitOfWork) -> None:
    """Say the kind words of a refusal and put it on the trail."""
    log.info("refused", extra={"message_id": message.id, "refusal": type(refusal).__name__})
    text = refusal_texts.words(refusal, message)
    await work.outbox.add(message.reply_in_private(text, part="refusal", fallback=text), at=message.sent_at)
    await work.audit.add(
        AuditLine(
            at=message.sent_at,
            station=message.station.id,
            actor=message.sender,
            role="+".join(sorted(message.roles)),
            via="chat",
            subject=message.id,
            event=type(refusal).__name__,
        )
    )
