"""Lines: every table, key and array element of a TOML file is found on its line."""

import json
import tomllib
from collections.abc import Iterator
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.config.lines import Lines, Path

LAYOUTS = st.sampled_from(["", " ", "\n", " # [a] = {\n", "\n\n  # \"'\n"])
TRICKY_STRINGS = st.sampled_from(
    [
        '"]"', "'\\'", '"\\""', '"""\n]"\n"""', '"""a\\""""', '"""x"""""', '""""""', "'''\n'' = [\n'''", "'''y'''''", '"# no"',
    ]
)  # fmt: skip
SCALARS = st.sampled_from(["true", "-1.5e3", "2026-01-01 09:00:00", "09:00:00", "inf", "0x1F"]) | TRICKY_STRINGS


class Writer:
    """Writes TOML in which every key occurs once, and every element of an array is a number of its own."""

    def __init__(self, draw: st.DrawFn) -> None:
        self._draw = draw
        self._numbers = count(1000)

    def key(self) -> str:
        name = f"k{next(self._numbers)}"
        return self._draw(st.sampled_from([name, f'"{name}"', f"'{name}'", f"{name} . {name}x", f'{name}."a.b]"']))

    def value(self, depth: int = 2) -> str:
        kind = self._draw(st.sampled_from(["scalar", "array", "inline"] if depth else ["scalar"]))
        if kind == "array":
            members = (
                f"{self.space()}{self.member(depth)}{self.space()}" for _ in range(self._draw(st.integers(0, 3)))
            )
            return f"[{','.join(members)}{self.space()}]"
        if kind == "inline":
            pairs = (f"{self.key()} = {self.value(depth - 1)}" for _ in range(self._draw(st.integers(0, 2))))
            return "{ " + ", ".join(pairs) + " }"
        return self._draw(SCALARS)

    def member(self, depth: int) -> str:
        return self._draw(
            st.sampled_from([str(next(self._numbers)), f"[{next(self._numbers)}, {self.value(depth - 1)}]"])
        )

    def space(self) -> str:
        return self._draw(LAYOUTS)

    def pairs(self) -> str:
        pairs = (f"{self.key()} = {self.value()}\n" for _ in range(self._draw(st.integers(0, 3))))
        return "".join(f"{self.space()}\n{pair}" for pair in pairs)


@st.composite
def sources(draw: st.DrawFn) -> str:
    writer = Writer(draw)
    parts = [writer.pairs()]
    for _ in range(draw(st.integers(0, 3))):
        header = writer.key()
        if draw(st.booleans()):
            parts.append(f"[{header}]\n{writer.pairs()}")
        else:
            parts += (f"[[ {header} ]] # {n}\n{writer.pairs()}[{header}.inner{n}]\n" for n in range(2))
    return "".join(parts)


def paths(node: object, path: Path = ()) -> Iterator[tuple[Path, object]]:
    yield path, node
    if isinstance(node, dict):
        for key, value in node.items():
            yield from paths(value, (*path, key))
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from paths(value, (*path, index))


@given(source=sources())
def test_every_key_is_found_where_it_is_written_first(source: str) -> None:
    lines = source.splitlines()
    located = Lines(source)
    for path, _ in paths(tomllib.loads(source)):
        if path and isinstance(path[-1], str) and path[-1].startswith("k"):
            assert path[-1] in lines[located.of(path) - 1]


@given(source=sources())
def test_every_number_in_an_array_is_found_where_it_is_written(source: str) -> None:
    lines = source.splitlines()
    located = Lines(source)
    for path, value in paths(tomllib.loads(source)):
        if isinstance(value, int) and value >= 1000 and isinstance(path[-1], int):
            assert str(value) in lines[located.of(path) - 1]


@given(source=sources())
def test_every_table_of_an_array_is_found_at_its_own_header(source: str) -> None:
    lines = source.splitlines()
    located = Lines(source)
    for path, value in paths(tomllib.loads(source)):
        inner = [key for key in value if key.startswith("inner")] if isinstance(value, dict) else []
        if inner:
            assert lines[located.of(path) - 1].endswith(f"# {inner[0].removeprefix('inner')}")
            assert lines[located.of((*path, inner[0])) - 1].endswith(f".{inner[0]}]")


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("stations", 1, "phone"), 4),
        (("stations", 0, "points", 7), 1),
        (("nowhere", "at", "all"), 1),
        ((), 1),
    ],
)
def test_what_is_not_there_is_missing_from_the_table_around_it(path: Path, line: int) -> None:
    assert Lines('[[stations]]\nname = "a"\n\n[[stations]]\nname = "b"\n').of(path) == line


def test_a_value_on_the_line_after_a_long_text_is_found() -> None:
    source = f"a = {json.dumps('长' * 500, ensure_ascii=False)}\nb = '''\n\n\n'''\nc = 1"
    assert [Lines(source).of((key,)) for key in "abc"] == [1, 2, 6]
