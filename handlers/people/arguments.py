"""What somebody wants done with his own data, read from the words after the command."""

import re
from dataclasses import dataclass
from typing import Final

from handlers.intake.rules.normalise import fold
from handlers.intake.rules.wordlist import any_of
from handlers.people.words import ERASE, EXPORT, INTO, NAME, PHONE, WITHDRAW
from handlers.words import CLOSING, SEPARATORS

LONGEST_NAME: Final = 20
_GAP: Final = f"[{re.escape(SEPARATORS)}]*"
_INTO: Final = f"{_GAP}(?:{any_of(INTO)})?{_GAP}"
_NAMED: Final = re.compile(rf"(?:{any_of(NAME)}){_INTO}(?P<name>.*)")
_CALLED: Final = re.compile(rf"(?:{any_of(PHONE)}){_INTO}(?P<phone>.*)")
_PHONE: Final = re.compile(r"1[3-9][0-9]{9}|(?:0[0-9]{2,3})?[2-8][0-9]{6,7}")


@dataclass(frozen=True, slots=True)
class See:
    """Show what is kept."""


@dataclass(frozen=True, slots=True)
class Rename:
    """Keep another name."""

    name: str


@dataclass(frozen=True, slots=True)
class Renumber:
    """Keep another telephone number."""

    phone: str


@dataclass(frozen=True, slots=True)
class Export:
    """Hand over a copy of everything."""


@dataclass(frozen=True, slots=True)
class Erase:
    """Erase everything."""


@dataclass(frozen=True, slots=True)
class Withdraw:
    """Agree no longer to something that was agreed to."""


@dataclass(frozen=True, slots=True)
class Unclear:
    """Keep another name or number, which was not said."""


Wish = See | Unclear | Rename | Renumber | Export | Erase | Withdraw


def wish(rest: str) -> Wish:
    """Return what is wanted; without words, or with others than the known, to see what is kept."""
    words = fold(rest).text.strip(CLOSING)
    for known, wanted in ((ERASE, Erase()), (EXPORT, Export()), (WITHDRAW, Withdraw())):
        if words in known:
            return wanted
    if called := _CALLED.fullmatch(words):
        phone = re.sub(r"[ -]", "", called["phone"])
        if not _PHONE.fullmatch(phone):
            return Unclear()
        return Renumber(phone)
    if named := _NAMED.fullmatch(words):
        if not 0 < len(named["name"]) <= LONGEST_NAME:
            return Unclear()
        return Rename(named["name"])
    return See()
