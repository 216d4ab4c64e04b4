"""What the moderator of a weekly topic is given: the views in groups, and what is left from last time (MSG-Z4)."""

from handlers.meetings import topic_texts as texts
from handlers.meetings.rules.activity_kinds import WEEKLY_TOPIC
from handlers.meetings.rules.records import TopicWeek, View
from handlers.people.rules.roster import PersonId, Role, Station
from handlers.petitions.rules.clusters import clusters
from handlers.ports import UnitOfWork


def moderators(week: TopicWeek, station: Station) -> tuple[PersonId, ...]:
    """Return who set the topic, or the head where that one works there no more."""
    staff = {one.person for one in station.staff}
    return (week.set_by,) if week.set_by in staff else station.with_role(Role.HEAD)


async def material(week: TopicWeek, station: Station, work: UnitOfWork) -> str:
    """Return the views, those that say the same together, and what was agreed before and is still to be done."""
    followed = await work.meetings.followed(station.id)
    left = [agreed.what for day in followed if day.kind == WEEKLY_TOPIC for agreed in day.agreed if agreed.is_open]
    return texts.material(week.topic, grouped(week.views), left)


def grouped(views: tuple[View, ...]) -> list[list[View]]:
    """Return views that say the same together, what most have said first."""
    groups = [[views[number] for number in cluster] for cluster in clusters([view.text for view in views])]
    return sorted(groups, key=len, reverse=True)
