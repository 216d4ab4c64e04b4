"""What staff have to know of the calendar: dates that may still change, receptions in each other's way, the poster."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Final

from handlers.meetings import moving_texts as texts
from handlers.meetings.plan import reception_day_id
from handlers.meetings.reception_day import held_together
from handlers.meetings.rules.notices import announced_on
from handlers.meetings.rules.station_days import StationDay, station_days
from handlers.meetings.telling import tell_staff
from handlers.people.rules.roster import Station
from handlers.ports import UnitOfWork
from handlers.timed import Occurrence

TOLD_AHEAD: Final = timedelta(days=31)


def years_unknown(station: Station, start: datetime, end: datetime) -> Iterator[Occurrence]:
    """Yield one for each year whose holidays are not announced, a month before its first reception day."""
    days = station_days(station, station.calendar, start.date(), end.date() + TOLD_AHEAD)
    calendar = station.calendar
    first: dict[int, date] = {}
    for one in days:
        if not calendar.is_known(one.day.date.year):
            first.setdefault(one.day.date.year, one.day.date)
    for year, day in first.items():
        key = f"unknown_year/{station.id}/{year}"
        yield Occurrence(key=key, station=station, due=start, until=None, subject=day.isoformat())


async def tell_of_unknown_year(occurrence: Occurrence, now: datetime, work: UnitOfWork) -> None:
    """Tell staff that the dates of a year may still change."""
    first = date.fromisoformat(occurrence.subject)
    text = texts.unknown_year(first.year, first)
    await tell_staff(text, station=occurrence.station, key=occurrence.key, at=now, work=work)


def collisions(station: Station, start: datetime, end: datetime) -> Iterator[Occurrence]:
    """Yield one for each reception that another one pushed on, a month before."""
    for one in _pushed_on(station, start.date(), end.date() + TOLD_AHEAD):
        key = f"collision/{reception_day_id(station, one)}/{one.day.date}"
        yield Occurrence(key=key, station=station, due=start, until=None, subject=one.day.date.isoformat())


async def tell_of_collision(occurrence: Occurrence, now: datetime, work: UnitOfWork) -> None:
    """Tell staff which receptions another one pushed on to that day."""
    station, day = occurrence.station, date.fromisoformat(occurrence.subject)
    for one in _pushed_on(station, day, day):
        if occurrence.key == f"collision/{reception_day_id(station, one)}/{day}":
            text = texts.collision(one, station)
            await tell_staff(text, station=station, key=occurrence.key, at=now, work=work)


async def remind_of_poster(occurrence: Occurrence, now: datetime, work: UnitOfWork) -> None:
    """Tell staff to put the posters of a date up while people still work, and who on them is not certain."""
    days = await held_together(occurrence, "poster", now, work)
    if days:
        station = days[0].station
        text = texts.put_up_posters(days, announced_on(days[0].date, station.limits.announce_days))
        await tell_staff(text, station=station, key=occurrence.key, at=now, work=work)


def _pushed_on(station: Station, start: date, end: date) -> Iterator[StationDay]:
    days = station_days(station, station.calendar, start, end)
    return (one for one in days if one.day.moved is not None and one.day.moved.collided)
