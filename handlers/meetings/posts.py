"""Which groups hear which scheduled post on which day: the fence applied to all that is planned (domain §5)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from handlers.dates.day_kinds import ONE_DAY, WorkCalendar
from handlers.dates.weeks import ONE_WEEK, Weekday, monday_of
from handlers.meetings.plan import (
    AFTERWARDS,
    mondays,
    reception_day_id,
    skipped_days,
    topic_week_id,
)
from handlers.meetings.rules import fence
from handlers.meetings.rules.activity_days import activities_of, told_on_days
from handlers.meetings.rules.activity_kinds import Audience, Turns
from handlers.meetings.rules.activity_records import ActivityId
from handlers.meetings.rules.fence import PlannedPost, Rank
from handlers.meetings.rules.notices import announcement_days, outcome_days
from handlers.meetings.rules.reception_days import REACH
from handlers.meetings.rules.records import ReceptionDayId, TopicWeekId
from handlers.meetings.rules.station_days import station_days
from handlers.meetings.rules.topic import topic_days
from handlers.people.rules.roster import Group, GroupKind, PointId, Station

PLANNED_AROUND: Final = timedelta(weeks=2)  # posts further apart are not in each other's way
POST, NUDGE, SUMMARY = "post", "nudge", "summary"


def announcement_slot(day: str) -> str:
    """Return the place of a reception day's announcement."""
    return f"reception/{day}/announce"


def reminder_slot(day: str) -> str:
    """Return the place of the reminder the evening before a reception day."""
    return f"reception/{day}/remind"


def reception_slot(day: str) -> str:
    """Return the one place that start and close of a reception take."""
    return f"reception/{day}/day"


def outcome_slot(day: str) -> str:
    """Return the place of the line on what became of a reception's matters."""
    return f"reception/{day}/outcome"


def reception_of(slot: str) -> ReceptionDayId:
    """Return the reception day that any of its slots named."""
    return ReceptionDayId(slot.removeprefix("reception/").rpartition("/")[0])


def activity_slot(day: str, step: int) -> str:
    """Return the place of what groups are told by one step of an activity."""
    return f"activity/{day}/{step}"


def activity_of(slot: str) -> ActivityId:
    """Return the activity that `activity_slot` named."""
    return ActivityId(slot.removeprefix("activity/").rpartition("/")[0])


def topic_slot(week: TopicWeekId, post: str) -> str:
    """Return the place of one of a week's posts: `POST`, `NUDGE` or `SUMMARY`."""
    return f"topic/{week}/{post}"


def topic_week_of(slot: str) -> TopicWeekId:
    """Return the week that `topic_slot` named."""
    return TopicWeekId(slot.removeprefix("topic/").rpartition("/")[0])


def groups_of(station: Station, point: PointId | None) -> tuple[Group, ...]:
    """Return the voters' groups that a reception concerns: all for the station's own, else those of its point."""
    voters = (group for group in station.groups if group.kind is GroupKind.VOTERS)
    return tuple(group for group in voters if point is None or group.point == point)


def told_on(station: Station, slot: str, *, since: date | None = None, near: date) -> dict[PointId | None, date]:
    """Return on which day the groups of each point are told *slot*, a post with a day near *near*.

    None stands for groups without a point. It is the same whoever asks and when, save that *since* leaves out earlier
    days of this one post. A point is missing where there is no room, or nothing to tell.
    """
    days: dict[PointId | None, date] = {}
    for point in {group.point for group in groups_of(station, None)}:
        if since is None:
            placed = placed_posts(station, point, near)
        else:
            posts = planned_posts(station, point, near)
            placed = fence.plan(_from(post, since) if post.slot == slot else post for post in posts)
        if (day := placed.get(slot)) is not None:
            days[point] = day
    return days


def groups_told(station: Station, slot: str, on: date) -> tuple[Group, ...]:
    """Return the groups that are told *slot* on that day."""
    days = told_on(station, slot, near=on)
    return tuple(group for group in groups_of(station, None) if days.get(group.point) == on)


