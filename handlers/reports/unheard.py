"""Each working morning staff see whose voters have heard nothing for too long, and what to do about each."""

from collections.abc import Iterator, Sequence
from datetime import datetime, time, timedelta
from typing import Final

from handlers.dates.china_time import moment
from handlers.dates.weeks import days_between
from handlers.message import Outgoing, Priority, Recipient
from handlers.people.rules.roster import PersonId, Station
from handlers.petitions import call_backs
from handlers.petitions.rules.interest import in_charge
from handlers.petitions.rules.petition import Petition
from handlers.petitions.rules.showing import shown
from handlers.petitions.rules.silence import next_word_by
from handlers.ports import Delivery, UnitOfWork
from handlers.reports import unheard_texts as texts
from handlers.reports.standing import ask_which, cited
from handlers.reports.texts import Matter
from handlers.reports.unheard_texts import Unheard, Way
from handlers.timed import Occurrence

MORNING: Final = time(8, 40)
USEFUL_FOR: Final = timedelta(hours=8)
MOST_READ: Final = 300
LISTED: Final = 9  # a digit shows each


def mornings(station: Station, start: datetime, end: datetime) -> Iterator[Occurrence]:
    """Yield one each working morning."""
    calendar = station.calendar
    for day in days_between(start.date(), end.date()):
        due = moment(day, MORNING)
        if start <= due < end and calendar.is_workday(day):
            key = f"unheard/{station.id}/{day}"
            yield Occurrence(key=key, station=station, due=due, until=due + USEFUL_FOR, subject=day.isoformat())


async def tell_staff(occurrence: Occurrence, now: datetime, work: UnitOfWork) -> None:
    """List for those in charge whom nobody has called, and the matters whose next word to the voter is overdue."""
    await call_backs.list_overdue(occurrence, now, work)
    station = occurrence.station
    lists: dict[PersonId, list[Petition]] = {}
    for petition in await _waiting(station, now, work):
        if _is_overdue(petition, station, now):
            for person in in_charge(petition, station):
                lists.setdefault(person, []).append(petition)
    for person, petitions in lists.items():
        await _tell(person, petitions, occurrence, now, work)


async def _waiting(station: Station, now: datetime, work: UnitOfWork) -> Sequence[Petition]:
    """Return the petitions that were silent long enough for any word to be overdue."""
    shortest = now - timedelta(days=min(station.limits.first_word, station.limits.still_days))
    return await work.petitions.unheard_since(station.id, shortest, limit=MOST_READ)


def _is_overdue(petition: Petition, station: Station, now: datetime) -> bool:
    by = next_word_by(petition, station)
    return by is not None and by < now


async def _tell(
    person: PersonId, petitions: Sequence[Petition], occurrence: Occurrence, now: datetime, work: UnitOfWork
) -> None:
    unheard = [
        Unheard(matter=Matter(digit=digit, petition=one, words=shown(one)), way=await _way_to(one, work))
        for digit, one in enumerate(petitions[:LISTED], start=1)
    ]
    text = texts.unheard(unheard, len(petitions), now)
    choices = await ask_which(person, text, [one.matter for one in unheard], now, work)
    outgoing = Outgoing(
        key=f"{occurrence.key}/{person}",
        to=Recipient.person(person),
        station=occurrence.station.id,
        text=text,
        priority=Priority.NOTICE,
        choices=choices,
        cites=cited([one.matter for one in unheard]),
    )
    await work.outbox.add(outgoing, at=now)


async def _way_to(petition: Petition, work: UnitOfWork) -> Way:
    """Return whether a word in private would arrive, as far as is known."""
    if petition.voter is None:
        return Way.NO_ACCOUNT
    if not await work.voters.ways(petition.voter):
        return Way.NO_PRIVATE_TALK
    to_voter = Recipient.person(petition.voter)
    said = [entry for entry in await work.outbox.about(petition.id) if entry.outgoing.to == to_voter]
    return Way.NOT_DELIVERED if said and said[-1].state is Delivery.GIVEN_UP else Way.OPEN
