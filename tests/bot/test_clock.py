"""The clocks: China Standard Time, forward only."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.clock import StandingClock, WallClock
from handlers.dates.china_time import CHINA_TIME
from tests.support.records import MOMENTS, NOON


def test_a_standing_clock_shows_china_standard_time_whatever_it_was_set_by() -> None:
    now = StandingClock(datetime(2026, 3, 4, 4, tzinfo=UTC)).now()
    assert (now, now.tzinfo) == (NOON, CHINA_TIME)


@given(st.lists(MOMENTS, min_size=1))
def test_a_clock_never_goes_back(moments: list[datetime]) -> None:
    clock = StandingClock(moments[0])
    for moment in moments:
        before = clock.now()
        clock.move_to(moment)
        assert clock.now() == max(before, moment)


def test_the_machines_clock_moved_forward_goes_on_from_there() -> None:
    clock = WallClock()
    ahead = clock.now() + timedelta(days=3)
    clock.move_to(ahead)
    assert ahead <= clock.now() < ahead + timedelta(minutes=1)
    clock.move_to(ahead - timedelta(days=2))
    assert clock.now() >= ahead
    assert clock.now().utcoffset() == timedelta(hours=8)
