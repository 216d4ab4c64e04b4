from datetime import date, timedelta
from typing import Final

import pytest
from hypothesis import given
from hypothesis.strategies import dates

from handlers.dates.day_kinds import WorkCalendar
from handlers.dates.holiday_tables import published_tables
from handlers.dates.lunar import is_silent
from handlers.dates.weeks import monday_of
from handlers.meetings.rules.topic import TopicDays, topic_days

CALENDAR: Final = WorkCalendar(published_tables())
DAYS: Final = dates(date(2025, 1, 1), date(2027, 12, 31))


def in_2026(*days: str) -> tuple[date, ...]:
    return tuple(date.fromisoformat(f"2026-{day}") for day in days)


def test_an_ordinary_week_has_post_on_monday_nudge_on_wednesday_summary_on_friday() -> None:
    assert topic_days(date(2026, 3, 11), CALENDAR) == TopicDays(
        post=in_2026("03-09", "03-10", "03-11"),
        nudge=in_2026("03-11", "03-12"),
        summary=in_2026("03-13", "03-16", "03-17"),
    )


@pytest.mark.parametrize(
    ("monday", "post"),
    [
        (date(2026, 4, 6), date(2026, 4, 7)),
        (date(2026, 2, 23), date(2026, 2, 24)),
        (date(2025, 10, 6), date(2025, 10, 9)),  # Thursday, Friday and a make-up Saturday are left
        (date(2027, 2, 8), date(2027, 2, 9)),  # the third day of Spring Festival, in a year without a table
    ],
)
def test_the_post_moves_to_the_first_workday_of_the_week(monday: date, post: date) -> None:
    days = topic_days(monday, CALENDAR)
    assert days is not None
    assert days.post[0] == post


def test_only_weeks_of_two_workdays_or_fewer_are_skipped() -> None:
    mondays = (date(2024, 12, 30) + timedelta(weeks=n) for n in range(104))
    skipped = [monday for monday in mondays if topic_days(monday, CALENDAR) is None]
    assert skipped == [date(2025, 1, 27), date(2025, 9, 29), date(2026, 2, 16)]


def test_a_makeup_sunday_belongs_to_the_week_it_ends() -> None:
    ended, begun = topic_days(date(2026, 1, 4), CALENDAR), topic_days(date(2026, 1, 5), CALENDAR)
    assert ended is not None
    assert begun is not None
    assert ended.post[0] == date(2025, 12, 29)
    assert ended.summary == in_2026("01-04", "01-05", "01-06")  # Friday is New Year's holiday
    assert begun.post[0] == date(2026, 1, 5)


def test_a_week_that_ends_on_wednesday_is_summed_up_on_wednesday_without_a_nudge() -> None:
    days = topic_days(date(2026, 9, 28), CALENDAR)
    assert days == TopicDays(
        post=in_2026("09-28", "09-29", "09-30"),
        nudge=(),
        summary=in_2026("09-30"),  # the next Monday and Tuesday are holidays
    )


@given(day=DAYS)
def test_topic_posts_go_out_on_workdays_in_their_order(day: date) -> None:
    days = topic_days(day, CALENDAR)
    if days is None:
        return
    for posts in (days.post, days.nudge, days.summary):
        assert all(CALENDAR.is_workday(one) and not is_silent(one) for one in posts)
        assert list(posts) == sorted(posts)
    assert monday_of(days.post[0]) == monday_of(days.summary[0]) == monday_of(day)
    assert days.post[0] < days.summary[0]
    assert all(days.post[0] < one < days.summary[0] for one in days.nudge)


@given(day=DAYS)
def test_every_day_of_a_week_tells_the_same_topic_days(day: date) -> None:
    assert topic_days(day, CALENDAR) == topic_days(monday_of(day), CALENDAR)
