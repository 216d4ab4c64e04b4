"""How long a robot stays away from the gateway."""

from random import Random

import pytest
from hypothesis import given
from hypothesis.strategies import integers, lists, sampled_from

from bot.platforms.dingtalk.hearing.pauses import HEALTHY, End, Pauses


@pytest.mark.parametrize("end", [End.CLOSED, End.LEFT])
@given(seed=integers())
def test_pauses_double_from_a_second_to_a_minute(seed: int, end: End) -> None:
    pauses = Pauses(Random(seed))
    for middle in (1, 2, 4, 8, 16, 32, 60, 60):
        assert 0.8 * middle <= pauses.after(end) <= 1.2 * middle


def test_a_connection_that_was_of_use_for_a_minute_begins_the_pauses_anew() -> None:
    pauses = Pauses(Random(0))
    for _ in range(8):
        pauses.after(End.CLOSED)
    assert pauses.after(End.CLOSED, lived=HEALTHY - 1) > 40
    assert pauses.after(End.CLOSED, lived=HEALTHY) <= 1.2


def test_who_is_asked_to_leave_in_good_health_has_a_successor_at_once() -> None:
    pauses = Pauses(Random(0))
    assert pauses.after(End.LEFT, lived=HEALTHY) == 0
    assert pauses.after(End.LEFT, lived=HEALTHY - 1) > 0


@given(seed=integers(), before=lists(sampled_from(End), max_size=12))
def test_refused_credentials_are_not_shown_again_within_a_minute(seed: int, before: list[End]) -> None:
    pauses = Pauses(Random(seed))
    for end in before:
        pauses.after(end)
    assert pauses.after(End.REFUSED) >= 60
