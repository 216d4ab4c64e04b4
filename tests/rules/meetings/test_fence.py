from collections import Counter
from datetime import date, timedelta
from typing import Final

from hypothesis import given
from hypothesis.strategies import SearchStrategy, builds, dates, integers, lists, permutations, sampled_from, tuples

from handlers.dates.lunar import is_silent
from handlers.dates.weeks import monday_of
from handlers.meetings.rules.fence import PlannedPost, Rank, may_post, plan

MONDAY: Final = date(2026, 3, 9)
# Spring Festival's eve is Monday, 16 February: three weeks around the silence, with few enough days to collide.
DAYS: Final = dates(date(2026, 2, 9), date(2026, 3, 1))


def on(weekday: int) -> date:
    return MONDAY + timedelta(days=weekday)


def a_post(rank: Rank, *days: date) -> PlannedPost:
    return PlannedPost(slot=rank.name, rank=rank, days=days)


def posts() -> SearchStrategy[list[PlannedPost]]:
    several = lists(DAYS, min_size=1, max_size=4, unique=True).map(lambda days: tuple(sorted(days)))
    one = builds(PlannedPost, slot=integers(0, 10_000).map(str), rank=sampled_from(Rank), days=several)
    return lists(one, max_size=25, unique_by=lambda post: post.slot)


def test_a_group_gets_one_scheduled_post_a_day() -> None:
    assert may_post([], on(0), "topic")
    assert not may_post([(on(0), "topic")], on(0), "announcement")


def test_start_and_close_of_one_reception_day_count_as_one() -> None:
    week = [(on(day), f"slot-{day}") for day in range(5)]
    assert may_post(week, on(4), "slot-4")


def test_a_sixth_post_in_a_week_waits_for_monday() -> None:
    week = [(on(day), f"slot-{day}") for day in range(5)]
    assert not may_post(week, on(6), "summary")
    assert may_post(week, on(7), "summary")


def test_no_scheduled_post_goes_out_from_the_eve_of_spring_festival_to_its_third_day() -> None:
    assert [day for day in range(14, 22) if not may_post([], date(2026, 2, day), "topic")] == [16, 17, 18, 19]


def test_a_topic_post_gives_its_monday_to_an_announcement() -> None:
    topic, announcement = a_post(Rank.TOPIC, on(0), on(1), on(2)), a_post(Rank.ANNOUNCEMENT, on(0))
    assert plan([topic, announcement]) == {"ANNOUNCEMENT": on(0), "TOPIC": on(1)}


def test_a_nudge_without_a_free_day_has_no_room() -> None:
    nudge = a_post(Rank.NUDGE, on(2), on(3))
    made = plan([nudge, a_post(Rank.ANNOUNCEMENT, on(2)), a_post(Rank.REMINDER, on(3))])
    assert made == {"ANNOUNCEMENT": on(2), "REMINDER": on(3)}


@given(planned=posts())
def test_the_fence_is_never_broken(planned: list[PlannedPost]) -> None:
    days = plan(planned).values()
    assert max(Counter(days).values(), default=0) <= 1
    assert max(Counter(map(monday_of, days)).values(), default=0) <= 5
    assert not any(map(is_silent, days))


@given(planned=posts())
def test_a_post_goes_out_on_one_of_its_days_or_has_none_left(planned: list[PlannedPost]) -> None:
    made = plan(planned)
    had = {(day, slot) for slot, day in made.items()}
    for post in planned:
        if post.slot in made:
            assert made[post.slot] in post.days
        else:
            assert not any(may_post(had, day, post.slot) for day in post.days)


@given(planned=posts())
def test_a_post_takes_the_best_day_that_those_before_it_leave_free(planned: list[PlannedPost]) -> None:
    had: set[tuple[date, str]] = set()
    made = plan(planned)
    for post in sorted(planned, key=lambda post: (post.rank, post.days, post.slot)):
        assert made.get(post.slot) == next((day for day in post.days if may_post(had, day, post.slot)), None)
        had |= {(made[post.slot], post.slot)} if post.slot in made else set()


@given(planned=posts(), rank=sampled_from(Rank))
def test_posts_of_lower_rank_change_nothing_for_higher_ones(planned: list[PlannedPost], rank: Rank) -> None:
    everything, alone = plan(planned), plan(post for post in planned if post.rank <= rank)
    assert alone == {
        post.slot: everything[post.slot] for post in planned if post.rank <= rank and post.slot in everything
    }


@given(planned=posts().flatmap(lambda found: tuples(permutations(found), permutations(found))))
def test_the_order_of_posts_does_not_matter(planned: tuple[list[PlannedPost], list[PlannedPost]]) -> None:
    assert plan(planned[0]) == plan(planned[1])
