"""Outbox -> platform: retry, slow down, give up."""

import asyncio
import logging
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from bot import texts
from bot.clock import Clock
from bot.documents.rendering import render
from bot.gate import NO_WAY, Drop, Gate, Leave, Wait
from bot.lost_groups import lose
from bot.platforms.base import DeliveryError, Elsewhere, File, Gone, NoWay, Platform, Throttled, Uncertain, Unreachable
from bot.telling_staff import tell_staff
from bot.unsaying import erase, erasures
from handlers.document import Document
from handlers.message import Fallback, Outgoing, Recipient, Scope
from handlers.people.rules.roster import GroupId
from handlers.people.texts import no_private_way
from handlers.petitions.hearing import arrived
from handlers.ports import Delivery, Entry, Storage, StorageFailed, TryAgain, UnitOfWork, UnknownPetition, Withheld
from handlers.trail import note_by_bot

log = logging.getLogger(__name__)

FIRST_WAIT: Final = timedelta(seconds=5)
LONGEST_WAIT: Final = timedelta(hours=1)
PATIENCE: Final = timedelta(hours=48)  # domain §10.3: a platform may be away for 24 hours
AT_ONCE: Final = 100
SOON: Final = 1.0  # seconds until a storage that was away is looked for
IN_TIME: Final = 10.0  # seconds; whoever was stopped for longer may count as dead, and others have taken over
LOOK_EVERY: Final = 60.0  # seconds: what nobody woke us for is found by then

GAVE_UP: Final = "unreachable"
LATE: Final = "stopped meanwhile"
FAULT: Final = "fault"
OUTCOME_UNKNOWN: Final = "outcome unknown"


