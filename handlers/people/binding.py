"""Accounts and chats that the settings do not name: a code is given out, and whoever it is for says it there.

Staff give codes for the people of the roster and for groups; anybody has one for an account of his own elsewhere.
"""

import secrets
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime

from handlers.message import Heard, Message, Scope
from handlers.people import binding_texts as texts
from handlers.people.rules.binding import (
    CODES,
    DIGITS,
    GOOD_FOR,
    GUESSES,
    GUESSES_OF_ALL,
    OWN_CODES,
    BindingCode,
    written,
)
from handlers.people.rules.roster import GroupId, PersonId, Station
from handlers.people.texts import no_private_way
from handlers.ports import UnitOfWork
from handlers.trail import note
from handlers.words import CLOSING


async def issue(message: Message, argument: str, work: UnitOfWork) -> None:
    """Give staff a code for somebody of the roster, or for a group, of that name."""
    said = argument.strip(CLOSING)
    person, group = _person(said, message.station), _group(said, message.station)
    if person is None and group is None:
        await work.outbox.add(message.reply_in_private(texts.nobody(said)), at=message.sent_at)
        return
    code = await _given(message, work, person=person, group=group)
    text = texts.for_group(said, code) if person is None else texts.for_person(said, code)
    await work.outbox.add(message.reply_in_private(text), at=message.sent_at)


async def _issue_to_himself(message: Message, work: UnitOfWork) -> None:
    """Give the speaker a code for an account of his own on another platform."""
    asked = f"binding_codes/{message.sender}"
    if await work.budgets.reserve({asked: OWN_CODES}, at=message.sent_at) is not None:
        await work.outbox.add(message.reply_in_private(texts.TOO_OFTEN), at=message.sent_at)
        return
    code = await _given(message, work, person=message.sender)
    await work.outbox.add(message.reply_in_private(texts.for_himself(code)), at=message.sent_at)


async def _given(
    message: Message, work: UnitOfWork, *, person: PersonId | None = None, group: GroupId | None = None
) -> str:
    """Return a new code as people type it."""
    number = await _fresh(message.sent_at, work)
    code = BindingCode(
        station=message.station.id, number=number, until=message.sent_at + GOOD_FOR, person=person, group=group
    )
    await work.binding_codes.save(code)
    await note(message, about=person or group or "", event="binding_code", work=work)
    return written(number)


async def burn(digits: str, message: Message, work: UnitOfWork) -> bool:
    """Spend the code of those digits where it is a person's and was shown in a group; return False otherwise."""
    heard = await _heard(message, work)  # the group is perhaps one that nobody has bound, where talk is private
    code = await _good(digits, message.sent_at, work) if heard.scope is Scope.GROUP else None
    if code is None or code.person is None:
        return False
    await work.binding_codes.save(code.spent())
    fallback = no_private_way(message.station.phone)
    await work.outbox.add(message.reply_in_private(texts.BURNT, fallback=fallback), at=message.sent_at)
    return True


async def bind(message: Message, argument: str, work: UnitOfWork) -> None:
    """Make the speaker's account a way to the person his code is for; without one, give him one for another account."""
    if not argument:
        await _issue_to_himself(message, work)
        return
    code = await _tried(message, argument, work)
    if code is None:
        return
    if code.person is None:
        await work.outbox.add(message.reply_in_private(texts.FOR_A_GROUP), at=message.sent_at)
        return
    refused = await _refusal(message, code.person, work)
    if refused is not None:
        await work.outbox.add(message.reply_in_private(refused), at=message.sent_at)
        return
    await work.binding_codes.save(code.spent())
    heard, name = await _heard(message, work), work.roster.name(code.person)
    if name is None:
        await work.voters.erase(message.sender)  # nobody would be left who could ask for it
    await work.voters.bind(heard.sender, code.person)
    himself = replace(message, sender=code.person)
    await note(himself, about=code.person, event="bound", work=work)
    text = texts.VOTER_BOUND if name is None else texts.person_bound(name)
    await work.outbox.add(himself.reply_in_private(text), at=message.sent_at)


