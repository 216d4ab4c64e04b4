"""What becomes of what was sent off: it has arrived, comes again later, or is given up where staff can see it."""

import logging
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from bot import texts
from bot.gate import NO_WAY
from bot.lost_groups import lose, tell_withheld
from bot.platforms.base import DeliveryError, Elsewhere, Gone, Held, NoWay, Throttled, Uncertain, Unreachable
from bot.promises import put_right
from bot.telling_staff import tell_staff
from handlers.message import Fallback, Outgoing, Recipient, Scope
from handlers.people.rules.roster import GroupId
from handlers.people.texts import no_private_way
from handlers.petitions.hearing import arrived
from handlers.ports import Delivery, Entry, UnitOfWork, UnknownPetition, Withheld
from handlers.trail import note_by_bot

log = logging.getLogger(__name__)

FIRST_WAIT: Final = timedelta(seconds=5)
LONGEST_WAIT: Final = timedelta(hours=1)
PATIENCE: Final = timedelta(hours=48)  # domain §10.3: a platform may be away for 24 hours

GAVE_UP: Final = "unreachable"
OUTCOME_UNKNOWN: Final = "outcome unknown"


async def book(entry: Entry, error: DeliveryError | None, now: datetime, work: UnitOfWork) -> None:
    """Store what became of an entry that was sent off."""
    stored = await work.outbox.get(entry.number)  # words in it may have been erased meanwhile
    entry = replace(
        entry,
        tries=entry.tries + 1,
        outgoing=entry.outgoing if stored is None else stored.outgoing,
        maybe_sent=entry.maybe_sent or (error is not None and error.begun),
        held=entry.held or isinstance(error, Held),
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
        case Elsewhere(lease=lease) if now - entry.due_at < PATIENCE:
            wait = timedelta(0) if entry.only_by is None else FIRST_WAIT  # nobody holds it yet
            await put_off(replace(entry, tries=entry.tries - 1, only_by=lease), now + wait, work)
        case Throttled(wait=wait):
            await put_off(replace(entry, error=error.code), now + wait, work)
        case Gone() if entry.outgoing.to.scope is Scope.GROUP:
            await lose(GroupId(entry.outgoing.to.id), now, work)
            await drop(entry, Withheld.GONE, now, work)
        case NoWay():
            await drop(entry, NO_WAY, now, work)
        case Unreachable(maybe_taken=maybe) if now - entry.due_at < PATIENCE:
            wait = min(FIRST_WAIT * 2 ** min(entry.tries - 1, 20), LONGEST_WAIT)
            uncertain = replace(entry, error=error.code, maybe_sent=entry.maybe_sent or maybe)
            await put_off(uncertain, now + wait, work)
        case Elsewhere() | Unreachable():
            await drop(entry, GAVE_UP, now, work)
        case Uncertain():
            await drop(replace(entry, maybe_sent=True), OUTCOME_UNKNOWN, now, work)
        case DeliveryError():
            await drop(entry, error.code, now, work)


async def book_joined(
    other: Entry, error: DeliveryError | None, shown_as: str | None, now: datetime, work: UnitOfWork
) -> None:
    """Store what became of an entry that was said together with another.

    Where nobody can have read it, it waits as before; where somebody may have, it waits marked so.
    """
    if error is None or isinstance(error, Uncertain):
        await book(replace(other, shown_as=shown_as), error, now, work)
    elif not (error.begun or (isinstance(error, Unreachable) and error.maybe_taken)):
        stored = await work.outbox.get(other.number)  # words in it may have been erased meanwhile
        if stored is not None and stored.state is Delivery.WAITING:
            await work.outbox.book(replace(stored, maybe_sent=other.maybe_sent))


async def put_off(entry: Entry, until: datetime, work: UnitOfWork) -> None:
    await work.outbox.book(replace(entry, state=Delivery.WAITING, ready_at=until))


async def drop(entry: Entry, error: str, now: datetime, work: UnitOfWork) -> None:
    """Give up on an entry where staff can see it; a person without a private way is told through the group."""
    if not await work.outbox.book(replace(entry, state=Delivery.GIVEN_UP, error=error, done_at=now)):
        return  # it was erased meanwhile, or another process makes of it what can be made
    log.warning("given up", extra={"entry": entry.number, "code": error})
    outgoing = entry.outgoing
    if error == Withheld.FILTERED:
        about = outgoing.about or outgoing.key
        await note_by_bot(about=about, event="blocked", station=outgoing.station, at=now, work=work)
    line = _said_instead(outgoing, error, work)
    if line is not None:
        await _say_in_group(outgoing, line, now, work)
    else:
        if error == NO_WAY:
            await put_right(outgoing, now, work)
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
        document=None,
    )
    await work.outbox.add(instead, at=now)


async def _tell_staff(outgoing: Outgoing, error: str, now: datetime, work: UnitOfWork) -> None:
    """Tell staff, once a day each, that there are messages to look at which did not arrive, or were not sent."""
    station = work.roster.stations.get(outgoing.station)
    if error == Withheld.GONE:
        await tell_withheld(GroupId(outgoing.to.id), now, work)
    elif station is not None:
        if error in set(Withheld):
            kind, text = "withheld", texts.WITHHELD
        elif error == OUTCOME_UNKNOWN:
            kind, text = "uncertain", texts.UNCERTAIN
        else:
            kind, text = "undelivered", texts.UNDELIVERED
        await tell_staff(text, key=f"{kind}/{station.id}/{now.date()}", station=station, at=now, work=work)
