"""Every year table against two independent packages and the facts of domain §7.4."""

from datetime import date, timedelta

import chinese_calendar
import holidays
import pytest
from chinese_calendar import constants
from hypothesis import given
from hypothesis.strategies import dates

from handlers.dates.day_kinds import DayKind, WorkCalendar
from handlers.dates.holiday_tables import published_tables
from handlers.dates.weeks import Weekday, days_between

CALENDAR = WorkCalendar(published_tables())
YEARS = [table.year for table in published_tables()]
ENGLISH = {
    "元旦": "New Year's Day",
    "春节": "Spring Festival",
    "清明节": "Tomb-sweeping Day",
    "劳动节": "Labour Day",
    "端午节": "Dragon Boat Festival",
    "中秋节": "Mid-autumn Festival",
    "国庆节": "National Day",
}


def days_of(year: int) -> tuple[date, ...]:
    return days_between(date(year, 1, 1), date(year, 12, 31))


def test_the_tables_of_2025_and_2026_are_published() -> None:
    assert [(table.year, table.notice.number, table.notice.date) for table in published_tables()] == [
        (2025, "国办发明电〔2024〕12号", date(2024, 11, 12)),
        (2026, "国办发明电〔2025〕7号", date(2025, 11, 4)),
    ]


@pytest.mark.parametrize("year", YEARS)
def test_every_day_is_worked_exactly_when_chinesecalendar_says_so(year: int) -> None:
    differing = [day for day in days_of(year) if CALENDAR.is_workday(day) != chinese_calendar.is_workday(day)]
    assert differing == []


@pytest.mark.parametrize("year", YEARS)
def test_every_holiday_bears_a_name_chinesecalendar_gives_it(year: int) -> None:
    for day in days_of(year):
        name = CALENDAR.holiday_name(day)
        theirs = constants.holidays.get(day)
        assert (name is None) == (theirs is None), day
        if name is not None:
            assert theirs in {ENGLISH[part] for part in name.split("、")}, day


@pytest.mark.parametrize("year", YEARS)
def test_every_weekday_off_and_weekend_day_worked_is_known_to_the_package_holidays(year: int) -> None:
    china = holidays.country_holidays("CN", years=year)
    weekdays_off = {day for day in days_of(year) if day.weekday() < Weekday.SAT and not CALENDAR.is_workday(day)}
    assert weekdays_off == {day for day in china if day.weekday() < Weekday.SAT}
    worked = {day for day in days_of(year) if CALENDAR.kind(day) is DayKind.MAKEUP_WORKDAY}
    assert worked == {day for day in china.weekend_workdays if day.year == year}


@pytest.mark.parametrize("year", YEARS)
def test_a_year_has_248_workdays(year: int) -> None:
    assert sum(map(CALENDAR.is_workday, days_of(year))) == 248


@pytest.mark.parametrize(
    ("year", "expected"),
    [
        (2025, "01-26 02-08 04-27 09-28 10-11"),
        (2026, "01-04 02-14 02-28 05-09 09-20 10-10"),
    ],
)
def test_makeup_workdays_are_those_of_the_notice(year: int, expected: str) -> None:
    found = [day for day in days_of(year) if CALENDAR.kind(day) is DayKind.MAKEUP_WORKDAY]
    assert [f"{day:%m-%d}" for day in found] == expected.split()


@pytest.mark.parametrize(
    ("year", "expected"),
    [
        (2025, "02-03 05-05 06-02 10-06"),
        (2026, "02-16 02-23 04-06 05-04 10-05"),
    ],
)
def test_mondays_off_are_those_of_the_notice(year: int, expected: str) -> None:
    off = [day for day in days_of(year) if day.weekday() == Weekday.MON and not CALENDAR.is_workday(day)]
    assert [f"{day:%m-%d}" for day in off] == expected.split()


@pytest.mark.parametrize(("year", "makeup"), [(2025, 0), (2026, 2)])
def test_eleven_of_the_usual_reception_dates_fall_on_a_day_of_rest(year: int, makeup: int) -> None:
    usual = [date(year, month, day) for month in range(1, 13) for day in (5, 10, 20)]
    kinds = list(map(CALENDAR.kind, usual))
    assert kinds.count(DayKind.WEEKEND) + kinds.count(DayKind.HOLIDAY) == 11
    assert kinds.count(DayKind.MAKEUP_WORKDAY) == makeup


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2025, 10, 3), "国庆节"),
        (date(2025, 10, 5), "国庆节、中秋节"),
        (date(2025, 10, 6), "中秋节"),
        (date(2026, 2, 16), "春节"),
        (date(2026, 2, 14), None),
    ],
)
def test_a_holiday_is_called_as_in_its_notice(day: date, name: str | None) -> None:
    assert CALENDAR.holiday_name(day) == name


def test_a_year_without_a_table_is_unknown_and_has_only_weekends_off() -> None:
    assert not CALENDAR.is_known(2027)
    assert CALENDAR.is_known(2026)
    assert {CALENDAR.kind(day) for day in days_of(2027)} == {DayKind.WORKDAY, DayKind.WEEKEND}


def test_a_local_holiday_is_a_holiday_by_its_own_name() -> None:
    local = WorkCalendar(published_tables(), local_holidays={date(2026, 5, 27): "古尔邦节"})
    assert local.kind(date(2026, 5, 27)) is DayKind.HOLIDAY
    assert local.holiday_name(date(2026, 5, 27)) == "古尔邦节"
    assert local.next_workday(date(2026, 5, 26)) == date(2026, 5, 28)


def test_a_statutory_holiday_keeps_its_name_where_it_is_a_local_one_too() -> None:
    local = WorkCalendar(published_tables(), local_holidays={date(2026, 10, 1): "丰收节"})
    assert local.holiday_name(date(2026, 10, 1)) == "国庆节"


@given(day=dates(date(2024, 12, 1), date(2027, 2, 1)))
def test_no_workday_lies_between_a_day_and_the_next_workday(day: date) -> None:
    following = CALENDAR.next_workday(day)
    between = days_between(day + timedelta(days=1), following)
    assert [one for one in between if CALENDAR.is_workday(one)] == [following]


@given(day=dates(date(2024, 12, 1), date(2027, 2, 1)))
def test_no_workday_lies_between_a_day_and_the_workday_before(day: date) -> None:
    before = CALENDAR.previous_workday(day)
    between = days_between(before, day - timedelta(days=1))
    assert [one for one in between if CALENDAR.is_workday(one)] == [before]
