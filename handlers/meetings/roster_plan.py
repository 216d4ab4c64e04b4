"""When the roster is looked after: the coming year made in December, gaps looked for each Monday."""

from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Final

from handlers.dates.china_time import moment
from handlers.dates.day_kinds import ONE_DAY
from handlers.dates.weeks import ONE_WEEK, Weekday, days_between
from handlers.meetings.rules.notices import MORNING
from handlers.people.rules.roster import Station
from handlers.timed import Occurrence

AFTER_THE_DIGEST: Final = time(8, 40)
DECEMBER: Final = 12


def rosters_made(station: Station, start: datetime, end: datetime) -> Iterator[Occurrence]:
    """Yield one on the first workday of December, for the coming year."""
    for year in range(start.year, end.year + 1):
        due = moment(station.calendar.next_workday(date(year, DECEMBER, 1) - ONE_DAY), MORNING)
        if station.receptions and start <= due < end:
            key = f"roster/{station.id}/{year + 1}"
            yield Occurrence(
                key=key, station=station, due=due, until=moment(date(year + 1, 1, 1), time()), subject=str(year + 1)
            )


def gaps_checked(station: Station, start: datetime, end: datetime) -> Iterator[Occurrence]:
    """Yield one each Monday morning."""
    for day in days_between(start.date(), end.date()):
        due = moment(day, AFTER_THE_DIGEST)
        if station.receptions and day.weekday() == Weekday.MON and start <= due < end:
            key = f"roster/{station.id}/gaps/{day}"
            yield Occurrence(key=key, station=station, due=due, until=due + ONE_WEEK, subject=day.isoformat())
