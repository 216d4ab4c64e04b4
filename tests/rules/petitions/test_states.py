"""The table of states: where a petition can go, and what can never happen to it."""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis.strategies import sampled_from

from handlers.petitions.rules.limits import Clock
from handlers.petitions.rules.petition import Action, Petition, State, Timer
from handlers.petitions.rules.states import ACTORS, CLOSED, OPEN, TRANSITIONS, WrongState, advance, is_solved
from tests.rules.petitions.lives import SOMEBODY, lives, ways_out
from tests.rules.petitions.some_petition import MORNING, a_draft


@given(petition=lives())
def test_nothing_is_closed_before_its_voter_was_asked(petition: Petition) -> None:
    actions = [step.action for step in petition.history]
    if Action.CLOSE in actions:
        assert Action.SURVEY in actions[: actions.index(Action.CLOSE)]


@given(petition=lives())
def test_what_was_withdrawn_redirected_declined_or_merged_never_counts_as_solved(petition: Petition) -> None:
    if petition.state in {State.WITHDRAWN, State.REDIRECTED, State.DECLINED, State.MERGED}:
        assert not is_solved(petition)
    if petition.state is State.ARCHIVED and petition.history[-2].state is not State.CLOSED:
        assert not is_solved(petition)
    if petition.parent is not None:
        assert not is_solved(petition)


@given(petition=lives())
def test_every_step_of_a_life_stands_in_its_history_with_the_state_it_led_to(petition: Petition) -> None:
    states = [State.DRAFT, *(step.state for step in petition.history)]
    assert states[-1] is petition.state
    steps = zip(pairwise(states), petition.history, strict=True)
    assert all(TRANSITIONS[before, step.action] is after for (before, after), step in steps)


@given(petition=lives(), action=sampled_from(Action))
def test_a_step_outside_the_table_is_refused_and_named(petition: Petition, action: Action) -> None:
    if action not in ways_out(petition.state):
        with pytest.raises(WrongState) as refused:
            advance(petition, action, by=SOMEBODY, at=MORNING)
        assert (refused.value.petition, refused.value.action) == (petition, action)


def test_every_state_is_reached_from_a_draft() -> None:
    reached, frontier = set[State](), {State.DRAFT}
    while frontier:
        reached |= frontier
        frontier = {after for (before, _), after in TRANSITIONS.items() if before in reached} - reached
    assert reached == set(State)


def test_every_state_but_the_archive_has_a_way_out() -> None:
    assert [state for state in State if not ways_out(state)] == [State.ARCHIVED]


def test_every_action_has_actors() -> None:
    assert {action for action in Action if ACTORS.get(action)} == set(Action)


def test_every_state_but_a_draft_is_open_or_closed_and_not_both() -> None:
    assert set(State) - {State.DRAFT} == OPEN | CLOSED
    assert not OPEN & CLOSED


def test_limit_and_timer_die_with_the_state() -> None:
    running = replace(a_draft(), due=MORNING, timer=Timer.DROP_DRAFT, timer_at=MORNING)
    registered = advance(running, Action.REGISTER, by=SOMEBODY, at=MORNING)
    assert (registered.due, registered.timer, registered.timer_at) == (None, None, None)


def test_the_clock_given_is_the_new_states() -> None:
    tomorrow = MORNING + timedelta(days=1)
    registered = advance(a_draft(), Action.REGISTER, by=SOMEBODY, at=MORNING, clock=Clock(due=tomorrow))
    assert registered.due == tomorrow
