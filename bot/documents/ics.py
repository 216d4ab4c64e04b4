"""A station's reception days as an iCalendar file (RFC 5545), for phones and office calendars."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Final

from icalendar import Alarm, Calendar, Event
from icalendar.enums import STATUS

from bot.documents import ics_texts as texts
from handlers.dates.china_time import CHINA_TIME, moment
from handlers.meetings.plan import closes, opens
from handlers.meetings.rules.notices import reminded_at
from handlers.meetings.rules.station_days import NotHeld, StationDay, days_not_held, station_days
from handlers.meetings.texts import place_of
from handlers.people.rules.roster import Reception, Station

CONTENT_TYPE: Final = "text/calendar"
ASKED_FOR_EVERY: Final = timedelta(hours=6)


def calendar_file(station: Station, start: date, end: date, *, now: datetime) -> bytes:
    """Return the station's reception days from *start* to *end*; a day that was called off is shown as that."""
    calendar = Calendar.new(
        prodid="-//liaison-bot//reception days//ZH",
        uid=f"{station.id}@liaison-bot",
        name=texts.name(station),
        subcomponents=[*_events(station, start, end, now)],
    )
    calendar.add("refresh-interval", ASKED_FOR_EVERY, parameters={"VALUE": "DURATION"})
    calendar.add("x-wr-timezone", CHINA_TIME.key)
    calendar.add_missing_timezones(first_date=start)
    return bytes(calendar.to_ical())


def _events(station: Station, start: date, end: date, now: datetime) -> Iterator[Event]:
    for one in station_days(station, station.calendar, start, end):
        yield _held(station, one, now)
    for day in days_not_held(station, station.calendar, start, end):
        if day.decided is not None:
            yield _called_off(station, day, now)


def _held(station: Station, one: StationDay, now: datetime) -> Event:
    begins = opens(one)
    event = Event.new(
        uid=_uid(station, one.reception, one.day.nominal),
        stamp=now,
        start=begins,
        end=closes(one),
        summary=texts.summary(one, station),
        description=texts.description(one, station),
        location=place_of(one, station),
        status=STATUS.CONFIRMED,
    )
    event.add("transp", "TRANSPARENT")  # nobody is taken for busy only because he looks at it
    alarm = Alarm.new(description=texts.summary(one, station))
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", reminded_at(one.day.date) - begins)
    event.add_component(alarm)
    return event


def _called_off(station: Station, day: NotHeld, now: datetime) -> Event:
    event = Event.new(
        uid=_uid(station, day.reception, day.nominal),
        stamp=now,
        start=moment(day.nominal, day.reception.start),
        end=moment(day.nominal, day.reception.end),
        summary=texts.called_off(day),
        status=STATUS.CANCELLED,
    )
    event.add("transp", "TRANSPARENT")
    return event


def _uid(station: Station, reception: Reception, nominal: date) -> str:
    """Return what a reception is called wherever it is moved to."""
    return f"{station.id}/{reception.id}/{nominal}@liaison-bot"
