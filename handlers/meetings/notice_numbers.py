"""Numbers of announcements: one for each reception day, counted by year and station (domain §4)."""

from dataclasses import replace
from datetime import date, datetime

from handlers.dates.china_time import CHINA_TIME
from handlers.meetings.reception_day import Held
from handlers.meetings.rules.records import NoticeNumber
from handlers.ports import UnitOfWork


async def numbered(day: Held, at: datetime, work: UnitOfWork) -> Held:
    """Return *day* with a number of its own, kept from now on."""
    if day.kept.notice is not None:
        return day
    year = at.astimezone(CHINA_TIME).year
    # A day is announced in its own year or at the end of the year before.
    days = await work.meetings.receptions(day.station.id, date(year, 1, 1), date(year + 1, 12, 31))
    given = [one.notice.number for one in days if one.notice is not None and one.notice.year == year]
    now = replace(day, kept=replace(day.kept, notice=NoticeNumber(year=year, number=max(given, default=0) + 1)))
    await work.meetings.save_reception(now.kept)
    return now
