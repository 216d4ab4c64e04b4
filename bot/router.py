"""Message -> claim its id -> command or plain talk -> role -> unit of work -> handler."""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from bot.clock import Clock
from bot.dispatch import dispatch
from bot.faults import error_number, is_of_the_storage
from bot.lost_groups import find
from bot.speaker import identify
from bot.strange_groups import tell_of_strange_group
from bot.telling_staff import tell_staff
from bot.texts import apology, not_all_came, put_aside
from handlers import refusal_texts
from handlers.command import tell_group
from handlers.intake.recalling import recall
from handlers.message import Heard, Message, MessageId, Recalled
from handlers.people.rules.roster import Place
from handlers.people.texts import no_private_way
from handlers.ports import Kept, Overtaken, Progress, Storage, StorageFailed, TryAgain, UnitOfWork
from handlers.refusals import Refusal
from handlers.trail import note

log = logging.getLogger(__name__)

TRIES: Final = 5  # then a message is put aside and staff are told (design §2)
AT_ONCE: Final = 200  # conversations handled at a time
WAITING: Final = 10_000  # messages in memory; what is kept beyond them is taken up from minute to minute
FIRST_WAIT: Final = timedelta(minutes=1)
LONG_STOP: Final = timedelta(minutes=30)

Handle = Callable[[Message, UnitOfWork], Awaitable[None]]


class _SaidBefore(Exception):
    """Another process has kept something in the conversation that is to be handled first."""

    def __init__(self, kept: Kept) -> None:
        super().__init__()
        self.kept = kept


