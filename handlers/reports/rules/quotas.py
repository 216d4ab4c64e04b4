"""What may be spent in a calendar month, and whether it will last: what a platform counts against the organisation."""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

LEVELS: Final = (70, 90, 100)
"""Percents of a quota at which somebody is told."""

SETTLED: Final = 50  # percent: before that the pace of a few days says little about a month
AIMED_AT: Final = 90  # percent: the days to come may be busier


@dataclass(frozen=True, slots=True, kw_only=True)
class Quota:
    """What may be spent of something in one month; *days* is what was spent on each of its days, by their numbers.

    *name* tells it from other quotas, *called* is its name for people, *month* the first day of its month.
    """

    name: str
    called: str
    month: date
    most: int
    days: Mapping[int, int]

    @property
    def spent(self) -> int:
        """What was spent up to now."""
        return sum(self.days.values())

    def plus(self, count: int, on: date) -> "Quota":
        """Return it with so much more spent on a day of its month."""
        return replace(self, days={**self.days, on.day: self.days.get(on.day, 0) + count})


def month_of(day: date) -> date:
    """Return the first day of the month of *day*."""
    return day.replace(day=1)


def at_this_pace(quota: Quota, today: date) -> int:
    """Return what will be spent by the end of the month if the days to come are like those up to *today*."""
    _, days = monthrange(quota.month.year, quota.month.month)
    return round(quota.spent * days / today.day)


def will_not_last(quota: Quota, today: date) -> bool:
    """Return whether it is time to save: little would be left by the end of the month, or nothing."""
    is_settled = quota.spent * 100 >= quota.most * SETTLED
    return is_settled and at_this_pace(quota, today) * 100 > quota.most * AIMED_AT


def level(quota: Quota) -> int:
    """Return the highest of the levels that was reached, 0 where none was."""
    return _level(quota.spent, quota.most)


def reached(quota: Quota, today: date) -> int:
    """Return the highest level that was first reached *today*, 0 where none was."""
    before = _level(quota.spent - quota.days.get(today.day, 0), quota.most)
    now = level(quota)
    return now if now > before else 0


def _level(spent: int, most: int) -> int:
    return max((one for one in LEVELS if spent * 100 >= most * one), default=0)
