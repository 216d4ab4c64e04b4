"""The table of kinds: what it says can be filled in, and fits a group."""

from string import Formatter

import pytest

from handlers.meetings.activities.steps import FACTS
from handlers.meetings.rules.activity_kinds import KINDS, Audience, Kind

KNOWN = {"name", "day", "time", "place", "subject", "turn", "quarter", "year", "after", "surname", "count", *FACTS}
EVERY = pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))


@EVERY
def test_whatever_stands_in_braces_is_known(kind: Kind) -> None:
    assert {name for text in kind.texts for _, name, _, _ in Formatter().parse(text) if name is not None} <= KNOWN


@EVERY
def test_a_group_is_never_told_what_only_one_person_is_called(kind: Kind) -> None:
    assert not any("{surname}" in step.text for step in kind.steps if step.to is Audience.GROUPS)


@EVERY
def test_what_groups_are_told_is_short_enough_with_room_for_what_is_filled_in(kind: Kind) -> None:
    assert all(len(step.text) <= 120 for step in kind.steps if step.to is Audience.GROUPS)


def test_no_two_kinds_are_called_alike() -> None:
    names = [name for kind in KINDS.values() for name in kind.names]
    assert len(set(names)) == len(names)
