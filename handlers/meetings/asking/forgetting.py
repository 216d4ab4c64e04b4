"""What people said to calls, handed out to themselves and erased (domain §8.3)."""

from dataclasses import replace
from datetime import datetime

from handlers.meetings.rules.calls import Call, View, without_views_of
from handlers.people.rules.roster import PersonId, Station
from handlers.ports import UnitOfWork


async def views_given_by(person: PersonId, work: UnitOfWork) -> list[tuple[Call, View]]:
    """Return what *person* said to calls of any station, each with its call, and is still kept."""
    return [
        (call, view)
        for station in work.roster.stations.values()
        for call in await work.calls.of(station.id)
        for view in call.views
        if view.by == person and view.text
    ]


async def forget_answers_of(person: PersonId, work: UnitOfWork) -> None:
    """Erase what *person* said to calls, and every ballot that is not counted yet."""
    for station in work.roster.stations.values():
        for known in await work.calls.of(station.id):
            call = await work.calls.get(known.station, known.number)  # with what is being added to it at this moment
            if call is not None and any(view.by == person for view in call.views):
                await work.calls.save(replace(call, views=without_views_of(person, call.views)))
    await work.ballots.forget(person)


async def forget_words_said(station: Station, before: datetime, work: UnitOfWork) -> int:
    """Erase the words of views given before *before*; who spoke stays, to be told what came of it. Return how many."""
    forgotten = 0
    for call in await work.calls.of(station.id):
        old = sum(bool(view.text) and view.at < before for view in call.views)
        if old:
            views = tuple(replace(view, text="") if view.at < before else view for view in call.views)
            await work.calls.save(replace(call, views=views))
            forgotten += old
    return forgotten
