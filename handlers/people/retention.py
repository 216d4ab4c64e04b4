"""What is kept no longer than people were told, erased each night (domain §8.3).

A petition's own words go with the petition's timer. Inbox, outbox and contacts know no stations: where stations keep
them for different periods, the shortest holds, and the night of the first station that has it does it for all.
"""

from collections.abc import AsyncIterator, Iterator, Mapping
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
from handlers.timed import Begin, Occurrence
from handlers.trail import note_by_bot

AT_ONCE: Final = 200
"""Of each kind: what a unit of work erases keeps others waiting, and stands in memory, until all of it is done."""

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


async def erase_what_is_old(occurrence: Occurrence, now: datetime, begin: Begin) -> AsyncIterator[None]:
    """Erase words and contacts whose time is over, a few from one yield to the next; the trail says how many."""
    station = occurrence.station
    async with begin() as work:
        stations = work.roster.stations.values()
    if station.id == min(stations, key=lambda one: one.limits.raw_text_days).id:
        async for part in _erase_words(station, now, begin):
            yield part
    if station.id == min(stations, key=lambda one: one.limits.contact_years).id:
        async for part in _erase_contacts(station, now, begin):
            yield part


async def erase_views(occurrence: Occurrence, now: datetime, work: UnitOfWork) -> None:
    """Erase what was said on a station's topics and to its calls, where its time is over."""
    station, words_from = occurrence.station, words_kept_from(now.date(), occurrence.station.limits)
    erased = await forget_views(station, words_from, work) + await forget_words_said(station, words_from, work)
    await _note({"views": erased}, station, now, work)


async def _erase_words(station: Station, now: datetime, begin: Begin) -> AsyncIterator[None]:
    words_from = words_kept_from(now.date(), station.limits)
    while True:
        async with begin() as work:
            erased = {
                "messages": await work.messages.forget_before(words_from, limit=AT_ONCE),
                "outbox": await work.outbox.forget_before(words_from, limit=AT_ONCE),
                "questions": await work.questions.forget_before(words_from, limit=AT_ONCE),
                "corrections": await work.corrections.forget_before(words_from, limit=AT_ONCE),
            }
            await _note(erased, station, now, work)
        yield
        if max(erased.values()) < AT_ONCE:
            return


async def _erase_contacts(station: Station, now: datetime, begin: Begin) -> AsyncIterator[None]:
    """Forget voters not heard of any more."""
    kept_from = contacts_kept_from(now.date(), station.limits)
    after: PersonId | None = None
    while True:
        async with begin() as work:
            silent = await work.voters.silent_since(kept_from, limit=AT_ONCE, after=after)
            gone = [one for one in silent if not work.roster.knows(one) and not await _has_matter(one, kept_from, work)]
            for person in gone:
                await work.voters.erase(person)
            await _note({"contacts": len(gone)}, station, now, work)
        yield
        if len(silent) < AT_ONCE:
            return
        after = silent[-1]


async def _note(erased: Mapping[str, int], station: Station, now: datetime, work: UnitOfWork) -> None:
    for subject, count in erased.items():
        if count:
            await work.figures.add(station.id, now.date(), ERASED[subject], count)
            await note_by_bot(about=subject, event="erase", after=f"{count}", station=None, at=now, work=work)


async def _has_matter(person: PersonId, kept_from: date, work: UnitOfWork) -> bool:
    """Return whether a petition of a voter's is not over yet, or was not over before *kept_from*."""
    petitions = await work.petitions.of_voter(person, limit=ALL)
    return any(one.state not in CLOSED or ended_at(one).date() >= kept_from for one in petitions)
