"""A station with every activity there is switched on: what its groups hear in a year stays within the fence."""

from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis.strategies import DrawFn, composite, integers, sampled_from

from handlers.dates.lunar import is_silent
from handlers.dates.weeks import days_between, monday_of
from handlers.meetings.posts import no_room, planned_posts
from handlers.meetings.rules import fence
from handlers.meetings.rules.activity_days import activities_of, told_on_days
from handlers.meetings.rules.activity_kinds import KINDS, WEEKLY_TOPIC, Audience, Kind
from handlers.meetings.rules.fence import PlannedPost, Rank
from handlers.people.rules.roster import PointId, Station
from tests.support.everything_on import switched_on

POINTS = (None, PointId("li"))


@composite
def stations(draw: DrawFn) -> Station:
    return switched_on(*(draw(integers(1, 31)) for _ in range(9)))


def told(station: Station, point: PointId | None, year: int) -> dict[str, date]:
    """Return what the groups of a point are told in a year, and when, asked week by week as the bot does."""
    posts: dict[str, date] = {}
    monday = monday_of(date(year, 1, 1))
    while monday <= date(year, 12, 31):
        placed = fence.plan(planned_posts(station, point, monday))
        posts |= {slot: day for slot, day in placed.items() if monday_of(day) == monday}
        monday += timedelta(weeks=1)
    return posts


@settings(max_examples=4, deadline=None)
@given(station=stations(), year=sampled_from([2025, 2026, 2027]))
def test_no_group_hears_more_than_one_post_a_day_and_five_a_week(station: Station, year: int) -> None:
    for point in POINTS:
        days = list(told(station, point, year).values())
        assert max(Counter(days).values()) == 1
        assert max(Counter(map(monday_of, days)).values()) <= fence.POSTS_A_WEEK
        assert not any(map(is_silent, days))


@settings(max_examples=4, deadline=None)
@given(station=stations(), year=sampled_from([2025, 2026, 2027]))
def test_what_is_held_back_gives_way_to_what_is_as_useful_or_more(station: Station, year: int) -> None:
    for monday in (date(year, 3, 2), date(year, 6, 15), date(year, 12, 14)):
        posts = planned_posts(station, None, monday_of(monday))
        placed = fence.plan(posts)
        ranks = {post.slot: post.rank for post in posts}
        for post in (one for one in posts if one.slot not in placed):
            assert all(_is_taken(day, post, placed, ranks) for day in post.days)


def _is_taken(day: date, post: PlannedPost, placed: Mapping[str, date], ranks: Mapping[str, Rank]) -> bool:
    """Return whether *day* holds something as useful as *post*, or its week five such things."""
    better = [on for slot, on in placed.items() if ranks[slot] <= post.rank]
    return (
        is_silent(day) or day in better or sum(monday_of(on) == monday_of(day) for on in better) >= fence.POSTS_A_WEEK
    )


def test_what_is_held_back_is_known_on_its_last_day() -> None:
    station = switched_on(20)
    start, end = date(2026, 6, 1), date(2026, 6, 30)
    every = {
        (post.slot, min(post.days))
        for day in days_between(start, end)
        for post in planned_posts(station, None, day)
        if start <= min(post.days) <= end
    }
    placed = fence.plan(planned_posts(station, None, date(2026, 6, 15)))
    missed = {(slot, day) for slot, day in every if slot not in placed}
    known = {
        (post.slot, day) for day in days_between(start, end) for post, group in no_room(station, day) if not group.point
    }
    assert missed
    assert known == missed


@pytest.mark.parametrize("kind", [kind for kind in KINDS.values() if kind.id != WEEKLY_TOPIC], ids=lambda kind: kind.id)
def test_an_activity_is_held_in_the_months_of_its_kind_and_told_before(kind: Kind) -> None:
    station = switched_on(18)
    held = [one for one in activities_of(station, date(2026, 1, 1), date(2026, 12, 31)) if one.kind is kind]
    of_dates = sorted(int(day[:2]) for day in kind.dates)
    assert [one.day.nominal.month for one in held] == (of_dates or list(kind.months))
    for one in held:
        for step in kind.steps:
            for day in told_on_days(one, step, station.calendar):
                assert day <= one.date - step.before * timedelta(days=1)
                if step.asks and step.to is not Audience.GROUPS:
                    assert station.calendar.is_workday(day)
