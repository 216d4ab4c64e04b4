from dataclasses import replace
from datetime import date, time, timedelta
from itertools import groupby

import pytest
from hypothesis import given, settings
from hypothesis.strategies import DrawFn, composite, dates, integers, lists, sampled_from

from handlers.dates.china_time import moment
from handlers.dates.lunar import is_silent
from handlers.dates.weeks import Weekday, days_between, monday_of
from handlers.jobs import JOBS
from handlers.meetings.calendar_news import collisions, years_unknown
from handlers.meetings.plan import reception_day_id, skipped_days, topic_week_id
from handlers.meetings.posts import SUMMARY, announcement_slot, groups_told, no_room, planned_posts, told_on, topic_slot
from handlers.meetings.putting_right import calendars_compared
from handlers.meetings.rules.nominal_days import MonthlyDay, NthWeekday
from handlers.meetings.rules.notices import announcement_days
from handlers.meetings.rules.reception_days import ReceptionRule
from handlers.meetings.rules.station_days import station_days
from handlers.meetings.rules.topic import topic_days
from handlers.people.rules.roster import PointId, Reception, Station
from handlers.petitions.deadlines import tables_known
from handlers.timed import Plan
from tests.support.township import STATION

DAYS = dates(date(2025, 1, 1), date(2027, 6, 30))
RULES = sampled_from([MonthlyDay(day=day) for day in range(1, 29)]) | sampled_from(
    [NthWeekday(nth=nth, weekday=weekday) for nth in range(1, 5) for weekday in Weekday]
)
PLANS = [pytest.param(job.plan, id=job.name) for job in JOBS]
NEWS = {tables_known, calendars_compared, years_unknown, collisions}
"""What is due whenever something in the calendar is new is due in every stretch, and claimed once."""
OF_TIME = [pytest.param(job.plan, id=job.name) for job in JOBS if job.plan not in NEWS]


@composite
def stations(draw: DrawFn) -> Station:
    """A station with up to four receptions at its own place or at the point in Li village."""
    rules = draw(lists(RULES, max_size=4))
    receptions = [
        Reception(
            id=f"r{number}",
            rule=ReceptionRule(days=rule),
            point=draw(sampled_from([None, PointId("li")])),
            start=time(9),
            end=time(11),
            deputies=STATION.receptions[0].deputies[number % 3 :],
            per_day=1,
        )
        for number, rule in enumerate(rules)
    ]
    return replace(STATION, receptions=tuple(receptions))


@pytest.mark.parametrize("plan", OF_TIME)
@given(day=DAYS, first=integers(0, 20 * 24), second=integers(0, 20 * 24))
def test_a_stretch_of_time_brings_the_same_however_it_is_cut(plan: Plan, day: date, first: int, second: int) -> None:
    start = moment(day, time())
    middle, end = start + timedelta(hours=first), start + timedelta(hours=first + second)
    whole = [one.key for one in plan(STATION, start, end)]
    parts = [one.key for one in (*plan(STATION, start, middle), *plan(STATION, middle, end))]
    assert sorted(parts) == sorted(whole)
    assert len(set(whole)) == len(whole)


@pytest.mark.parametrize("plan", PLANS)
@given(day=DAYS, station=stations())
def test_everything_is_due_within_the_time_asked_for_and_of_use_after_it_is_due(
    plan: Plan, day: date, station: Station
) -> None:
    start, end = moment(day, time()), moment(day + timedelta(days=40), time())
    for one in plan(station, start, end):
        assert start <= one.due < end
        assert one.until is None or one.due < one.until


def test_no_two_jobs_share_a_key() -> None:
    start, end = moment(date(2026, 1, 1), time()), moment(date(2027, 1, 1), time())
    keys = [one.key for job in JOBS for one in job.plan(STATION, start, end)]
    assert len(set(keys)) == len(keys)


def test_a_station_without_topic_and_receptions_has_nothing_of_them() -> None:
    station = replace(STATION, topic=None, receptions=())
    start, end = moment(date(2026, 1, 1), time()), moment(date(2026, 3, 1), time())
    kinds = {one.key.split("/")[0] for job in JOBS for one in job.plan(station, start, end)}
    of_petitions = {"commitments", "commitments_unanswered", "deadlines", "ladder", "long_overdue", "still", "unheard"}
    assert kinds == {*of_petitions, "asking", "digest", "retention", "succession", "watching"}


