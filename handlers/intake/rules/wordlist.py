"""Many words looked for in a text at once."""

import re
from bisect import insort
from collections.abc import Iterable, Iterator
from operator import neg
from typing import Generic, TypeVar

from handlers.intake.rules.pattern import Pattern

T = TypeVar("T")


def any_of(words: Iterable[str]) -> str:
    """Return the regular expression for one of *words*, the longest that fits."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


class WordList(Generic[T]):
    """Words to look for, each with what it tells; the time to look does not grow with their number."""

    def __init__(self, told: Iterable[tuple[str, T]]) -> None:
        """Build the list; of a word given twice the last counts."""
        self._told: dict[str, T] = {}
        self._lengths: dict[str, list[int]] = {}
        self.add(told)

    def add(self, told: Iterable[tuple[str, T]]) -> None:
        """Look for these words too."""
        heads = len(self._lengths)
        for word, tells in told:
            self._told[word] = tells
            lengths = self._lengths.setdefault(word[0], [])
            if len(word) not in lengths:
                insort(lengths, len(word), key=neg)
        if len(self._lengths) > heads or not heads:
            self._heads = Pattern(f"[{''.join(map(re.escape, self._lengths))}]" if self._lengths else r"(?!)")

    def found_in(self, line: str) -> Iterator[tuple[int, str, T]]:
        """Yield the words of *line* and where they start: the longest at each place, none inside another."""
        start = 0
        while head := self._heads.search(line, start):
            start = head.start()
            for length in self._lengths[head[0]]:
                word = line[start : start + length]
                if word in self._told:
                    yield start, word, self._told[word]
                    start += len(word) - 1
                    break
            start += 1
