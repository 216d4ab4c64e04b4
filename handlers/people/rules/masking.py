"""What must not leave in a group's text: numbers, addresses and names that point to a person (domain 8.2)."""

import json
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from importlib.resources import files
from typing import Final

from handlers.intake.rules.normalise import Folded, fold
from handlers.intake.rules.pattern import Pattern
from handlers.intake.rules.wordlist import WordList, any_of
from handlers.people.rules.names import Names
from handlers.people.rules.surnames import surname

_DATA: Final = json.loads(files(__package__).joinpath("masking.json").read_text(encoding="utf-8"))
_DIGITS: Final[dict[int, str]] = str.maketrans(_DATA["digits"])


class Kind(StrEnum):
    MOBILE = "mobile"
    LANDLINE = "landline"
    IDENTITY = "identity"
    CARD = "card"
    EMAIL = "email"
    NAME = "name"
    DISCLOSURE = "disclosure"


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Finding:
    """A place in a text that points to a person; never the words themselves, so that it may be logged."""

    start: int
    end: int
    kind: Kind


# Digits with up to three signs between them: groups of a number, or several numbers in a row.
_DIGIT: Final = f"[0-9{''.join(_DATA['digits'])}]"
_GAP: Final = r"[ \n()·._‐-―-]{0,3}"
_RUN: Final = Pattern(rf"{_DIGIT}(?:{_GAP}{_DIGIT}){{6,}}(?:{_GAP}x)?")
_GROUP: Final = Pattern(rf"{_DIGIT}+x?|x")
_EMAIL: Final = Pattern(r"[a-z0-9._%+-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+")
_MOBILE: Final = Pattern(r"(?:(?:00)?86)?(1[3-9][0-9]{9})")
_LANDLINE: Final = Pattern(r"(?:0[0-9]{2,3})?[2-8][0-9]{6,7}")
_HOME_TELEPHONE: Final = Pattern(rf"(?:{any_of(_DATA['home_telephones'])})(?:{any_of(_DATA['links'])})* *$")
_DISCLOSURE: Final = Pattern(rf"(?:{any_of(_DATA['private_things'])}) ?(?:{any_of(_DATA['links'])})[ :]*[^\s,。;!?:]+")
_NAMED_BEFORE: Final = Pattern(rf"(?:{any_of(_DATA['before_name'])})[ :]*$")
_NAMED_AFTER: Final = Pattern(any_of(_DATA["after_name"]))
_LONGEST_CONTEXT: Final = 8
_ORDINARY: Final = frozenset(_DATA["ordinary_words"])

# GB 11643-1999, 4.4: the weights of the first 17 digits and the check characters by remainder.
_ID_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECKS: Final = "10x98765432"
_PROVINCE: Final = Pattern("1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]")  # GB/T 2260, first two digits
_CARD: Final = Pattern("[3-9][0-9]{15,18}")  # ISO/IEC 7812: 1 and 2 are airlines'
_LONGEST_NUMBER: Final = 19
_SHORTEST_NUMBER: Final = 7


NOBODY: Final = Names()


class Filter:
    """Finds what points to a person, given the texts that may appear and the names that must not."""

    def __init__(self, *, allowed: Collection[str]) -> None:
        """Build the filter; *allowed* is what is published.

        Published are the telephones of stations and units, and the names of deputies, units and places: a published
        text covers the name inside it.
        """
        self._published = {fold(text).text for text in allowed}
        self._numbers = frozenset(number for text in self._published if (number := _digits_of(text)))
        self._covers = [(text, False) for text in self._published if _is_word(text)]

    def findings(self, text: str, names: Names = NOBODY) -> tuple[Finding, ...]:
        """Return all that points to a person in *text*, *names* too, in its order; nothing means it may leave."""
        line = fold(text)
        found = [*self._named(line.text, names), *_disclosed(line.text)]
        if "@" in line.text:
            found += ((*match.span(), Kind.EMAIL) for match in _EMAIL.finditer(line.text))
        for run in _RUN.finditer(line.text):
            found += self._numbered(run, line.text)
        return tuple(sorted(_as_written(line, *place) for place in found))

    def _named(self, line: str, names: Names) -> Iterator[tuple[int, int, Kind]]:
        hidden = [(name, True) for name in names.found_in(line) - self._published if _is_word(name)]
        if not hidden:
            return
        for start, name, personal in WordList([*self._covers, *hidden]).found_in(line):
            end = start + len(name)
            if personal and (name not in _ORDINARY or _is_named(line, start, end)):
                yield start, end, Kind.NAME

    def _numbered(self, run: re.Match[str], line: str) -> Iterator[tuple[int, int, Kind]]:
        """Yield every personal number of a run; numbers that share digits too, so that none hides another."""
        groups = [match.span() for match in _GROUP.finditer(line, *run.span())]
        spans = [(start, end, _digits_of(line[start:end])) for start, end in _neighbours(groups)]
        published = [(start, end) for start, end, digits in spans if digits in self._numbers]
        for start, end, digits in spans:
            if any(start < last and first < end for first, last in published):
                continue
            if kind := _kind_of(digits, line[max(0, start - _LONGEST_CONTEXT) : start]):
                yield start, end, kind


