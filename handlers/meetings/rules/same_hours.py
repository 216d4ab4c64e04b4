"""What a station holds at the same hours: its people cannot be at two things at once (domain §7.2)."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, time
from typing import Final

from handlers.dates.day_kinds import WorkCalendar
from handlers.meetings.rules.activity_kinds import WEEKLY_TOPIC
from handlers.meetings.rules.reception_days import Engagement
from handlers.meetings.rules.station_days import station_days
from handlers.meetings.rules.topic import topic_days
from handlers.people.rules.roster import Reception, Station

HELD_FOR: Final = 120  # minutes; nobody enters how long an activity takes


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """From when until when people are at something, in minutes of its day."""

    start: int
    end: int

    def overlap(self, other: "Hours") -> bool:
        """Return whether nobody can be at both."""
        return self.start < other.end and other.start < self.end


def hours_of_activity(start: time) -> Hours:
    """Return when people are at an activity, or at the talk over a topic, that begins at *start*."""
    return Hours(start=_minutes(start), end=_minutes(start) + HELD_FOR)


def hours_of_reception(reception: Reception) -> Hours:
    """Return when people are at a reception."""
    return Hours(start=_minutes(reception.start), end=_minutes(reception.end))


class Engagements:
    """At what people of a station are on which day, from *start* to *end*: its receptions, its talks, what is added."""

    def __init__(self, station: Station, calendar: WorkCalendar, start: date, end: date) -> None:
        self._topic = station.topic
        self._calendar = calendar
        self._hours: defaultdict[date, list[tuple[Hours, Engagement]]] = defaultdict(list)
        for one in station_days(station, calendar, start, end):
            self.add(one.day.date, hours_of_reception(one.reception))

    def add(self, day: date, hours: Hours, kind: str = "") -> None:
        """Take in a reception, or an activity of that *kind*."""
        self._hours[day].append((hours, Engagement(date=day, kind=kind)))

    def at(self, day: date, hours: Hours) -> Engagement | None:
        """Return what somebody has to be at at those hours, None where everybody is free."""
        talk = self._talk_on(day)
        if talk is not None and hours.overlap(talk):
            return Engagement(date=day, kind=WEEKLY_TOPIC)
        return next((engagement for other, engagement in self._hours[day] if hours.overlap(other)), None)

    def _talk_on(self, day: date) -> Hours | None:
        """Return when the topic of the week is talked over on *day*, the station's weekday for that."""
        topic = self._topic
        if topic is None or day.weekday() != topic.discussion_weekday or not self._calendar.is_workday(day):
            return None
        return None if topic_days(day, self._calendar) is None else hours_of_activity(topic.discussion_at)


def _minutes(clock: time) -> int:
    return clock.hour * 60 + clock.minute
