from collections import Counter
from datetime import date

from hypothesis import given
from hypothesis.strategies import integers, lists

from handlers.meetings.rules.nominal_days import MonthlyDay, OddMonthsDay
from handlers.meetings.rules.records import Attendance
from handlers.meetings.rules.rotation import in_turn, next_in_turn, receiving, turn_of
from handlers.people.rules.roster import PersonId

DEPUTIES = lists(integers(0, 50).map(lambda number: PersonId(f"d{number}")), min_size=1, max_size=12, unique=True)
SEATS = integers(1, 5)
TURNS = integers(0, 30_000)


@given(deputies=DEPUTIES, seats=SEATS, turn=TURNS)
def test_everybody_may_be_asked_and_nobody_twice(deputies: list[PersonId], seats: int, turn: int) -> None:
    assert sorted(in_turn(deputies, seats, turn)) == sorted(deputies)


@given(deputies=DEPUTIES, seats=SEATS, turn=TURNS)
def test_in_as_many_turns_as_there_are_deputies_all_receive_equally_often(
    deputies: list[PersonId], seats: int, turn: int
) -> None:
    served = Counter(person for n in range(len(deputies)) for person in in_turn(deputies, seats, turn + n)[:seats])
    assert set(served.values()) == {min(seats, len(deputies))}


@given(deputies=DEPUTIES, turn=TURNS)
def test_a_deputy_does_not_receive_twice_before_all_others_have(deputies: list[PersonId], turn: int) -> None:
    served = [in_turn(deputies, 1, turn + n)[0] for n in range(len(deputies))]
    assert len(set(served)) == len(deputies)


def test_a_reception_without_deputies_asks_nobody() -> None:
    assert in_turn((), 2, 7) == ()


def test_the_turn_goes_on_at_new_year() -> None:
    monthly = MonthlyDay(day=20)
    assert turn_of(date(2027, 1, 20), monthly) == turn_of(date(2026, 12, 20), monthly) + 1


def test_where_only_odd_months_have_a_reception_no_turn_is_passed_over() -> None:
    odd = OddMonthsDay(day=15)
    turns = [turn_of(date(year, month, 15), odd) for year in (2026, 2027) for month in range(1, 13, 2)]
    assert turns == list(range(turns[0], turns[0] + 12))


def attendance(person: str, can: bool | None, *, steps_in: bool = False) -> Attendance:
    return Attendance(person=PersonId(person), can=can, steps_in=steps_in)


def test_a_regular_is_expected_until_declining_and_a_substitute_only_after_agreeing() -> None:
    regulars = attendance("a", None), attendance("b", False)
    others = attendance("c", None, steps_in=True), attendance("d", True, steps_in=True)
    assert receiving((*regulars, *others)) == ("a", "d")


def test_nobody_who_was_asked_is_asked_to_step_in() -> None:
    order = [PersonId(one) for one in "abc"]
    assert next_in_turn(order, (attendance("a", False), attendance("b", None))) == "c"
    assert next_in_turn(order, tuple(attendance(one, False) for one in "abc")) is None


def test_nobody_who_is_busy_elsewhere_is_asked_to_step_in() -> None:
    order = [PersonId(one) for one in "abc"]
    assert next_in_turn(order, (attendance("a", False),), {PersonId("b")}) == "c"
