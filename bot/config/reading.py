"""config.toml -> Config, or every mistake in it at once."""

import json
import re
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path as FilePath
from typing import Final

from bot.config import texts
from bot.config.building import config_from
from bot.config.keys import Finding, Wrong
from bot.config.lines import Lines, Path
from bot.config.sense import findings
from bot.config.settings import Config, ConfigErrors, Mistake
from bot.config.tables import Document

NEVER_REPEATED: Final = frozenset(
    {"unknown", "secret", "secret_unset", "secret_file", "secret_empty", "aes_key", "password_in_url"}
)  # may be a secret in the open
LONGEST_SAID: Final = 40


def load(path: FilePath) -> Config:
    """Return what the file at *path* sets up; paths in it begin at its own folder.

    Raise `ConfigErrors` with all its mistakes. Of a file that is not TOML only the first can be told.
    """
    try:
        source = path.read_text("utf-8-sig")
        document = tomllib.loads(source)
    except FileNotFoundError:
        raise ConfigErrors(path, [_of_the_file("no_file")]) from None
    except OSError:
        raise ConfigErrors(path, [_of_the_file("unreadable")]) from None
    except UnicodeDecodeError:
        raise ConfigErrors(path, [_of_the_file("encoding")]) from None
    except ValueError as error:
        raise ConfigErrors(path, [_of_the_syntax(str(error), source)]) from None
    folder = path.absolute().parent
    wrong = list(findings(document, folder))
    try:
        tables = Document.read(document)
    except Wrong as error:
        wrong += error.findings
        raise ConfigErrors(path, _mistakes(wrong, document, source)) from None
    if wrong:
        raise ConfigErrors(path, _mistakes(wrong, document, source))
    return config_from(tables, folder)


def _of_the_file(code: str, line: int = 0) -> Mistake:
    return Mistake(table="", key="", line=line, said="", right=texts.RIGHT[code]({}))


def _of_the_syntax(error: str, source: str) -> Mistake:
    """Return what tomllib found; it tells the line only in its words, and none for the end of the file."""
    line = re.search(r"at line (\d+)", error)
    code = next((code for part, code in texts.SYNTAX if part in error), "syntax")
    return _of_the_file(code, int(line[1]) if line else max(1, len(source.splitlines())))


def _mistakes(found: Iterable[Finding], document: Mapping[str, object], source: str) -> list[Mistake]:
    """Return a mistake for each place where something was found: the first found there explains the others."""
    lines = Lines(source)
    first: dict[Path, Finding] = {}
    for one in found:
        first.setdefault(one.path, one)
    return [_mistake(one, document, lines) for one in first.values()]


def _mistake(finding: Finding, document: Mapping[str, object], lines: Lines) -> Mistake:
    path, value = finding.path, _at(document, finding.path)
    *around, key = _without_position(path)
    named = _is_table(value)
    said = "" if named or value is None or finding.code in NEVER_REPEATED else _as_written(value)
    return Mistake(
        table=_header(path if named else tuple(around), document),
        key="" if named else str(key),
        line=lines.of(path),
        said=f"[… {said} …]" if said and isinstance(path[-1], int) else said,
        right=texts.RIGHT.get(finding.code, texts.unforeseen)({**finding.facts, "key": key, "line_of": lines.of}),
    )


def _at(node: object, path: Path) -> object:
    """Return what stands at *path*, None where nothing does."""
    for part in path:
        if isinstance(node, dict):
            node = node.get(part)
        elif isinstance(node, list) and isinstance(part, int) and part < len(node):
            node = node[part]
        else:
            return None
    return node


def _is_table(value: object) -> bool:
    if isinstance(value, list):
        return value != [] and all(isinstance(one, dict) for one in value)
    return isinstance(value, dict)


def _without_position(path: Path) -> Path:
    while path and isinstance(path[-1], int):
        path = path[:-1]
    return path


def _dotted(path: Path) -> str:
    return ".".join(part for part in path if isinstance(part, str))


def _header(path: Path, document: Mapping[str, object]) -> str:
    if not path:
        return ""
    in_array = isinstance(path[-1], int) or isinstance(_at(document, path), list)
    return f"[[{_dotted(path)}]]" if in_array else f"[{_dotted(path)}]"


def _as_written(value: object) -> str:
    """Return *value* nearly as the file has it, in one short line."""
    match value:
        case str():
            written = json.dumps(value, ensure_ascii=False)
        case bool():
            written = str(value).lower()
        case list():
            written = f"[{', '.join(map(_as_written, value))}]"
        case dict():
            written = "{ … }"
        case _:
            written = str(value)
    return written if len(written) <= LONGEST_SAID else f"{written[:LONGEST_SAID]}…"
