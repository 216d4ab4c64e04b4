"""What deputies have to do and where they have to be, as it stands: for lists and calendars of their own."""

from collections.abc import AsyncIterator, Collection
from datetime import datetime
from typing import Final

from bot import duties_texts as texts
from handlers.meetings.reception_day import upcoming
from handlers.meetings.texts import place_of
from handlers.people.rules.roster import PersonId, Station
from handlers.petitions.rules.acting import Turn, turn
from handlers.petitions.rules.interest import may_learn
from handlers.ports import Duty, UnitOfWork

MOST: Final = 100  # petitions of a deputy, those soonest due


async def matters(station: Station, people: Collection[PersonId], work: UnitOfWork) -> AsyncIterator[Duty]:
    """Yield the petitions of which the next step is that of one of *people*, deputies of the station."""
    for deputy in station.deputies:
        if deputy.person not in people:
            continue
        for petition in await work.petitions.of_deputy(deputy.person, limit=MOST):
            known = petition.station == station.id and may_learn(petition, deputy.person, station)
            if known and turn(petition) is Turn.DEPUTY:
                yield Duty(
                    key=f"petition/{petition.id}/{deputy.person}",
                    person=deputy.person,
                    text=texts.matter(petition),
                    ends=petition.due,
                )


async def receptions(
    station: Station, people: Collection[PersonId], now: datetime, work: UnitOfWork
) -> AsyncIterator[Duty]:
    """Yield the coming receptions at which one of *people* has said to receive, for each of them."""
    for day in await upcoming(station, now.date(), work):
        if day.kept.end <= now:
            continue
        for deputy in day.there:
            if deputy.person in people:
                yield Duty(
                    key=f"reception/{day.kept.id}/{deputy.person}",
                    person=deputy.person,
                    text=texts.RECEPTION,
                    begins=day.kept.start,
                    ends=day.kept.end,
                    place=place_of(day.planned, station),
                )
