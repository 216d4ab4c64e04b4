"""The rows of `liaison-bot calendar --json`."""

from collections.abc import Iterator
from datetime import date
from typing import TypedDict

from handlers.dates.day_kinds import WorkCalendar
from handlers.meetings import calendar_texts
from handlers.meetings.rules.notices import announced_on, deputies_asked_at, reminded_at
from handlers.meetings.rules.station_days import station_days
from handlers.people.rules.roster import Station


class CalendarRow(TypedDict):
    """One reception day with its notices (design §6); dates are ISO, *moved_because* is None or a sentence."""

    station: str
    point: str | None
    rule: str
    nominal: str
    date: str
    moved_because: str | None
    notice_deputies: str
    announce: str
    reminder: str


def calendar_rows(station: Station, calendar: WorkCalendar, start: date, end: date) -> Iterator[CalendarRow]:
    """Yield the station's reception days from *start* to *end*, both included, by date."""
    limits = station.limits
    for one in station_days(station, calendar, start, end):
        day = one.day.date
        yield CalendarRow(
            station=station.id,
            point=one.reception.point,
            rule=str(one.reception.rule.days),
            nominal=one.day.nominal.isoformat(),
            date=day.isoformat(),
            moved_because=calendar_texts.moved_because(one.day),
            notice_deputies=deputies_asked_at(day, calendar, limits.ask_deputies_days).date().isoformat(),
            announce=announced_on(day, limits.announce_days).isoformat(),
            reminder=reminded_at(day).date().isoformat(),
        )
