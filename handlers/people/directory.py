"""Who and where: the deputies, the station, a person to talk to."""

from datetime import datetime
from typing import Final

from handlers.message import Message, Outgoing, Priority, Recipient
from handlers.people import texts
from handlers.people.on_duty import day_of_answer, on_duty
from handlers.people.rules.masking import Filter, mask
from handlers.people.rules.roster import Deputy, Station
from handlers.people.rules.voters import Consent
from handlers.ports import UnitOfWork
from handlers.trail import note_by_bot

LOOKED_BACK: Final = 50


async def deputies(message: Message, argument: str, work: UnitOfWork) -> None:
    """Name the deputies of the village asked for, else those of the group, else all of the station."""
    text = texts.deputies(message.station, _asked_for(argument, message), argument)
    await work.outbox.add(message.reply(text), at=message.sent_at)


async def station(message: Message, argument: None, work: UnitOfWork) -> None:
    """Tell where the station is, when it is open and how to call it."""
    await work.outbox.add(message.reply(texts.station(message.station)), at=message.sent_at)


async def in_private(message: Message, argument: None, work: UnitOfWork) -> None:
    """Go on with the speaker alone."""
    fallback = texts.no_private_way(message.station.phone)
    await work.outbox.add(message.reply_in_private(texts.IN_PRIVATE, fallback=fallback), at=message.sent_at)


async def person(message: Message, argument: str, work: UnitOfWork) -> None:
    """Promise a call by a person (MSG-X9), and tell those on duty who wants one (MSG-G7).

    *argument* is how to call a voter nobody knows how to find; without it, that is asked.
    """
    when = _called(message.sent_at, message.station)
    said = await _last_words(message, work)
    masked = mask(said, Filter(names=(), allowed=(message.station.phone,)).findings(said))
    who = argument or await _who(message, work)
    for member in on_duty(message.station):
        notice = Outgoing(
            key=f"{message.id}/person/{member}",
            to=Recipient.person(member),
            station=message.station.id,
            text=texts.person_wanted(who or await _nameless(message, work), masked, when),
            priority=Priority.NOTICE,
            about=message.sender,
        )
        await work.outbox.add(notice, at=message.sent_at)
    text = texts.person_will_call if who else texts.how_to_call
    answer = message.reply_in_private(
        text(when, message.station.phone), fallback=texts.no_private_way(message.station.phone)
    )
    await work.outbox.add(answer, at=message.sent_at)


def _asked_for(village: str, message: Message) -> tuple[Deputy, ...]:
    of_station = message.station.deputies
    if village:
        return tuple(one for one in of_station if any(name in village or village in name for name in one.villages))
    group = next((group for group in message.station.groups if group.id == message.group), None)
    own = () if group is None else tuple(one for one in of_station if one.person == group.deputy)
    return own or of_station


def _called(at: datetime, station: Station) -> str:
    day = day_of_answer(at, station.calendar)
    return texts.WITHIN_MINUTES if day is None else texts.forenoon(day)


async def _last_words(message: Message, work: UnitOfWork) -> str:
    """Return what the speaker said last before asking for a person, or an empty text."""
    own = set(await work.voters.ways(message.sender))
    for kept in reversed(await work.messages.newest(limit=LOOKED_BACK, before=message.id)):
        if kept.heard.sender in own:
            return kept.heard.text
    return ""


async def _nameless(message: Message, work: UnitOfWork) -> str:
    """Return how staff may know somebody whose name nobody may read."""
    home = message.group or (await work.voters.get(message.sender)).home
    group = None if home is None else work.roster.groups.get(home)
    return texts.nameless(None if group is None else group.name)


async def _who(message: Message, work: UnitOfWork) -> str | None:
    """Return whom to call, None unless the voter agreed to be named; that it was read goes on the trail."""
    if work.roster.knows(message.sender):
        return work.roster.name(message.sender)
    if (await work.voters.get(message.sender)).consent is not Consent.NAMED:
        return None
    station, at = message.station.id, message.sent_at
    await note_by_bot(about=message.sender, event="read_contact", station=station, via="chat", at=at, work=work)
    return texts.called(await work.voters.contact(message.sender))
