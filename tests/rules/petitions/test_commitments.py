"""A unit's promise and how it ends."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis.strategies import booleans, builds, dates, lists, none, sampled_from, text

from handlers.petitions.rules.commitments import Commitment, Ending, goes_on, kept, seen_by_voter, withdrawn
from tests.rules.petitions.some_petition import MORNING

COMMITMENTS = builds(
    Commitment,
    words=text(min_size=1),
    until=none() | dates(),
    made_at=sampled_from([MORNING]),
    status=text(),
    ended=none() | sampled_from(Ending),
    agreed=none() | booleans(),
)


@given(promised=COMMITMENTS, reason=text())
def test_nobody_goes_back_on_a_word_without_a_reason(promised: Commitment, reason: str) -> None:
    if reason.strip():
        assert withdrawn(promised, reason, MORNING).status == reason
    else:
        with pytest.raises(ValueError, match="reason"):
            withdrawn(promised, reason, MORNING)


@given(promised=COMMITMENTS)
def test_kept_is_the_units_word_and_needs_the_voters_own(promised: Commitment) -> None:
    done = kept(promised, "", MORNING)
    assert (done.ended, done.agreed) == (Ending.KEPT, None)
    assert seen_by_voter(done, agreed=True).ended is Ending.KEPT
    assert seen_by_voter(done, agreed=False).is_open


@given(promised=COMMITMENTS, seen=lists(booleans()))
def test_a_voters_word_never_ends_a_commitment(promised: Commitment, seen: list[bool]) -> None:
    after = promised
    for agreed in seen:
        after = seen_by_voter(after, agreed=agreed)
    assert after.is_open or not promised.is_open


@given(promised=COMMITMENTS, day=dates())
def test_a_new_day_takes_the_place_of_the_old_and_no_day_leaves_it(promised: Commitment, day: date) -> None:
    assert goes_on(promised, "", MORNING, day).until == day
    assert goes_on(promised, "", MORNING).until == promised.until