# --- the fence ---


def told(station: Station, start: date, end: date) -> dict[PointId | None, list[tuple[date, str]]]:
    """All that each point's groups are told from *start* to *end*, asked for day by day as the jobs do."""
    posts: dict[PointId | None, list[tuple[date, str]]] = {}
    for day in days_between(start, end):
        for point in (None, PointId("li")):
            for slot in {post.slot for post in planned_posts(station, point, day) if day in post.days}:
                if told_on(station, slot, near=day).get(point) == day:
                    posts.setdefault(point, []).append((day, slot))
    return posts


@settings(max_examples=10)  # two weeks are asked for day by day, post by post
@given(station=stations(), day=DAYS)
def test_no_group_is_told_more_than_once_a_day_and_five_times_a_week(station: Station, day: date) -> None:
    monday = monday_of(day)
    for posts in told(station, monday, monday + timedelta(days=13)).values():
        days = [on for on, _ in posts]
        assert len(set(days)) == len(days)
        assert all(len(list(week)) <= 5 for _, week in groupby(days, key=monday_of))
        assert not any(is_silent(on) for on in days)


@settings(max_examples=10)
@given(station=stations(), day=DAYS)
def test_a_post_is_told_once_whichever_of_its_days_is_asked_about(station: Station, day: date) -> None:
    for post in planned_posts(station, PointId("li"), day):
        found = {told_on(station, post.slot, near=near).get(PointId("li")) for near in post.days}
        assert len(found) == 1


@settings(max_examples=20)
@given(station=stations(), day=DAYS)
def test_voters_are_told_at_least_three_days_ahead(station: Station, day: date) -> None:
    for one in station_days(station, station.calendar, day, day + timedelta(days=40)):
        told = announcement_days(one.day.date, 3)
        assert max(told) <= one.day.date - timedelta(days=3)
        slot = announcement_slot(reception_day_id(station, one))
        assert set(told_on(station, slot, near=told[0]).values()) <= set(told)


def test_a_groups_notice_comes_a_day_sooner_where_two_fall_together() -> None:
    other = replace(STATION.receptions[1], rule=STATION.receptions[0].rule)
    station = replace(STATION, receptions=(STATION.receptions[0], other))
    slots = [announcement_slot(f"qs/{name}/2026-10-20") for name in ("station-20", "li-10")]
    days = [told_on(station, slot, near=date(2026, 10, 17))[PointId("li")] for slot in slots]
    assert sorted(days) == [date(2026, 10, 16), date(2026, 10, 17)]


def test_groups_without_a_point_hear_nothing_of_a_points_day() -> None:
    heard = groups_told(STATION, announcement_slot("qs/li-10/2026-09-10"), date(2026, 9, 7))
    assert [group.name for group in heard] == ["李村群"]


def test_what_found_no_room_is_known_with_the_groups_that_miss_it() -> None:
    first = replace(STATION.receptions[0], id="station-19", rule=ReceptionRule(days=MonthlyDay(day=19)))
    station = replace(STATION, receptions=(first, STATION.receptions[0]))
    slots = {17: "topic/qs/2026-08-17/post", 19: "reception/qs/station-19/2026-08-19/day"}
    for day, slot in slots.items():
        missed = no_room(station, date(2026, 8, day))
        assert {group.name for post, group in missed if post.slot == slot} == {"李村群", "王庄群"}


def test_a_summary_that_comes_late_takes_the_next_free_day() -> None:
    week = topic_week_id(STATION, date(2026, 3, 23))
    saturday = date(2026, 3, 28)
    days = told_on(STATION, topic_slot(week, SUMMARY), since=saturday, near=saturday)
    assert set(days.values()) == {date(2026, 3, 31)}  # Monday belongs to the new topic


@given(monday=dates(date(2025, 1, 1), date(2027, 12, 31)).map(monday_of))
def test_only_a_week_without_a_topic_after_one_with_a_topic_is_told_of_and_never_in_the_silence(monday: date) -> None:
    told = skipped_days(monday, STATION.calendar)
    before, itself = (topic_days(week, STATION.calendar) for week in (monday - timedelta(weeks=1), monday))
    if itself is None:
        assert bool(told) == (before is not None)
    assert not any(map(is_silent, told))
