"""When activities set something off: the steps of each, its minutes, and what was agreed (domain §7.3)."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Final

from handlers.dates.china_time import moment
from handlers.dates.day_kinds import ONE_DAY
from handlers.dates.weeks import ONE_WEEK, days_between
from handlers.meetings.plan import mondays
from handlers.meetings.rules.activity_days import PlannedActivity, activities_of, activity_id, told_on_days
from handlers.meetings.rules.activity_kinds import KINDS, WEEKLY_TOPIC, Audience
from handlers.meetings.rules.activity_records import ActivityId
from handlers.meetings.rules.notices import MORNING, first_workday_from
from handlers.meetings.rules.reception_days import REACH, ReceptionDate
from handlers.meetings.topic_week import talked_over_on
from handlers.people.rules.roster import Station
from handlers.timed import Occurrence

HOLIDAY: Final = timedelta(days=12)  # longer than any stretch of days of rest
LONGEST: Final = max(kind.reach for kind in KINDS.values()) + HOLIDAY
"""So long before an activity its first step may be."""
TOPIC_AHEAD: Final = KINDS[WEEKLY_TOPIC].reach + HOLIDAY
MINUTES_DUE: Final = (3, 7)
AGREED_ASKED_AT: Final = time(9, 30)


def planned_activities(station: Station, start: date, end: date) -> Iterator[PlannedActivity]:
    """Yield all that is held from *start* to *end*, both included, the talks over weekly topics too."""
    yield from activities_of(station, start, end)
    yield from _topics(station, start, end)


def planned(day: ActivityId, station: Station) -> PlannedActivity | None:
    """Return an activity as it is planned now, None where it is not held any more."""
    rest, _, last = day.rpartition("/")
    nominal = date.fromisoformat(last)
    if rest.endswith(f"/{WEEKLY_TOPIC}"):
        found = _topics(station, nominal, nominal + ONE_WEEK - ONE_DAY)
    else:
        found = activities_of(station, nominal - REACH, nominal + REACH)
    return next((one for one in found if one.id == day), None)


def step_of(occurrence: Occurrence) -> tuple[ActivityId, int]:
    """Return the activity an occurrence is about, and which of its steps it is."""
    day, _, number = occurrence.subject.rpartition(" ")
    return ActivityId(day), int(number)


def steps_due(station: Station, start: datetime, end: datetime) -> Iterator[Occurrence]:
    """Yield one for each day on which a step of an activity may be taken."""
    first, last = start.date(), end.date()
    for one in (*activities_of(station, first, last + LONGEST), *_topics(station, first, last + TOPIC_AHEAD)):
        for number, step in enumerate(one.kind.steps):
            until = one.starts
            if step.to is Audience.GROUPS:
                until = moment(one.date if step.before else one.date + ONE_DAY, time())
            for day in told_on_days(one, step, station.calendar):
                due = moment(day, step.at)
                if start <= due < min(end, until):
                    key = f"activity/{one.id}/{number}/{day}"
                    yield Occurrence(key=key, station=station, due=due, until=until, subject=f"{one.id} {number}")


def minutes_due(station: Station, start: datetime, end: datetime) -> Iterator[Occurrence]:
    """Yield one when minutes should be there, and one when somebody else has to be told that they are not.

    Where holidays put both on one morning the second is enough.
    """
    calendar = station.calendar
    for one in planned_activities(station, start.date() - max(MINUTES_DUE) * ONE_DAY - HOLIDAY, end.date()):
        days = [first_workday_from(one.date + days * ONE_DAY, calendar) for days in MINUTES_DUE]
        for number, day in enumerate(days):
            due = moment(day, MORNING)
            if one.kind.minutes and start <= due < end and day not in days[number + 1 :]:
                key = f"activity/{one.id}/minutes/{number}/{due.date()}"
                yield Occurrence(key=key, station=station, due=due, until=due + ONE_WEEK, subject=f"{one.id} {number}")


def agreed_asked(station: Station, start: datetime, end: datetime) -> Iterator[Occurrence]:
    """Yield one each workday: how far is what was agreed?"""
    if station.topic is None and not station.activities:
        return
    for day in days_between(start.date(), end.date()):
        due = moment(day, AGREED_ASKED_AT)
        if station.calendar.is_workday(day) and start <= due < end:
            key = f"agreed/{station.id}/{day}"
            yield Occurrence(key=key, station=station, due=due, until=moment(day + ONE_DAY, time()), subject=f"{day}")


def _topics(station: Station, start: date, end: date) -> Iterator[PlannedActivity]:
    if station.topic is None:
        return
    for monday in mondays(start, end):
        day = talked_over_on(station, monday)
        if day is not None and start <= day <= end:
            yield PlannedActivity(
                id=activity_id(station, WEEKLY_TOPIC, monday),
                kind=KINDS[WEEKLY_TOPIC],
                day=ReceptionDate(nominal=monday, date=day, moved=None, tentative=False),
                start=station.topic.discussion_at,
                place=station.topic.place,
            )
