"""Whose turn it is in the rotation of an activity."""

from dataclasses import replace
from datetime import date
from itertools import cycle, islice

from hypothesis import given
from hypothesis.strategies import integers, sampled_from

from handlers.meetings.rules.activity_days import activities_of
from handlers.meetings.rules.nominal_days import MonthlyDay
from handlers.meetings.rules.reception_days import ReceptionRule
from handlers.people.rules.roster import Activity
from tests.support.township import STATION


@given(kind=sampled_from(("monthly_inspection", "duty_report", "joint_meeting")), length=integers(1, 7))
def test_a_rotation_begins_with_the_first_and_goes_on_over_the_years(kind: str, length: int) -> None:
    rotation = tuple(f"第{number}个" for number in range(length))
    activity = Activity(kind=kind, rule=ReceptionRule(days=MonthlyDay(day=15)), rotation=rotation)
    station = replace(STATION, activities=(activity,))
    turns = [one.turn for one in activities_of(station, date(2026, 1, 1), date(2028, 12, 31))]
    assert turns == list(islice(cycle(rotation), len(turns)))
