"""By when a petition has to move on."""

from dataclasses import replace
from datetime import datetime

import pytest

from handlers.dates.china_time import CHINA_TIME
from handlers.dates.periods import Term, WorkingDays
from handlers.petitions.rules.limits import Clock, clock, end_of_rating
from handlers.petitions.rules.petition import Action, State, Timer, Track
from handlers.petitions.rules.states import advance
from handlers.petitions.timers import BY_ITSELF
from tests.rules.petitions.some_petition import a_draft
from tests.support.township import STATION

FRIDAY = datetime(2026, 3, 6, 10, tzinfo=CHINA_TIME)
RUNNING = {
    "triage", "take_up", "sign_form", "hand_over", "reassign", "service", "service_hard", "suggestion_months",
    "suggestion_hard_months", "again", "again_months", "confer", "need_info", "draft_hours", "rating_reminder_day",
    "reopen_days",
}  # fmt: skip


def at(month: int, day: int, hour: int = 18) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=CHINA_TIME)


@pytest.mark.parametrize(
    ("state", "due"),
    [
        (State.REGISTERED, at(3, 9)),
        (State.TRIAGED, at(3, 10)),
        (State.SUBMITTED, at(3, 13)),
        (State.DISPATCHED, at(3, 13)),
        (State.REOPENED, at(3, 13)),
        (State.CONFERRED, at(3, 20)),
        (State.EMERGENCY, FRIDAY),
        (State.EXTENDED, None),
        (State.SURVEYING, None),
    ],
)
def test_what_begins_on_a_friday_is_due_at_the_close_of_a_workday(state: State, due: datetime | None) -> None:
    assert clock(state, at=FRIDAY, station=STATION).due == due


def test_a_suggestion_is_due_three_months_after_it_was_handed_over() -> None:
    assert clock(State.DISPATCHED, at=FRIDAY, station=STATION, track=Track.SUGGESTION).due == at(6, 8 - 2)


def test_the_spring_festival_counts_for_no_limit() -> None:
    eve = datetime(2026, 2, 14, 10, tzinfo=CHINA_TIME)
    assert clock(State.REGISTERED, at=eve, station=STATION).due == at(2, 24)


def test_a_word_said_after_midnight_in_china_counts_from_that_day() -> None:
    night = datetime.fromisoformat("2026-03-05T17:30:00+00:00")
    assert clock(State.REGISTERED, at=night, station=STATION).due == at(3, 9)


def test_whatever_runs_out_has_something_that_happens_then() -> None:
    timed = {state for state in State if clock(state, at=FRIDAY, station=STATION).timer is not None}
    assert timed <= set(BY_ITSELF)


def test_a_draft_lives_a_day_to_the_minute() -> None:
    life = clock(State.DRAFT, at=FRIDAY, station=STATION)
    assert (life.timer, life.timer_at) == (Timer.DROP_DRAFT, at(3, 7, 10))


def test_a_voter_is_reminded_to_rate_on_the_fourth_day_and_left_alone_after_the_seventh() -> None:
    reminder = clock(State.SURVEYING, at=FRIDAY, station=STATION)
    end = end_of_rating(FRIDAY, STATION)
    assert (reminder.timer, reminder.timer_at) == (Timer.REMIND_RATING, at(3, 10, 10))
    assert (end.timer, end.timer_at) == (Timer.END_RATING, at(3, 13))


def test_a_hard_one_is_given_its_unit_for_longer() -> None:
    service = clock(State.DISPATCHED, at=FRIDAY, station=STATION, hard=True)
    suggestion = clock(State.DISPATCHED, at=FRIDAY, station=STATION, track=Track.SUGGESTION, hard=True)
    assert (service.due, suggestion.due) == (at(3, 20), at(9, 6))


def test_a_deadline_that_is_carried_on_keeps_the_way_it_was_counted() -> None:
    handed_over = clock(State.DISPATCHED, at=FRIDAY, station=STATION)
    dispatched = replace(a_draft(), state=State.DISPATCHED, due=handed_over.due, term=handed_over.term)
    accepted = advance(dispatched, Action.ACCEPT, by=None, at=FRIDAY, clock=Clock(due=handed_over.due))
    assert accepted.term == Term.of(FRIDAY.date(), WorkingDays(5))
    extended = advance(accepted, Action.EXTEND, by=None, at=FRIDAY, clock=Clock(due=at(4, 10)))
    assert extended.term is None


def test_the_end_of_rating_is_put_off_over_a_holiday() -> None:
    before_national_day = datetime(2026, 9, 24, 10, tzinfo=CHINA_TIME)
    assert end_of_rating(before_national_day, STATION).timer_at == at(10, 8)


@pytest.mark.parametrize("name", sorted(RUNNING))
def test_every_limit_of_a_step_is_the_stations_to_set(name: str) -> None:
    longer = replace(STATION, limits=replace(STATION.limits, **{name: getattr(STATION.limits, name) + 7}))
    clocks = [
        clock(state, at=FRIDAY, station=station, track=track, hard=hard)
        for station in (STATION, longer)
        for state in State
        for track in Track
        for hard in (False, True)
    ]
    assert clocks[: len(clocks) // 2] != clocks[len(clocks) // 2 :]
