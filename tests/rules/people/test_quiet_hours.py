from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.dates.china_time import CHINA_TIME, moment
from handlers.people.rules.quiet_hours import quiet_until
from tests.support.township import STATION


@pytest.mark.parametrize(
    ("clock", "until"),
    [
        (time(21, 29, 59), None),
        (time(21, 30), datetime(2026, 3, 5, 7, 30, tzinfo=CHINA_TIME)),
        (time(23, 59, 59), datetime(2026, 3, 5, 7, 30, tzinfo=CHINA_TIME)),
        (time(0), datetime(2026, 3, 4, 7, 30, tzinfo=CHINA_TIME)),
        (time(7, 29, 59), datetime(2026, 3, 4, 7, 30, tzinfo=CHINA_TIME)),
        (time(7, 30), None),
    ],
)
def test_quiet_hours_begin_and_end_to_the_second(clock: time, until: datetime | None) -> None:
    assert quiet_until(moment(date(2026, 3, 4), clock), STATION) == until


@given(clock=st.times(), begin=st.times(), end=st.times())
def test_where_quiet_hours_end_they_do_not_begin_again_at_once(clock: time, begin: time, end: time) -> None:
    station = replace(STATION, quiet_from=begin, quiet_to=end)
    now = moment(date(2026, 3, 4), clock)
    until = quiet_until(now, station)
    assert until is None or (until > now and quiet_until(until, station) is None)


def test_quiet_hours_within_one_day_are_quiet_hours_too() -> None:
    station = replace(STATION, quiet_from=time(12), quiet_to=time(14))
    day = date(2026, 3, 6)
    assert quiet_until(moment(day, time(13)), station) == moment(day, time(14))
    assert quiet_until(moment(day, time(23)), station) is None


def test_quiet_hours_are_those_of_china_whatever_zone_a_moment_is_told_in() -> None:
    assert quiet_until(datetime(2026, 3, 4, 14, tzinfo=UTC), STATION) == moment(date(2026, 3, 5), time(7, 30))
