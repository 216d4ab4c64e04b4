from collections import Counter
from datetime import date, timedelta
from typing import Final

from hypothesis import given
from hypothesis.strategies import (
    SearchStrategy,
    builds,
    dates,
    frozensets,
    integers,
    lists,
    permutations,
    sampled_from,
    tuples,
)

from handlers.dates.lunar import is_silent
from handlers.dates.weeks import monday_of
from handlers.meetings.rules.fence import PlannedPost, Rank, may_post, plan

MONDAY: Final = date(2026, 3, 9)
# Spring Festival's eve is Monday, 16 February: three weeks around the silence, with few enough days to collide.
DAYS: Final = dates(date(2026, 2, 9), date(2026, 3, 1))


def on(weekday: int) -> date:
    return MONDAY + timedelta(days=weekday)


def a_post(rank: Rank, *days: date, key: str = "", slot: str = "") -> PlannedPost:
    return PlannedPost(key=key or rank.name, slot=slot or rank.name, rank=rank, days=days)


def posts() -> SearchStrategy[list[PlannedPost]]:
    several = lists(DAYS, min_size=1, max_size=4, unique=True).map(lambda days: tuple(sorted(days)))
    one = builds(
        PlannedPost,
        key=integers(0, 10_000).map(str),
        slot=sampled_from("abcdefghijklmnopqrst"),
        rank=sampled_from(Rank),
        days=several,
    )
    return lists(one, max_size=25, unique_by=lambda post: post.key)


def histories() -> SearchStrategy[frozenset[tuple[date, str]]]:
    """What a group may have had: at most one slot a day and five a week, the silence apart."""
    anything = frozensets(tuples(DAYS, sampled_from("uvwxyzabc")), max_size=12)

    def fenced(found: frozenset[tuple[date, str]]) -> frozenset[tuple[date, str]]:
        taken: set[tuple[date, str]] = set()
        for day, slot in sorted(found):
            if may_post(taken, day, slot):
                taken.add((day, slot))
        return frozenset(taken)

    return anything.map(fenced)


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
    made = plan([topic, announcement], [])
    assert [(one.post.key, one.day) for one in made.kept] == [("ANNOUNCEMENT", on(0))]
    assert [(one.post.key, one.day) for one in made.moved] == [("TOPIC", on(1))]


def test_a_nudge_without_a_free_day_is_dropped_and_reported() -> None:
    nudge = a_post(Rank.NUDGE, on(2), on(3))
    made = plan([nudge, a_post(Rank.ANNOUNCEMENT, on(2)), a_post(Rank.REMINDER, on(3))], [])
    assert made.dropped == (nudge,)


def test_the_close_goes_out_on_the_day_of_its_start() -> None:
    start = a_post(Rank.RECEPTION, on(4), key="start", slot="day/20")
    close = a_post(Rank.RECEPTION, on(4), key="close", slot="day/20")
    made = plan([start, close], [])
    assert [one.post.key for one in made.kept] == ["close", "start"]


def test_a_post_that_was_sent_already_takes_no_second_day() -> None:
    made = plan([a_post(Rank.TOPIC, on(0), on(1))], [(on(1), "TOPIC")])
    assert [one.day for one in made.moved] == [on(1)]


@given(planned=posts(), taken=histories())
def test_the_fence_is_never_broken(planned: list[PlannedPost], taken: frozenset[tuple[date, str]]) -> None:
    made = plan(planned, taken)
    placed = {(one.day, one.post.slot) for one in (*made.kept, *made.moved)}
    had = taken | placed
    assert max(Counter(day for day, _ in had).values(), default=0) <= 1
    assert max(Counter(monday_of(day) for day, _ in had).values(), default=0) <= 5
    assert not any(is_silent(day) for day, _ in placed)


@given(planned=posts(), taken=histories())
def test_every_post_is_kept_moved_or_dropped_exactly_once(
    planned: list[PlannedPost], taken: frozenset[tuple[date, str]]
) -> None:
    made = plan(planned, taken)
    found = [*(one.post.key for one in (*made.kept, *made.moved)), *(post.key for post in made.dropped)]
    assert sorted(found) == sorted(post.key for post in planned)
    assert all(one.day == one.post.days[0] for one in made.kept)
    assert all(one.day in one.post.days[1:] for one in made.moved)


@given(planned=posts(), taken=histories(), rank=sampled_from(Rank))
def test_posts_of_lower_rank_change_nothing_for_higher_ones(
    planned: list[PlannedPost], taken: frozenset[tuple[date, str]], rank: Rank
) -> None:
    def higher(post: PlannedPost) -> bool:
        return post.rank <= rank

    everything, alone = plan(planned, taken), plan(filter(higher, planned), taken)
    assert tuple(one for one in everything.kept if higher(one.post)) == alone.kept
    assert tuple(one for one in everything.moved if higher(one.post)) == alone.moved
    assert tuple(filter(higher, everything.dropped)) == alone.dropped


@given(planned=posts().flatmap(lambda found: tuples(permutations(found), permutations(found))), taken=histories())
def test_the_order_of_posts_does_not_matter(
    planned: tuple[list[PlannedPost], list[PlannedPost]], taken: frozenset[tuple[date, str]]
) -> None:
    assert plan(planned[0], taken) == plan(planned[1], taken)


@given(planned=posts(), taken=histories())
def test_a_dropped_post_has_no_day_left(planned: list[PlannedPost], taken: frozenset[tuple[date, str]]) -> None:
    made = plan(planned, taken)
    had = taken | {(one.day, one.post.slot) for one in (*made.kept, *made.moved)}
    for post in made.dropped:
        assert not any(may_post(had, day, post.slot) for day in post.days)
