"""On which line each table and key of a TOML file stands; tomllib itself does not tell."""

import re
import tomllib
from bisect import bisect_right
from typing import Final

Path = tuple[str | int, ...]
"""The way to a value: keys, and positions in arrays."""

BLANK: Final = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
STRING: Final = re.compile(
    r'"""(?:[^\\]|\\.)*?"{3,5}(?!")'
    r"|'''.*?'{3,5}(?!')"
    r'|"(?:[^"\\]|\\.)*"'
    r"|'[^']*'",
    re.DOTALL,
)
SCALAR: Final = re.compile(r"[^,\]}#\n]+")
KEY_PART: Final = r"""(?:[A-Za-z0-9_-]+|"(?:[^"\\]|\\.)*"|'[^']*')"""
KEY: Final = re.compile(rf"{KEY_PART}(?:[ \t]*\.[ \t]*{KEY_PART})*")


class Lines:
    """The lines of a source that tomllib has read without complaint; counted from 1."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._at = 0
        self._starts: dict[Path, int] = {}
        self._last: dict[Path, int] = {}
        self._newlines = [match.start() for match in re.finditer("\n", source)]
        self._scan()

    def of(self, path: Path) -> int:
        """Return the line where *path* begins; for what is not there, that of the table it is missing from."""
        while path and path not in self._starts:
            path = path[:-1]
        return bisect_right(self._newlines, self._starts[path]) + 1 if path else 1

    def _scan(self) -> None:
        table: Path = ()
        self._skip(BLANK)
        while self._at < len(self._source):
            if self._source[self._at] == "[":
                table = self._header()
            else:
                self._pair(table)
            self._skip(BLANK)

    def _skip(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self._source, self._at)
        assert match is not None, "tomllib has read this source"
        self._at = match.end()
        return match.group()

    def _mark(self, path: Path, start: int) -> None:
        """Note where *path* begins, and whatever it is the first part of."""
        for length in range(len(path), 0, -1):
            self._starts.setdefault(path[:length], start)

    def _key(self) -> list[str]:
        node: object = tomllib.loads(self._skip(KEY) + " = 0")
        parts: list[str] = []
        while isinstance(node, dict):
            ((part, node),) = node.items()
            parts.append(part)
        return parts

    def _header(self) -> Path:
        start = self._at
        brackets = len(self._skip(re.compile(r"\[\[?")))
        self._skip(BLANK)
        *parents, name = self._key()
        self._skip(BLANK)
        self._at += brackets
        path: Path = ()
        for part in parents:
            path = self._newest((*path, part))
        path = (*path, name)
        if brackets == 2:
            self._last[path] = self._last.get(path, -1) + 1
        path = self._newest(path)
        self._mark(path, start)
        return path

    def _newest(self, path: Path) -> Path:
        """Return *path*, or its newest element where it is an array of tables."""
        return (*path, self._last[path]) if path in self._last else path

    def _pair(self, table: Path) -> None:
        start = self._at
        path = (*table, *self._key())
        self._mark(path, start)
        self._skip(BLANK)
        self._at += len("=")
        self._skip(BLANK)
        self._value(path)

    def _value(self, path: Path) -> None:
        self._mark(path, self._at)
        match self._source[self._at]:
            case "[":
                self._members(path, "]")
            case "{":
                self._members(path, "}")
            case '"' | "'":
                self._skip(STRING)
            case _:
                self._skip(SCALAR)

    def _members(self, path: Path, closing: str) -> None:
        self._at += 1
        self._skip(BLANK)
        index = 0
        while self._source[self._at] != closing:
            if closing == "]":
                self._value((*path, index))
            else:
                self._pair(path)
            index += 1
            self._skip(BLANK)
            if self._source[self._at] == ",":
                self._at += 1
                self._skip(BLANK)
        self._at += 1
