from datetime import date

import pytest

from handlers.meetings.arguments import Told, roster_span, told
from handlers.parse import NotUnderstood

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("said", "year", "months"),
    [
        ("", 2026, {11, 12}),
        ("4月", 2027, {4}),
        ("12月", 2026, {12}),
        ("十月", 2026, {10}),
        ("2027年", 2027, set(range(1, 13))),
        ("2027", 2027, set(range(1, 13))),
        ("明年", 2027, set(range(1, 13))),
        ("明年3月", 2027, {3}),
        ("2026年3月", 2026, {3}),
    ],
)
def test_the_part_of_the_roster_that_is_named(said: str, year: int, months: set[int]) -> None:
    found, named = roster_span(said).seen_from(TODAY)
    assert (found, set(named)) == (year, months)


@pytest.mark.parametrize("said", ["13月", "0月", "张明远", "3月20日"])
def test_what_names_no_part_of_the_roster_is_not_understood(said: str) -> None:
    with pytest.raises(NotUnderstood):
        roster_span(said)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("2人 路灯不亮", Told(words="路灯不亮", people=2)),
        ("李村联络点 三位 路灯不亮", Told(words="李村联络点 路灯不亮", people=3)),
        ("路灯不亮", Told(words="路灯不亮")),
        ("俺家3人都看见了", Told(words="俺家3人都看见了")),
        ("0人 路灯不亮", Told(words="0人 路灯不亮")),
        ("2人：路灯（学校门口）不亮", Told(words="路灯（学校门口）不亮", people=2)),
    ],
)
def test_how_many_came_is_said_by_itself_and_all_else_stays_as_it_was_said(said: str, expected: Told) -> None:
    assert told(said) == expected


@pytest.mark.parametrize("said", ["", "2人 ", "  "])
def test_somebody_who_says_nothing_is_asked(said: str) -> None:
    with pytest.raises(NotUnderstood):
        told(said)
