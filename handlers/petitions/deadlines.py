"""The deadlines of petitions: they explain themselves, and move when new holidays are known (domain §3.3, §7.1)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

from handlers.dates.china_time import day_of
from handlers.message import Message
from handlers.people.rules.roster import Station
from handlers.petitions import deadline_texts as texts
from handlers.petitions.acting import who_acts
from handlers.petitions.answering import answer as say
from handlers.petitions.concerned import concerned, only_open
from handlers.petitions.rules.agreed import end_of_work
from handlers.petitions.rules.petition import Petition
from handlers.petitions.rules.reckoning import reckoning
from handlers.petitions.rules.states import OPEN
from handlers.petitions.telling import tell, tell_voter
from handlers.petitions.voters.following import mine
from handlers.ports import UnitOfWork
from handlers.timed import Occurrence
from handlers.trail import note_by_bot

EXPLAIN: Final = "explain"
MOVED: Final = "moved"
FOREVER: Final = datetime.max.replace(tzinfo=UTC)


async def explain(message: Message, argument: int | None, work: UnitOfWork) -> None:
    """Tell why the next step of a petition is due on its day; without a tail of the only open one, or else the list."""
    if argument is not None:
        petition = await concerned(message, EXPLAIN, argument, "", work)
    elif (petition := await only_open(message, work)) is None:
        await mine(message, None, work)
    if petition is not None:
        await show(message, petition, "", work)


async def show(message: Message, petition: Petition, words: str, work: UnitOfWork) -> None:
    """Tell why the next step of *petition* is due on its day."""
    if petition.due is None or petition.state not in OPEN:
        text = texts.without_deadline(petition)
    elif petition.term is None:
        text = texts.agreed(petition, petition.due)
    else:
        calendar = work.roster.stations[petition.station].calendar
        text = texts.explained(petition, petition.due, reckoning(petition.term, calendar))
    await say(message, text, about=petition, part=EXPLAIN, work=work)


# --- new holidays ---


def tables_known(station: Station, start: datetime, end: datetime) -> Iterator[Occurrence]:
    """Yield one for the holidays that are known: it is another one as soon as a table changes or is added."""
    known = station.calendar.fingerprint
    key = f"deadlines/{station.id}/{known}"
    yield Occurrence(key=key, station=station, due=start, until=None, subject=known)


async def count_anew(occurrence: Occurrence, now: datetime, work: UnitOfWork) -> None:
    """Count every running deadline anew; of each that moved, those concerned are told the old day and the new."""
    calendar = occurrence.station.calendar
    for petition in await work.petitions.due_between(occurrence.station.id, now, FOREVER):
        if petition.due is not None and petition.term is not None:
            due = max(end_of_work(petition.term.last_day(calendar)), end_of_work(day_of(now)))
            if due != petition.due:
                await _move(petition, petition.due, due, now, work)


async def _move(petition: Petition, before: datetime, due: datetime, now: datetime, work: UnitOfWork) -> None:
    moved = replace(petition, due=due)
    await work.petitions.save(moved)
    old, new = day_of(before), day_of(due)
    await note_by_bot(
        about=petition.id, event=MOVED, before=f"{old}", after=f"{new}", station=petition.station, at=now, work=work
    )
    part, text = f"{MOVED}/{new}", texts.moved(moved, old, new)
    await tell_voter(moved, text, part=part, at=now, work=work)
    for person in who_acts(moved, work.roster.stations[petition.station]):
        await tell(person, text, about=moved, part=part, at=now, work=work)