class Router:
    """The bot's ear: keeps each word before it is acknowledged, then has it handled, in order within a conversation.

    *changed* is called after each unit of work that may have put something in the outbox; *handle* answers a message.
    """

    def __init__(
        self, storage: Storage, clock: Clock, *, changed: Callable[[], None], handle: Handle = dispatch
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._changed = changed
        self._handler = handle
        self._queues: dict[Place, deque[Kept]] = {}
        self._places = asyncio.Semaphore(AT_ONCE)
        self._again = asyncio.Lock()
        self._workers: set[asyncio.Task[None]] = set()
        self._cut_short: set[MessageId] = set()
        """What was being handled when the storage went away: that is no fault of it, and counts as no try."""
        self._left_out = 0
        """How many times something was kept and not put in line; then nothing that came later is, to keep the order."""
        self._untried_since: datetime | None = None
        """Since when what was not put in line was not tried either: it was this process that left it out."""
        self._stopping = False

    async def hear(self, heard: Heard) -> bool:
        """Keep *heard*; when this returns it is durable. A second delivery of the same id changes nothing.

        Return whether its media are wanted: those of a second one where the first was as it is, and still stands.
        """
        at = self._clock.now()
        fresh = await self._storage.keep(heard, at=at)
        log.info("heard", extra={"message_id": heard.id, "platform": heard.place.platform, "fresh": fresh})
        if fresh and (self._left_out or sum(map(len, self._queues.values())) >= WAITING):
            self._left_out += 1
            self._untried_since = self._untried_since or at
        elif fresh:
            self._enqueue(Kept(heard=heard, received_at=at, progress=Progress.KEPT, tries=1))
        return fresh or (bool(heard.media) and await self._stands(heard))

    async def recall(self, recalled: Recalled) -> None:
        """Take back a message: what was not confirmed is erased, what was registered is asked about."""
        async with self._storage.begin() as work:
            kept = await work.messages.get(recalled.id)
            if kept is None or not await work.occurrences.claim(f"recall/{recalled.id}", at=recalled.at):
                return
            if kept.progress is Progress.HANDLED:
                await recall(await identify(kept.heard, work), recalled.at, work)
            else:
                await work.messages.forget_text(recalled.id)
                await work.messages.save(_handled(kept))
        self._changed()

    async def _stands(self, heard: Heard) -> bool:
        """Return whether a message told again is kept with the same media, and none of it was taken back or erased."""
        async with self._storage.begin() as work:
            kept = await work.messages.get(heard.id)
        return kept is not None and kept.heard.media == heard.media

    async def miss(self, message: MessageId) -> None:
        """Tell whoever said it, once and after what answers it, that not all that came with it could be had."""
        while any(kept.heard.id == message for queue in self._queues.values() for kept in queue):
            await asyncio.wait(self._workers, return_when=asyncio.FIRST_COMPLETED)
        try:
            async with self._storage.begin() as work:
                kept = await work.messages.get(message)
                if kept is not None:
                    said = await identify(kept.heard, work)
                    text = not_all_came(said.station.phone)
                    await work.outbox.add(said.reply(text, part="missed"), at=self._clock.now())
        except StorageFailed:
            log.warning("nobody was told of what is missing", extra={"message_id": message})
        self._changed()

    async def resume(self) -> None:
        """Take up what was kept and not handled, and is ready to be tried.

        So at the start, each minute after, and when another process has ended with something undone.
        """
        now = self._clock.now()
        left_out = self._left_out
        async with self._storage.begin() as work:
            unhandled = await work.messages.take_up(limit=WAITING)
        for kept in unhandled:
            if kept.heard.id in self._cut_short or self._is_untried(kept):
                self._enqueue(replace(kept, tries=max(kept.tries, 1)))
            elif kept.retry_at is None or kept.retry_at <= now:
                self._enqueue(_again(kept))
        self._cut_short.clear()
        if len(unhandled) == WAITING:
            self._left_out += 1
        elif self._left_out == left_out:  # nothing was left out since that look
            self._left_out, self._untried_since = 0, None

    def _is_untried(self, kept: Kept) -> bool:
        return not kept.tries and self._untried_since is not None and kept.received_at >= self._untried_since

    async def next_retry(self) -> datetime | None:
        """Return when a message that went wrong is tried again, None where there is none."""
        async with self._storage.begin() as work:
            waiting = await work.messages.unhandled()
        return min((kept.retry_at for kept in waiting if kept.retry_at is not None), default=None)

    async def idle(self) -> None:
        """Return once nothing that was heard waits to be handled."""
        while self._workers:
            await asyncio.wait(self._workers)

    async def stop(self, *, within: float) -> None:
        """Return once nothing waits; what takes more seconds is broken off, for the next start or another process.

        What is heard from now on is only kept for them.
        """
        self._stopping = True
        with suppress(TimeoutError):
            async with asyncio.timeout(within):
                await self.idle()
        for worker in self._workers:
            worker.cancel()
        await self.idle()

    def _enqueue(self, kept: Kept) -> None:
        """Have *kept* handled after what its conversation said before, unless it is being handled or all is ending."""
        if self._stopping:
            return
        place = kept.heard.place
        queue = self._queues.get(place)
        if queue is None:
            self._queues[place] = deque([kept])
            worker = asyncio.create_task(self._work_off(place))
            self._workers.add(worker)
            worker.add_done_callback(self._workers.discard)
        elif all(kept.heard.id != waiting.heard.id for waiting in queue):
            queue.append(kept)

    async def _work_off(self, place: Place) -> None:
        queue = self._queues[place]
        try:
            async with self._places:
                while queue:
                    try:
                        await self._handle(queue[0])
                    except _SaidBefore as earlier:
                        queue.appendleft(_again(earlier.kept))
                    except Overtaken:  # what it read was changed by another process: once more, as it is now
                        continue
                    else:
                        queue.popleft()
        except TryAgain as error:
            facts = {"message_id": queue[0].heard.id, "error": type(error.__cause__).__name__}
            log.warning("the storage is away: what was heard is handled within the minute", extra=facts)
            self._cut_short.add(queue[0].heard.id)
        except StorageFailed:
            log.critical("nothing can be kept any more")  # `Storage.failed` ends the process
        finally:
            del self._queues[place]

    async def _handle(self, kept: Kept) -> None:
        begun = replace(kept, retry_at=self._clock.now() + FIRST_WAIT * 2 ** (kept.tries - 1))
        if begun.tries == 1:
            await self._try(begun)
            return
        # Written down before it is tried, and one at a time: what ends the process is put aside in the end, and nothing
        # else is counted with it.
        async with self._again:
            if await self._begin(begun):
                await self._try(begun)

    async def _begin(self, kept: Kept) -> bool:
        """Write down that a try begins; return False where the message was handled or taken back meanwhile."""
        async with self._storage.begin() as work:
            if not await _is_to_do(kept, work):
                return False
            await work.messages.save(kept)
            return True

    async def _try(self, kept: Kept) -> None:
        """Handle one kept message, whatever comes of it: an answer, a refusal, an apology, a word to staff."""
        try:
            if kept.tries <= TRIES:
                await self._answer(kept)
            else:
                await self._put_aside(kept)
        except _SaidBefore:
            raise
        except Exception as error:
            if is_of_the_storage(error):
                raise
            facts = {"message_id": kept.heard.id, "number": error_number(kept.heard.id), "tries": kept.tries}
            log.exception("handler failed", extra=facts)
            if kept.tries < TRIES:
                await self._store(kept, _apologise)
            else:
                await self._put_aside(kept)
        self._changed()

    async def _answer(self, kept: Kept) -> None:
        try:
            async with self._storage.begin() as work:
                if earlier := await work.messages.said_before(kept):
                    raise _SaidBefore(earlier[0])
                await find(kept.heard, work)
                if await _is_to_do(kept, work):
                    message = await self._message(kept, work)
                    await self._handler(message, work)
                    await tell_of_strange_group(kept.heard, message, work)
                    await work.messages.save(_handled(kept))
        except Refusal as refusal:
            async with self._storage.begin() as work:
                await find(kept.heard, work)
                await _refuse(refusal, await self._message(kept, work), work)
                await work.messages.save(_handled(kept))

    async def _message(self, kept: Kept, work: UnitOfWork) -> Message:
        """Return what is to be answered; after a long stop as if it were said now, for the answer promises days."""
        message = await identify(kept.heard, work)
        now = self._clock.now()
        return replace(message, sent_at=now) if now - message.sent_at > LONG_STOP else message

    async def _put_aside(self, kept: Kept) -> None:
        log.error("put aside", extra={"message_id": kept.heard.id, "number": error_number(kept.heard.id)})
        await self._store(replace(kept, progress=Progress.ASIDE, retry_at=None), _tell_staff)

    async def _store(self, kept: Kept, say: Callable[[Message, datetime, UnitOfWork], Awaitable[None]]) -> None:
        """Store how far *kept* is and *say* so; where even that goes wrong, only store it."""
        try:
            async with self._storage.begin() as work:
                await work.messages.save(kept)
                await say(await identify(kept.heard, work), self._clock.now(), work)
        except StorageFailed:
            raise
        except Exception:
            log.exception("nothing could be said", extra={"message_id": kept.heard.id})
            async with self._storage.begin() as work:
                await work.messages.save(kept)


async def _is_to_do(kept: Kept, work: UnitOfWork) -> bool:
    stored = await work.messages.get(kept.heard.id)
    return stored is not None and stored.progress is Progress.KEPT


def _again(kept: Kept) -> Kept:
    """Return *kept* one try on: handling follows keeping at once, so it was tried, and may have ended a process."""
    return replace(kept, tries=max(kept.tries, 1) + 1)


def _handled(kept: Kept) -> Kept:
    return replace(kept, progress=Progress.HANDLED, retry_at=None)


async def _apologise(message: Message, at: datetime, work: UnitOfWork) -> None:
    """Say once that it went wrong and is tried again."""
    text = apology(error_number(message.id), message.station.phone)
    fallback = no_private_way(message.station.phone)
    await work.outbox.add(message.reply_in_private(text, part="apology", fallback=fallback), at=at)


async def _tell_staff(message: Message, at: datetime, work: UnitOfWork) -> None:
    """Tell staff that a message was put aside."""
    text = put_aside(error_number(message.id))
    await tell_staff(text, key=f"{message.id}/aside", station=message.station, at=at, work=work)


async def _refuse(refusal: Refusal, message: Message, work: UnitOfWork) -> None:
    """Say the kind words of a refusal and put it on the trail."""
    log.info("refused", extra={"message_id": message.id, "refusal": type(refusal).__name__})
    text = refusal_texts.words(refusal, message)
    fallback = no_private_way(message.station.phone)
    await work.outbox.add(message.reply_in_private(text, part="refusal", fallback=fallback), at=message.sent_at)
    if message.private_way:
        await tell_group(message, work)
    await note(message, about=message.id, event=type(refusal).__name__, work=work)
