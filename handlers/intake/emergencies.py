"""Danger to life, safety or property: answered before anything else, and staff are called (domain §3.8)."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from handlers.intake import texts
from handlers.intake.rules.alarm import Danger, DangerKind, Unsure
from handlers.message import Message, Outgoing, Priority, Recipient
from handlers.people.contacts import read_contact
from handlers.people.on_duty import on_duty
from handlers.people.rules.roster import PersonId, Role, Station
from handlers.petitions.rules.assignment import group_of
from handlers.petitions.rules.duplicates import said_before
from handlers.petitions.rules.interest import in_charge
from handlers.petitions.rules.limits import clock
from handlers.petitions.rules.petition import Action, Petition, State, Timer
from handlers.petitions.rules.states import advance
from handlers.petitions.telling import keep_step
from handlers.petitions.voters.drafts import draft_of
from handlers.petitions.voters.entering import give_number
from handlers.ports import UnitOfWork

CALLED_AGAIN: Final = timedelta(minutes=5)
"""How long staff have to answer an alarm before they are called again."""
SLOWER_FROM: Final = ((timedelta(hours=3), timedelta(days=1)), (timedelta(minutes=30), timedelta(minutes=30)))
"""An alarm unanswered for so long is repeated at longer intervals; it never ends but by somebody's answer."""
CALLED_HIGHER: Final = timedelta(minutes=15)
"""How long an alarm may go unanswered before presidium and county are called as well."""


def is_danger(heard: Danger | Unsure | None) -> bool:
    """Return whether what was heard is answered before anything else: a wish to die is, however it is told."""
    return isinstance(heard, Danger) or (heard is not None and heard.kind is DangerKind.DESPAIR)


async def answer_danger(kind: DangerKind, message: Message, work: UnitOfWork) -> None:
    """Say at once whom to call, have staff verify, and keep the matter; said again, it is answered again."""
    await _say_whom_to_call(kind, message, work)
    known = await work.petitions.of_voter(message.sender)
    if said_before(message.text, message.sent_at, known) is not None:
        return
    registered = await give_number(draft_of(message, message.text, kind=kind), message, work)
    time = clock(State.EMERGENCY, at=message.sent_at, station=message.station)
    time = replace(time, timer=Timer.CALL_AGAIN, timer_at=message.sent_at + CALLED_AGAIN)
    alarmed = advance(registered, Action.ALARM, by=None, at=message.sent_at, clock=time)
    await keep_step(registered, alarmed, work=work)
    await _call_staff(kind, alarmed, message, work)


async def call_again(petition: Petition, now: datetime, work: UnitOfWork) -> None:
    """Call everybody once more whose alarm nobody has answered, and after a while those above them as well."""
    station = work.roster.stations[petition.station]
    unanswered = now - petition.registered_at
    pause = next((longer for since, longer in SLOWER_FROM if unanswered >= since), CALLED_AGAIN)
    await work.petitions.save(replace(petition, timer_at=now + pause))
    above = station.with_role(Role.PRESIDIUM, Role.COUNTY) if unanswered >= CALLED_HIGHER else ()
    text = texts.alarm_again(petition, int(unanswered / timedelta(minutes=1)))
    for person in dict.fromkeys((*_called(petition, station), *_unconcerned(above, petition))):
        key = f"petition/{petition.id}/alarm/{now.isoformat()}/{person}"
        await work.outbox.add(_alarm(key, person, text, petition), at=now)


async def warn(message: Message, work: UnitOfWork) -> None:
    """Say whom to call, should it be a danger after all."""
    text = texts.perhaps_emergency(message.station.phone)
    await _urgently(message.reply(text, part="perhaps"), message, work)


async def _say_whom_to_call(kind: DangerKind, message: Message, work: UnitOfWork) -> None:
    text = texts.emergency(message.station.phone)
    if kind is DangerKind.DESPAIR:  # for that person's eyes; the group hears the numbers only where nothing else works
        private = message.reply_in_private(texts.DESPAIR, part="despair", fallback=text)
        await _urgently(private, message, work)
        return
    await _urgently(message.reply(text, part="danger"), message, work)
    if message.group is not None:
        await _urgently(message.reply_in_private(text, part="danger-private"), message, work)


async def _call_staff(kind: DangerKind, petition: Petition, message: Message, work: UnitOfWork) -> None:
    group = group_of(petition, message.station)
    # To save life and property the name may be used without being asked for (PIPL art. 13(4)).
    contact = await read_contact(
        message.sender, reader=None, station=petition.station, why=petition.id, at=message.sent_at, work=work
    )
    text = texts.alarm(petition, kind, None if group is None else group.name, contact.name, message.sent_at)
    for person in _called(petition, message.station):
        alarm = _alarm(f"petition/{petition.id}/alarm/{person}", person, text, petition)
        await work.outbox.add(alarm, at=message.sent_at)


def _alarm(key: str, person: PersonId, text: str, petition: Petition) -> Outgoing:
    return Outgoing(
        key=key,
        to=Recipient.person(person),
        station=petition.station,
        text=text,
        priority=Priority.EMERGENCY,
        about=petition.id,
    )


def _called(petition: Petition, station: Station) -> Sequence[PersonId]:
    """Return staff and head, whatever it speaks of: where life is in danger a complaint is not for its few alone.

    Whom the words concern himself is not called; where nobody else is left, an office up.
    """
    near = (*on_duty(station), *station.with_role(Role.HEAD))
    return _unconcerned(near, petition) or in_charge(petition, station)


def _unconcerned(people: Iterable[PersonId], petition: Petition) -> Sequence[PersonId]:
    return tuple(person for person in dict.fromkeys(people) if not petition.is_kept_from(person))


async def _urgently(outgoing: Outgoing, message: Message, work: UnitOfWork) -> None:
    await work.outbox.add(replace(outgoing, priority=Priority.EMERGENCY), at=message.sent_at)
