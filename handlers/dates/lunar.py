"""The lunar calendar, as far as the bot needs it."""

from datetime import date, timedelta
from functools import cache

from lunar_python import Lunar


@cache
def spring_festival(year: int) -> date:
    """Return the first day of the first lunar month of *year*."""
    solar = Lunar.fromYmd(year, 1, 1).getSolar()
    return date(solar.getYear(), solar.getMonth(), solar.getDay())


def is_silent(day: date) -> bool:
    """Return whether no scheduled post may go out: from the eve of Spring Festival to its third day (domain §7.3)."""
    festival = spring_festival(day.year)
    return festival - timedelta(days=1) <= day <= festival + timedelta(days=2)