async def _refusal(message: Message, person: PersonId, work: UnitOfWork) -> str | None:
    """Return why the speaker's account does not become *person*'s, None where it may."""
    if person == message.sender:
        return texts.SAME_ACCOUNT
    if work.roster.knows(person):
        return None
    if work.roster.knows(message.sender):
        return texts.OF_THE_STATION
    theirs = await work.petitions.of_voter(message.sender, limit=1)
    return texts.has_matters(message.station.phone) if theirs else None


async def bind_group(message: Message, argument: str, work: UnitOfWork) -> None:
    """Make the chat this was said in the place of the group the code is for."""
    heard = await _heard(message, work)
    if heard.scope is not Scope.GROUP:
        await work.outbox.add(message.reply_in_private(texts.IN_THE_GROUP), at=message.sent_at)
        return
    code = await _tried(message, argument, work)
    if code is None:
        return
    assert code.group is not None, "a person's code is spent as soon as it is shown in a group"
    group = work.roster.groups[code.group]
    if group.place.platform != heard.place.platform:
        await work.outbox.add(message.reply_in_private(texts.OTHER_PLATFORM), at=message.sent_at)
        return
    there = work.roster.group_at(heard.place)
    if there is not None and there.id != group.id:
        await work.outbox.add(message.reply_in_private(texts.is_another(there.name)), at=message.sent_at)
        return
    await work.binding_codes.save(code.spent())
    await work.groups.bind(group.id, heard.place)
    await note(message, about=group.id, event="group_bound", work=work)
    here = replace(message, scope=Scope.GROUP, group=group.id)
    await work.outbox.add(here.reply(texts.group_bound(group.name)), at=message.sent_at)


async def _tried(message: Message, argument: str, work: UnitOfWork) -> BindingCode | None:
    """Return the good code that was said; None where there is none or too much was guessed, which is told then."""
    guesses = {f"binding/{message.sender}": GUESSES, "binding": GUESSES_OF_ALL}
    if await work.budgets.least_left(guesses, at=message.sent_at) < 1:
        await work.outbox.add(message.reply_in_private(texts.TOO_OFTEN), at=message.sent_at)
        return None
    code = await _good(argument, message.sent_at, work)
    if code is None:
        await work.budgets.reserve(guesses, at=message.sent_at)
        await work.outbox.add(message.reply_in_private(texts.WRONG), at=message.sent_at)
    return code


async def _good(digits: str, at: datetime, work: UnitOfWork) -> BindingCode | None:
    """Return the code of those digits that can be used; None where there is none."""
    if len(digits) == DIGITS:
        async for code in _codes(int(digits), work):
            if code.is_good(at):
                return code
    return None


async def _codes(number: int, work: UnitOfWork) -> AsyncIterator[BindingCode]:
    """Yield what the stations know by that number: whoever is not bound yet belongs to none of them."""
    for station in work.roster.stations:
        code = await work.binding_codes.get(station, number)
        if code is not None:
            yield code


async def _fresh(at: datetime, work: UnitOfWork) -> int:
    """Return a number that is no good code now."""
    while True:
        number = secrets.randbelow(CODES)
        if not [code async for code in _codes(number, work) if code.is_good(at)]:
            return number


async def _heard(message: Message, work: UnitOfWork) -> Heard:
    kept = await work.messages.get(message.id)
    assert kept is not None, "nothing is handled that was not kept"
    return kept.heard


def _person(name: str, station: Station) -> PersonId | None:
    people = {one.name: one.person for one in station.staff} | {one.name: one.person for one in station.deputies}
    return people.get(name)


def _group(name: str, station: Station) -> GroupId | None:
    return next((one.id for one in station.groups if one.name == name), None)
