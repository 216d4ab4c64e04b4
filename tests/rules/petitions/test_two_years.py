"""Deadlines of two years, each counted by hand from the State Council's notices for 2025 and 2026.

The day of the event is not counted (Civil Code art. 201). “+” is a weekend day worked in return, “[…]” are days off.
"""

from dataclasses import replace
from datetime import date, time

import pytest

from handlers.dates.china_time import day_of, moment
from handlers.petitions.rules.agreed import agreed_for
from handlers.petitions.rules.limits import clock, end_of_rating
from handlers.petitions.rules.petition import State, Track
from handlers.petitions.rules.silence import next_word_by
from tests.rules.petitions.some_petition import a_draft
from tests.support.township import STATION

TRIAGE = State.REGISTERED  # 1 working day
TAKE_UP = State.TRIAGED  # 2
SIGN = State.RETURNED_TO_DEPUTY  # 3
HAND_OVER = State.SUBMITTED  # 5
REASSIGN = State.SENT_BACK  # 5
UNIT = State.DISPATCHED  # 5, a hard one 10
AGAIN = State.REOPENED  # 5
CONFER = State.CONFERRED  # 10


def due(state: State, start: str, *, track: Track = Track.SERVICE, hard: bool = False) -> str:
    """Return the day on which what came into *state* at nine in the morning of *start* is due."""
    at = moment(date.fromisoformat(start), time(9))
    found = clock(state, at=at, station=STATION, track=track, hard=hard).due
    assert found is not None
    return day_of(found).isoformat()


@pytest.mark.parametrize(
    ("state", "start", "last"),
    [
        (TRIAGE, "2024-12-31", "2025-01-02"),  # [1 January]
        (UNIT, "2025-01-03", "2025-01-10"),  # Friday: 6 7 8 9 10
        (UNIT, "2025-01-22", "2025-02-05"),  # 23 24 [25] +26 27 [28 to 4 February] 5
        (TRIAGE, "2025-01-25", "2025-01-26"),  # a Saturday: +26
        (TAKE_UP, "2025-01-27", "2025-02-06"),  # [28 to 4 February] 5 6
        (UNIT, "2025-01-31", "2025-02-10"),  # in the Spring Festival: 5 6 7 +8 [9] 10
        (CONFER, "2025-02-07", "2025-02-20"),  # +8 [9] 10 11 12 13 14 [] 17 18 19 20
        (UNIT, "2025-03-31", "2025-04-08"),  # 1 2 3 [4 to 6 Qingming] 7 8
        (SIGN, "2025-04-03", "2025-04-09"),  # [4 to 6] 7 8 9
        (UNIT, "2025-04-24", "2025-04-30"),  # 25 [26] +27 28 29 30
        (TRIAGE, "2025-04-26", "2025-04-27"),  # a Saturday: +27
        (HAND_OVER, "2025-04-29", "2025-05-09"),  # 30 [1 to 5 May] 6 7 8 9
        (TRIAGE, "2025-04-30", "2025-05-06"),  # [1 to 5 May] 6
        (UNIT, "2025-05-28", "2025-06-05"),  # 29 30 [31 to 2 June] 3 4 5
        (UNIT, "2025-09-26", "2025-10-10"),  # [27] +28 29 30 [1 to 8 October] 9 10
        (TRIAGE, "2025-09-30", "2025-10-09"),  # [1 to 8 October] 9
        (AGAIN, "2025-10-09", "2025-10-15"),  # 10 +11 [12] 13 14 15
        (REASSIGN, "2025-12-26", "2026-01-05"),  # [27 28] 29 30 31 [1 to 3 January] +4 5
        (TRIAGE, "2025-12-31", "2026-01-04"),  # [1 to 3 January] +4, a Sunday
        (TAKE_UP, "2026-01-03", "2026-01-05"),  # +4 5
        (UNIT, "2026-02-09", "2026-02-14"),  # 10 11 12 13 +14, a Saturday
        (UNIT, "2026-02-11", "2026-02-25"),  # 12 13 +14 [15 to 23] 24 25
        (TRIAGE, "2026-02-27", "2026-02-28"),  # +28, a Saturday
        (UNIT, "2026-04-02", "2026-04-10"),  # 3 [4 to 6 Qingming] 7 8 9 10
        (UNIT, "2026-04-29", "2026-05-09"),  # 30 [1 to 5 May] 6 7 8 +9, a Saturday
        (CONFER, "2026-04-30", "2026-05-18"),  # [1 to 5] 6 7 8 +9 [10] 11 12 13 14 15 [] 18
        (UNIT, "2026-06-16", "2026-06-24"),  # 17 18 [19 to 21 Dragon Boat] 22 23 24
        (State.ESCALATED, "2026-09-18", "2026-09-24"),  # [19] +20 21 22 23 24
        (UNIT, "2026-09-23", "2026-10-08"),  # 24 [25 to 27] 28 29 30 [1 to 7 October] 8
        (TRIAGE, "2026-10-09", "2026-10-10"),  # +10, a Saturday
        (UNIT, "2026-12-28", "2027-01-04"),  # 29 30 31, then without a table 1 [2 3] 4
    ],
)
def test_working_days(state: State, start: str, last: str) -> None:
    assert due(state, start) == last


