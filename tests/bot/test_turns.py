"""When each of many messages that wait for the same room is looked at again."""

from datetime import timedelta
from itertools import pairwise

from bot.turns import MANY, Turns
from handlers.message import Priority
from tests.support.records import NOON, later

LIMITS = [(15, timedelta(seconds=1))]


def test_each_that_waits_has_a_turn_of_its_own_a_little_closer_than_the_limit_allows() -> None:
    turns = Turns()
    given = [turns.next(("robot", Priority.NOTICE), LIMITS, free_at=NOON) for _ in range(1000)]
    assert given[0] == NOON
    assert {after - before for before, after in pairwise(given)} == {timedelta(seconds=1) / 15 * 0.9}


def test_an_answer_has_no_turn_behind_notices() -> None:
    turns = Turns()
    for _ in range(1000):
        turns.next(("robot", Priority.NOTICE), LIMITS, free_at=NOON)
    assert turns.next(("robot", Priority.ANSWER), LIMITS, free_at=NOON) == NOON


def test_a_line_that_has_ended_holds_up_nobody() -> None:
    turns = Turns()
    turns.next(("robot", Priority.NOTICE), LIMITS, free_at=NOON)
    assert turns.next(("robot", Priority.NOTICE), LIMITS, free_at=later(hours=1)) == later(hours=1)


def test_a_line_goes_on_however_many_others_there_are() -> None:
    turns = Turns()
    last = [turns.next(("robot", Priority.NOTICE), LIMITS, free_at=NOON) for _ in range(100)][-1]
    for number in range(2 * MANY):
        turns.next((f"group/{number}", Priority.NOTICE), LIMITS, free_at=NOON)
    assert turns.next(("robot", Priority.NOTICE), LIMITS, free_at=NOON) > last
