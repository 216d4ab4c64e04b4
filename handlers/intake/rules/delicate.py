"""What a person has to see to in private, never a template alone (domain §8.7)."""

import json
from enum import StrEnum
from importlib.resources import files
from typing import Final

from handlers.intake.rules.normalise import fold
from handlers.intake.rules.pattern import Pattern
from handlers.intake.rules.sayings import Sayings, without_innocent
from handlers.intake.rules.wordlist import any_of


class Delicate(StrEnum):
    VIOLENCE = "violence"
    SEXUAL = "sexual"
    MENTAL = "mental"
    DISEASE = "disease"
    FRICTION = "friction"
    GATHERING = "gathering"
    THREAT = "threat"
    ELECTION = "election"
    SECRET = "secret"
    RUMOUR = "rumour"
    OUTSIDERS = "outsiders"
    LAND = "land"
    ARREARS = "arrears"
    LEAK = "leak"
    MINOR = "minor"


_DATA: Final = json.loads(files(__package__).joinpath("delicate.json").read_text(encoding="utf-8"))
_NEVER: Final = Pattern(any_of(_DATA["never"]))
_SIGNS: Final = [
    (Delicate(one["kind"]), Pattern(any_of(one["signs"])), Pattern(any_of(one.get("with", ()))))
    for one in _DATA["kinds"]
]
_SAYINGS: Final = Sayings(
    (Delicate(one["kind"]), saying) for one in _DATA["kinds"] for saying in one.get("sayings", ())
)


def delicate(text: str) -> Delicate | None:
    """Return why *text* is for a person alone, or None."""
    line = _NEVER.sub(" ", fold(text).text)
    told = {kind for kind, _ in _SAYINGS.found_in(without_innocent(line))}
    for kind, signs, beside in _SIGNS:
        if kind in told or (signs.search(line) and beside.search(line)):
            return kind
    return None
