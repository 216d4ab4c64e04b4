"""Outbox -> platform: find the address, keep to limits and quiet hours, retry, slow down, give up."""

import asyncio
import logging
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from bot import texts
from bot.clock import Clock
from bot.outgoing_filter import OutgoingFilter
from bot.platforms.base import DeliveryError, NoWay, Platform, Post, Rejected, Throttled, Unreachable
from bot.quiet_hours import quiet_until
from handlers.dates.weeks import monday_of
from handlers.meetings.rules.fence import may_post
from handlers.message import Account, Outgoing, Priority, Recipient, Scope
from handlers.people.rules.roster import GroupId, PersonId, Place, Role, Speaks
from handlers.ports import AuditLine, Delivery, Entry, Storage, UnitOfWork

log = logging.getLogger(__name__)

FIRST_WAIT: Final = timedelta(seconds=5)
LONGEST_WAIT: Final = timedelta(hours=1)
PATIENCE: Final = timedelta(hours=48)  # domain §10.3: a platform may be away for 24 hours
AT_ONCE: Final = 100
ANSWER_WITHIN: Final = timedelta(hours=24)  # how long a message may be answered by the platform's own way to answer

LATE = "late"
FENCE = "fence"
FILTERED = "personal data"
NO_WAY = "no way"
GAVE_UP = "unreachable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """An entry whose address was found and whose budget is booked."""

    entry: Entry
    platform: Platform
    post: Post


class DeliveryRun:
    """Takes what waits in the outbox and has the platforms say it; one of these runs in an installation."""

    def __init__(self, storage: Storage, platforms: Mapping[str, Platform], clock: Clock) -> None:
        self._storage = storage
        self._platforms = platforms
        self._clock = clock
        self._filter = OutgoingFilter()
        self._woken = asyncio.Event()

    def wake(self) -> None:
        """Look at the outbox now."""
        self._woken.set()

    async def start(self) -> None:
        """Let go of what was being sent when the process ended; it may have been shown and is sent again."""
        async with self._storage.begin() as work:
            released = await work.outbox.release()
        if released:
            log.warning("deliveries cut off by the last stop are tried again", extra={"count": released})

    async def run(self) -> None:
        """Deliver until cancelled."""
        await self.start()
        while True:
            self._woken.clear()
            if await self.round():
                continue
            with suppress(TimeoutError):
                await asyncio.wait_for(self._woken.wait(), timeout=await self._seconds_to_wait())

    async def drain(self) -> int:
        """Deliver all that can be delivered at this moment; return how many messages were said."""
        said = 0
        while taken := await self.round():
            said += taken
        return said

    async def next_ready(self) -> datetime | None:
        """Return when there is next something to send, None where nothing waits."""
        async with self._storage.begin() as work:
            return await work.outbox.next_ready()

    async def _seconds_to_wait(self) -> float:
        ready_at = await self.next_ready()
        if ready_at is None:
            return 60.0
        return min(max((ready_at - self._clock.now()).total_seconds(), 0.01), 60.0)

    async def round(self) -> int:
        """Take what is ready, at most one message a conversation, and send it; return how many were taken."""
        now = self._clock.now()
        async with self._storage.begin() as work:
            entries = await work.outbox.take(now, limit=AT_ONCE)
            if not entries:
                return 0
            self._filter.know(await work.voters.names())
            prepared = [await self._prepare(entry, now, work) for entry in entries]
        ready = [one for one in prepared if one is not None]
        outcomes = await asyncio.gather(*(self._send(one) for one in ready))
        if ready:
            async with self._storage.begin() as work:
                for one, error in zip(ready, outcomes, strict=True):
                    await self._book(one.entry, error, work)
        return len(entries)

    async def _prepare(self, entry: Entry, now: datetime, work: UnitOfWork) -> Ready | None:
        """Return *entry* ready to send; where it may not be sent now, book that and return None."""
        outgoing = entry.outgoing
        station = work.roster.stations[outgoing.station]
        if outgoing.best_before is not None and now >= outgoing.best_before:
            return await self._give_up(entry, LATE, now, work)
        if outgoing.priority >= Priority.NOTICE and (morning := quiet_until(now, station)) is not None:
            return await self._put_off(entry, morning, work)
        if outgoing.slot is not None and not await _inside_fence(outgoing, outgoing.slot, now, work):
            return await self._give_up(entry, FENCE, now, work)
        if self._filter.blocks(outgoing, work.roster):
            await work.audit.add(_audit(outgoing, "blocked", now))
            return await self._give_up(entry, FILTERED, now, work)
        place = await _address(outgoing.to, work)
        platform = None if place is None else self._platforms.get(place.platform)
        if place is None or platform is None:
            return await self._no_way(entry, now, work)
        for name, limits in platform.limits(place).items():
            room_at = await work.budgets.reserve(name, [(one.count, one.window) for one in limits], at=now)
            if room_at is not None:
                return await self._put_off(entry, room_at, work)
        return Ready(entry=entry, platform=platform, post=await _post(outgoing, place, now, work))

    async def _send(self, one: Ready) -> DeliveryError | None:
        """Have the platform take it; return the error where it did not. A fault of the adapter counts as no answer."""
        try:
            await one.platform.deliver(one.post)
        except DeliveryError as error:
            return error
        except Exception:
            log.exception("platform failed", extra={"platform": one.platform.name, "entry": one.entry.number})
            return Unreachable("fault", maybe_taken=True)
        return None

    async def _book(self, entry: Entry, error: DeliveryError | None, work: UnitOfWork) -> None:
        now = self._clock.now()
        log.info("sent" if error is None else "not sent", extra={"entry": entry.number, "code": error and error.code})
        match error:
            case None:
                await work.outbox.book(replace(entry, state=Delivery.SENT, done_at=now, error=None))
                if entry.outgoing.slot is not None:
                    await work.fence.take(GroupId(entry.outgoing.to.id), now.date(), entry.outgoing.slot)
            case Throttled(wait=wait):
                await self._put_off(replace(entry, error=error.code), now + wait, work)
            case NoWay():
                await self._no_way(entry, now, work)
            case Unreachable(maybe_taken=maybe) if now - entry.queued_at < PATIENCE:
                wait = min(FIRST_WAIT * 2 ** min(entry.tries - 1, 20), LONGEST_WAIT)
                waiting = replace(entry, error=error.code, maybe_sent=entry.maybe_sent or maybe)
                await self._put_off(waiting, now + wait, work)
            case Unreachable():
                await self._give_up(entry, GAVE_UP, now, work)
            case Rejected() | DeliveryError():
                await self._give_up(entry, error.code, now, work)

    async def _put_off(self, entry: Entry, until: datetime, work: UnitOfWork) -> None:
        await work.outbox.book(replace(entry, state=Delivery.WAITING, ready_at=until))

    async def _no_way(self, entry: Entry, now: datetime, work: UnitOfWork) -> None:
        """Let the group have the line that says nothing of the matter, where there is one (domain §3.5)."""
        line = entry.outgoing.fallback
        if line is not None:
            instead = replace(
                entry.outgoing,
                key=f"{entry.outgoing.key}/fallback",
                to=Recipient.group(line.group),
                text=line.text,
                choices=(),
                fallback=None,
            )
            await work.outbox.add(instead, at=now)
        await self._give_up(entry, NO_WAY, now, work, tell=line is None)

    async def _give_up(self, entry: Entry, error: str, now: datetime, work: UnitOfWork, *, tell: bool = True) -> None:
        """Give up where staff can see it; once a day they are told that there is something to see."""
        log.warning("given up", extra={"entry": entry.number, "code": error})
        await work.outbox.book(replace(entry, state=Delivery.GIVEN_UP, error=error, done_at=now))
        if not tell:
            return
        for member in work.roster.stations[entry.outgoing.station].with_role(Role.STAFF):
            notice = Outgoing(
                key=f"undelivered/{entry.outgoing.station}/{now.date()}/{member.person}",
                to=Recipient.person(member.person),
                station=entry.outgoing.station,
                text=texts.UNDELIVERED,
                priority=Priority.NOTICE,
            )
            await work.outbox.add(notice, at=now)


async def _inside_fence(outgoing: Outgoing, slot: str, now: datetime, work: UnitOfWork) -> bool:
    monday = monday_of(now.date())
    taken = await work.fence.taken(GroupId(outgoing.to.id), monday, monday + timedelta(days=6))
    return may_post(taken, now.date(), slot)


async def _address(to: Recipient, work: UnitOfWork) -> Place | None:
    """Return where *to* is spoken to, None where there is no way."""
    if to.scope is Scope.GROUP:
        group = work.roster.groups.get(GroupId(to.id))
        return None if group is None or group.speaks is Speaks.NONE else group.place
    ways = await work.voters.ways(PersonId(to.id))
    return Place(platform=ways[0].platform, account=ways[0].account, chat=ways[0].user) if ways else None


async def _post(outgoing: Outgoing, place: Place, now: datetime, work: UnitOfWork) -> Post:
    answer = None
    if outgoing.answers is not None:
        kept = await work.messages.get(outgoing.answers)
        if kept is not None and kept.heard.place == place and now - kept.received_at < ANSWER_WITHIN:
            answer = kept.heard.answer
    return Post(
        key=outgoing.key,
        place=place,
        scope=outgoing.to.scope,
        text=outgoing.text,
        choices=outgoing.choices,
        mention=await _mention(outgoing, place, work),
        answers=outgoing.answers,
        answer=answer,
    )


async def _mention(outgoing: Outgoing, place: Place, work: UnitOfWork) -> Account | None:
    if outgoing.mention is None:
        return None
    ways = await work.voters.ways(outgoing.mention)
    return next((way for way in ways if (way.platform, way.account) == (place.platform, place.account)), None)


def _audit(outgoing: Outgoing, event: str, now: datetime) -> AuditLine:
    return AuditLine(
        at=now,
        station=outgoing.station,
        actor=None,
        role="bot",
        via="timer",
        subject=outgoing.about or outgoing.key,
        event=event,
    )
