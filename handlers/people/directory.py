"""Who and where: the deputies, the station, a person to talk to."""

from dataclasses import replace
from datetime import datetime

from handlers.long_answers import say_lines
from handlers.message import Message, Outgoing, Priority, Recipient
from handlers.people import texts
from handlers.people.last_words import last_words
from handlers.people.on_duty import day_of_answer, promised_by
from handlers.people.rules.masking import Filter, mask
from handlers.people.rules.roster import Deputy, Station
from handlers.petitions import call_backs
from handlers.petitions.call_back_texts import A_CALL, and_when_done
from handlers.petitions.rules.interest import conflict_of, in_charge
from handlers.petitions.voters.drafts import draft_of
from handlers.ports import UnitOfWork


async def deputies(message: Message, argument: str, work: UnitOfWork) -> None:
    """Name the deputies of the village asked for, else those of the group, else all of the station."""
    text = texts.deputies(message.station, _asked_for(argument, message), argument)
    await say_lines(message, text.splitlines(), work)


async def station(message: Message, argument: None, work: UnitOfWork) -> None:
    """Tell where the station is, when it is open and how to call it."""
    await say_lines(message, texts.station(message.station).splitlines(), work)


async def in_private(message: Message, argument: None, work: UnitOfWork) -> None:
    """Go on with the speaker alone."""
    fallback = texts.no_private_way(message.station.phone)
    await work.outbox.add(message.reply_in_private(texts.IN_PRIVATE, fallback=fallback), at=message.sent_at)


async def person(message: Message, argument: str, work: UnitOfWork) -> None:
    """Promise a call by a person (MSG-X9), and tell those on duty who wants one (MSG-G7).

    *argument* is how to call a voter nobody knows how to find; without it, that is asked.
    """
    when = called(message.sent_at, message.station)
    said = await last_words(message, work)
    matter = draft_of(message, f"{said}\n{argument}")
    matter = replace(matter, conflict=conflict_of(matter, message.station))
    if matter.conflict is not None:  # whoever is told must not be whom the words concern, nor pass them on
        said = ""
    masked = mask(said, Filter(allowed=(message.station.phone,)).findings(said))
    due = promised_by(message.sent_at, message.station.calendar)
    owed = await call_backs.promise(replace(matter, text=argument, attachments=()), A_CALL, due, work)
    who, known = (argument, True) if argument else await who_asks(message, work)
    for member in in_charge(matter, message.station):
        notice = Outgoing(
            key=f"{message.id}/person/{member}",
            to=Recipient.person(member),
            station=message.station.id,
            text=texts.person_wanted(who, masked, when) + and_when_done(owed),
            priority=Priority.NOTICE,
            about=message.sender,
        )
        await work.outbox.add(notice, at=message.sent_at)
    fallback = texts.no_private_way(message.station.phone)
    answer = message.reply_in_private(promise(message, known=known), fallback=fallback)
    await work.outbox.add(answer, at=message.sent_at)


def promise(message: Message, *, known: bool) -> str:
    """Return the promise of a call, with how to be found where nobody knows whom to call."""
    text = texts.person_will_call if known else texts.how_to_call
    return text(called(message.sent_at, message.station), message.station.phone)


def _asked_for(village: str, message: Message) -> tuple[Deputy, ...]:
    of_station = message.station.deputies
    if village:
        return tuple(one for one in of_station if any(name in village or village in name for name in one.villages))
    group = next((group for group in message.station.groups if group.id == message.group), None)
    own = () if group is None else tuple(one for one in of_station if one.person == group.deputy)
    return own or of_station


def called(at: datetime, station: Station) -> str:
    """Return when a person calls who was asked for at *at*."""
    day = day_of_answer(at, station.calendar)
    return texts.WITHIN_MINUTES if day is None else texts.forenoon(day)


async def who_asks(message: Message, work: UnitOfWork) -> tuple[str, bool]:
    """Return how staff may know the speaker, and whether they can call: only where the voter agreed to be named."""
    return await call_backs.who_asks(message.sender, message.group, message.station.id, message.sent_at, work)
