"""Who is told on which morning before and after a deadline."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis.strategies import dates, sampled_from

from handlers.dates.china_time import moment
from handlers.dates.day_kinds import WorkCalendar
from handlers.dates.holiday_tables import published_tables
from handlers.dates.periods import Measure, Term
from handlers.petitions.rules.ladder import (
    LADDERS,
    RUNGS,
    Rung,
    Tells,
    due_days,
    is_to_report,
    newest,
    told_on,
    workday_from,
)
from handlers.petitions.rules.limits import END_OF_WORK
from handlers.petitions.rules.petition import Petition, State, Track
from tests.rules.petitions.some_petition import a_draft

CALENDAR = WorkCalendar(published_tables())
DAYS = dates(date(2025, 1, 20), date(2026, 11, 30))


def due_on(day: date, *, track: Track = Track.SERVICE, began: date = date(2025, 1, 1)) -> Petition:
    term = Term(start=began, measure=Measure.WORKING_DAYS, count=5)
    return replace(a_draft(), state=State.DISPATCHED, track=track, due=moment(day, END_OF_WORK), term=term)


@pytest.mark.parametrize(
    ("due", "after", "morning"),
    [
        (date(2026, 9, 30), -1, date(2026, 9, 29)),
        (date(2026, 9, 30), 0, date(2026, 10, 8)),  # the first workday after National Day
        (date(2026, 9, 30), 1, date(2026, 10, 9)),
        (date(2026, 9, 30), 3, date(2026, 10, 12)),  # the 10th is a make-up Saturday, the 11th a Sunday
        (date(2026, 10, 8), -1, date(2026, 9, 30)),
        (date(2026, 10, 8), -10, date(2026, 9, 17)),  # 30, 29, 28, 24, 23, 22, 21, the make-up Sunday 20, 18, 17
        (date(2026, 2, 28), 0, date(2026, 3, 2)),  # due on a make-up Saturday
        (date(2026, 2, 14), 1, date(2026, 2, 25)),  # the 24th is the first workday after the Spring Festival
        (date(2026, 3, 14), -1, date(2026, 3, 13)),  # agreed upon for a Saturday
        (date(2026, 3, 14), 0, date(2026, 3, 16)),
    ],
)
def test_a_rung_is_told_on_a_working_morning_counted_by_hand(due: date, after: int, morning: date) -> None:
    assert told_on(Rung(after=after, tells=Tells.ACTOR), due, CALENDAR) == morning


@given(due=DAYS, after=sampled_from(sorted(RUNGS)))
def test_the_deadlines_of_a_morning_are_those_whose_rung_is_told_then(due: date, after: int) -> None:
    morning = told_on(Rung(after=after, tells=Tells.ACTOR), due, CALENDAR)
    assert CALENDAR.is_workday(morning)
    first, end = due_days(after, morning, CALENDAR)
    assert first <= due < end
    for other in (CALENDAR.previous_workday(morning), CALENDAR.next_workday(morning)):
        first, end = due_days(after, other, CALENDAR)
        assert not first <= due < end


@given(due=DAYS, today=DAYS, track=sampled_from(Track))
def test_the_newest_rung_is_the_last_whose_morning_has_come(due: date, today: date, track: Track) -> None:
    found = newest(due_on(due, track=track), today, CALENDAR)
    come = [rung for rung in LADDERS[track] if told_on(rung, due, CALENDAR) <= today]
    assert found == (come[-1] if come else None)


@given(due=DAYS, track=sampled_from(Track))
def test_each_rung_of_a_ladder_has_a_later_morning_than_the_one_before(due: date, track: Track) -> None:
    mornings = [told_on(rung, due, CALENDAR) for rung in LADDERS[track]]
    assert sorted(set(mornings)) == mornings


def test_a_limit_of_one_day_has_no_reminder_before_it() -> None:
    monday = date(2026, 3, 16)
    fresh = due_on(monday + timedelta(days=1), began=monday)
    assert newest(fresh, monday, CALENDAR) is None
    assert newest(fresh, monday + timedelta(days=2), CALENDAR) == LADDERS[Track.SERVICE][1]


def test_what_has_no_deadline_has_no_rung() -> None:
    assert newest(a_draft(), date(2026, 3, 16), CALENDAR) is None


@given(due=DAYS, track=sampled_from(Track), count=sampled_from([0, 4, 5, 6, 19, 20, 21]))
def test_the_months_list_has_what_is_past_its_limit_for_longer_than_the_ladder(
    due: date, track: Track, count: int
) -> None:
    today = workday_from(due, count, CALENDAR)
    assert is_to_report(due_on(due, track=track), today, CALENDAR) == (count > (5 if track is Track.SERVICE else 20))


def test_a_morning_of_the_ladder_needs_no_hour_of_the_deadline() -> None:
    at_noon = replace(
        due_on(date(2026, 3, 17)),
        due=datetime.combine(date(2026, 3, 17), time(12), moment(date(2026, 3, 17), time()).tzinfo),
    )
    assert newest(at_noon, date(2026, 3, 18), CALENDAR) == LADDERS[Track.SERVICE][1]
