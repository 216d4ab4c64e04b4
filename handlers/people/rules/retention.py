"""How long people's words and contacts are kept: at most as long as they were told (domain §8.3, MSG-P2)."""

from datetime import date, datetime, time, timedelta
from typing import Final

from handlers.dates.china_time import CHINA_TIME, moment
from handlers.people.rules.roster import Limits

NIGHT: Final = time(3)
"""When what is too old is erased."""

DAYS_OF_A_YEAR: Final = 365


def words_kept_until(said_at: datetime, limits: Limits) -> datetime:
    """Return when words are erased: in the night of the last day they may be kept."""
    said = said_at.astimezone(CHINA_TIME).date()
    return moment(said + timedelta(days=limits.raw_text_days), NIGHT)


def words_kept_from(today: date, limits: Limits) -> datetime:
    """Return the moment from which on words outlive the night of *today*; what was said before does not."""
    return moment(today - timedelta(days=limits.raw_text_days - 1), time())


def contacts_kept_from(today: date, limits: Limits) -> date:
    """Return the day on or after which a person must have been heard of to be still known after *today*."""
    return today - timedelta(days=limits.contact_years * DAYS_OF_A_YEAR - 1)
