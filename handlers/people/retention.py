"""What is kept no longer than people were told, erased each night (domain §8.3).

A petition's own words go with the petition's timer. Inbox and outbox know no stations: where stations keep words for
different periods, the shortest holds.
"""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Final

from handlers.dates.china_time import moment
from handlers.dates.weeks import days_between
from handlers.meetings.asking.forgetting import forget_words_said
from handlers.meetings.topic_summary import forget_views
from handlers.people.privacy import ALL
from handlers.people.rules.retention import NIGHT, contacts_kept_from, words_kept_from
from handlers.people.rules.roster import PersonId, Station
from handlers.petitions.rules.states import CLOSED, ended_at
from handlers.ports import UnitOfWork
from handlers.timed import Occurrence
from handlers.trail import note_by_bot

KINDS: Final = ("messages", "outbox", "questions", "corrections", "views", "contacts")
ERASED: Final = {kind: f"erased_{kind}" for kind in KINDS}
"""The figure that counts what the nights have erased of each kind."""


def nights(station: Station, start: datetime, end: datetime) -> Iterator[Occurrence]:
    """Yield one each night; it never goes stale."""
    for day in days_between(start.date(), end.date()):
        due = moment(day, NIGHT)
        if start <= due < end:
            key = f"retention/{station.id}/{day}"
            yield Occurrence(key=key, station=station, due=due, until=None, subject=day.isoformat())


async def erase_what_is_old(occurrence: Occurrence, now: datetime, work: UnitOfWork) -> None:
    """Erase words and contacts whose time is over; the trail says how many."""
    limits = occurrence.station.limits
    words_from, contacts_from = words_kept_from(now.date(), limits), contacts_kept_from(now.date(), limits)
    erased = {
        "messages": await work.messages.forget_before(words_from),
        "outbox": await work.outbox.forget_before(words_from),
        "questions": await work.questions.forget_before(words_from),
        "corrections": await work.corrections.forget_before(words_from),
        "views": await forget_views(occurrence.station, words_from, work)
        + await forget_words_said(occurrence.station, words_from, work),
        "contacts": await _erase_contacts(contacts_from, work),
    }
    for subject, count in erased.items():
        if count:
            await work.figures.add(occurrence.station.id, now.date(), ERASED[subject], count)
            await note_by_bot(about=subject, event="erase", after=f"{count}", station=None, at=now, work=work)


async def _erase_contacts(kept_from: date, work: UnitOfWork) -> int:
    """Forget voters not heard of any more; return how many."""
    silent = [person for person in await work.voters.silent_since(kept_from) if not work.roster.knows(person)]
    gone = [person for person in silent if not await _has_matter(person, kept_from, work)]
    for person in gone:
        await work.voters.erase(person)
    return len(gone)


async def _has_matter(person: PersonId, kept_from: date, work: UnitOfWork) -> bool:
    """Return whether a petition of a voter's is not over yet, or was not over before *kept_from*."""
    petitions = await work.petitions.of_voter(person, limit=ALL)
    return any(one.state not in CLOSED or ended_at(one).date() >= kept_from for one in petitions)
