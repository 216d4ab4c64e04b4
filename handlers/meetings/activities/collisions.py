"""Activities at hours at which people have to be elsewhere: those that gave way, and those that could not."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from handlers.dates.china_time import moment
from handlers.dates.day_kinds import ONE_DAY
from handlers.dates.weeks import days_between
from handlers.meetings.activities import texts
from handlers.meetings.activities.plan import planned, planned_activities
from handlers.meetings.rules.activity_days import PlannedActivity
from handlers.meetings.rules.activity_records import ActivityId
from handlers.meetings.rules.notices import MORNING
from handlers.meetings.rules.same_hours import hours_of_activity, hours_of_reception
from handlers.meetings.rules.station_days import station_days
from handlers.meetings.telling import tell_heads
from handlers.meetings.texts import place_of
from handlers.people.rules.roster import Station
from handlers.ports import UnitOfWork
from handlers.timed import Occurrence

TOLD_AHEAD: Final = timedelta(days=31)


def collisions(station: Station, start: datetime, end: datetime) -> Iterator[Occurrence]:
    """Yield one each morning for each activity of the month to come that gave way to another, or could not."""
    for day in days_between(start.date(), end.date()):
        due = moment(day, MORNING)
        if start <= due < end:
            for one in planned_activities(station, day + ONE_DAY, day + TOLD_AHEAD):
                if one.gave_way or in_the_way(one, station):
                    key = f"collision/{one.id}/{one.date}"
                    yield Occurrence(key=key, station=station, due=due, until=one.starts, subject=one.id)


async def tell_of_collision(occurrence: Occurrence, now: datetime, work: UnitOfWork) -> None:
    """Tell the head where an activity went, or beside what it is held; the talk over a topic cannot be moved by him."""
    station = occurrence.station
    one = planned(ActivityId(occurrence.subject), station)
    if one is not None:
        others = in_the_way(one, station)
        text = texts.held_beside(one, others) if others else texts.gave_way(one)
        await tell_heads(text, station=station, key=occurrence.key, at=now, work=work)


def in_the_way(one: PlannedActivity, station: Station) -> tuple[str, ...]:
    """Return what people would have to be at while an activity is held: receptions and other activities."""
    if not one.kind.people_meet:
        return ()
    hours = hours_of_activity(one.start)
    receptions = (
        texts.reception_at(place_of(other, station))
        for other in station_days(station, station.calendar, one.date, one.date)
        if hours.overlap(hours_of_reception(other.reception))
    )
    activities = (
        other.kind.name
        for other in planned_activities(station, one.date, one.date)
        if other.id != one.id and other.kind.people_meet and hours.overlap(hours_of_activity(other.start))
    )
    return (*receptions, *activities)
