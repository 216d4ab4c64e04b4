"""The table of domain §7.4, and what holds for every rule under every policy."""

from datetime import date, timedelta
from typing import Final

import pytest
from chinese_calendar import constants
from hypothesis import given
from hypothesis.strategies import (
    SearchStrategy,
    booleans,
    builds,
    dates,
    dictionaries,
    integers,
    just,
    one_of,
    sampled_from,
    tuples,
)

from handlers.dates.day_kinds import DayKind, WorkCalendar
from handlers.dates.holiday_tables import HolidayTable, Notice, published_tables
from handlers.dates.weeks import Weekday
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
from handlers.meetings.rules.reception_days import (
    REACH,
    Moved,
    ReceptionRule,
    RestDayPolicy,
    reception_date,
    reception_days,
)

CALENDAR: Final = WorkCalendar(published_tables())
DAY_5: Final = MonthlyDay(day=5)
DAY_10: Final = MonthlyDay(day=10)
DAY_20: Final = MonthlyDay(day=20)
FIRST_FRIDAY: Final = NthWeekday(nth=1, weekday=Weekday.FRI)
DAYS: Final = dates(date(2024, 12, 1), date(2027, 6, 1))


def calendars() -> SearchStrategy[WorkCalendar]:
    local = dictionaries(DAYS, just("古尔邦节"), max_size=20)
    return builds(WorkCalendar, just(published_tables()), local_holidays=local)


def kinds_of_days() -> SearchStrategy[NominalDays]:
    """Rules of every kind."""
    number, weekday = integers(1, 31), sampled_from(Weekday)
    return one_of(
        builds(MonthlyDay, day=number),
        builds(MonthlyDays, days=tuples(number, number)),
        builds(OddMonthsDay, day=number),
        builds(NthWeekday, nth=integers(1, 5), weekday=weekday, first_week=booleans()),
        builds(Weekly, weekday=weekday),
        builds(EverySecondWeek, anchor=DAYS),
        builds(LunarDays, endings=tuples(integers(0, 9), integers(0, 9))),
        just(ByAppointment()),
    )


def rules(*policies: RestDayPolicy) -> SearchStrategy[ReceptionRule]:
    """Rules of every kind whose policies are among *policies*, all of them by default."""
    either = sampled_from(policies or tuple(RestDayPolicy))
    return builds(ReceptionRule, days=kinds_of_days(), on_weekend=either, on_holiday=either)


def held(rule: ReceptionRule, nominal: date, calendar: WorkCalendar = CALENDAR) -> date | None:
    """Return where the reception of that nominal date is held, None where it is not."""
    near = reception_days(rule, calendar, nominal - timedelta(days=31), nominal + timedelta(days=31))
    return next((one.date for one in near if one.nominal == nominal), None)


def under(policy: RestDayPolicy, days: NominalDays) -> ReceptionRule:
    """A rule with *policy* for both."""
    return ReceptionRule(days=days, on_weekend=policy, on_holiday=policy)


@pytest.mark.parametrize(
    ("days", "nominal", "kind", "holiday", "postponed"),
    [
        (DAY_5, "2025-01-05", DayKind.WEEKEND, None, "2025-01-06"),
        (DAY_5, "2025-04-05", DayKind.HOLIDAY, "清明节", "2025-04-07"),
        (FIRST_FRIDAY, "2025-04-04", DayKind.HOLIDAY, "清明节", "2025-04-07"),
        (DAY_20, "2025-04-20", DayKind.WEEKEND, None, "2025-04-21"),
        (DAY_5, "2025-05-05", DayKind.HOLIDAY, "劳动节", "2025-05-06"),
        (FIRST_FRIDAY, "2025-05-02", DayKind.HOLIDAY, "劳动节", "2025-05-06"),
        (DAY_5, "2025-10-05", DayKind.HOLIDAY, "国庆节、中秋节", "2025-10-09"),
        (FIRST_FRIDAY, "2025-10-03", DayKind.HOLIDAY, "国庆节", "2025-10-09"),
        (DAY_20, "2025-12-20", DayKind.WEEKEND, None, "2025-12-22"),
        (FIRST_FRIDAY, "2026-01-02", DayKind.HOLIDAY, "元旦", "2026-01-04"),
        (DAY_20, "2026-02-20", DayKind.HOLIDAY, "春节", "2026-02-24"),
        (DAY_5, "2026-04-05", DayKind.HOLIDAY, "清明节", "2026-04-07"),
        (DAY_5, "2026-05-05", DayKind.HOLIDAY, "劳动节", "2026-05-06"),
        (FIRST_FRIDAY, "2026-05-01", DayKind.HOLIDAY, "劳动节", "2026-05-06"),
        (DAY_20, "2026-06-20", DayKind.HOLIDAY, "端午节", "2026-06-22"),
        (DAY_5, "2026-10-05", DayKind.HOLIDAY, "国庆节", "2026-10-08"),
        (DAY_20, "2026-12-20", DayKind.WEEKEND, None, "2026-12-21"),
    ],
)
def test_a_day_of_rest_is_postponed_to_the_next_workday(
    days: NominalDays, nominal: str, kind: DayKind, holiday: str | None, postponed: str
) -> None:
    day = date.fromisoformat(postponed)
    (found,) = reception_days(ReceptionRule(days=days), CALENDAR, day, day)
    assert (found.nominal, found.date) == (date.fromisoformat(nominal), day)
    assert found.moved == Moved(away_from=kind, holiday=holiday)


