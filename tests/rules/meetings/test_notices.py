from datetime import date, datetime, timedelta
from typing import Final

import pytest
from hypothesis import given
from hypothesis.strategies import dates, integers, text

from handlers.dates.china_time import CHINA_TIME
from handlers.dates.day_kinds import WorkCalendar
from handlers.dates.festivals import festival_on
from handlers.dates.holiday_tables import published_tables
from handlers.dates.lunar import is_silent
from handlers.dates.weeks import days_between
from handlers.meetings.rules.notices import (
    announced_on,
    deputies_asked_again_at,
    deputies_asked_at,
    list_told_at,
    poster_due_at,
    reminded_at,
    settled_by,
    spread,
)

CALENDAR: Final = WorkCalendar(published_tables())
DAYS: Final = dates(date(2025, 1, 1), date(2027, 12, 31))  # the notice for the last of these years is not out


def is_surely_worked(day: date) -> bool:
    """Return whether *day* is a workday and will stay one: a festival's own days are free without any notice."""
    return CALENDAR.is_workday(day) and festival_on(day) is None


def test_deputies_are_asked_at_nine_a_week_ahead() -> None:
    assert deputies_asked_at(date(2026, 3, 20), CALENDAR, 7) == datetime(2026, 3, 13, 9, tzinfo=CHINA_TIME)


def test_deputies_are_asked_on_the_workday_before_a_day_of_rest() -> None:
    assert deputies_asked_at(date(2026, 2, 24), CALENDAR, 7).date() == date(2026, 2, 14)


def test_deputies_are_asked_again_two_days_later() -> None:
    assert deputies_asked_again_at(date(2026, 3, 25), CALENDAR, 7, 3) == datetime(2026, 3, 20, 9, tzinfo=CHINA_TIME)


@pytest.mark.parametrize(
    ("day", "again"),
    [
        (date(2026, 3, 20), date(2026, 3, 16)),  # two days later is a Sunday
        (date(2026, 3, 3), date(2026, 2, 26)),  # asked on 24 February, the first workday after the festival
        (date(2026, 2, 28), date(2026, 2, 24)),  # asked on 14 February, before the festival
        (date(2026, 5, 6), date(2026, 4, 30)),  # asked on 29 April; no workday lies between the holiday and the day
        (date(2026, 2, 24), None),  # asked on the last workday before it
        (date(2026, 8, 20), date(2026, 8, 14)),  # two days later is a Saturday, and voters are told on Monday
        (date(2026, 4, 10), date(2026, 4, 7)),  # asked on 3 April, voters are told on the next workday
    ],
)
def test_deputies_are_asked_again_on_a_workday_before_the_day_or_not_at_all(day: date, again: date | None) -> None:
    asked = deputies_asked_again_at(day, CALENDAR, 7, 3)
    assert (None if asked is None else asked.date()) == again


@pytest.mark.parametrize(
    ("day", "settled"), [(date(2026, 3, 20), date(2026, 3, 17)), (date(2026, 2, 24), date(2026, 2, 14))]
)
def test_the_list_is_to_be_settled_by_a_workday(day: date, settled: date) -> None:
    assert settled_by(day, CALENDAR, 3) == settled


@pytest.mark.parametrize(
    ("day", "due"),
    [
        (date(2026, 3, 20), date(2026, 3, 16)),
        (date(2025, 10, 9), date(2025, 9, 30)),  # voters are told on 6 October, in the holiday
        (date(2026, 9, 24), date(2026, 9, 20)),  # a make-up Sunday
    ],
)
def test_the_poster_is_due_on_the_last_workday_before_voters_are_told(day: date, due: date) -> None:
    assert poster_due_at(day, CALENDAR, 3) == datetime(due.year, due.month, due.day, 16, tzinfo=CHINA_TIME)


@pytest.mark.parametrize(
    ("day", "told"),
    [
        (date(2026, 3, 20), date(2026, 3, 17)),
        (date(2025, 10, 9), date(2025, 10, 6)),  # in the holiday
        (date(2027, 2, 10), date(2027, 2, 4)),  # three days ahead is the second day of Spring Festival
    ],
)
def test_voters_are_told_three_days_ahead_even_in_a_holiday_but_not_at_spring_festival(day: date, told: date) -> None:
    assert announced_on(day, 3) == told


def test_people_are_reminded_at_six_the_evening_before() -> None:
    assert reminded_at(date(2026, 3, 1)) == datetime(2026, 2, 28, 18, tzinfo=CHINA_TIME)


def test_groups_are_told_at_different_seconds() -> None:
    assert len({spread(f"group-{n}") for n in range(66)}) > 60


@given(group=text())
def test_a_group_is_told_within_half_an_hour(group: str) -> None:
    assert timedelta(0) <= spread(group) < timedelta(minutes=30)


@given(day=DAYS, days=integers(1, 30))
def test_deputies_are_asked_on_the_last_workday_that_is_early_enough(day: date, days: int) -> None:
    asked = deputies_asked_at(day, CALENDAR, days).date()
    latest = day - timedelta(days=days)
    assert [one for one in days_between(asked, latest) if is_surely_worked(one)] == [asked]


@given(day=DAYS, days=integers(3, 10))
def test_all_notices_come_before_the_day_and_deputies_hear_before_voters(day: date, days: int) -> None:
    told = announced_on(day, days)
    asked, poster = deputies_asked_at(day, CALENDAR, 7), poster_due_at(day, CALENDAR, days)
    assert max(asked.date(), poster.date(), told, reminded_at(day).date()) < day
    assert poster.date() < told
    assert is_surely_worked(poster.date())
    assert is_surely_worked(asked.date())
    listed = list_told_at(day, CALENDAR, 7, days)
    assert listed is None or listed < poster


@given(day=DAYS, days=integers(3, 10))
def test_voters_have_at_least_the_full_days_after_the_notice(day: date, days: int) -> None:
    told = announced_on(day, days)
    assert (day - told).days >= days
    assert not is_silent(told)


def test_deputies_are_not_asked_on_a_festivals_own_days_where_holidays_are_not_known() -> None:
    assert deputies_asked_at(date(2027, 2, 15), CALENDAR, 7).date() == date(2027, 2, 4)  # the 5th is New Year's Eve
