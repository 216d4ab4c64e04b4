"""A station's reception days and activities as an iCalendar file (RFC 5545), for phones and office calendars."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Final

from icalendar import Alarm, Calendar, Event
from icalendar.enums import STATUS

from bot.documents import ics_texts as texts
from bot.station_calendar import StationCalendar
from handlers.dates.china_time import CHINA_TIME, moment
from handlers.meetings.activities.calendar import OnCalendar
from handlers.meetings.plan import closes, opens
from handlers.meetings.rules.notices import reminded_at
from handlers.meetings.rules.reception_days import reception_date
from handlers.meetings.rules.station_days import NotHeld, StationDay, days_not_held, station_days
from handlers.meetings.texts import place_of
from handlers.people.rules.roster import DayChange, Reception, Station

CONTENT_TYPE: Final = "text/calendar"
ASKED_FOR_EVERY: Final = timedelta(hours=6)


def calendar_file(calendar: StationCalendar, start: date, end: date, *, now: datetime) -> bytes:
    """Return what a station holds from *start* to *end*; what was called off is shown as that."""
    station = calendar.station
    file = Calendar.new(
        prodid="-//liaison-bot//station calendar//ZH",
        uid=f"{station.id}@liaison-bot",
        name=texts.name(station),
        subcomponents=[
            *_receptions(station, start, end, now),
            *(_activity(one, station, now) for one in calendar.activities(start, end)),
        ],
    )
    file.add("refresh-interval", ASKED_FOR_EVERY, parameters={"VALUE": "DURATION"})
    file.add("x-wr-timezone", CHINA_TIME.key)
    file.add_missing_timezones(first_date=start)
    return bytes(file.to_ical())


def _receptions(station: Station, start: date, end: date, now: datetime) -> Iterator[Event]:
    for one in station_days(station, station.calendar, start, end):
        yield _held(station, one, now)
    for day in days_not_held(station, station.calendar, start, end):
        if day.decided is not None:
            yield _called_off(station, day, now)


def _held(station: Station, one: StationDay, now: datetime) -> Event:
    event = Event.new(
        uid=_uid(station, one.reception, one.day.nominal),
        stamp=now,
        start=opens(one),
        end=closes(one),
        summary=texts.summary(one, station),
        description=texts.description(one.day, station),
        location=place_of(one, station),
        status=STATUS.CONFIRMED,
    )
    _revise(event, one.change)
    _remind(event, opens(one))
    return event


def _called_off(station: Station, day: NotHeld, now: datetime) -> Event:
    reception = day.reception
    by_rule = reception_date(day.nominal, reception.rule, station.calendar)
    on = day.nominal if by_rule is None else by_rule.date
    event = Event.new(
        uid=_uid(station, reception, day.nominal),
        stamp=now,
        start=moment(on, reception.start),
        end=moment(on, reception.end),
        summary=texts.called_off(day),
        status=STATUS.CANCELLED,
    )
    _revise(event, next(change for change in reception.changes if change.nominal == day.nominal))
    return event


def _activity(one: OnCalendar, station: Station, now: datetime) -> Event:
    """Return an activity, which says when it begins and not when it ends."""
    event = Event.new(
        uid=f"{one.planned.id}@liaison-bot",
        stamp=now,
        start=one.planned.starts,
        summary=texts.activity(one),
        description=texts.description(one.planned.day, station),
        location=one.planned.place,
        status=STATUS.CONFIRMED if one.is_held else STATUS.CANCELLED,
    )
    _revise(event, one.change)
    if one.is_held:
        _remind(event, one.planned.starts)
    return event


def _revise(event: Event, change: DayChange | None) -> None:
    """Say how often people changed the event, and when they did last, so that calendars take the newest."""
    event.add("transp", "TRANSPARENT")  # nobody is taken for busy only because he looks at it
    if change is not None:
        event.sequence = max(len(change.decided), 1)
        if change.decided:
            event.LAST_MODIFIED = change.decided[-1]


def _remind(event: Event, begins: datetime) -> None:
    """Have the phone ring when the bot reminds people, too."""
    alarm = Alarm.new(description=str(event["summary"]))
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", reminded_at(begins.date()) - begins)
    event.add_component(alarm)


def _uid(station: Station, reception: Reception, nominal: date) -> str:
    """Return what a reception is called wherever it is moved to."""
    return f"{station.id}/{reception.id}/{nominal}@liaison-bot"
