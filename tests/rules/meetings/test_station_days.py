from dataclasses import replace
from datetime import date, time, timedelta
from typing import Final

from hypothesis import given
from hypothesis.strategies import SearchStrategy, builds, dates, integers, lists, sampled_from

from handlers.dates.day_kinds import DayKind, WorkCalendar
from handlers.dates.holiday_tables import published_tables
from handlers.dates.weeks import Weekday
from handlers.meetings import calendar_texts
from handlers.meetings.calendar_rows import calendar_rows
from handlers.meetings.rules.reception_days import MonthlyDay, Moved, NthWeekday, ReceptionDate, ReceptionRule
from handlers.meetings.rules.station_days import station_days
from handlers.people.rules.roster import PersonId, PointId, Reception, Station, StationId

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


def stations() -> SearchStrategy[Station]:
    days = sampled_from([MonthlyDay(day=4), MonthlyDay(day=5), MonthlyDay(day=6), BY_WEEKDAY.days])
    reception = builds(
        a_reception,
        integers(0, 9).map(str),
        builds(ReceptionRule, days=days),
        point=sampled_from([None, "east"]),
        deputy=sampled_from([ZHAO, QIAN]),
    )
    return builds(lambda found: a_station(*found), lists(reception, max_size=6))


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


@given(station=stations())
def test_no_two_receptions_of_the_same_deputies_in_the_same_place_share_a_day(station: Station) -> None:
    found = station_days(station, CALENDAR, date(2025, 1, 1), date(2026, 12, 31))
    seats = [(one.day.date, one.reception.point, one.reception.deputies) for one in found]
    assert len(set(seats)) == len(seats)
    assert len(found) == 24 * len(station.receptions)
    assert all(CALENDAR.is_workday(one.day.date) for one in found)


@given(station=stations(), start=dates(date(2025, 1, 1), date(2026, 12, 1)), length=integers(0, 60))
def test_a_window_shows_just_its_part_of_the_stations_year(station: Station, start: date, length: int) -> None:
    end = start + timedelta(days=length)
    whole = station_days(station, CALENDAR, date(2024, 10, 1), date(2027, 6, 1))
    assert station_days(station, CALENDAR, start, end) == tuple(one for one in whole if start <= one.day.date <= end)


def test_a_calendar_row_is_as_scripts_expect_it() -> None:
    station = a_station(a_reception("monthly", ReceptionRule(days=MonthlyDay(day=20)), point="east"))
    assert list(calendar_rows(station, CALENDAR, date(2026, 2, 1), date(2026, 3, 31))) == [
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
    (row,) = calendar_rows(replace(station, limits=limits), CALENDAR, date(2026, 3, 1), date(2026, 3, 31))
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
        None,
    ]
