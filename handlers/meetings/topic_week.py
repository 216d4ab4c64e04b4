"""The week of a topic: its days, and its posts as the fence takes them."""

from collections.abc import Sequence
from datetime import date, datetime, time

from handlers.dates.china_time import moment
from handlers.dates.day_kinds import ONE_DAY
from handlers.meetings.plan import mondays, topic_week_id
from handlers.meetings.posts import POST, told_on, topic_slot
from handlers.meetings.rules.notices import SPREAD
from handlers.meetings.rules.records import TopicWeek
from handlers.meetings.rules.topic import Hindrance, TopicDays, topic_days
from handlers.meetings.telling import GroupPost
from handlers.people.rules.roster import Station, Topic
from handlers.ports import UnitOfWork
from handlers.refusals import Refusal


class NoWeeklyTopics(Refusal):
    """The station has no weekly topic."""


async def topics_of(station: Station, start: date, end: date, work: UnitOfWork) -> Sequence[TopicWeek]:
    """Return the weeks of a station that have a topic, from that of *start* to that of *end*, oldest first."""
    return await work.meetings.topics([topic_week_id(station, monday) for monday in mondays(start, end)])


def topic_post(slot: str, station: Station, text: str, due: datetime, until: datetime | None) -> GroupPost:
    """Return one of a week's posts; a group has each of them once."""
    return GroupPost(key=slot, station=station, slot=slot, text=text, due=due, until=until, spread_out=True)


def settings_of(station: Station) -> Topic:
    """Return when and where a station talks its topics over. Raise `NoWeeklyTopics`."""
    if station.topic is None:
        raise NoWeeklyTopics(station.id)
    return station.topic


def days_of(station: Station, monday: date) -> TopicDays:
    """Return the days of a week that has a topic."""
    days = topic_days(monday, station.calendar)
    if days is None:
        raise ValueError(f"the week of {monday} has no topic")
    return days


def first_day(station: Station, monday: date) -> date | None:
    """Return when the first group is told the topic, None in a week without one."""
    if topic_days(monday, station.calendar) is None:
        return None
    slot = topic_slot(topic_week_id(station, monday), POST)
    return min(told_on(station, slot, near=monday).values(), default=None)


def settable_until(station: Station, monday: date) -> datetime | None:
    """Return until when a week's topic may be set, None where it has none.

    What would be posted into the quiet hours waited for the morning, when its day is over.
    """
    day = first_day(station, monday)
    if day is None:
        return None
    if station.quiet_from > settings_of(station).post_at:
        return moment(day, station.quiet_from) - SPREAD
    return moment(day + ONE_DAY, time())


def is_over(station: Station, monday: date, day: date) -> bool:
    """Return whether a week is being summed up on *day*, or has no topic to sum up: then people think of the next."""
    days = topic_days(monday, station.calendar)
    return days is None or day >= days.summary[0]


def hindrance(station: Station, monday: date) -> Hindrance | None:
    """Return why no group can be told a topic in a week, None where one can."""
    if topic_days(monday, station.calendar) is None:
        return Hindrance.HOLIDAY
    return Hindrance.FULL if first_day(station, monday) is None else None


def posted_at(station: Station, monday: date) -> datetime:
    """Return when the first group is told the topic of a week without `hindrance`."""
    day = first_day(station, monday)
    if day is None:
        raise ValueError(f"no group is told a topic in the week of {monday}")
    return moment(day, settings_of(station).post_at)


def talked_over_on(station: Station, monday: date) -> date | None:
    """Return when the topic of a week is talked over, None in a week that has none: after every group was told."""
    days = topic_days(monday, station.calendar)
    if days is None:
        return None
    day = discussion_day(station, monday, days.post[-1])
    if day == monday + settings_of(station).discussion_weekday * ONE_DAY:
        return day  # whichever day the groups are told on: the fence need not be asked
    told = told_on(station, topic_slot(topic_week_id(station, monday), POST), near=monday).values()
    return discussion_day(station, monday, max(told)) if told else None


def discussion_day(station: Station, monday: date, told: date) -> date:
    """Return when the topic is talked over: on the station's weekday, or when the week ends where that does not fit."""
    last = days_of(station, monday).summary[0]
    day = monday + settings_of(station).discussion_weekday * ONE_DAY
    return day if station.calendar.is_workday(day) and told < day <= last else last
