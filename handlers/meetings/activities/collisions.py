"""Activities at hours at which people have to be elsewhere: those that gave way, and those that could not."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Final

from handlers.dates.china_time import moment
from handlers.dates.day_kinds import ONE_DAY
from handlers.dates.weeks import days_between
from handlers.meetings.activities import texts
from handlers.meetings.activities.plan import planned_activities
from handlers.meetings.roster_texts import place
from handlers.meetings.rules.activity_days import PlannedActivity
from handlers.meetings.rules.notices import MORNING
from handlers.meetings.rules.same_hours import hours_of_activity, hours_of_reception
from handlers.meetings.rules.station_days import StationDay, station_days
from handlers.meetings.telling import tell_heads
from handlers.meetings.texts import place_of
from handlers.people.rules.roster import Station
from handlers.ports import UnitOfWork
from handlers.timed import Occurrence

TOLD_AHEAD: Final = timedelta(days=31)


def collisions_looked_for(station: Station, start: datetime, end: datetime) -> Iterator[Occurrence]:
    """Yield one each working morning."""
    if station.topic is None and not station.activities:
        return
    for day in days_between(start.date(), end.date()):
        due = moment(day, MORNING)
        if station.calendar.is_workday(day) and start <= due < end:
            key = f"collisions/{station.id}/{day}"
            yield Occurrence(key=key, station=station, due=due, until=moment(day + ONE_DAY, time()), subject=f"{day}")


async def tell_of_collisions(occurrence: Occurrence, now: datetime, work: UnitOfWork) -> None:
    """Tell the head, once, where each activity of the month to come went that gave way, or beside what it is held."""
    station, today = occurrence.station, occurrence.due.date()
    for one in planned_activities(station, today + ONE_DAY, today + TOLD_AHEAD):
        others = in_the_way(one, station)
        key = f"collision/{one.id}/{one.date}"
        if (others or one.gave_way) and await work.occurrences.claim(key, at=now):
            place = _place_to_name(one, station)
            text = texts.held_beside(one, others, place) if others else texts.gave_way(one)
            await tell_heads(text, station=station, key=key, at=now, work=work)


def in_the_way(one: PlannedActivity, station: Station) -> tuple[str, ...]:
    """Return what people would have to be at while an activity is held: receptions and other activities."""
    if not one.kind.people_meet:
        return ()
    hours = hours_of_activity(one.start)
    receptions = (texts.reception_at(place_of(other, station)) for other in _receptions(one, station))
    activities = (
        other.kind.name
        for other in planned_activities(station, one.date, one.date)
        if other.id != one.id and other.kind.people_meet and hours.overlap(hours_of_activity(other.start))
    )
    return (*receptions, *activities)


def _place_to_name(one: PlannedActivity, station: Station) -> str:
    """Return which place's reception is in the way, empty where no other place receives that day."""
    several = len(station_days(station, station.calendar, one.date, one.date)) > 1
    return next((place(other, station) for other in _receptions(one, station)), "") if several else ""


def _receptions(one: PlannedActivity, station: Station) -> list[StationDay]:
    """Return the receptions at the hours of an activity."""
    hours = hours_of_activity(one.start)
    that_day = station_days(station, station.calendar, one.date, one.date)
    return [other for other in that_day if hours.overlap(hours_of_reception(other.reception))]
