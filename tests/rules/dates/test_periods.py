from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis.strategies import SearchStrategy, builds, dates, dictionaries, integers, just

from handlers.dates.day_kinds import DayKind, WorkCalendar
from handlers.dates.holiday_tables import published_tables
from handlers.dates.periods import CalendarDays, Months, Period, WorkingDays, due_date

CALENDAR = WorkCalendar(published_tables())
DAYS = dates(date(2024, 12, 1), date(2027, 3, 1))


def calendars() -> SearchStrategy[WorkCalendar]:
    local = dictionaries(DAYS, just("古尔邦节"), max_size=20)
    return builds(WorkCalendar, just(published_tables()), local_holidays=local)


@pytest.mark.parametrize(
    ("start", "period", "due"),
    [
        (date(2026, 2, 12), WorkingDays(1), date(2026, 2, 13)),
        (date(2026, 2, 13), WorkingDays(1), date(2026, 2, 14)),  # a make-up Saturday
        (date(2026, 2, 13), WorkingDays(5), date(2026, 2, 27)),
        (date(2026, 9, 24), CalendarDays(1), date(2026, 9, 28)),  # Mid-autumn Festival
        (date(2026, 9, 25), CalendarDays(7), date(2026, 10, 8)),  # National Day
        (date(2026, 9, 5), CalendarDays(7), date(2026, 9, 12)),  # a Saturday is no statutory holiday
        (date(2026, 1, 31), Months(1), date(2026, 2, 28)),
        (date(2023, 12, 31), Months(2), date(2024, 2, 29)),
        (date(2026, 7, 1), Months(3), date(2026, 10, 8)),
        (date(2025, 10, 15), Months(3), date(2026, 1, 15)),
        (date(2026, 6, 30), Months(6), date(2026, 12, 30)),
    ],
)
def test_a_period_ends_on_its_last_day(start: date, period: Period, due: date) -> None:
    assert due_date(start, period, CALENDAR) == due


@given(start=DAYS, limit=integers(1, 60), calendar=calendars())
def test_a_limit_ends_on_a_workday_after_exactly_that_many(start: date, limit: int, calendar: WorkCalendar) -> None:
    due = due_date(start, WorkingDays(limit), calendar)
    passed = (start + timedelta(days=n) for n in range(1, (due - start).days + 1))
    assert calendar.is_workday(due)
    assert sum(map(calendar.is_workday, passed)) == limit


@given(start=DAYS, count=integers(1, 90), calendar=calendars())
def test_calendar_days_are_never_cut_short_and_never_end_on_a_holiday(
    start: date, count: int, calendar: WorkCalendar
) -> None:
    due = due_date(start, CalendarDays(count), calendar)
    plain = start + timedelta(days=count)
    assert calendar.kind(due) is not DayKind.HOLIDAY
    added = (plain + timedelta(days=n) for n in range((due - plain).days))
    assert all(calendar.kind(day) is DayKind.HOLIDAY for day in added)


@given(start=DAYS, count=integers(1, 24))
def test_months_end_on_the_same_date_number_where_there_is_one(start: date, count: int) -> None:
    due = due_date(start, Months(count), WorkCalendar([]))
    assert (due.year - start.year) * 12 + due.month - start.month == count
    assert due.day == start.day or (due.day < start.day and (due + timedelta(days=1)).day == 1)
