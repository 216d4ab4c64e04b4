"""When it is looked through what the public was asked: each morning, and once a year what is to be asked."""

from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Final

from handlers.dates.china_time import moment
from handlers.dates.day_kinds import ONE_DAY
from handlers.dates.weeks import days_between
from handlers.meetings.rules.notices import MORNING
from handlers.people.rules.roster import Station
from handlers.timed import Occurrence, Plan

PROPOSALS_FROM: Final = (10, 8)  # “every autumn” (domain §5.8): after the National Day holidays
RATING_FROM: Final = (12, 1)  # “rate in December” (domain §2.3.24)


def _each_morning(step: str) -> Plan:
    def plan(station: Station, start: datetime, end: datetime) -> Iterator[Occurrence]:
        for day in days_between(start.date(), end.date()):
            due = moment(day, MORNING)
            if start <= due < end:
                key = f"asking/{station.id}/{step}/{day}"
                until = moment(day + ONE_DAY, time())
                yield Occurrence(key=key, station=station, due=due, until=until, subject=day.isoformat())

    return plan


days_with_room: Final = _each_morning("post")
mornings: Final = _each_morning("look")
ratings_counted: Final = _each_morning("count")
projects_looked_after: Final = _each_morning("projects")


def _once_a_year(step: str, month_day: tuple[int, int]) -> Plan:
    def plan(station: Station, start: datetime, end: datetime) -> Iterator[Occurrence]:
        for year in range(start.year, end.year + 1):
            first = date(year, *month_day)
            calendar = station.calendar
            day = first if calendar.is_workday(first) else calendar.next_workday(first)
            due = moment(day, MORNING)
            if start <= due < end:
                key = f"asking/{station.id}/{step}/{year}"
                until = moment(day + 14 * ONE_DAY, time())
                yield Occurrence(key=key, station=station, due=due, until=until, subject=f"{year}")

    return plan


times_for_proposals: Final = _once_a_year("proposals", PROPOSALS_FROM)
times_for_rating: Final = _once_a_year("rating", RATING_FROM)