@pytest.mark.parametrize(("days", "nominal"), [(DAY_20, date(2026, 9, 20)), (DAY_10, date(2026, 10, 10))])
def test_a_makeup_workday_is_held_like_any_workday(days: MonthlyDay, nominal: date) -> None:
    (found,) = reception_days(ReceptionRule(days=days), CALENDAR, nominal, nominal)
    assert found.moved is None


@pytest.mark.parametrize(
    ("policy", "days", "nominal", "expected"),
    [
        (RestDayPolicy.AVOID_MAKEUP, FIRST_FRIDAY, date(2026, 1, 2), date(2026, 1, 5)),
        (RestDayPolicy.AVOID_MAKEUP, DAY_20, date(2026, 9, 20), date(2026, 9, 21)),
        (RestDayPolicy.NEXT_SAME_WEEKDAY, FIRST_FRIDAY, date(2026, 1, 2), date(2026, 1, 9)),
        (RestDayPolicy.NEXT_SAME_WEEKDAY, NthWeekday(nth=1, weekday=Weekday.THU), date(2026, 10, 1), date(2026, 10, 8)),
        (RestDayPolicy.SKIP, DAY_5, date(2026, 10, 5), None),
        (RestDayPolicy.SKIP, DAY_20, date(2026, 12, 20), None),
        (RestDayPolicy.SKIP, DAY_20, date(2026, 9, 20), date(2026, 9, 20)),
        (RestDayPolicy.KEEP, DAY_5, date(2026, 10, 5), date(2026, 10, 5)),
        (RestDayPolicy.ADVANCE_PREV_WORKDAY, DAY_5, date(2026, 10, 5), date(2026, 9, 30)),
        (RestDayPolicy.ADVANCE_PREV_WORKDAY, DAY_20, date(2026, 2, 20), date(2026, 2, 14)),
    ],
)
def test_each_policy_moves_a_day_its_own_way(
    policy: RestDayPolicy, days: NominalDays, nominal: date, expected: date | None
) -> None:
    assert held(under(policy, days), nominal) == expected


def test_weekends_and_holidays_have_policies_of_their_own() -> None:
    rule = ReceptionRule(days=DAY_20, on_weekend=RestDayPolicy.KEEP, on_holiday=RestDayPolicy.SKIP)
    assert held(rule, date(2026, 12, 20)) == date(2026, 12, 20)
    assert held(rule, date(2026, 2, 20)) is None


def test_a_holiday_may_avoid_the_makeup_workdays_that_other_receptions_use() -> None:
    rule = ReceptionRule(days=FIRST_FRIDAY, on_holiday=RestDayPolicy.AVOID_MAKEUP)
    assert held(rule, date(2026, 1, 2)) == date(2026, 1, 5)


def test_a_holiday_saturday_may_move_to_a_saturday_that_people_keep() -> None:
    saturday = NthWeekday(nth=1, weekday=Weekday.SAT)
    rule = ReceptionRule(days=saturday, on_weekend=RestDayPolicy.KEEP, on_holiday=RestDayPolicy.NEXT_SAME_WEEKDAY)
    assert held(rule, date(2026, 4, 4)) == date(2026, 4, 11)


def test_a_weekend_day_put_off_to_the_next_one_ends_on_the_next_workday() -> None:
    assert held(under(RestDayPolicy.NEXT_SAME_WEEKDAY, DAY_20), date(2026, 12, 20)) == date(2026, 12, 21)


def test_a_saturday_put_off_for_weeks_may_end_on_a_makeup_saturday() -> None:
    assert held(under(RestDayPolicy.NEXT_SAME_WEEKDAY, MonthlyDay(day=24)), date(2026, 1, 24)) == date(2026, 2, 14)


def test_a_day_that_a_notice_to_come_may_move_is_tentative() -> None:
    rule = ReceptionRule(days=MonthlyDays(days=(6, 20)))
    days = reception_days(rule, CALENDAR, date(2026, 12, 1), date(2027, 2, 28))
    assert [(one.date, one.tentative) for one in days] == [
        (date(2026, 12, 7), False),
        (date(2026, 12, 21), False),
        (date(2027, 1, 6), True),
        (date(2027, 1, 20), False),
        (date(2027, 2, 8), True),
        (date(2027, 2, 22), False),
    ]


