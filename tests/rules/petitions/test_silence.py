"""No open petition is without a day by which its voter has to hear of it next."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis.strategies import booleans, integers, sampled_from

from handlers.dates.china_time import day_of, moment
from handlers.dates.day_kinds import DayKind
from handlers.petitions.rules.limits import clock
from handlers.petitions.rules.petition import Action, Petition, State, Track
from handlers.petitions.rules.silence import last_word, next_word_by, times_silent
from handlers.petitions.rules.states import OPEN, TRANSITIONS, advance
from tests.rules.petitions.lives import SOMEBODY, lives
from tests.rules.petitions.some_petition import MORNING, a_draft
from tests.support.township import STATION

NOWS = integers(0, 16_700).map(lambda hours: moment(date(2025, 1, 2), time()) + timedelta(hours=hours))
LONGEST = timedelta(days=30 + 9)  # a month of silence, put off over the longest holiday


@given(petition=lives(), told=booleans(), track=sampled_from(Track))
def test_every_open_petition_has_a_next_word_and_no_other(petition: Petition, told: bool, track: Track) -> None:
    lived = replace(petition, track=track, told_at=MORNING if told else None)
    assert (next_word_by(lived, STATION) is not None) == (lived.state in OPEN)


@pytest.mark.parametrize(("before", "action"), TRANSITIONS)
@settings(max_examples=10)  # of each step
@given(at=NOWS, track=sampled_from(Track))
def test_after_every_step_the_next_word_is_ahead_and_near(
    before: State, action: Action, at: datetime, track: Track
) -> None:
    after = TRANSITIONS[before, action]
    stood = replace(a_draft(), state=before, track=track, registered_at=at, told_at=at)
    time = clock(after, at=at, station=STATION, track=track)
    petition = advance(stood, action, by=SOMEBODY, at=at, clock=time)
    by = next_word_by(petition, STATION)
    if petition.state in OPEN:
        assert by is not None
        assert at < by
        assert day_of(by) <= day_of(at) + LONGEST


@given(told=NOWS, later=integers(1, 400))
def test_a_word_that_arrived_puts_the_next_one_off(told: datetime, later: int) -> None:
    petition = replace(a_draft(), state=State.DISPATCHED, registered_at=told, told_at=told)
    by = next_word_by(petition, STATION)
    then = next_word_by(replace(petition, told_at=told + timedelta(days=later)), STATION)
    assert by is not None
    assert then is not None
    assert then >= by
    assert STATION.calendar.kind(day_of(by)) is not DayKind.HOLIDAY


@pytest.mark.parametrize(
    ("state", "track", "by"),
    [
        (State.DISPATCHED, Track.SERVICE, date(2026, 3, 9)),  # 3, 4, 5, 6, 9: five working days
        (State.DISPATCHED, Track.SUGGESTION, date(2026, 4, 1)),  # thirty days
        (State.PLANNED, Track.SERVICE, date(2026, 4, 1)),
        (State.REGISTERED, Track.SERVICE, date(2026, 3, 9)),
    ],
)
def test_the_next_word_counted_by_hand(state: State, track: Track, by: date) -> None:
    petition = replace(a_draft(), state=state, track=track, told_at=MORNING)
    assert next_word_by(petition, STATION) == moment(by, time(18))


def test_while_the_voter_is_asked_the_bot_speaks_when_its_timer_runs_out() -> None:
    waits = clock(State.SURVEYING, at=MORNING, station=STATION)
    petition = replace(a_draft(), state=State.SURVEYING, timer=waits.timer, timer_at=waits.timer_at)
    assert next_word_by(petition, STATION) == moment(date(2026, 3, 6), time(10))


def test_what_was_registered_before_a_word_arrived_is_counted_from_then() -> None:
    assert last_word(a_draft()) == MORNING
    assert last_word(replace(a_draft(), told_at=MORNING + timedelta(days=2))) == MORNING + timedelta(days=2)


@pytest.mark.parametrize(("days", "times"), [(0, 0), (29, 0), (30, 1), (59, 1), (60, 2)])
def test_a_word_is_due_once_in_thirty_days(days: int, times: int) -> None:
    suggestion = replace(a_draft(), state=State.DISPATCHED, track=Track.SUGGESTION)
    assert times_silent(suggestion, STATION, MORNING + timedelta(days=days)) == times