@pytest.mark.parametrize(
    ("start", "last"),
    [
        ("2025-01-20", "2025-02-08"),  # 21 22 23 24 [25] +26 27 [28 to 4] 5 6 7 +8
        ("2025-09-25", "2025-10-15"),  # 26 [27] +28 29 30 [1 to 8] 9 10 +11 [12] 13 14 15
        ("2026-02-13", "2026-03-05"),  # +14 [15 to 23] 24 25 26 27 +28 [1] 2 3 4 5
        ("2026-09-28", "2026-10-16"),  # 29 30 [1 to 7] 8 9 +10 [11] 12 13 14 15 16
    ],
)
def test_ten_working_days_of_a_hard_one(start: str, last: str) -> None:
    assert due(UNIT, start, hard=True) == last


@pytest.mark.parametrize(
    ("state", "hard", "start", "last"),
    [
        (UNIT, False, "2025-01-31", "2025-04-30"),  # April has no 31st
        (UNIT, False, "2025-02-03", "2025-05-06"),  # 3 May is off: to the day after the 5th
        (UNIT, False, "2025-07-08", "2025-10-09"),  # 8 October is the last day off
        (UNIT, False, "2025-11-30", "2026-02-28"),  # February ends sooner; a Saturday that is worked
        (UNIT, False, "2025-11-15", "2026-02-24"),  # 15 February is the first of nine days off
        (UNIT, True, "2025-08-31", "2026-02-28"),  # six months: February again
        (UNIT, True, "2025-10-04", "2026-04-07"),  # six months: 4 April is Qingming, off to the 6th
        (UNIT, True, "2026-03-31", "2026-09-30"),  # six months: September has no 31st; the day before National Day
        (UNIT, False, "2026-03-19", "2026-06-22"),  # 19 June is Dragon Boat, off to the 21st
        (UNIT, False, "2026-06-25", "2026-09-28"),  # 25 September is Mid-autumn, off to the 27th
        (UNIT, False, "2026-07-07", "2026-10-08"),  # 7 October is the last day off
        (UNIT, False, "2026-10-01", "2027-01-01"),  # the holidays of 2027 are not known yet
        (AGAIN, False, "2026-01-31", "2026-02-28"),  # one month: February
        (AGAIN, False, "2026-04-01", "2026-05-06"),  # one month: 1 May, off to the 5th
        (AGAIN, False, "2026-02-14", "2026-03-14"),  # one month: a plain Saturday is no statutory holiday
    ],
)
def test_months_of_a_suggestion(state: State, hard: bool, start: str, last: str) -> None:
    assert due(state, start, track=Track.SUGGESTION, hard=hard) == last


@pytest.mark.parametrize(
    ("state", "start", "last"),
    [
        (State.SURVEYING, "2025-09-29", "2025-10-09"),  # the reminder on the 4th day, 3 October, is off to the 8th
        (State.SURVEYING, "2026-05-26", "2026-05-30"),  # the 4th day is a plain Saturday
        (State.CLOSED, "2026-01-20", "2026-02-24"),  # 30 days: 19 February, off to the 23rd
        (State.NEED_INFO, "2025-01-24", "2025-02-07"),  # five working days: [25] +26 27 [28 to 4] 5 6 7
    ],
)
def test_what_happens_by_itself(state: State, start: str, last: str) -> None:
    timer_at = clock(state, at=moment(date.fromisoformat(start), time(9)), station=STATION).timer_at
    assert timer_at is not None
    assert day_of(timer_at).isoformat() == last


@pytest.mark.parametrize(
    ("start", "last"),
    [
        ("2026-02-10", "2026-02-24"),  # 7 days: 17 February, off to the 23rd
        ("2026-08-22", "2026-08-29"),  # 7 days: a plain Saturday
    ],
)
def test_the_end_of_the_time_to_rate(start: str, last: str) -> None:
    timer_at = end_of_rating(moment(date.fromisoformat(start), time(9)), STATION).timer_at
    assert timer_at is not None
    assert day_of(timer_at).isoformat() == last


@pytest.mark.parametrize(
    ("named", "last"),
    [
        ("2026-10-03", "2026-10-08"),  # National Day, off to the 7th
        ("2026-02-15", "2026-02-24"),  # the Spring Festival, off to the 23rd
        ("2026-10-10", "2026-10-10"),  # a Saturday that is worked
        ("2026-04-11", "2026-04-11"),  # a plain Saturday
    ],
)
def test_a_day_that_was_agreed_upon(named: str, last: str) -> None:
    assert agreed_for(date.fromisoformat(named), STATION) == moment(date.fromisoformat(last), time(18))


@pytest.mark.parametrize(
    ("track", "told", "by"),
    [
        (Track.SERVICE, "2025-01-23", "2025-02-06"),  # 24 [25] +26 27 [28 to 4] 5 6
        (Track.SERVICE, "2026-09-30", "2026-10-13"),  # [1 to 7] 8 9 +10 [11] 12 13
        (Track.SUGGESTION, "2026-01-18", "2026-02-24"),  # 30 days: 17 February, off to the 23rd
        (Track.SUGGESTION, "2025-09-05", "2025-10-09"),  # 30 days: 5 October, off to the 8th
    ],
)
def test_the_next_word_to_the_voter(track: Track, told: str, by: str) -> None:
    at = moment(date.fromisoformat(told), time(9))
    petition = replace(a_draft(), state=UNIT, track=track, registered_at=at, told_at=at)
    word = next_word_by(petition, STATION)
    assert word is not None
    assert day_of(word).isoformat() == by
