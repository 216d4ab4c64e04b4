"""Whether the same voter says the same again."""

from dataclasses import replace
from datetime import timedelta

import pytest

from handlers.petitions.rules.duplicates import said_before
from handlers.petitions.rules.petition import Petition, State
from tests.rules.petitions.some_petition import MORNING, a_draft

EARLIER = replace(a_draft(), state=State.TRIAGED)


@pytest.mark.parametrize(
    "text", ["李村小学门口路灯不亮三天了", "李村小学门口，路灯不亮三天了！", "李村小学門口路燈不亮 三天了"]
)
def test_the_same_words_are_the_same_matter_however_they_are_set(text: str) -> None:
    assert said_before(text, MORNING + timedelta(hours=24), [EARLIER]) == EARLIER


@pytest.mark.parametrize(
    ("text", "later", "earlier"),
    [
        ("李村小学门口路灯不亮四天了", timedelta(hours=1), EARLIER),
        (EARLIER.text, timedelta(hours=25), EARLIER),
        (EARLIER.text, timedelta(hours=1), replace(EARLIER, state=State.WITHDRAWN)),
        (EARLIER.text, timedelta(hours=1), a_draft()),
    ],
)
def test_other_words_another_day_and_what_has_ended_are_no_duplicate(
    text: str, later: timedelta, earlier: Petition
) -> None:
    assert said_before(text, MORNING + later, [earlier]) is None
