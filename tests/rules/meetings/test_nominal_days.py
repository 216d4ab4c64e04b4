"""Which dates each kind of rule names (domain §7.2)."""

from datetime import date, timedelta
from typing import Final

import pytest
from hypothesis import given
from hypothesis.strategies import dates, integers, sampled_from
from lunar_python import Solar

from handlers.dates.weeks import ONE_WEEK, Weekday, days_between
from handlers.meetings.rules.nominal_days import (
    ByAppointment,
    EverySecondWeek,
    LunarDays,
    MonthlyDay,
    MonthlyDays,
    NominalDays,
    NthWeekday,
    OddMonthsDay,
    Weekly,
)

DAY_20: Final = MonthlyDay(day=20)
FIRST_FRIDAY: Final = NthWeekday(nth=1, weekday=Weekday.FRI)
DAYS: Final = dates(date(2024, 1, 1), date(2028, 12, 31))
A_YEAR: Final = (date(2026, 1, 1), date(2026, 12, 31))


@pytest.mark.parametrize(
    ("month", "first_friday", "friday_of_the_first_week"),
    [("2026-06", 5, 5), ("2026-08", 7, 7), ("2026-05", 1, 8), ("2026-09", 4, 11)],
)
def test_the_friday_of_the_first_week_follows_the_first_monday(
    month: str, first_friday: int, friday_of_the_first_week: int
) -> None:
    start = date.fromisoformat(f"{month}-01")
    other = NthWeekday(nth=1, weekday=Weekday.FRI, first_week=True)
    assert [day.day for day in FIRST_FRIDAY.nominal_dates(start, start.replace(day=28))] == [first_friday]
    assert [day.day for day in other.nominal_dates(start, start.replace(day=28))] == [friday_of_the_first_week]


def test_a_month_too_short_for_the_date_number_has_its_reception_on_the_last_day() -> None:
    found = list(MonthlyDay(day=31).nominal_dates(date(2026, 1, 1), date(2026, 4, 30)))
    assert found == [date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31), date(2026, 4, 30)]


def test_a_month_without_a_fifth_weekday_is_left_out() -> None:
    found = list(NthWeekday(nth=5, weekday=Weekday.THU).nominal_dates(date(2026, 4, 1), date(2026, 7, 31)))
    assert found == [date(2026, 4, 30), date(2026, 7, 30)]


def test_several_days_a_month_are_each_named() -> None:
    found = list(MonthlyDays(days=(19, 9)).nominal_dates(date(2026, 1, 9), date(2026, 2, 18)))
    assert found == [date(2026, 1, 9), date(2026, 1, 19), date(2026, 2, 9)]


def test_two_days_that_a_short_month_makes_one_are_named_once() -> None:
    found = list(MonthlyDays(days=(29, 31)).nominal_dates(date(2026, 2, 1), date(2026, 3, 31)))
    assert found == [date(2026, 2, 28), date(2026, 3, 29), date(2026, 3, 31)]


def test_odd_months_are_six_a_year() -> None:
    assert [f"{day:%m-%d}" for day in OddMonthsDay(day=15).nominal_dates(*A_YEAR)] == [
        "01-15", "03-15", "05-15", "07-15", "09-15", "11-15",
    ]  # fmt: skip


def test_a_weekly_rule_names_every_such_weekday() -> None:
    found = list(Weekly(weekday=Weekday.WED).nominal_dates(*A_YEAR))
    assert (found[0], len(found)) == (date(2026, 1, 7), 52)
    assert {day.weekday() for day in found} == {Weekday.WED}


@given(anchor=DAYS, start=DAYS, length=integers(0, 100))
def test_every_second_week_is_counted_from_its_anchor_both_ways(anchor: date, start: date, length: int) -> None:
    end = start + timedelta(days=length)
    found = list(EverySecondWeek(anchor=anchor).nominal_dates(start, end))
    assert found == [day for day in days_between(start, end) if (day - anchor).days % 14 == 0]


def test_market_days_end_in_the_figures_of_the_market() -> None:
    # The first lunar month of 2026 begins on 17 February and has 30 days.
    found = list(LunarDays(endings=(2, 5, 8)).nominal_dates(date(2026, 2, 17), date(2026, 3, 18)))
    assert [(day - date(2026, 2, 16)).days for day in found] == [2, 5, 8, 12, 15, 18, 22, 25, 28]


def test_a_market_on_the_tens_has_the_thirtieth_only_in_long_months() -> None:
    found = list(LunarDays(endings=(0,)).nominal_dates(date(2026, 2, 17), date(2026, 4, 16)))
    assert [f"{day:%m-%d}" for day in found] == ["02-26", "03-08", "03-18", "03-28", "04-07"]


@given(day=dates(date(1990, 1, 1), date(2099, 12, 31)), ending=integers(0, 9))
def test_market_days_are_those_of_the_lunar_calendar(day: date, ending: int) -> None:
    lunar = Solar.fromYmd(day.year, day.month, day.day).getLunar().getDay()
    assert list(LunarDays(endings=(ending,)).nominal_dates(day, day)) == [day] * (lunar % 10 == ending)


def test_who_receives_by_appointment_has_no_day() -> None:
    assert list(ByAppointment().nominal_dates(*A_YEAR)) == []


@pytest.mark.parametrize(
    ("days", "written"),
    [
        (DAY_20, "monthly_day(20)"),
        (MonthlyDays(days=(9, 19)), "monthly_days(9|19)"),
        (OddMonthsDay(day=15), "odd_months_day(15)"),
        (FIRST_FRIDAY, "nth_weekday(1, Fri)"),
        (Weekly(weekday=Weekday.MON), "weekly(Mon)"),
        (EverySecondWeek(anchor=date(2026, 1, 7)), "every_second_week(2026-01-07)"),
        (LunarDays(endings=(2, 5, 8)), "lunar_days(2,5,8)"),
        (ByAppointment(), "by_appointment"),
    ],
)
def test_rules_are_written_as_in_the_domain(days: NominalDays, written: str) -> None:
    assert str(days) == written


@given(rule=sampled_from([DAY_20, FIRST_FRIDAY, Weekly(weekday=Weekday.SUN), LunarDays(endings=(3,))]), day=DAYS)
def test_dates_come_in_order(rule: NominalDays, day: date) -> None:
    found = list(rule.nominal_dates(day, day + 20 * ONE_WEEK))
    assert found == sorted(set(found))


def test_a_day_no_month_has_is_refused() -> None:
    for build in (lambda: MonthlyDay(day=32), lambda: OddMonthsDay(day=0), lambda: MonthlyDays(days=(9, 32))):
        with pytest.raises(ValueError, match="no month has"):
            build()
    with pytest.raises(ValueError, match="one figure"):
        LunarDays(endings=(12,))
