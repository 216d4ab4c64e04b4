"""Sayings told by words of several lists, one after the other: who, what happened, to whom."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Final, Generic, TypeVar

from handlers.intake.rules.pattern import Pattern
from handlers.intake.rules.wordlist import any_of

T = TypeVar("T")

_DATA: Final = json.loads(files(__package__).joinpath("sayings.json").read_text(encoding="utf-8"))
_LISTS: Final[Mapping[str, list[str]]] = _DATA["lists"]
_INNOCENT: Final = Pattern(any_of(_DATA["innocent"]))
# What is said of somebody's things is not said of him.
_BETWEEN: Final = rf"[^。;!?\n{_DATA['possessive']}]"
_CLAUSE_END: Final = Pattern(r"[,。;!?\n]")
WITHIN: Final = 12
"""How many characters may stand between two words of one saying."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A saying found: what stands before its last word and behind it in its clauses, and that word."""

    before: str
    word: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Saying:
    """Words of several lists in turn; it is another saying with one of *unless* in the same clauses.

    *heads* are, list by list, the characters that its words begin with: most lines have none of those of one list.
    """

    pattern: Pattern
    unless: Pattern | None
    heads: tuple[frozenset[str], ...]

    def found_in(self, line: str) -> Iterator[Said]:
        for found in self.pattern.finditer(line):
            start = max((end.end() for end in _CLAUSE_END.finditer(line, 0, found.start())), default=0)
            ended = _CLAUSE_END.search(line, found.end())
            end = ended.start() if ended else len(line)
            if self.unless is None or not self.unless.search(line, start, end):
                yield Said(before=line[start : found.start("last")], word=found["last"], after=line[found.end() : end])


class Sayings(Generic[T]):
    """Sayings to look for, each with what it tells."""

    def __init__(self, told: Iterable[tuple[T, Mapping[str, str]]]) -> None:
        """Take sayings as they stand in the data: names of lists, and how far apart their words may be."""
        self._sayings = [(tells, _saying(one)) for tells, one in told]

    def found_in(self, line: str) -> Iterator[tuple[T, Said]]:
        """Yield what each saying in *line*, a folded text `without_innocent` words, tells, and where it stands."""
        characters = frozenset(line)
        for tells, saying in self._sayings:
            for heads in saying.heads:
                if characters.isdisjoint(heads):
                    break
            else:
                for said in saying.found_in(line):
                    yield tells, said


def _saying(told: Mapping[str, str]) -> _Saying:
    lists = [[*_words(name)] for name in told["of"].split()]
    return _Saying(
        pattern=Pattern(_in_turn(lists, int(told.get("within", WITHIN)))),
        unless=Pattern(any_of(_words(told["unless"]))) if "unless" in told else None,
        heads=tuple(frozenset(word[0] for word in words) for words in lists),
    )


def without_innocent(line: str) -> str:
    """Return *line* without the words that only look like those of a saying: who telephones beats nobody."""
    return _INNOCENT.sub(" ", line)


def _in_turn(lists: Sequence[Sequence[str]], within: int) -> str:
    *first, last = map(any_of, lists)
    return "".join(f"(?:{words}){_BETWEEN}{{0,{within}}}?" for words in first) + f"(?P<last>{last})"


def _words(name: str) -> Iterator[str]:
    """Yield the words of a list, and those of each list it includes: written with a plus sign."""
    for word in _LISTS[name]:
        if word.startswith("+"):
            yield from _words(word[1:])
        else:
            yield word
