"""Which receptions are held so often, as on market days, that their deputies are asked for a month of dates at once."""

from datetime import date
from functools import lru_cache
from typing import Final

from handlers.meetings.rules.nominal_days import NominalDays
from handlers.people.rules.roster import Station

DATES_A_YEAR: Final = 24
"""With more a deputy would be written to more than twice a week (domain §10.2)."""
ANY_YEAR: Final = date(2025, 1, 1), date(2025, 12, 31)


def month_asked(station: Station, day: date) -> str:
    """Return by what it is known that deputies were asked for the whole month of *day*."""
    return f"reception/{station.id}/{day:%Y-%m}/ask"


@lru_cache
def is_frequent(days: NominalDays) -> bool:
    """Return whether a rule names more than two dates a month."""
    return sum(1 for _ in days.nominal_dates(*ANY_YEAR)) > DATES_A_YEAR