def _is_word(text: str) -> bool:
    return sum(map(str.isalpha, text)) > 1


def _neighbours(groups: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the span of each group of digits with as many of those behind it as one number may have."""
    for first, (start, _) in enumerate(groups):
        length = 0
        for group_start, end in groups[first:]:
            length += end - group_start
            if length > _LONGEST_NUMBER:
                break
            if length >= _SHORTEST_NUMBER:
                yield start, end


def mask(text: str, findings: Iterable[Finding]) -> str:
    """Return *text* with each finding shortened to what a list may show."""
    parts: list[str] = []
    end = 0
    for finding in sorted(findings):
        if finding.start >= end:
            parts += (text[end : finding.start], _MASKS[finding.kind](text[finding.start : finding.end]))
        elif finding.end > end:  # the rest of a finding that overlaps the one before
            parts.append(_HIDDEN)
        end = max(end, finding.end)
    return "".join((*parts, text[end:]))


def masked(text: str, names: Names = NOBODY) -> str:
    """Return *text* as a list may show it: what points to a person is shortened, each of *names* too."""
    return mask(text, _NOTHING_PUBLISHED.findings(text, names))


def points_to_a_person(text: str) -> bool:
    """Return whether anything in *text* does, published or not."""
    return bool(_NOTHING_PUBLISHED.findings(text))


_NOTHING_PUBLISHED: Final = Filter(allowed=())


def mask_name(name: str) -> str:
    """Return the surname and two stars."""
    return surname(name) + "**"


_HIDDEN: Final = "***"


def _mask_mobile(written: str) -> str:
    digits = _digits_of(fold(written).text)[-11:]
    return f"{digits[:3]}****{digits[-4:]}"


def _mask_identity(written: str) -> str:
    digits = _digits_of(fold(written).text)
    return digits[:3] + "*" * (len(digits) - 5) + digits[-2:]


def _mask_card(written: str) -> str:
    return "****" + _digits_of(fold(written).text)[-4:]


def _hide(_: str) -> str:
    return _HIDDEN


_MASKS: Final = {
    Kind.MOBILE: _mask_mobile,
    Kind.LANDLINE: _hide,
    Kind.IDENTITY: _mask_identity,
    Kind.CARD: _mask_card,
    Kind.EMAIL: _hide,
    Kind.NAME: mask_name,
    Kind.DISCLOSURE: _hide,
}


def _digits_of(text: str) -> str:
    return "".join(_GROUP.findall(text)).translate(_DIGITS)


def _as_written(line: Folded, start: int, end: int, kind: Kind) -> Finding:
    first = line.origins[start]
    return Finding(start=first, end=line.origins[end - 1] + 1, kind=kind)


def _disclosed(line: str) -> Iterator[tuple[int, int, Kind]]:
    return ((*match.span(), Kind.DISCLOSURE) for match in _DISCLOSURE.finditer(line))


def _is_named(line: str, start: int, end: int) -> bool:
    """Return whether an ordinary word stands where only a name can."""
    return bool(_NAMED_BEFORE.search(line[max(0, start - _LONGEST_CONTEXT) : start]) or _NAMED_AFTER.match(line, end))


def _kind_of(digits: str, before: str) -> Kind | None:
    if _MOBILE.fullmatch(digits):
        return Kind.MOBILE
    if _is_identity(digits):
        return Kind.IDENTITY
    if _CARD.fullmatch(digits) and _passes_luhn(digits):
        return Kind.CARD
    # A landline is as a rule an office's, and offices are published: only one called somebody's own is personal.
    if _LANDLINE.fullmatch(digits) and _HOME_TELEPHONE.search(before):
        return Kind.LANDLINE
    return None


def _is_identity(digits: str) -> bool:
    """Return whether it is an identity number; a wrong check digit beside a true birthday is one mistyped."""
    if not _PROVINCE.match(digits):
        return False
    if len(digits) == 18:
        return _has_id_check(digits) or _is_day(digits[6:14])
    return len(digits) == 15 and digits.isdecimal() and _is_day("19" + digits[6:12])


def _has_id_check(digits: str) -> bool:
    total = sum(weight * int(digit) for weight, digit in zip(_ID_WEIGHTS, digits, strict=False))
    return _ID_CHECKS[total % 11] == digits[17]


def _is_day(digits: str) -> bool:
    try:
        return 1900 <= date(int(digits[:4]), int(digits[4:6]), int(digits[6:])).year < 2100
    except ValueError:
        return False


def _passes_luhn(digits: str) -> bool:
    total = 0
    for position, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + position % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0
