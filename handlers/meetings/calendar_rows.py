"""The rows of `liaison-bot calendar`."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NotRequired, TypedDict

from handlers.dates.china_time import day_of
from handlers.meetings import calendar_texts
from handlers.meetings.rules.notices import announced_on, deputies_asked_at, reminded_at
from handlers.meetings.rules.records import ReceptionDay
from handlers.meetings.rules.station_days import StationDay, station_days
from handlers.people.rules.roster import Station


class CalendarRow(TypedDict):
    """One reception day with its notices (design §6); dates are ISO, *moved_because* is None or a sentence.

    *note* stands only where the holidays of the year are not announced yet.
    """

    station: str
    point: str | None
    rule: str
    nominal: str
    date: str
    moved_because: str | None
    notice_deputies: str
    announce: str
    reminder: str
    note: NotRequired[str]


def calendar_rows(station: Station, start: date, end: date) -> Iterator[CalendarRow]:
    """Yield the station's reception days from *start* to *end*, both included, by date."""
    return (_planned(station, one) for one in station_days(station, station.calendar, start, end))


def rows_with_past(
    station: Station, start: date, end: date, *, today: date, kept: Sequence[ReceptionDay]
) -> Iterator[CalendarRow]:
    """Yield the same, the days before *today* as they were held and not as today's rules would have them.

    Of a reception that people were never told of yet there is only the rule to go by.
    """
    told = [day for day in kept if day.cancelled is None and (day.announced is not None or day.counts is not None)]
    held = [day for day in told if day_of(day.start) < today]
    known_since = {day.reception: day_of(day.start) for day in sorted(held, key=lambda day: day.start, reverse=True)}
    rows = [_held(station, day) for day in held if start <= day_of(day.start) <= end]
    for one in station_days(station, station.calendar, start, end):
        if one.day.date >= today or one.day.date < known_since.get(one.reception.id, today):
            rows.append(_planned(station, one))
    return iter(sorted(rows, key=lambda row: row["date"]))


def _planned(station: Station, one: StationDay) -> CalendarRow:
    row = _row(station, one.reception.point, str(one.reception.rule.days), one.day.nominal, one.day.date)
    row["moved_because"] = calendar_texts.moved_because(one.day)
    if not all(map(station.calendar.is_known, (one.day.nominal.year, one.day.date.year))):
        row["note"] = calendar_texts.TENTATIVE
    return row


def _held(station: Station, day: ReceptionDay) -> CalendarRow:
    """Return the row of a day as it was kept; its rule may be another one today, or gone."""
    rules = {reception.id: str(reception.rule.days) for reception in station.receptions}
    row = _row(station, day.point, rules.get(day.reception, day.reception), day.nominal, day_of(day.start))
    row["moved_because"] = day.moved_because
    return row


def _row(station: Station, point: str | None, rule: str, nominal: date, day: date) -> CalendarRow:
    limits = station.limits
    return CalendarRow(
        station=station.id,
        point=point,
        rule=rule,
        nominal=nominal.isoformat(),
        date=day.isoformat(),
        moved_because=None,
        notice_deputies=deputies_asked_at(day, station.calendar, limits.ask_deputies_days).date().isoformat(),
        announce=announced_on(day, limits.announce_days).isoformat(),
        reminder=reminded_at(day).date().isoformat(),
    )
