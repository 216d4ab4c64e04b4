"""Posts that groups will not be told, for the head to know by name before their day comes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from handlers.dates.day_kinds import ONE_DAY
from handlers.dates.lunar import is_silent
from handlers.dates.weeks import days_between
from handlers.meetings.activities.plan import planned
from handlers.meetings.plan import reception_day_id
from handlers.meetings.posts import activity_of, groups_of, no_room, reception_of, topic_week_of
from handlers.meetings.rules.activity_kinds import KINDS
from handlers.meetings.rules.fence import PlannedPost, Rank
from handlers.meetings.rules.reception_days import REACH
from handlers.meetings.rules.station_days import station_days
from handlers.people.rules.roster import Group, Station
from handlers.ports import UnitOfWork
from handlers.reports import untold_texts as texts

OF_RECEPTIONS: Final = frozenset({Rank.ANNOUNCEMENT, Rank.REMINDER, Rank.RECEPTION})
OF_ACTIVITIES: Final = frozenset({Rank.EVENT, Rank.PUBLICITY})


@dataclass(frozen=True, slots=True, kw_only=True)
class Untold:
    """A post by the name the head knows, and the groups that miss it; Spring Festival *silenced* it, or they are full.

    *groups* is empty where all miss it.
    """

    what: str
    groups: tuple[str, ...]
    silenced: bool


async def untold(station: Station, today: date, work: UnitOfWork) -> tuple[Untold, ...]:
    """Return what no digest before has told and none after will: the posts up to the next workday.

    On a day of rest, when there may be no digest, there is nothing to tell. A post nobody had set is not missed.
    """
    calendar = station.calendar
    if not calendar.is_workday(today):
        return ()
    missed: dict[PlannedPost, list[Group]] = {}
    for day in days_between(today + ONE_DAY, calendar.next_workday(today)):
        for post, group in no_room(station, day):
            missed.setdefault(post, []).append(group)
    receptions = _receptions(station, today)
    everyone = len(groups_of(station, None))
    found = []
    for post, groups in missed.items():
        what = await _named(post, station, receptions, work)
        if what is not None:
            names = () if len(groups) == everyone else tuple(group.name for group in groups)
            found.append(Untold(what=what, groups=names, silenced=all(map(is_silent, post.days))))
    return tuple(found)


def _receptions(station: Station, today: date) -> Mapping[str, str]:
    """Return what the receptions to come are called, by their names."""
    days = station_days(station, station.calendar, today, today + REACH)
    return {reception_day_id(station, one): texts.reception(one, station) for one in days}


async def _named(post: PlannedPost, station: Station, receptions: Mapping[str, str], work: UnitOfWork) -> str | None:
    """Return what a post is called, None where nothing is missed: no topic set, no words that staff let be posted."""
    if post.rank in OF_RECEPTIONS:
        return texts.of_reception(receptions[reception_of(post.slot)], post.rank)
    if post.rank in OF_ACTIVITIES:
        kept, one = await work.meetings.activity(activity_of(post.slot)), planned(activity_of(post.slot), station)
        waits_for_words = kept is not None and KINDS[kept.kind].draft and not kept.words
        return None if one is None or waits_for_words else texts.of_activity(one)
    if post.rank is Rank.TOPIC:
        week = await work.meetings.topic(topic_week_of(post.slot))
        return None if week is None else texts.of_topic(week.topic)
    return None
