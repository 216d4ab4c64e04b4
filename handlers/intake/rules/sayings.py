"""Sayings told by words of several lists, one after the other: who, what happened, to whom."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from handlers.intake.rules.wordlist import any_of

_DATA: Final = json.loads(files(__package__).joinpath("sayings.json").read_text(encoding="utf-8"))
_LISTS: Final[Mapping[str, list[str]]] = _DATA["lists"]
_INNOCENT: Final = re.compile(any_of(_DATA["innocent"]))
# What is said of somebody's things is not said of him.
_BETWEEN: Final = rf"[^。;!?\n{_DATA['possessive']}]"
_CLAUSE_END: Final = re.compile(r"[,。;!?\n]")
WITHIN: Final = 12
"""How many characters may stand between two words of one saying."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A saying found: what stands before its last word and behind it in its clauses, and that word."""

    before: str
    word: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """Words of the lists *of*, in that order; it is another saying with one of *unless* in the same clauses."""

    pattern: str
    unless: str | None

    def found_in(self, line: str) -> Iterator[Said]:
        """Yield where *line* says it, a folded text `without_innocent` words."""
        for found in _compiled(self.pattern).finditer(line):
            start = max((end.end() for end in _CLAUSE_END.finditer(line, 0, found.start())), default=0)
            ended = _CLAUSE_END.search(line, found.end())
            end = ended.start() if ended else len(line)
            if self.unless is None or not _compiled(self.unless).search(line, start, end):
                yield Said(before=line[start : found.start("last")], word=found["last"], after=line[found.end() : end])


def without_innocent(line: str) -> str:
    """Return *line* without the words that only look like those of a saying: who telephones beats nobody."""
    return _INNOCENT.sub(" ", line)


def sayings(told: Iterable[Mapping[str, str]]) -> tuple[Saying, ...]:
    """Return sayings as they stand in the data: names of lists, and how far apart their words may be."""
    return tuple(
        Saying(
            pattern=_in_turn(one["of"].split(), int(one.get("within", WITHIN))),
            unless=any_of(_words(one["unless"])) if "unless" in one else None,
        )
        for one in told
    )


def _in_turn(names: list[str], within: int) -> str:
    *first, last = (any_of(_words(name)) for name in names)
    return "".join(f"(?:{words}){_BETWEEN}{{0,{within}}}?" for words in first) + f"(?P<last>{last})"


@cache  # when it is first looked for: all of them together are a tenth of the bot's start
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _words(name: str) -> Iterator[str]:
    """Yield the words of a list, and those of each list it includes: written with a plus sign."""
    for word in _LISTS[name]:
        if word.startswith("+"):
            yield from _words(word[1:])
        else:
            yield word
