"""Whoever lays hands on the trail is found out, and the first line that was touched is named."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.ports import AuditLine
from storage.connect import connect
from storage.embedded import database
from storage.trail import FIRST, TrailBroken, chained, verified
from tests.support.records import a_line
from tests.support.township import BOUND, TOWNSHIP

KEY = bytes(range(32))
LONGEST = 8

Touch = Callable[[list[AuditLine], int, int], None]


def a_trail(length: int) -> list[AuditLine]:
    lines: list[AuditLine] = []
    for number in range(length):
        lines.append(chained(a_line(event=f"step {number}"), after=lines[-1].hash if lines else FIRST))
    return lines


def change(lines: list[AuditLine], place: int, _: int) -> None:
    lines[place] = replace(lines[place], reason="something else")


def put_right(lines: list[AuditLine], place: int, _: int) -> None:
    """Change a line and give it the hash that fits: the line after it tells."""
    before = lines[place - 1].hash if place else FIRST
    lines[place] = chained(replace(lines[place], actor=None), after=before)


def remove(lines: list[AuditLine], place: int, _: int) -> None:
    del lines[place]


def put_in(lines: list[AuditLine], place: int, other: int) -> None:
    lines.insert(place, lines[other])


def swap(lines: list[AuditLine], place: int, other: int) -> None:
    lines[place], lines[other] = lines[other], lines[place]


@given(length=st.integers(1, LONGEST), touch=st.sampled_from([change, remove, put_in, swap]), data=st.data())
def test_the_first_line_that_was_touched_is_named(length: int, touch: Touch, data: st.DataObject) -> None:
    whole = a_trail(length)
    place, other = (data.draw(st.integers(0, length - 1)) for _ in range(2))
    touched = list(whole)
    touch(touched, place, other)
    if touched == whole:
        assert verified(touched, end=whole[-1].hash) == length
        return
    first = next((n for n, (a, b) in enumerate(zip(touched, whole, strict=False)) if a != b), min(len(touched), length))
    with pytest.raises(TrailBroken) as broken:
        verified(touched, end=whole[-1].hash)
    assert broken.value.line == first + 1


@given(length=st.integers(1, LONGEST), data=st.data())
def test_a_line_whose_hash_was_made_to_fit_is_told_by_the_one_after_it(length: int, data: st.DataObject) -> None:
    lines = a_trail(length)
    end = lines[-1].hash
    place = data.draw(st.integers(0, length - 1))
    put_right(lines, place, place)
    with pytest.raises(TrailBroken) as broken:
        verified(lines, end=end)
    assert broken.value.line == place + 2


@pytest.mark.parametrize(
    ("statement", "line"),
    [
        ("UPDATE audit SET body = replace(body, 'step 2', 'step 9') WHERE number = 3", 3),
        ("UPDATE audit SET body = 'not a line' WHERE number = 2", 2),
        ("DELETE FROM audit WHERE number = 4", 4),
        ("DELETE FROM audit WHERE number = 5", 5),
        ("INSERT INTO audit SELECT 9, key, resident, body, subject, subject_order FROM audit WHERE number = 1", 6),
        ("UPDATE audit SET body = (SELECT body FROM audit AS other WHERE other.number = 3) WHERE number = 2", 2),
    ],
)
async def test_what_was_done_to_the_file_is_found_when_it_is_read_again(
    tmp_path: Path, statement: str, line: int
) -> None:
    path = tmp_path / "station.db"
    await _written(path, ["step 0", "step 1", "step 2", "step 3", "step 4"])
    _done(path, statement)
    with pytest.raises(TrailBroken) as broken:
        await _verified(path)
    assert broken.value.line == line


async def test_a_trail_that_nobody_touched_is_whole_after_many_openings(tmp_path: Path) -> None:
    path = tmp_path / "station.db"
    for event in ("one", "two", "three"):
        await _written(path, [event])
    assert await _verified(path) == 3


async def _written(path: Path, events: Sequence[str]) -> None:
    storage = await connect(f"tinydb:{path}", roster=TOWNSHIP, key=KEY, bound=BOUND)
    async with storage.begin() as work:
        for event in events:
            await work.audit.add(a_line(event=event))
    await storage.close()


async def _verified(path: Path) -> int:
    storage = await connect(f"tinydb:{path}", roster=TOWNSHIP, key=KEY, bound=BOUND, read_only=True)
    try:
        async with storage.begin() as work:
            return await work.audit.verify()
    finally:
        await storage.close()


def _done(path: Path, statement: str) -> None:
    connection = database.connect(path)
    connection.execute(statement)
    connection.close()
