"""The lunar calendar, as far as the bot needs it."""

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache
from typing import Final

from handlers.dates.words import QINGMING

# The first day of the first lunar month lies between these; month and day.
EARLIEST_FESTIVAL: Final = (1, 21)
LATEST_FESTIVAL: Final = (2, 21)

_DAY_ZERO: Final = 1_721_425  # the day number of astronomers at noon on the day whose `date.toordinal` is 0


@cache
def spring_festival(year: int) -> date:
    """Return the first day of the first lunar month of *year*."""
    return lunar_date(year, 1, 1)


def lunar_date(year: int, month: int, day: int) -> date:
    """Return the date of a day of the lunar *year*."""
    from lunar_python import Lunar  # here, because it takes 2 MB and is asked only around the festivals

    solar = Lunar.fromYmd(year, month, day).getSolar()
    return date(solar.getYear(), solar.getMonth(), solar.getDay())


def qingming(year: int) -> date:
    """Return the day of the solar term Qingming."""
    from lunar_python import Solar  # here for the same reason

    solar = Solar.fromYmd(year, 4, 1).getLunar().getJieQiTable()[QINGMING]
    return date(solar.getYear(), solar.getMonth(), solar.getDay())


def lunar_day(day: date) -> int:
    """Return the number of *day* in its lunar month, 1 to 30."""
    months = _lunar_months(day.year)
    return (day - months[bisect_right(months, day) - 1]).days + 1


@cache
def _lunar_months(year: int) -> Sequence[date]:
    """Return the first day of each lunar month that has a day in *year*, in order, and of some around these."""
    from lunar_python import LunarYear  # here for the same reason

    return [
        date.fromordinal(int(month.getFirstJulianDay()) - _DAY_ZERO) for month in LunarYear.fromYear(year).getMonths()
    ]


def is_silent(day: date) -> bool:
    """Return whether no scheduled post may go out: from the eve of Spring Festival to its third day (domain §7.3)."""
    eve, third = day + timedelta(days=1), day - timedelta(days=2)
    if (eve.month, eve.day) < EARLIEST_FESTIVAL or (third.month, third.day) > LATEST_FESTIVAL:
        return False
    festival = spring_festival(day.year)
    return festival - timedelta(days=1) <= day <= festival + timedelta(days=2)
