from dataclasses import replace
from datetime import date, time, timedelta
from typing import Final

from hypothesis import given
from hypothesis.strategies import SearchStrategy, builds, dates, integers, just, lists, sampled_from

from handlers.dates.day_kinds import DayKind, WorkCalendar
from handlers.dates.holiday_tables import published_tables
from handlers.dates.weeks import Weekday
from handlers.meetings import calendar_texts
from handlers.meetings.calendar_rows import calendar_rows
from handlers.meetings.decided import with_decisions
from handlers.meetings.plan import closes, opens, reception_day_id
from handlers.meetings.rules.nominal_days import ByAppointment, MonthlyDay, MonthlyDays, NthWeekday, Weekly
from handlers.meetings.rules.reception_days import Decided, Moved, ReceptionDate, ReceptionRule, RestDayPolicy
from handlers.meetings.rules.records import ReceptionDay
from handlers.meetings.rules.station_days import StationDay, days_not_held, station_days
from handlers.people.rules.roster import DayChange, PersonId, PointId, Reception, Station, StationId

CALENDAR: Final = WorkCalendar(published_tables())
BY_DATE: Final = ReceptionRule(days=MonthlyDay(day=5))
BY_WEEKDAY: Final = ReceptionRule(days=NthWeekday(nth=1, weekday=Weekday.FRI))
ZHAO: Final = PersonId("zhao")
QIAN: Final = PersonId("qian")


def a_reception(name: str, rule: ReceptionRule, *, point: str | None = None, deputy: PersonId = ZHAO) -> Reception:
    return Reception(
        id=name,
        rule=rule,
        point=None if point is None else PointId(point),
        start=time(9),
        end=time(11, 30),
        deputies=(deputy,),
        per_day=1,
    )


def a_station(*receptions: Reception) -> Station:
    return Station(
        id=StationId("qingshi"),
        code="QS",
        name="青石镇人大代表联络站",
        county="云河县",
        township="青石镇",
        address="青石镇文昌街8号",
        phone="0000-1234567",
        hours="9:00-17:00",
        congress="青石镇第一届",
        receptions=receptions,
    )


POLICIES: Final = sampled_from(
    [
        RestDayPolicy.POSTPONE_NEXT_WORKDAY,
        RestDayPolicy.ADVANCE_PREV_WORKDAY,
        RestDayPolicy.AVOID_MAKEUP,
        RestDayPolicy.NEXT_SAME_WEEKDAY,
    ]
)


def stations() -> SearchStrategy[Station]:
    days = sampled_from([MonthlyDay(day=4), MonthlyDays(days=(5, 6)), Weekly(weekday=Weekday.MON), BY_WEEKDAY.days])
    reception = builds(
        a_reception,
        just("one"),
        builds(ReceptionRule, days=days, on_weekend=POLICIES, on_holiday=POLICIES),
        point=sampled_from([None, "east"]),
        deputy=sampled_from([ZHAO, QIAN]),
    )
    named = lists(reception, max_size=6).map(lambda found: [replace(one, id=str(n)) for n, one in enumerate(found)])
    return builds(lambda found: a_station(*found), named)


def held(station: Station, start: date, end: date) -> list[tuple[str, date, bool]]:
    return [
        (one.reception.id, one.day.date, one.day.moved is not None and one.day.moved.collided)
        for one in station_days(station, CALENDAR, start, end)
    ]


def test_two_days_moved_to_one_are_held_one_workday_apart_and_marked() -> None:
    station = a_station(a_reception("date", BY_DATE), a_reception("weekday", BY_WEEKDAY))
    assert held(station, date(2025, 4, 1), date(2025, 4, 30)) == [
        ("weekday", date(2025, 4, 7), False),
        ("date", date(2025, 4, 8), True),
    ]


def test_a_day_that_gave_way_is_found_in_a_window_of_its_own() -> None:
    station = a_station(a_reception("date", BY_DATE), a_reception("weekday", BY_WEEKDAY))
    assert held(station, date(2025, 4, 8), date(2025, 4, 8)) == [("date", date(2025, 4, 8), True)]


