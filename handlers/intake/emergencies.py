"""Danger to life, safety or property: answered before anything else, and staff are called (domain §3.8)."""

from collections.abc import Sequence
from dataclasses import replace

from handlers.intake import texts
from handlers.intake.rules.alarm import DangerKind
from handlers.message import Message, Outgoing, Priority, Recipient
from handlers.people.on_duty import on_duty
from handlers.people.rules.roster import PersonId, Role, Station
from handlers.petitions.rules.assignment import group_of
from handlers.petitions.rules.duplicates import said_before
from handlers.petitions.rules.limits import clock
from handlers.petitions.rules.petition import Action, Petition, State
from handlers.petitions.rules.states import advance
from handlers.petitions.telling import keep_step
from handlers.petitions.voters.drafts import draft_of
from handlers.petitions.voters.entering import enter
from handlers.ports import UnitOfWork
from handlers.trail import note


async def answer_danger(kind: DangerKind, message: Message, work: UnitOfWork) -> None:
    """Say at once whom to call, have staff verify, and keep the matter; said again, it is answered again."""
    await _say_whom_to_call(kind, message, work)
    known = await work.petitions.of_voter(message.sender)
    if said_before(message.text, message.sent_at, known) is not None:
        return
    registered = await enter(draft_of(message, message.text, kind=kind), message, work)
    time = clock(State.EMERGENCY, at=message.sent_at, station=message.station)
    alarmed = advance(registered, Action.ALARM, by=None, at=message.sent_at, clock=time)
    await keep_step(registered, alarmed, work=work)
    await _call_staff(kind, alarmed, message, work)


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
    contact = await work.voters.contact(message.sender)
    await note(message, about=petition.id, event="read_contact", work=work)
    text = texts.alarm(petition, kind, None if group is None else group.name, contact.name, message.sent_at)
    for person in _called(message.station):
        alarm = Outgoing(
            key=f"petition/{petition.id}/alarm/{person}",
            to=Recipient.person(person),
            station=petition.station,
            text=text,
            about=petition.id,
        )
        await _urgently(alarm, message, work)


def _called(station: Station) -> Sequence[PersonId]:
    return tuple(dict.fromkeys((*on_duty(station), *station.with_role(Role.HEAD))))


async def _urgently(outgoing: Outgoing, message: Message, work: UnitOfWork) -> None:
    await work.outbox.add(replace(outgoing, priority=Priority.EMERGENCY), at=message.sent_at)
