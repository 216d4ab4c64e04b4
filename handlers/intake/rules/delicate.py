"""What a person has to see to in private, never a template alone (domain §8.7)."""

import json
import re
from enum import StrEnum
from importlib.resources import files
from typing import Final

from handlers.intake.rules.normalise import fold
from handlers.intake.rules.sayings import sayings, without_innocent
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
_NEVER: Final = re.compile(any_of(_DATA["never"]))
_SIGNS: Final = [
    (
        Delicate(one["kind"]),
        re.compile(any_of(one["signs"])),
        re.compile(any_of(one.get("with", ()))),
        sayings(one.get("sayings", ())),
    )
    for one in _DATA["kinds"]
]


def delicate(text: str) -> Delicate | None:
    """Return why *text* is for a person alone, or None."""
    line = _NEVER.sub(" ", fold(text).text)
    plain = without_innocent(line)
    for kind, signs, beside, told in _SIGNS:
        if (signs.search(line) and beside.search(line)) or any(True for one in told for _ in one.found_in(plain)):
            return kind
    return None