def no_room(station: Station, day: date) -> tuple[tuple[PlannedPost, Group], ...]:
    """Return the posts that might go out from *day* on and find no room, each with a group that misses it."""
    missed: dict[PointId | None, list[PlannedPost]] = {}
    for point in {group.point for group in groups_of(station, None)}:
        posts, placed = planned_posts(station, point, day), placed_posts(station, point, day)
        missed[point] = [post for post in posts if post.slot not in placed and min(post.days) == day]
    return tuple((post, group) for group in groups_of(station, None) for post in missed[group.point])


@dataclass(frozen=True, slots=True, eq=False)
class _Same:
    """A station told from others by being itself: comparing all that it holds would take longer than planning."""

    station: Station

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.station is other.station

    def __hash__(self) -> int:
        return id(self.station)


def placed_posts(station: Station, point: PointId | None, near: date) -> Mapping[str, date]:
    """Return on which day each of the `planned_posts` is told to the groups of *point*."""
    return _around(_Same(station), point, monday_of(near))[1]


def planned_posts(station: Station, point: PointId | None, near: date) -> tuple[PlannedPost, ...]:
    """Return all posts that the groups of *point* are to have in the weeks around a day, as if each group had them."""
    return _around(_Same(station), point, monday_of(near))[0]


@lru_cache(maxsize=1024)  # planning a day asks for the same weeks again and again
def _around(same: _Same, point: PointId | None, monday: date) -> tuple[tuple[PlannedPost, ...], Mapping[str, date]]:
    posts = _posts(same.station, point, monday - PLANNED_AROUND, monday + Weekday.SUN * ONE_DAY + PLANNED_AROUND)
    return posts, fence.plan(posts)


def _posts(station: Station, point: PointId | None, start: date, end: date) -> tuple[PlannedPost, ...]:
    calendar = station.calendar
    every = (
        *_reception_posts(station, point, calendar, start, end),
        *_topic_posts(station, calendar, start, end),
        *_activity_posts(station, point, calendar, start, end),
    )
    return tuple(post for post in every if any(start <= day <= end for day in post.days))


def _reception_posts(
    station: Station, point: PointId | None, calendar: WorkCalendar, start: date, end: date
) -> Iterator[PlannedPost]:
    for one in station_days(station, calendar, start - AFTERWARDS, end + REACH):
        if one.reception.point not in {None, point}:
            continue
        day, name = one.day.date, reception_day_id(station, one)
        told = announcement_days(day, station.limits.announce_days)
        yield _post(announcement_slot(name), Rank.ANNOUNCEMENT, told)
        yield _post(reminder_slot(name), Rank.REMINDER, (day - ONE_DAY,))
        yield _post(reception_slot(name), Rank.RECEPTION, (day,))
        yield _post(outcome_slot(name), Rank.OUTCOME, outcome_days(day))


def _topic_posts(station: Station, calendar: WorkCalendar, start: date, end: date) -> Iterator[PlannedPost]:
    if station.topic is None:
        return
    for monday in mondays(start - ONE_WEEK, end):
        week = topic_week_id(station, monday)
        days = topic_days(monday, calendar)
        posts: Iterable[tuple[str, Rank, tuple[date, ...]]] = (
            [(POST, Rank.TOPIC, skipped_days(monday, calendar))]
            if days is None
            else [
                (POST, Rank.TOPIC, days.post),
                (NUDGE, Rank.NUDGE, days.nudge),
                (SUMMARY, Rank.SUMMARY, days.summary),
            ]
        )
        yield from (_post(topic_slot(week, name), rank, on) for name, rank, on in posts if on)


def _activity_posts(
    station: Station, point: PointId | None, calendar: WorkCalendar, start: date, end: date
) -> Iterator[PlannedPost]:
    own = {village for group in groups_of(station, None) if group.point == point for village in group.villages}
    for one in activities_of(station, start, end + ONE_WEEK):
        at_home = one.kind.turns is Turns.VILLAGE and one.turn in own
        rank = Rank.AT_HOME if at_home else one.kind.rank
        for number, step in enumerate(one.kind.steps):
            if step.to is Audience.GROUPS:
                yield _post(activity_slot(one.id, number), rank, told_on_days(one, step, calendar))


def _post(slot: str, rank: Rank, days: tuple[date, ...]) -> PlannedPost:
    return PlannedPost(slot=slot, rank=rank, days=days)


def _from(post: PlannedPost, since: date) -> PlannedPost:
    return replace(post, days=tuple(day for day in post.days if day >= since))
