"""Whose turn it is: every open petition is somebody's."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis.strategies import none, sampled_from

from handlers.people.rules.roster import PersonId
from handlers.petitions.acting import who_acts
from handlers.petitions.rules.acting import TURNS, Turn, turn
from handlers.petitions.rules.petition import Conflict, Petition, State
from handlers.petitions.rules.states import OPEN
from tests.rules.petitions.some_petition import MORNING, a_draft
from tests.support.township import STATION


def stands(state: State, *, deputy: str | None = "zhang", unit: str | None = "供电所", due: bool = False) -> Petition:
    whose = None if deputy is None else PersonId(deputy)
    return replace(a_draft(), state=state, deputy=whose, unit=unit, due=MORNING if due else None)


def test_every_open_state_is_somebodys_turn() -> None:
    assert set(TURNS) == OPEN


@given(
    state=sampled_from(sorted(OPEN)),
    deputy=none() | sampled_from(["zhang"]),
    unit=none() | sampled_from(["供电所"]),
    kept_from=none() | sampled_from(["zhang", "he", "qin"]),
)
def test_somebody_is_there_to_be_pressed_from_whom_it_is_not_kept(
    state: State, deputy: str | None, unit: str | None, kept_from: str | None
) -> None:
    conflict = None if kept_from is None else Conflict(persons=(PersonId(kept_from),), complaint=True)
    people = who_acts(replace(stands(state, deputy=deputy, unit=unit, due=True), conflict=conflict), STATION)
    assert people
    assert kept_from not in people


@pytest.mark.parametrize(
    ("petition", "whose"),
    [
        (stands(State.REGISTERED), Turn.STAFF),
        (stands(State.TRIAGED), Turn.DEPUTY),
        (stands(State.TRIAGED, deputy=None), Turn.STAFF),
        (stands(State.REOPENED), Turn.UNIT),
        (stands(State.REOPENED, unit=None), Turn.DEPUTY),  # it was answered on the spot
        (stands(State.SURVEYING), Turn.VOTER),
        (stands(State.SURVEYING, due=True), Turn.HEAD),  # dissatisfied again: a conference is to be called
        (stands(State.NEED_INFO, due=True), Turn.STAFF),  # staff need not wait for the answer
    ],
)
def test_what_lacks_a_unit_or_a_deputy_is_the_next_ones(petition: Petition, whose: Turn) -> None:
    assert turn(petition) is whose
