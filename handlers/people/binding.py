"""Accounts and chats that the settings do not name: staff give a code, and whoever it is for says it there."""

import secrets
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime

from handlers.message import Heard, Message, Scope
from handlers.people import binding_texts as texts
from handlers.people.rules.binding import CODES, DIGITS, GOOD_FOR, GUESSES, GUESSES_OF_ALL, BindingCode, written
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
    number = await _fresh(message.sent_at, work)
    code = BindingCode(
        station=message.station.id, number=number, until=message.sent_at + GOOD_FOR, person=person, group=group
    )
    await work.binding_codes.save(code)
    await note(message, about=person or group or "", event="binding_code", work=work)
    text = texts.for_group(said, written(number)) if person is None else texts.for_person(said, written(number))
    await work.outbox.add(message.reply_in_private(text), at=message.sent_at)


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
    """Make the speaker's account a way to the person his code is for."""
    code = await _tried(message, argument, work)
    if code is None:
        return
    if code.person is None:
        await work.outbox.add(message.reply_in_private(texts.FOR_A_GROUP), at=message.sent_at)
        return
    await work.binding_codes.save(code.spent())
    heard = await _heard(message, work)
    await work.voters.bind(heard.sender, code.person)
    himself = replace(message, sender=code.person)
    await note(himself, about=code.person, event="bound", work=work)
    text = texts.person_bound(work.roster.name(code.person) or "")
    await work.outbox.add(himself.reply_in_private(text), at=message.sent_at)


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
    guesses = (f"binding/{message.sender}", GUESSES), ("binding", GUESSES_OF_ALL)
    for name, limits in guesses:
        if not await work.budgets.left(name, limits, at=message.sent_at):
            await work.outbox.add(message.reply_in_private(texts.TOO_OFTEN), at=message.sent_at)
            return None
    code = await _good(argument, message.sent_at, work)
    if code is None:
        for name, limits in guesses:
            await work.budgets.reserve(name, limits, at=message.sent_at)
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
