"""The statutory festivals against a package that knows what every year's notice made of them."""

from datetime import date

import chinese_calendar
import pytest

from handlers.dates.day_kinds import DayKind, WorkCalendar
from handlers.dates.festivals import festival_on, statutory_days
from handlers.dates.holiday_tables import published_tables
from handlers.dates.weeks import Weekday, days_between

NO_NOTICE = WorkCalendar(())
SINCE_THE_LAW = (2025, 2026)  # of the last amendment
YEARS = range(2016, 2027)


@pytest.mark.parametrize("year", SINCE_THE_LAW)
def test_the_law_names_thirteen_days_and_every_notice_keeps_them(year: int) -> None:
    calendar = WorkCalendar(published_tables())
    days = statutory_days(year)
    assert len(set(days)) in {12, 13}  # Mid-autumn may fall on one of National Day's
    assert {calendar.kind(day) for day in days} == {DayKind.HOLIDAY}
    assert all(festival in (calendar.holiday_name(day) or "") for day, festival in days.items())


def test_a_year_without_a_notice_has_its_festivals() -> None:
    assert [(day, name) for day, name in statutory_days(2027).items() if day.month < 5] == [
        (date(2027, 1, 1), "元旦"),
        *((date(2027, 2, day), "春节") for day in (5, 6, 7, 8)),
        (date(2027, 4, 5), "清明节"),
    ]
    assert (festival_on(date(2027, 6, 9)), festival_on(date(2027, 9, 15)), festival_on(date(2027, 10, 4))) == (
        "端午节",
        "中秋节",
        None,
    )


@pytest.mark.parametrize("year", YEARS)
def test_no_notice_of_the_last_years_made_a_day_what_it_could_not_become(year: int) -> None:
    for day in days_between(date(year, 1, 1), date(year, 12, 31)):
        may_become = NO_NOTICE.may_become(day)
        if chinese_calendar.is_workday(day):
            kind = DayKind.WORKDAY if day.weekday() < Weekday.SAT else DayKind.MAKEUP_WORKDAY
        else:
            kind = DayKind.HOLIDAY if day.weekday() < Weekday.SAT else DayKind.WEEKEND
        assert kind in may_become, day


def test_most_days_can_become_nothing_else() -> None:
    days = days_between(date(2027, 1, 1), date(2027, 12, 31))
    assert sum(len(NO_NOTICE.may_become(day)) == 1 for day in days) > 240


def test_a_day_that_a_notice_has_settled_becomes_nothing_else() -> None:
    calendar = WorkCalendar(published_tables())
    days = days_between(date(2026, 1, 20), date(2026, 12, 15))
    assert all(calendar.may_become(day) == {calendar.kind(day)} for day in days)
