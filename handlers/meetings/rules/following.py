"""When it is asked how far a thing is that was agreed: before its day, on it, and each week after until it is done."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from handlers.dates.day_kinds import WorkCalendar
from handlers.dates.weeks import ONE_WEEK, days_between
from handlers.meetings.rules.activity_records import Agreed

AHEAD: Final = timedelta(days=3)
WITHOUT_DATE: Final = 2 * ONE_WEEK


def asked_on(agreed: Agreed, since: date, day: date, calendar: WorkCalendar) -> bool:
    """Return whether it is asked on *day*, a workday, how far the thing is; *since* is the day it was agreed.

    What would be asked on a day of rest is asked on the next workday.
    """
    before = calendar.previous_workday(day)
    return any(before < due <= day for due in _due(agreed, since, day) if due > since)


def _due(agreed: Agreed, since: date, until: date) -> Iterator[date]:
    """Yield the days on which it is to be asked, up to *until*, days of rest among them."""
    if agreed.until is not None:
        yield agreed.until - AHEAD
    first, every = (since, WITHOUT_DATE) if agreed.until is None else (agreed.until, ONE_WEEK)
    yield from (day for day in days_between(first, until) if (day - first) % every == timedelta(0))
