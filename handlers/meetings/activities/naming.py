"""Kinds of activities by the names people call them."""

from collections.abc import Iterable

from handlers import words as spoken
from handlers.meetings.rules.activity_kinds import KINDS, Kind
from handlers.people.rules.roster import Station


def kinds_of(station: Station) -> tuple[Kind, ...]:
    """Return the kinds a station has switched on, the weekly topic left out."""
    return tuple(KINDS[activity.kind] for activity in station.activities)


def named_kind(words: str, kinds: Iterable[Kind]) -> tuple[Kind | None, str]:
    """Return the kind *words* begin with, None where they begin with none, and what is said behind it."""
    said = words.strip()
    found = [(name, kind) for kind in kinds for name in kind.names if said.startswith(name)]
    if not found:
        return None, said
    name, kind = max(found, key=lambda pair: len(pair[0]))
    return kind, said[len(name) :].lstrip(spoken.SEPARATORS)
