"""Those who raised what a week's topic is about: whose petitions it was drawn from, and who gave a view."""

from datetime import datetime

from handlers.meetings.rules.records import TopicWeek
from handlers.meetings.telling import tell
from handlers.petitions.telling import tell_voter
from handlers.ports import UnitOfWork


async def tell_who_raised(week: TopicWeek, text: str, *, part: str, at: datetime, work: UnitOfWork) -> int:
    """Tell each of them once, in private; return how many there are."""
    key = f"topic/{week.id}/{part}"
    told = set()
    for name in week.raised:
        petition = await work.petitions.get(name)
        if petition.voter is not None and petition.voter not in told:
            await tell_voter(petition, text, part=key, at=at, work=work)
            told.add(petition.voter)
    station = work.roster.stations[week.station]
    for view in week.views:
        if view.by not in told:
            await tell(view.by, text, station=station, key=key, at=at, work=work)
            told.add(view.by)
    return len(told)
