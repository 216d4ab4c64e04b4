"""Whether a unit's answer is one: the matter, who and when or why, in plain words (domain §4.4).

It is a gentle check: what it finds is shown to whoever typed the answer, and a person decides. So it would rather say
nothing than be wrong.
"""

import json
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from importlib.resources import files
from typing import Final

from handlers.intake.rules.normalise import fold
from handlers.intake.rules.pattern import Pattern
from handlers.intake.rules.wordlist import any_of
from handlers.petitions.rules.petition import ResultClass

LONGEST: Final = 120  # characters of a plain answer; domain §4.4


class Gap(StrEnum):
    """What a voter would miss in an answer, or not understand."""

    MATTER = "matter"
    WHO = "who"
    WHEN = "when"
    DONE = "done"
    WHY = "why"
    EMPTY = "empty"
    STIFF = "stiff"
    LONG = "long"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One gap, with the words that make it where there are any."""

    gap: Gap
    words: tuple[str, ...] = ()


_WORDS: Final = json.loads(files(__package__).joinpath("answers.json").read_text(encoding="utf-8"))
_COMMON: Final = frozenset(_WORDS["common"])
_COUNTED: Final = rf"(?:[0-9]|{any_of(_WORDS['numerals'])})\s*(?:{any_of(_WORDS['units_of_time'])})"
_DATE: Final = Pattern(rf"{_COUNTED}|[0-9]{{1,4}}[-/.][0-9]")
_SAYS: Final = {name: Pattern(any_of(_WORDS[name])) for name in ("doers", "done", "reasons", "times")}
_MARKED: Final = {Gap.EMPTY: Pattern(any_of(_WORDS["empty"])), Gap.STIFF: Pattern(any_of(_WORDS["stiff"]))}


def findings(
    answer: str, result: ResultClass, asked: str, *, names: Collection[str] = (), dated: bool = False
) -> tuple[Finding, ...]:
    """Return what is missing or hard to understand in *answer* to what was *asked*; *names* are units and people.

    *dated* says that the day was told before.

    What is solved has to say that it is done, what is promised who does it and when, what will not be done now why.
    """
    text = fold(answer).text
    dated = dated or bool(_DATE.search(text) or _says(text, "times"))
    missing = {Gap.MATTER: not _names_the_matter(text, fold(asked).text)}
    match result:
        case ResultClass.A:
            missing[Gap.DONE] = not (dated or _says(text, "done"))
        case ResultClass.B:
            missing[Gap.WHO] = not (_says(text, "doers") or any(fold(name).text in text for name in names))
            missing[Gap.WHEN] = not dated
        case ResultClass.C | ResultClass.D:
            missing[Gap.WHY] = not _says(text, "reasons")
    missing[Gap.LONG] = len(answer) > LONGEST
    found = (Finding(gap=gap, words=tuple(dict.fromkeys(marked.findall(text)))) for gap, marked in _MARKED.items())
    return (
        *(Finding(gap=gap) for gap, is_missing in missing.items() if is_missing),
        *(finding for finding in found if finding.words),
    )


def _names_the_matter(answer: str, asked: str) -> bool:
    """Return whether *answer* has anything to do with what was asked: a character that is not on everybody's lips."""
    telling = {character for character in asked if character.isalnum()} - _COMMON
    return not telling or not telling.isdisjoint(answer)


def _says(text: str, what: str) -> bool:
    return _SAYS[what].search(text) is not None
