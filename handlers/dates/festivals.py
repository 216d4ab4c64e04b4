"""The statutory festivals: on which days the law has them, and how far around them a year's notice may reach.

Measures for Holidays of National Festivals and Memorial Days, art. 2, as amended by State Council order 795 of 2024:
thirteen days a year, known before any notice. A notice makes days around them free, and weekend days worked in return.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import cache
from typing import Final

from handlers.dates.lunar import lunar_date, qingming, spring_festival
from handlers.dates.words import FESTIVALS

# From 2016 to 2026 no notice went further from a festival's days than two days before and five after for days off,
# eight before and nine after for days worked; some days to spare.
FREED: Final = (-3, 7)
WORKED: Final = (-10, 11)
FURTHEST: Final = timedelta(days=max(map(abs, (*FREED, *WORKED))))


def festival_on(day: date) -> str | None:
    """Return the festival that *day* is a statutory day of, None on any other day."""
    return statutory_days(day.year).get(day)


@cache
def statutory_days(year: int) -> Mapping[date, str]:
    """Return the days of *year* that the law itself makes free, each with its festival."""
    days = (
        (date(year, 1, 1), 1),
        (spring_festival(year) - timedelta(days=1), 4),
        (qingming(year), 1),
        (date(year, 5, 1), 2),
        (lunar_date(year, 5, 5), 1),
        (lunar_date(year, 8, 15), 1),
        (date(year, 10, 1), 3),
    )
    return {
        first + timedelta(days=n): festival
        for festival, (first, count) in zip(FESTIVALS, days, strict=True)
        for n in range(count)
    }


@cache
def days_that_may_be_free(year: int) -> frozenset[date]:
    """Return the days that the notice of *year* may make free."""
    return frozenset(_around(year, *FREED))


@cache
def days_that_may_be_worked(year: int) -> frozenset[date]:
    """Return the days that the notice of *year* may have worked where they are a weekend's."""
    return frozenset(_around(year, *WORKED))


def _around(year: int, before: int, after: int) -> Iterator[date]:
    return (day + timedelta(days=n) for day in statutory_days(year) for n in range(before, after + 1))
