"""What voters have heard of their petitions: words that arrived, words by telephone, and a word each month."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Final

from handlers.dates.china_time import moment
from handlers.dates.day_kinds import DayKind
from handlers.dates.lunar import is_silent
from handlers.dates.weeks import days_between
from handlers.message import Message, Outgoing, Recipient
from handlers.parse import TailAndWords
from handlers.people.rules.roster import Station
from handlers.petitions import hearing_texts as texts
from handlers.petitions.access import theirs
from handlers.petitions.rules.petition import PetitionId
from handlers.petitions.rules.silence import takes_long, times_silent
from handlers.petitions.telling import tell_voter
from handlers.ports import UnitOfWork
from handlers.timed import Occurrence
from handlers.trail import note

FORENOON: Final = time(10)
USEFUL_FOR: Final = timedelta(hours=8)
MOST_READ: Final = 1000  # petitions of a station long without a word; those after them have their turn another day

TOLD: Final = "told"
STILL: Final = "still"


async def arrived(outgoing: Outgoing, at: datetime, work: UnitOfWork) -> None:
    """Note that a platform took a word about a petition, where it was to its voter. Raise `UnknownPetition`."""
    if outgoing.about is not None:
        petition = await work.petitions.get(PetitionId(outgoing.about))
        if petition.voter is not None and outgoing.to == Recipient.person(petition.voter):
            await work.petitions.save(replace(petition, told_at=at))


async def told(message: Message, argument: TailAndWords, work: UnitOfWork) -> None:
    """Note that somebody told the voter in person or by telephone how far it is."""
    petition = await theirs(message, argument.tail, work)
    await work.petitions.save(replace(petition, told_at=message.sent_at))
    await note(message, about=petition.id, event=TOLD, reason=argument.words, work=work)
    await work.outbox.add(message.reply_in_private(texts.told_noted(petition.tail)), at=message.sent_at)


def forenoons(station: Station, start: datetime, end: datetime) -> Iterator[Occurrence]:
    """Yield one each day on which people may be spoken to about what goes on for long."""
    calendar = station.calendar
    for day in days_between(start.date(), end.date()):
        due = moment(day, FORENOON)
        if start <= due < end and calendar.kind(day) is not DayKind.HOLIDAY and not is_silent(day):
            key = f"still/{station.id}/{day}"
            yield Occurrence(key=key, station=station, due=due, until=due + USEFUL_FOR, subject=day.isoformat())


async def say_it_goes_on(occurrence: Occurrence, now: datetime, work: UnitOfWork) -> None:
    """Tell each voter who heard nothing for a month that the matter goes on, and how far it is (MSG-S17)."""
    station = occurrence.station
    earliest = moment(now.date() - timedelta(days=station.limits.still_days - 1), time())
    for petition in await work.petitions.unheard_since(station.id, earliest, limit=MOST_READ):
        if takes_long(petition) and (times := times_silent(petition, station, now)):
            since = petition.told_at or petition.registered_at
            part = f"{STILL}/{since.isoformat()}/{times}"
            await tell_voter(petition, texts.goes_on(petition), part=part, at=now, work=work)
