"""No activity at the hours of a reception, a talk or another activity, whatever the days of each (domain §7.2)."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis.strategies import dates, integers, lists

from handlers.meetings.rules.activity_days import PlannedActivity, activities_of
from handlers.meetings.rules.same_hours import Engagements, hours_of_activity
from handlers.people.rules.roster import Station
from tests.support.everything_on import switched_on

START, END = date(2026, 1, 1), date(2026, 12, 31)


def held(station: Station, start: date, end: date) -> list[PlannedActivity]:
    return [one for one in activities_of(station, start, end) if one.kind.people_meet]


@settings(max_examples=15, deadline=None)
@given(days=lists(integers(1, 31), min_size=9, max_size=9))
def test_nobody_has_to_be_at_two_things_at_one_hour(days: list[int]) -> None:
    station = switched_on(*days)
    engagements = Engagements(station, station.calendar, START, END + timedelta(days=60))
    for one in held(station, START, END):
        hours = hours_of_activity(one.start)
        assert engagements.at(one.date, hours) is None
        engagements.add(one.date, hours)


@settings(max_examples=15, deadline=None)
@given(days=lists(integers(1, 31), min_size=9, max_size=9))
def test_an_activity_is_later_than_its_rule_has_it_only_where_it_gave_way(days: list[int]) -> None:
    for one in held(switched_on(*days), START, END):
        assert one.date >= one.day.nominal
        assert one.date - one.day.nominal <= timedelta(days=30)
        assert one.gave_way or one.day.moved is None or one.day.moved.away_from is not None


@settings(max_examples=15, deadline=None)
@given(days=lists(integers(1, 31), min_size=9, max_size=9), start=dates(START, END), length=integers(0, 60))
def test_a_window_shows_just_its_part_of_the_whole(days: list[int], start: date, length: int) -> None:
    station, end = switched_on(*days), start + timedelta(days=length)
    whole = held(station, START - timedelta(days=30), END + timedelta(days=90))
    assert held(station, start, end) == [one for one in whole if start <= one.date <= end]
