"""Weekdays, and the week from Monday to Sunday."""

from datetime import date, timedelta
from enum import IntEnum
from typing import Final

ONE_WEEK: Final = timedelta(weeks=1)


class Weekday(IntEnum):
    """The days of the week, numbered as `date.weekday` does."""

    MON = 0
    TUE = 1
    WED = 2
    THU = 3
    FRI = 4
    SAT = 5
    SUN = 6


def monday_of(day: date) -> date:
    """Return the Monday of the week *day* is in; Sunday ends a week."""
    return day - timedelta(days=day.weekday())


def days_between(start: date, end: date) -> tuple[date, ...]:
    """Return every day from *start* to *end*, both included."""
    return tuple(start + timedelta(days=n) for n in range((end - start).days + 1))