def test_a_moved_day_gives_way_to_one_that_stays() -> None:
    station = a_station(a_reception("moved", BY_DATE), a_reception("stays", ReceptionRule(days=MonthlyDay(day=6))))
    assert held(station, date(2025, 1, 1), date(2025, 1, 31)) == [
        ("stays", date(2025, 1, 6), False),
        ("moved", date(2025, 1, 7), True),
    ]


def test_two_places_or_other_deputies_may_share_a_day() -> None:
    first = a_reception("first", BY_DATE)
    for other in (a_reception("other", BY_WEEKDAY, point="east"), a_reception("other", BY_WEEKDAY, deputy=QIAN)):
        days = {day for _, day, _ in held(a_station(first, other), date(2025, 4, 1), date(2025, 4, 30))}
        assert days == {date(2025, 4, 7)}


def test_a_weekly_day_put_off_to_the_next_one_goes_a_workday_further() -> None:
    station = a_station(a_reception("weekly", ReceptionRule(days=Weekly(weekday=Weekday.MON))))
    found = station_days(station, CALENDAR, date(2026, 2, 9), date(2026, 3, 2))
    assert [(one.day.nominal.day, f"{one.day.date:%m-%d}") for one in found] == [
        (9, "02-09"), (16, "02-24"), (23, "02-25"), (2, "03-02"),
    ]  # fmt: skip


def test_who_avoids_makeup_workdays_is_not_pushed_on_to_one() -> None:
    rule = ReceptionRule(days=MonthlyDay(day=18), on_weekend=RestDayPolicy.AVOID_MAKEUP)
    station = a_station(a_reception("first", rule), a_reception("second", rule))
    assert held(station, date(2026, 9, 18), date(2026, 9, 21)) == [
        ("first", date(2026, 9, 18), False),
        ("second", date(2026, 9, 21), True),  # 20 September is worked
    ]


# --- what was decided for one day ---

NOVEMBER: Final = (date(2026, 11, 1), date(2026, 11, 30))
NOMINAL: Final = date(2026, 11, 5)


def decided(change: DayChange, rule: ReceptionRule = BY_DATE) -> tuple[StationDay, ...]:
    reception = replace(a_reception("monthly", rule), changes=(change,))
    return station_days(a_station(reception), CALENDAR, *NOVEMBER)


def test_a_decision_moves_a_day_whatever_day_it_is_moved_to() -> None:
    (day,) = decided(DayChange(nominal=NOMINAL, to=date(2026, 11, 8), reason="大雪"))  # a Sunday
    assert (day.day.nominal, day.day.date) == (NOMINAL, date(2026, 11, 8))
    assert calendar_texts.moved_because(day.day) == "原定11月5日，因大雪改到11月8日"


def test_a_decision_may_hold_a_day_where_the_rule_had_moved_it() -> None:
    reception = replace(
        a_reception("monthly", BY_DATE),
        changes=(DayChange(nominal=date(2026, 10, 5), to=date(2026, 10, 12), reason="秋收"),),
    )
    (day,) = station_days(a_station(reception), CALENDAR, date(2026, 10, 1), date(2026, 10, 31))
    assert calendar_texts.moved_because(day.day) == "原定10月5日，因国庆放假顺延至10月8日，又因秋收改到10月12日"


def test_a_decision_changes_place_and_deputies_of_one_day_only() -> None:
    change = DayChange(nominal=NOMINAL, place="镇文化站", deputies=(QIAN,), reason="会议室维修")
    (day,) = decided(change)
    assert (day.day.date, day.day.moved, day.place) == (NOMINAL, None, "镇文化站")
    assert (day.reception.deputies, day.reception.per_day) == ((QIAN,), 1)
    reception = replace(a_reception("monthly", BY_DATE), changes=(change,))
    (other,) = station_days(a_station(reception), CALENDAR, date(2026, 12, 1), date(2026, 12, 31))
    assert (other.place, other.reception.deputies) == ("", (ZHAO,))


def test_a_day_decided_not_to_be_held_is_not_and_says_why() -> None:
    change = DayChange(nominal=NOMINAL, held=False, reason="换届选举")
    assert decided(change) == ()
    station = a_station(replace(a_reception("monthly", BY_DATE), changes=(change,)))
    (day,) = days_not_held(station, CALENDAR, *NOVEMBER)
    assert (day.nominal, calendar_texts.not_held(day, CALENDAR)) == (NOMINAL, "因换届选举不办")


