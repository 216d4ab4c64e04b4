"""The hours in which nobody is spoken to unasked, emergencies excepted (domain §5)."""

from datetime import datetime, timedelta

from handlers.dates.china_time import CHINA_TIME, moment
from handlers.people.rules.roster import Station


def quiet_until(now: datetime, station: Station) -> datetime | None:
    """Return when the quiet hours end that *now* lies in, None outside of them."""
    local = now.astimezone(CHINA_TIME)
    today, clock = local.date(), local.time()
    begin, end = station.quiet_from, station.quiet_to
    if begin == end:
        return None
    if begin < end:
        return moment(today, end) if begin <= clock < end else None
    if clock >= begin:
        return moment(today + timedelta(days=1), end)
    return moment(today, end) if clock < end else None