def test_a_day_that_is_kept_whatever_the_notice_says_is_not_tentative() -> None:
    rule = ReceptionRule(
        days=LunarDays(endings=(2, 5, 8)), on_weekend=RestDayPolicy.KEEP, on_holiday=RestDayPolicy.KEEP
    )
    assert not any(one.tentative for one in reception_days(rule, CALENDAR, date(2027, 1, 1), date(2027, 12, 31)))


def test_a_day_that_moves_back_over_an_unknown_holiday_is_tentative() -> None:
    rule = under(RestDayPolicy.ADVANCE_PREV_WORKDAY, MonthlyDay(day=1))
    (found,) = reception_days(rule, CALENDAR, date(2024, 12, 31), date(2024, 12, 31))
    assert (found.nominal, found.tentative) == (date(2025, 1, 1), False)
    (found,) = reception_days(rule, WorkCalendar(()), date(2025, 1, 1), date(2025, 1, 1))
    assert (found.nominal, found.tentative) == (date(2025, 1, 1), True)


def _table_of(year: int) -> HolidayTable:
    return HolidayTable(
        year=year,
        notice=Notice(title="", number="", date=date(year - 1, 11, 1)),
        holidays={day: str(name) for day, name in constants.holidays.items() if day.year == year},
        makeup_workdays=frozenset(day for day in constants.workdays if day.year == year),
    )


NOTICES: Final = WorkCalendar(map(_table_of, range(2016, 2027)))
NO_NOTICE: Final = WorkCalendar(())


@given(rule=rules(), start=dates(date(2016, 3, 1), date(2026, 6, 1)))
def test_a_day_that_is_not_tentative_stays_where_it_is_whatever_was_announced(rule: ReceptionRule, start: date) -> None:
    for one in reception_days(rule, NO_NOTICE, start, start + timedelta(days=180)):
        announced = reception_date(one.nominal, rule, NOTICES)
        assert one.tentative or (announced is not None and announced.date == one.date)


@given(rule=rules(), calendar=calendars(), start=DAYS, length=integers(0, 120))
def test_a_window_shows_just_its_part_of_the_whole(
    rule: ReceptionRule, calendar: WorkCalendar, start: date, length: int
) -> None:
    end = start + timedelta(days=length)
    whole = reception_days(rule, calendar, date(2024, 8, 1), date(2028, 2, 1))
    assert reception_days(rule, calendar, start, end) == tuple(one for one in whole if start <= one.date <= end)


@given(rule=rules(RestDayPolicy.POSTPONE_NEXT_WORKDAY), calendar=calendars())
def test_a_postponed_day_is_the_first_workday_from_its_nominal_date(
    rule: ReceptionRule, calendar: WorkCalendar
) -> None:
    for one in reception_days(rule, calendar, date(2025, 1, 1), date(2027, 3, 1)):
        assert calendar.is_workday(one.date)
        between = ((one.nominal + timedelta(days=n)) for n in range((one.date - one.nominal).days))
        assert one.date >= one.nominal
        assert not any(map(calendar.is_workday, between))


@given(rule=rules(), calendar=calendars())
def test_nobody_is_received_on_a_day_the_policies_forbid(rule: ReceptionRule, calendar: WorkCalendar) -> None:
    for one in reception_days(rule, calendar, date(2025, 1, 1), date(2027, 3, 1)):
        kind = calendar.kind(one.date)
        assert kind is not DayKind.HOLIDAY or rule.on_holiday is RestDayPolicy.KEEP
        assert kind is not DayKind.WEEKEND or rule.on_weekend is RestDayPolicy.KEEP
        assert kind is not DayKind.MAKEUP_WORKDAY or rule.on_weekend is not RestDayPolicy.AVOID_MAKEUP


@given(rule=rules(*(set(RestDayPolicy) - {RestDayPolicy.SKIP})), calendar=calendars())
def test_no_reception_is_lost_or_held_twice_unless_it_may_be_skipped(
    rule: ReceptionRule, calendar: WorkCalendar
) -> None:
    start, end = date(2025, 3, 1), date(2027, 3, 1)
    found = [one.nominal for one in reception_days(rule, calendar, start - REACH, end + REACH)]
    assert [nominal for nominal in sorted(found) if start <= nominal <= end] == list(
        rule.days.nominal_dates(start, end)
    )


@given(rule=rules(), calendar=calendars())
def test_a_day_has_a_reason_exactly_when_it_is_not_its_nominal_date(
    rule: ReceptionRule, calendar: WorkCalendar
) -> None:
    for one in reception_days(rule, calendar, date(2025, 1, 1), date(2027, 3, 1)):
        assert (one.moved is None) == (one.date == one.nominal)
        if one.moved is not None:
            assert one.moved.away_from is calendar.kind(one.nominal)
            assert (one.moved.holiday is not None) == (one.moved.away_from is DayKind.HOLIDAY)
