"""What `liaison-bot calendar` shows: every station as it was decided, with the days that were held."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from bot import calendars_texts as texts
from bot import holidays_texts
from bot.config import Config
from bot.holidays import Holidays
from bot.opening import address, stored
from bot.station_calendar import StationCalendar, station_calendar
from handlers.meetings.plan import reception_day_id
from handlers.meetings.rules.nominal_days import ByAppointment
from handlers.meetings.rules.records import ReceptionDayId
from handlers.meetings.rules.station_days import StationDay, days_not_held, station_days
from handlers.people.rules.roster import Roster, Station
from storage.connect import exists

EVER: Final = date(2000, 1, 1)


async def calendars(
    config: Config, start: date, end: date, today: date, *, only: str | None
) -> Sequence[StationCalendar]:
    """Return the calendar of every station, or of *only* one, even while the bot runs.

    Without a store there are only the settings.
    """
    stations = [station for station in config.roster.stations.values() if only in {None, station.id}]
    if not exists(address(config)):
        return [StationCalendar(station=station) for station in stations]
    async with stored(config, read_only=True) as storage, storage.begin() as work:
        return [
            replace(
                await station_calendar(station, start, end, work),
                kept=await work.meetings.receptions(station.id, EVER, today),
            )
            for station in stations
        ]


def lines(calendar: StationCalendar, start: date, end: date, *, today: date) -> Iterator[str]:
    """Yield a line for each reception day and each activity, by date, and then the remarks."""
    days = [(row["date"], texts.reception(row)) for row in calendar.rows(start, end, today=today)]
    days += [
        (one.planned.date.isoformat(), texts.activity(one, calendar.station)) for one in calendar.activities(start, end)
    ]
    yield from (line for _, line in sorted(days, key=lambda one: one[0]))
    yield from _remarks(calendar.station, start, end)


def _remarks(station: Station, start: date, end: date) -> Iterator[str]:
    """Yield a line for each day on which nobody receives, and for each reception that has no day of its own."""
    for day in days_not_held(station, station.calendar, start, end):
        yield texts.not_held(station, day)
    for reception in station.receptions:
        if isinstance(reception.rule.days, ByAppointment):
            yield texts.by_appointment(station, reception)


def unknown_years(stations: Iterable[StationCalendar], start: date, end: date) -> Sequence[int]:
    """Return the years whose holidays the dates of a station still wait for."""
    return sorted(
        {
            one.day.date.year
            for station in (calendar.station for calendar in stations)
            for one in _days(station, start, end)
            if not station.calendar.is_known(one.day.date.year)
        }
    )


def moved_by(roster: Roster, holidays: Holidays, year: int) -> Iterator[str]:
    """Yield a line for each reception day of *year* that the holidays just imported move; *roster* learns them."""
    start, end = date(year, 1, 1), date(year, 12, 31)
    before = {station.id: _by_name(station, start, end) for station in roster.stations.values()}
    holidays.teach(roster)
    moved = False
    for station in roster.stations.values():
        after = _by_name(station, start, end)
        for name, one in before[station.id].items():
            now = after[name].day.date if name in after else None
            if now != one.day.date:
                moved = True
                yield holidays_texts.moved(one, station, now)
    if not moved:
        yield holidays_texts.UNMOVED


def _by_name(station: Station, start: date, end: date) -> Mapping[ReceptionDayId, StationDay]:
    return {reception_day_id(station, one): one for one in _days(station, start, end)}


def _days(station: Station, start: date, end: date) -> Sequence[StationDay]:
    return station_days(station, station.calendar, start, end)
