"""How long a bot stays away after each end of its connection."""

from random import Random

import pytest
from hypothesis import given
from hypothesis.strategies import integers, lists, sampled_from

from bot.platforms.wecom.aibot.pauses import End, Pauses


def pauses(end: End, count: int, seed: int = 0) -> list[float]:
    """Return the pauses after so many ends of one kind in a row."""
    those = Pauses(Random(seed))
    return [those.after(end) for _ in range(count)]


@given(seed=integers())
def test_a_closed_connection_is_followed_by_another_soon_then_ever_later_up_to_half_a_minute(seed: int) -> None:
    for pause, middle in zip(pauses(End.CLOSED, 8, seed), (1, 2, 4, 8, 16, 30, 30, 30), strict=True):
        assert 0.8 * middle <= pause <= 1.2 * middle


def test_only_a_subscription_begins_the_pauses_anew() -> None:
    those = Pauses(Random(0))
    assert [those.after(End.CLOSED) for _ in range(5)][-1] > 10
    those.subscribed()
    assert those.after(End.CLOSED) <= 1.2


@pytest.mark.parametrize(("end", "least"), [(End.REPLACED, 60), (End.REFUSED, 600), (End.TOO_OFTEN, 60)])
@given(seed=integers(), before=lists(sampled_from(End), max_size=12))
def test_the_platform_is_never_tried_sooner_than_it_wants(end: End, least: float, seed: int, before: list[End]) -> None:
    those = Pauses(Random(seed))
    for other in before:
        those.after(other)
    assert those.after(end) >= least


def test_who_subscribes_too_often_waits_twice_as_long_each_time_up_to_a_quarter_of_an_hour() -> None:
    for pause, least in zip(pauses(End.TOO_OFTEN, 6), (60, 120, 240, 480, 900, 900), strict=True):
        assert least <= pause <= 1.2 * least
