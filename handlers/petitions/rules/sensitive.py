"""Whether a voter's words tell of a person what staff alone may read until the voter agrees to more (PIPL 28–31)."""

import json
from importlib.resources import files
from typing import Final

from handlers.intake.rules.normalise import fold
from handlers.intake.rules.pattern import Pattern
from handlers.intake.rules.wordlist import any_of
from handlers.numerals import NUMERAL, number
from handlers.petitions.rules.petition import Sharing

_DATA: Final = json.loads(files(__package__).joinpath("sensitive.json").read_text(encoding="utf-8"))
_CLAUSE: Final = Pattern(r"[^。！？!?；;\n]+")
_NOT_WHOSE: Final = Pattern(any_of(_DATA["not_whose"]))
_OF_SOMEBODY: Final = Pattern(rf"(?:{any_of(_DATA['whose'])}).{{0,20}}(?:{any_of(_DATA['private'])})")
_ALWAYS: Final = Pattern(any_of(_DATA["always"]))
_AGE: Final = Pattern(rf"([0-9]+|{NUMERAL}+)(?:{any_of(_DATA['years'])})")

OF_AGE: Final = 14  # PIPL 28, 31: whatever is told of a younger child is sensitive


def sharing_of(words: str) -> Sharing:
    """Return whether *words* tell of somebody's health, faith, purse or past, or of a child under 14."""
    sensitive = any(map(_is_sensitive, _CLAUSE.findall(fold(words).text)))
    return Sharing.UNASKED if sensitive else Sharing.ORDINARY


def _is_sensitive(clause: str) -> bool:
    told = _NOT_WHOSE.sub("", clause)
    ages = (number(age) for age in _AGE.findall(clause))
    return bool(
        _ALWAYS.search(clause) or _OF_SOMEBODY.search(told) or any(age is not None and age < OF_AGE for age in ages)
    )