def test_a_day_the_policies_skip_says_why_and_a_decision_may_hold_it_after_all() -> None:
    rule = ReceptionRule(days=MonthlyDay(day=5), on_holiday=RestDayPolicy.SKIP, on_weekend=RestDayPolicy.SKIP)
    reception = a_reception("monthly", rule)
    skipped = days_not_held(a_station(reception), CALENDAR, date(2026, 9, 1), date(2026, 12, 31))
    assert [(one.nominal, calendar_texts.not_held(one, CALENDAR)) for one in skipped] == [
        (date(2026, 9, 5), "因逢周末不办"),
        (date(2026, 10, 5), "因国庆放假不办"),
        (date(2026, 12, 5), "因逢周末不办"),
    ]
    all_the_same = replace(
        reception, changes=(DayChange(nominal=date(2026, 9, 5), to=date(2026, 9, 7), reason="补办"),)
    )
    (day,) = station_days(a_station(all_the_same), CALENDAR, date(2026, 9, 1), date(2026, 9, 30))
    assert calendar_texts.moved_because(day.day) == "原定9月5日，因补办改到9月7日"
    assert list(days_not_held(a_station(all_the_same), CALENDAR, date(2026, 9, 1), date(2026, 9, 30))) == []


def test_the_rules_give_way_to_what_was_decided() -> None:
    moved = replace(
        a_reception("decided", ReceptionRule(days=MonthlyDay(day=4))),
        changes=(DayChange(nominal=date(2026, 11, 4), to=NOMINAL, reason="大雪"),),
    )
    assert held(a_station(a_reception("rule", BY_DATE), moved), *NOVEMBER) == [
        ("decided", NOMINAL, False),
        ("rule", date(2026, 11, 6), True),
    ]


def test_a_decision_about_a_day_the_rule_no_longer_names_is_nothing() -> None:
    assert [
        one.day.date for one in decided(DayChange(nominal=date(2026, 11, 4), to=date(2026, 11, 20), reason="大雪"))
    ] == [NOMINAL]


def test_a_reception_by_appointment_has_no_day() -> None:
    station = a_station(a_reception("asked", ReceptionRule(days=ByAppointment())))
    assert station_days(station, CALENDAR, *NOVEMBER) == ()
    assert list(days_not_held(station, CALENDAR, *NOVEMBER)) == []


@given(station=stations())
def test_no_two_receptions_of_the_same_deputies_in_the_same_place_share_a_day(station: Station) -> None:
    found = station_days(station, CALENDAR, date(2025, 1, 1), date(2026, 12, 31))
    seats = [(one.day.date, one.reception.point, one.reception.deputies) for one in found]
    assert len(set(seats)) == len(seats)
    nominals = {(one.reception.id, one.day.nominal) for one in found}
    named = [
        (reception.id, nominal)
        for reception in station.receptions
        for nominal in reception.rule.days.nominal_dates(date(2025, 1, 8), date(2026, 12, 7))
    ]
    assert nominals.issuperset(named)
    assert all(CALENDAR.is_workday(one.day.date) for one in found)


@given(station=stations(), start=dates(date(2025, 1, 1), date(2026, 12, 1)), length=integers(0, 60))
def test_a_window_shows_just_its_part_of_the_stations_year(station: Station, start: date, length: int) -> None:
    end = start + timedelta(days=length)
    whole = station_days(station, CALENDAR, date(2024, 8, 1), date(2027, 8, 1))
    assert station_days(station, CALENDAR, start, end) == tuple(one for one in whole if start <= one.day.date <= end)


@given(station=stations(), days=lists(integers(0, 40), max_size=4))
def test_what_was_decided_counts_once_however_often_it_is_looked_at(station: Station, days: list[int]) -> None:
    planned = station_days(station, CALENDAR, *NOVEMBER)
    kept = [
        a_kept_day(one, DayChange(nominal=one.day.nominal, to=one.day.date + timedelta(days=shift), reason="大雪"))
        for one, shift in zip(planned, days, strict=False)
    ]
    once = with_decisions(station, kept)
    assert with_decisions(once, kept) == once
    names = [reception_day_id(once, one) for one in station_days(once, CALENDAR, date(2026, 8, 1), date(2027, 3, 31))]
    assert len(set(names)) == len(names)
    assert {day.id for day in kept} <= set(names)


