"""Regular expressions that are compiled when they are first looked for: all at once they take a tenth of a start."""

import re
from collections.abc import Callable, Iterator
from functools import cached_property
from sys import maxsize


class Pattern:
    """What `re.compile` returns, later."""

    def __init__(self, source: str) -> None:
        self._source = source

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(self._source)

    def search(self, line: str, start: int = 0, end: int = maxsize) -> re.Match[str] | None:
        return self._compiled.search(line, start, end)

    def match(self, line: str, start: int = 0, end: int = maxsize) -> re.Match[str] | None:
        return self._compiled.match(line, start, end)

    def fullmatch(self, line: str, start: int = 0, end: int = maxsize) -> re.Match[str] | None:
        return self._compiled.fullmatch(line, start, end)

    def finditer(self, line: str, start: int = 0, end: int = maxsize) -> Iterator[re.Match[str]]:
        return self._compiled.finditer(line, start, end)

    def findall(self, line: str) -> list[str]:
        return self._compiled.findall(line)

    def split(self, line: str) -> list[str]:
        return self._compiled.split(line)

    def sub(self, by: str | Callable[[re.Match[str]], str], line: str) -> str:
        return self._compiled.sub(by, line)
