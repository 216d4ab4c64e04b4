"""When a station's meetings set something off: the occurrences of reception days and weekly topics (domain §7.3)."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Final

from handlers.dates.china_time import moment
from handlers.dates.day_kinds import ONE_DAY, WorkCalendar
from handlers.dates.lunar import is_silent
from handlers.dates.weeks import ONE_WEEK, days_between, monday_of
from handlers.meetings.rules.notices import (
    AFTERNOON,
    BEFORE_IT_IS_READ,
    MORNING,
    announcement_days,
    deputies_asked_again_at,
    deputies_asked_at,
    followed_up_at,
    head_asked_at,
    list_told_at,
    outcome_days,
    poster_due_at,
    recorded_at,
    reminded_at,
)
from handlers.meetings.rules.reception_days import REACH, festival_in_the_way
from handlers.meetings.rules.records import ReceptionDayId, TopicWeekId
from handlers.meetings.rules.station_days import StationDay, station_days
from handlers.meetings.rules.topic import topic_days
from handlers.people.rules.roster import Station
from handlers.timed import Occurrence, Plan

FORENOON: Final = time(10)  # the head has set the next topic before being asked what came of this one
AFTERWARDS: Final = timedelta(days=21)  # how long after a reception something may be due, holidays between
TALKED_FOR: Final = timedelta(minutes=90)  # after that somebody may say what was decided
COUNTED_WITHIN: Final = timedelta(days=2)  # how long staff may be asked what a reception day brought

Span = tuple[datetime, datetime]
"""When something is due, and from when on it is of no use."""


# --- reception days ---


def reception_day_id(station: Station, one: StationDay) -> ReceptionDayId:
    """Return what a reception day is called; a moved day keeps its name."""
    return ReceptionDayId(f"{station.id}/{one.reception.id}/{one.day.nominal}")


def opens(one: StationDay) -> datetime:
    """Return when a reception begins."""
    return moment(one.day.date, one.reception.start)


def closes(one: StationDay) -> datetime:
    """Return when a reception ends."""
    return moment(one.day.date, one.reception.end)


def _on_a_festival(one: StationDay, station: Station, calendar: WorkCalendar) -> Iterator[Span]:
    if festival_in_the_way(one.day, calendar) is not None:
        yield head_asked_at(one.day.date, calendar, station.limits.ask_deputies_days), opens(one)


def _asked(one: StationDay, station: Station, calendar: WorkCalendar) -> Iterator[Span]:
    yield deputies_asked_at(one.day.date, calendar, station.limits.ask_deputies_days), opens(one)


def _asked_again(one: StationDay, station: Station, calendar: WorkCalendar) -> Iterator[Span]:
    limits = station.limits
    again = deputies_asked_again_at(one.day.date, calendar, limits.ask_deputies_days, limits.announce_days)
    if again is not None:
        yield again, opens(one)


def _listed(one: StationDay, station: Station, calendar: WorkCalendar) -> Iterator[Span]:
    limits = station.limits
    told = list_told_at(one.day.date, calendar, limits.ask_deputies_days, limits.announce_days)
    if told is not None:
        yield told, opens(one)


def _about_to_be_read(one: StationDay, station: Station, calendar: WorkCalendar) -> Iterator[Span]:
    for told in announcement_days(one.day.date, station.limits.announce_days):
        if calendar.is_workday(told):
            yield _within_day(told, BEFORE_IT_IS_READ)


def _announced(one: StationDay, station: Station, _: WorkCalendar) -> Iterator[Span]:
    for told in announcement_days(one.day.date, station.limits.announce_days):
        yield moment(told, MORNING), moment(one.day.date, time())


def _poster_due(one: StationDay, station: Station, calendar: WorkCalendar) -> Iterator[Span]:
    yield poster_due_at(one.day.date, calendar, station.limits.announce_days), opens(one)


def _reminded(one: StationDay, _: Station, __: WorkCalendar) -> Iterator[Span]:
    yield reminded_at(one.day.date), opens(one)


def _started(one: StationDay, _: Station, __: WorkCalendar) -> Iterator[Span]:
    yield opens(one), closes(one)


def _ended(one: StationDay, _: Station, __: WorkCalendar) -> Iterator[Span]:
    yield closes(one), closes(one) + COUNTED_WITHIN


def _recorded(one: StationDay, _: Station, calendar: WorkCalendar) -> Iterator[Span]:
    due = recorded_at(one.day.date, calendar)
    yield due, due + AFTERWARDS


def _followed_up(one: StationDay, _: Station, calendar: WorkCalendar) -> Iterator[Span]:
    for due in followed_up_at(one.day.date, calendar):
        yield due, due + AFTERWARDS


def _published(one: StationDay, _: Station, __: WorkCalendar) -> Iterator[Span]:
    for day in outcome_days(one.day.date):
        yield _within_day(day, MORNING)


def _of_receptions(step: str, when: Callable[[StationDay, Station, WorkCalendar], Iterator[Span]]) -> Plan:
    def plan(station: Station, start: datetime, end: datetime) -> Iterator[Occurrence]:
        calendar = station.calendar
        for one in station_days(station, calendar, start.date() - AFTERWARDS, end.date() + REACH):
            day = reception_day_id(station, one)
            for due, until in when(one, station, calendar):
                if start <= due < end:
                    key = f"reception/{day}/{step}/{due.date()}"
                    yield Occurrence(key=key, station=station, due=due, until=until, subject=day)

    return plan


festivals_asked_about: Final = _of_receptions("festival", _on_a_festival)
deputies_asked: Final = _of_receptions("ask", _asked)
deputies_asked_again: Final = _of_receptions("ask_again", _asked_again)
lists_told: Final = _of_receptions("list", _listed)
lists_about_to_be_read: Final = _of_receptions("silent", _about_to_be_read)
receptions_announced: Final = _of_receptions("announce", _announced)
posters_due: Final = _of_receptions("poster", _poster_due)
receptions_reminded: Final = _of_receptions("remind", _reminded)
receptions_started: Final = _of_receptions("start", _started)
receptions_ended: Final = _of_receptions("end", _ended)
receptions_recorded: Final = _of_receptions("record", _recorded)
receptions_followed_up: Final = _of_receptions("follow_up", _followed_up)
outcomes_published: Final = _of_receptions("publish", _published)


# --- weekly topic ---


def topic_week_id(station: Station, monday: date) -> TopicWeekId:
    """Return what the week of that Monday is called."""
    return TopicWeekId(f"{station.id}/{monday}")


def skipped_days(monday: date, calendar: WorkCalendar) -> tuple[date, ...]:
    """Return when a group may be told that a week has no topic, best first; never two weeks in a row.

    In the first days of the week; where Spring Festival silences them, on the last workdays before.
    """
    if topic_days(monday - ONE_WEEK, calendar) is None:
        return ()
    days = tuple(day for day in days_between(monday, monday + 2 * ONE_DAY) if not is_silent(day))
    if days:
        return days
    last = calendar.previous_workday(monday)
    return last, calendar.previous_workday(last)


def reminder_day(monday: date, calendar: WorkCalendar) -> date:
    """Return when the head is asked for the topic of the week of *monday*: Friday, or the last workday before it."""
    friday = monday - 3 * ONE_DAY
    return friday if calendar.is_workday(friday) else calendar.previous_workday(monday)


def _posted(monday: date, station: Station, calendar: WorkCalendar) -> Iterator[Span]:
    if station.topic is not None and (days := topic_days(monday, calendar)) is not None:
        yield from (_within_day(day, station.topic.post_at) for day in days.post)


def _skipped(monday: date, station: Station, calendar: WorkCalendar) -> Iterator[Span]:
    if station.topic is not None and topic_days(monday, calendar) is None:
        yield from (_within_day(day, station.topic.post_at) for day in skipped_days(monday, calendar))


def _nudged(monday: date, station: Station, calendar: WorkCalendar) -> Iterator[Span]:
    if station.topic is not None and (days := topic_days(monday, calendar)) is not None:
        yield from (_within_day(day, station.topic.post_at) for day in days.nudge)


def _summed_up(monday: date, station: Station, calendar: WorkCalendar) -> Iterator[Span]:
    if station.topic is not None and (days := topic_days(monday, calendar)) is not None:
        last = days.summary[0]
        talk = monday + station.topic.discussion_weekday * ONE_DAY
        before = talk < last and calendar.is_workday(talk)
        asked = moment(last, AFTERNOON)
        if not before:
            asked = max(asked, moment(last, station.topic.discussion_at) + TALKED_FOR)
        yield asked, moment(days.summary[-1] + ONE_DAY, time())


def _unset(monday: date, station: Station, calendar: WorkCalendar) -> Iterator[Span]:
    if station.topic is not None:
        days = topic_days(monday, calendar)
        first = monday if days is None else days.post[0]
        yield moment(reminder_day(monday, calendar), FORENOON), moment(first, station.topic.post_at)


def _within_day(day: date, clock: time) -> Span:
    return moment(day, clock), moment(day + ONE_DAY, time())


def _of_weeks(step: str, when: Callable[[date, Station, WorkCalendar], Iterator[Span]]) -> Plan:
    def plan(station: Station, start: datetime, end: datetime) -> Iterator[Occurrence]:
        if station.topic is None:
            return
        calendar = station.calendar
        for monday in mondays(start.date(), end.date() + 2 * ONE_WEEK):
            for due, until in when(monday, station, calendar):
                if start <= due < end:
                    key = f"topic/{topic_week_id(station, monday)}/{step}/{due.date()}"
                    yield Occurrence(key=key, station=station, due=due, until=until, subject=monday.isoformat())

    return plan


topics_posted: Final = _of_weeks("post", _posted)
topics_skipped: Final = _of_weeks("skip", _skipped)
topics_nudged: Final = _of_weeks("nudge", _nudged)
topics_summed_up: Final = _of_weeks("sum_up", _summed_up)
topics_unset: Final = _of_weeks("unset", _unset)


def mondays(start: date, end: date) -> Iterator[date]:
    """Yield the Monday of each week from that of *start* to that of *end*."""
    monday = monday_of(start)
    while monday <= end:
        yield monday
        monday += ONE_WEEK