def a_kept_day(one: StationDay, change: DayChange) -> ReceptionDay:
    station = a_station(one.reception)
    return ReceptionDay(
        id=reception_day_id(station, one),
        station=station.id,
        point=one.reception.point,
        reception=one.reception.id,
        nominal=one.day.nominal,
        start=opens(one),
        end=closes(one),
        moved_because=None,
        deputies=(),
        change=change,
    )


def test_a_calendar_row_is_as_scripts_expect_it() -> None:
    station = a_station(a_reception("monthly", ReceptionRule(days=MonthlyDay(day=20)), point="east"))
    assert list(calendar_rows(station, date(2026, 2, 1), date(2026, 3, 31))) == [
        {
            "station": "qingshi",
            "point": "east",
            "rule": "monthly_day(20)",
            "nominal": "2026-02-20",
            "date": "2026-02-24",
            "moved_because": "原定2月20日，因春节放假顺延至2月24日",
            "notice_deputies": "2026-02-14",
            "announce": "2026-02-21",
            "reminder": "2026-02-23",
        },
        {
            "station": "qingshi",
            "point": "east",
            "rule": "monthly_day(20)",
            "nominal": "2026-03-20",
            "date": "2026-03-20",
            "moved_because": None,
            "notice_deputies": "2026-03-13",
            "announce": "2026-03-17",
            "reminder": "2026-03-19",
        },
    ]


def test_a_calendar_row_keeps_the_stations_own_notice_days() -> None:
    station = a_station(a_reception("monthly", ReceptionRule(days=MonthlyDay(day=20))))
    limits = replace(station.limits, ask_deputies_days=10, announce_days=5)
    (row,) = calendar_rows(replace(station, limits=limits), date(2026, 3, 1), date(2026, 3, 31))
    assert (row["notice_deputies"], row["announce"]) == ("2026-03-10", "2026-03-15")


def a_move(moved: Moved | None, nominal: date, day: date) -> ReceptionDate:
    return ReceptionDate(nominal=nominal, date=day, moved=moved, tentative=False)


def test_a_moved_date_says_why_in_words() -> None:
    holiday = Moved(away_from=DayKind.HOLIDAY, holiday="国庆节")
    told = [
        calendar_texts.moved_because(one)
        for one in (
            a_move(holiday, date(2025, 10, 1), date(2025, 10, 9)),
            a_move(holiday, date(2025, 10, 1), date(2025, 9, 30)),
            a_move(replace(holiday, holiday="国庆节、中秋节", collided=True), date(2025, 10, 5), date(2025, 10, 10)),
            a_move(Moved(away_from=DayKind.WEEKEND), date(2025, 12, 20), date(2025, 12, 22)),
            a_move(Moved(away_from=DayKind.MAKEUP_WORKDAY), date(2026, 9, 20), date(2026, 9, 21)),
            a_move(Moved(collided=True), date(2026, 6, 5), date(2026, 6, 8)),
            a_move(
                Moved(away_from=DayKind.WEEKEND, decided=Decided(instead_of=date(2026, 12, 7), reason="大雪")),
                date(2026, 12, 5),
                date(2026, 12, 9),
            ),
            a_move(None, date(2026, 3, 20), date(2026, 3, 20)),
        )
    ]
    assert told == [
        "原定10月1日，因国庆放假顺延至10月9日",
        "原定10月1日，因国庆放假提前至9月30日",
        "原定10月5日，因国庆、中秋放假，又与另一场接待同日，顺延至10月10日",
        "原定12月20日，因逢周末顺延至12月22日",
        "原定9月20日，因逢调休上班日顺延至9月21日",
        "原定6月5日，因与另一场接待同日顺延至6月8日",
        "原定12月5日，因逢周末顺延至12月7日，又因大雪改到12月9日",
        None,
    ]
