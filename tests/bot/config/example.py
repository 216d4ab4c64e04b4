"""The example file, changed and read."""

from pathlib import Path

import pytest

from bot.config import Config, ConfigErrors, describe, load

EXAMPLE_FILE = Path(__file__).parents[3] / "config.example.toml"
EXAMPLE = EXAMPLE_FILE.read_text("utf-8")

Change = tuple[str, str]


def loaded(folder: Path, source: str) -> Config:
    path = folder / "config.toml"
    path.write_text(source, "utf-8")
    return load(path)


def said_of(folder: Path, source: str) -> list[str]:
    with pytest.raises(ConfigErrors) as refused:
        loaded(folder, source)
    return describe(refused.value).split("\n")


def changed(*changes: Change) -> str:
    source = EXAMPLE
    for before, after in changes:
        assert before in source, f"the example has no {before!r}"
        source = source.replace(before, after, 1)
    return source


def line_of(text: str, source: str) -> int:
    return source[: source.index(text)].count("\n") + 1


def head(table: str, key: str) -> str:
    """The start of the table whose first line is `id = "key"`."""
    return f'[[{table}]]\nid = "{key}"'
