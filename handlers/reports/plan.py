"""When the head of a station is given a digest (domain §5.9)."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Final

from handlers.dates.china_time import moment
from handlers.dates.day_kinds import WorkCalendar
from handlers.dates.weeks import ONE_WEEK, days_between, monday_of
from handlers.meetings.rules.notices import first_workday_from
from handlers.people.rules.roster import Station
from handlers.timed import Occurrence

USEFUL_FOR: Final = timedelta(hours=36)  # design §2; later it is folded into the next
EVENING: Final = time(17, 30)
MORNING: Final = time(8, 30)


def daily_digests(station: Station, start: datetime, end: datetime) -> Iterator[Occurrence]:
    """Yield one each evening."""
    for day in days_between(start.date(), end.date()):
        yield from _due("daily", station, moment(day, EVENING), start, end)


def weekly_digests(station: Station, start: datetime, end: datetime) -> Iterator[Occurrence]:
    """Yield one on the first workday of each week, about the week before."""
    for day in days_between(start.date(), end.date()):
        if day == weekly_day(monday_of(day), station.calendar):
            yield from _due("weekly", station, moment(day, MORNING), start, end, about=monday_of(day))


def monthly_digests(station: Station, start: datetime, end: datetime) -> Iterator[Occurrence]:
    """Yield one on the first workday of each month, about the month before."""
    calendar = station.calendar
    for day in days_between(start.date(), end.date()):
        if day == first_workday(day, calendar):
            yield from _due("monthly", station, moment(day, MORNING), start, end)


def weekly_day(monday: date, calendar: WorkCalendar) -> date | None:
    """Return when the digest is given in the week of *monday*, None where nobody works that week."""
    day = first_workday_from(monday, calendar)
    return day if day < monday + ONE_WEEK else None


def first_workday(day: date, calendar: WorkCalendar) -> date:
    """Return the first workday of the month *day* is in."""
    return first_workday_from(day.replace(day=1), calendar)


def _due(
    kind: str, station: Station, due: datetime, start: datetime, end: datetime, *, about: date | None = None
) -> Iterator[Occurrence]:
    if start <= due < end:
        day = (about or due.date()).isoformat()
        key = f"digest/{station.id}/{kind}/{day}"
        yield Occurrence(key=key, station=station, due=due, until=due + USEFUL_FOR, subject=day)