class DeliveryRun:
    """Takes what waits in the outbox and has the platforms say it; one of these runs in a process.

    Each message is sent on its own: a platform that lets one of them wait does not hold up the others.
    """

    def __init__(
        self, storage: Storage, platforms: Mapping[str, Platform], clock: Clock, *, public_phones: Collection[str] = ()
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._platforms = tuple(platforms.values())
        self._gate = Gate(platforms, public_phones)
        self._woken = asyncio.Event()
        self._sending: set[asyncio.Task[None]] = set()
        self._broken: BaseException | None = None

    def wake(self) -> None:
        """Look at the outbox now."""
        self._woken.set()

    async def take_over(self) -> None:
        """Let go of what a process that has ended was sending; it may have been shown and is sent again."""
        async with self._storage.begin() as work:
            released = await work.outbox.release()
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
                await asyncio.wait_for(self._woken.wait(), timeout=seconds)

    async def drain(self) -> int:
        """Deliver all that can be delivered at this moment; return how many entries were taken."""
        taken = 0
        while (more := await self._send_off()) or self._sending:
            taken += more
            await self.idle()
        return taken

    async def idle(self) -> None:
        """Return once nothing is being sent."""
        if self._sending:
            await asyncio.wait(self._sending)

    async def stop(self, *, within: float) -> None:
        """Return once nothing is being sent; what takes more seconds is broken off, for the next start to try again."""
        if self._sending:
            _, late = await asyncio.wait(self._sending, timeout=within)
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
        now = self._clock.now()
        leaving: list[tuple[Entry, Leave]] = []
        taken_at = asyncio.get_running_loop().time()
        async with self._storage.begin() as work:
            unsaid = await erasures(work)
            entries = await work.outbox.take(now, limit=self._room)
            for entry in entries:
                match await self._decide(entry, now, work):
                    case Leave() as leave:
                        leaving.append((entry, leave))
                    case Wait(until=until):
                        await _put_off(entry, until, work)
                    case Drop(error=reason):
                        await _drop(entry, reason, now, work)
        for entry, leave in leaving:
            task = asyncio.create_task(self._send(entry, leave, taken_at))
            self._sending.add(task)
            task.add_done_callback(self._ended)
        return len(entries) + await erase(unsaid, self._platforms, self._storage)

    async def _decide(self, entry: Entry, now: datetime, work: UnitOfWork) -> Leave | Wait | Drop:
        try:
            return await self._gate.decide(entry, now, work)
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
        while True:
            try:
                async with self._storage.begin() as work:
                    return await _book(entry, error, self._clock.now(), work)
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
        return await asyncio.to_thread(render, document, pictures)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._sending.discard(task)
        if not task.cancelled():
            self._broken = self._broken or task.exception()
        self.wake()

    @property
    def _room(self) -> int:
        return AT_ONCE - len(self._sending)

    async def _seconds_to_wait(self) -> float:
        ready_at = await self.next_ready()
        if ready_at is None or not self._room:
            return LOOK_EVERY
        return min(max((ready_at - self._clock.now()).total_seconds(), 0.0), LOOK_EVERY)


async def _book(entry: Entry, error: DeliveryError | None, now: datetime, work: UnitOfWork) -> None:
    """Store what became of an entry that was sent off."""
    stored = await work.outbox.get(entry.number)  # words in it may have been erased meanwhile
    entry = replace(
        entry,
        tries=entry.tries + 1,
        outgoing=entry.outgoing if stored is None else stored.outgoing,
        maybe_sent=entry.maybe_sent or (error is not None and error.begun),
    )
    if error is not None:
        log.warning("not sent", extra={"entry": entry.number, "code": error.code})
    match error:
        case None:
            log.info("sent", extra={"entry": entry.number})
            await work.outbox.book(replace(entry, state=Delivery.SENT, done_at=now, error=None))
            with suppress(UnknownPetition):  # it was about a person, or a draft that is gone
                await arrived(entry.outgoing, now, work)
            if entry.outgoing.slot is not None:
                await work.fence.take(GroupId(entry.outgoing.to.id), now.date(), entry.outgoing.slot)
        case Elsewhere(lease=lease) if now - _due_since(entry) < PATIENCE:
            wait = timedelta(0) if entry.only_by is None else FIRST_WAIT  # nobody holds it yet
            await _put_off(replace(entry, tries=entry.tries - 1, only_by=lease), now + wait, work)
        case Elsewhere():
            await _drop(entry, GAVE_UP, now, work)
        case Throttled(wait=wait):
            await _put_off(replace(entry, error=error.code), now + wait, work)
        case Gone() if entry.outgoing.to.scope is Scope.GROUP:
            await lose(GroupId(entry.outgoing.to.id), now, work)
            await _drop(entry, Withheld.GONE, now, work)
        case NoWay():
            await _drop(entry, NO_WAY, now, work)
        case Unreachable(maybe_taken=maybe) if now - _due_since(entry) < PATIENCE:
            wait = min(FIRST_WAIT * 2 ** min(entry.tries - 1, 20), LONGEST_WAIT)
            uncertain = replace(entry, error=error.code, maybe_sent=entry.maybe_sent or maybe)
            await _put_off(uncertain, now + wait, work)
        case Unreachable():
            await _drop(entry, GAVE_UP, now, work)
        case Uncertain():
            await _drop(replace(entry, maybe_sent=True), OUTCOME_UNKNOWN, now, work)
        case DeliveryError():
            await _drop(entry, error.code, now, work)


def _due_since(entry: Entry) -> datetime:
    return max(entry.queued_at, entry.outgoing.not_before or entry.queued_at)


async def _put_off(entry: Entry, until: datetime, work: UnitOfWork) -> None:
    await work.outbox.book(replace(entry, state=Delivery.WAITING, ready_at=until))


async def _drop(entry: Entry, error: str, now: datetime, work: UnitOfWork) -> None:
    """Give up on an entry where staff can see it; a person without a private way is told through the group."""
    log.warning("given up", extra={"entry": entry.number, "code": error})
    await work.outbox.book(replace(entry, state=Delivery.GIVEN_UP, error=error, done_at=now))
    outgoing = entry.outgoing
    if error == Withheld.FILTERED:
        about = outgoing.about or outgoing.key
        await note_by_bot(about=about, event="blocked", station=outgoing.station, at=now, work=work)
    line = _said_instead(outgoing, error, work)
    if line is not None:
        await _say_in_group(outgoing, line, now, work)
    else:
        await _tell_staff(outgoing, error, now, work)


def _said_instead(outgoing: Outgoing, error: str, work: UnitOfWork) -> Fallback | None:
    """Return what the group hears in place of an answer that has no way or must not be said there, None for staff."""
    if error == NO_WAY:
        return outgoing.fallback
    if error == Withheld.FILTERED and outgoing.answers is not None and outgoing.to.scope is Scope.GROUP:
        phone = work.roster.stations[outgoing.station].phone
        return outgoing.fallback or Fallback(group=GroupId(outgoing.to.id), text=no_private_way(phone))
    return None


async def _say_in_group(outgoing: Outgoing, line: Fallback, now: datetime, work: UnitOfWork) -> None:
    """Let the group have the line that says nothing of the matter (domain §3.5)."""
    instead = replace(
        outgoing,
        key=f"{outgoing.key}/fallback",
        to=Recipient.group(line.group),
        text=line.text,
        choices=outgoing.choices if outgoing.to == Recipient.group(line.group) else (),
        fallback=None,
    )
    await work.outbox.add(instead, at=now)


async def _tell_staff(outgoing: Outgoing, error: str, now: datetime, work: UnitOfWork) -> None:
    """Tell staff, once a day each, that there are messages to look at which did not arrive, or were not sent.

    Of a group that is gone they have been told.
    """
    station = work.roster.stations.get(outgoing.station)
    if station is not None and error != Withheld.GONE:
        if error in set(Withheld):
            kind, text = "withheld", texts.WITHHELD
        elif error == OUTCOME_UNKNOWN:
            kind, text = "uncertain", texts.UNCERTAIN
        else:
            kind, text = "undelivered", texts.UNDELIVERED
        await tell_staff(text, key=f"{kind}/{station.id}/{now.date()}", station=station, at=now, work=work)
