"""The hours in which nobody is spoken to unasked (domain §5: 21:30 to 7:30, emergencies excepted)."""

from datetime import datetime, timedelta

from handlers.dates.china_time import moment
from handlers.people.rules.roster import Station


def quiet_until(now: datetime, station: Station) -> datetime | None:
    """Return when the quiet hours end that *now* lies in, None outside of them."""
    clock = now.timetz().replace(tzinfo=None)
    begin, end = station.quiet_from, station.quiet_to
    if begin == end:
        return None
    if begin < end:
        return moment(now.date(), end) if begin <= clock < end else None
    if clock >= begin:
        return moment(now.date() + timedelta(days=1), end)
    return moment(now.date(), end) if clock < end else None
