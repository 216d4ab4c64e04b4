from collections import Counter
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis.strategies import booleans, integers, lists, none

from handlers.dates.day_kinds import WorkCalendar
from handlers.dates.holiday_tables import published_tables
from handlers.meetings.activities.agreed_lines import agreed_in
from handlers.meetings.rules.activity_records import Agreed
from handlers.meetings.rules.following import asked_on
from handlers.meetings.rules.inviting import ENOUGH, SEATS, asking_order, to_ask
from handlers.meetings.rules.records import Attendance
from handlers.people.rules.roster import Deputy, DeputyLevel, PersonId

CALENDAR = WorkCalendar(published_tables())
MONDAY = date(2026, 3, 23)


def deputies(count: int) -> list[Deputy]:
    return [
        Deputy(person=PersonId(f"d{n}"), name=f"代表{n}", levels=(DeputyLevel.TOWNSHIP,), villages=(f"村{n % 3}",))
        for n in range(count)
    ]


# --- whom to invite ---


@given(count=integers(1, 12), weeks=integers(1, 30))
def test_over_the_weeks_nobody_is_asked_twice_more_often_than_anybody_else(count: int, weeks: int) -> None:
    asked: list[PersonId] = []
    for _ in range(weeks):
        asked += to_ask(asking_order(deputies(count), asked), ())
    times = Counter({one.person: 0 for one in deputies(count)})
    times.update(asked)
    assert max(times.values()) - min(times.values()) <= 1


def test_those_concerned_come_first_then_those_of_the_village_then_the_others() -> None:
    order = asking_order(deputies(6), [PersonId("d4")], concerned={PersonId("d5")}, villages={"村1"})
    assert order == ("d5", "d1", "d4", "d0", "d2", "d3")


@given(answers=lists(none() | booleans(), max_size=9))
def test_no_more_are_asked_than_there_are_seats_and_nobody_twice(answers: list[bool | None]) -> None:
    invited = [Attendance(person=PersonId(f"d{n}"), can=can) for n, can in enumerate(answers)]
    asked = to_ask(asking_order(deputies(12), ()), invited)
    held = sum(can is not False for can in answers)
    assert len(asked) == min(max(0, SEATS - held), 12 - len(answers))
    assert not {one.person for one in invited} & set(asked)


def test_who_is_silent_holds_no_seat_in_the_end_and_four_are_enough() -> None:
    invited = [Attendance(person=PersonId(f"d{n}"), can=None if n else True) for n in range(5)]
    assert len(to_ask(asking_order(deputies(12), ()), invited, count_silent=False)) == ENOUGH - 1


# --- what was agreed ---


@pytest.mark.parametrize(
    ("line", "agreed"),
    [
        (
            "1. 北街划20个车位（城管队，4月20日前）",
            Agreed(what="北街划20个车位", who="城管队", until=date(2026, 4, 20)),
        ),
        ("2、粮站空地开放(4月1日前 村委会)", Agreed(what="粮站空地开放", who="村委会", until=date(2026, 4, 1))),
        ("修路灯（供电所）。", Agreed(what="修路灯", who="供电所")),
        ("下周五前清完垃圾", Agreed(what="下周五前清完垃圾", until=date(2026, 4, 3))),
        ("大家再想想", Agreed(what="大家再想想")),
    ],
)
def test_the_brackets_behind_a_line_say_who_does_it_and_until_when(line: str, agreed: Agreed) -> None:
    assert agreed_in(line, MONDAY + timedelta(days=1)) == agreed


def asked(agreed: Agreed, days: int = 60) -> list[date]:
    every = (MONDAY + timedelta(days=n) for n in range(days))
    return [day for day in every if CALENDAR.is_workday(day) and asked_on(agreed, MONDAY, day, CALENDAR)]


def test_a_thing_is_asked_about_three_days_before_its_day_on_it_and_each_week_after() -> None:
    days = asked(Agreed(what="划车位", until=date(2026, 4, 16)))
    assert days[:4] == [date(2026, 4, 13), date(2026, 4, 16), date(2026, 4, 23), date(2026, 4, 30)]


def test_a_thing_without_a_day_is_asked_about_every_second_week() -> None:
    # The first would be on the Monday after Tomb Sweeping, a holiday.
    assert asked(Agreed(what="划车位"))[:2] == [date(2026, 4, 7), date(2026, 4, 20)]


@given(until=integers(0, 40))
def test_what_is_late_is_asked_about_until_it_is_done(until: int) -> None:
    day = MONDAY + timedelta(days=until)
    days = [one for one in asked(Agreed(what="划车位", until=day), days=80) if one > day]
    assert all(second - first <= timedelta(days=12) for first, second in pairwise(days))
    assert len(days) >= 4
