"""Whether a voter says that what was answered is as bad as before, and which of his matters that is (domain §3.2)."""

import json
import re
from collections.abc import Sequence
from importlib.resources import files
from typing import Final

from handlers.intake.rules.normalise import fold
from handlers.intake.rules.recognise import Decision, Reading
from handlers.intake.rules.wordlist import any_of
from handlers.petitions.rules.alike import elsewhere, gist
from handlers.petitions.rules.categories import OTHER
from handlers.petitions.rules.petition import Petition, State
from handlers.petitions.rules.states import OPEN

_DATA: Final = json.loads(files(__package__).joinpath("discontent.json").read_text(encoding="utf-8"))
_SIGNS: Final = re.compile(any_of(_DATA["signs"]))

ANSWERED: Final = (State.SURVEYING, State.CLOSED)
"""Where the voter has the answer: first what waits to be rated, then what was closed and may be handled again."""


def tells_discontent(text: str) -> bool:
    """Return whether *text* may say that something is not mended; whether it is a new matter, its words must tell."""
    line = fold(text).text
    return len(line) <= _DATA["longest"] and _SIGNS.search(line) is not None


def meant_by(text: str, reading: Reading, known: Sequence[Petition]) -> Sequence[Petition]:
    """Return those of a voter's *known* petitions that *text* says are not mended: none, the one, or all it may be.

    What is still being handled is not rated, and takes what is said of it. Words that could be said of anything are
    for what waits to be rated, else for what was closed where nothing else is open.
    """
    possible = [one for one in known if not _is_another(text, reading, one)]
    spoken_of = [one for one in possible if gist(text).terms & gist(one.text).terms]
    if spoken_of:
        return () if any(_is_in_hand(one) for one in spoken_of) else _answered(spoken_of)
    if reading.decision is Decision.REGISTER and reading.category != OTHER:
        return ()
    waiting = [one for one in possible if one.state is State.SURVEYING]
    return waiting or (() if any(map(_is_in_hand, known)) else _answered(possible))


def _answered(petitions: Sequence[Petition]) -> Sequence[Petition]:
    return [one for one in petitions if one.state in ANSWERED]


def _is_in_hand(petition: Petition) -> bool:
    return petition.state in OPEN and petition.state is not State.SURVEYING


def _is_another(text: str, reading: Reading, petition: Petition) -> bool:
    """Return whether *text* tells of another place, or surely of a matter of another kind."""
    if elsewhere(gist(text), gist(petition.text)):
        return True
    kinds = {reading.category, petition.category}
    return reading.decision is Decision.REGISTER and len(kinds - {OTHER, None}) > 1
