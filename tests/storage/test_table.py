"""A table of the embedded store is a TinyDB table, and does what TinyDB's own does."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tinydb import TinyDB, where
from tinydb.operations import set as setting
from tinydb.storages import MemoryStorage
from tinydb.table import Document
from tinydb.table import Table as TinyTable

from storage.codec import Claim, Mark
from storage.embedded import database, tables
from storage.embedded.database import Database
from storage.embedded.engine import Engine
from storage.embedded.table import Table
from storage.sealing import Sealer
from tests.support.records import NOON

SEALER = Sealer(bytes(32))


def an_engine(path: Path) -> Engine:
    definitions = tables.definitions(SEALER)
    database.prepare(path, definitions, fingerprint=SEALER.fingerprint)
    return Engine(Database(path, definitions), definitions)


@pytest.fixture
async def engine(tmp_path: Path) -> AsyncIterator[Engine]:
    engine = an_engine(tmp_path / "station.db")
    yield engine
    await engine.aclose()


def mark(name: str, value: str = "") -> dict[str, Any]:
    return {"name": name, "value": value}


NAMES = st.sampled_from(["a", "b", "c"])


@given(done=st.lists(st.tuples(st.integers(0, 6), NAMES, NAMES), max_size=15))
async def test_it_answers_as_a_plain_tinydb_table_does(
    tmp_path_factory: pytest.TempPathFactory, done: list[tuple[int, str, str]]
) -> None:
    engine = an_engine(tmp_path_factory.mktemp("store") / "station.db")
    plain = TinyDB(storage=MemoryStorage).table("marks")
    for kind, name, value in done:
        async with engine.unit(None):
            assert play(engine.table(tables.MARKS), kind, name, value) == play(plain, kind, name, value)
    await engine.aclose()


def play(table: TinyTable, kind: int, name: str, value: str) -> object:
    """Change *table* in one of TinyDB's ways; return what it said and what stands in it now."""
    said: object
    match kind:
        case 0:
            said = None if table.contains(where("name") == name) else table.insert(mark(name, value))
        case 1:
            said = table.upsert(mark(name, value), where("name") == name)
        case 2:
            said = table.update({"value": value}, where("name") == name)
        case 3:
            said = table.update(setting("value", value))
        case 4:
            said = table.remove(where("name") == name)
        case 5:
            said = table.get(where("value") == value)
        case _:
            said = [table.search(where("value") == value), len(table), table.get(doc_id=1)]
    return said, [(one.doc_id, dict(one)) for one in table.all()]


async def test_tinydb_still_reads_and_changes_through_the_two_methods_that_are_replaced(engine: Engine) -> None:
    assert {"_read_table", "_update_table"} <= vars(TinyTable).keys() & vars(Table).keys()
    async with engine.unit(None):
        table = engine.table(tables.MARKS)
        assert table.insert(Document(mark("a"), doc_id=7)) == 7
        assert table.find("a") == Mark(name="a", value="")


async def test_rows_that_left_memory_are_among_the_documents(engine: Engine) -> None:
    claims = engine.table(tables.CLAIMS)
    async with engine.unit(None):
        for key in ("a", "b", "c"):
            claims.put(Claim(key=key, at=NOON))
    assert claims.resident() == []
    async with engine.unit(None):
        assert claims.remove(where("key") == "b") == [2]
        assert [document["key"] for document in claims] == ["a", "c"]
    async with engine.unit(None):
        assert [document["key"] for document in claims.search(where("key") != "x")] == ["a", "c"]


async def test_another_document_with_the_same_key_is_refused(engine: Engine) -> None:
    async with engine.unit(None):
        engine.table(tables.MARKS).insert(mark("a"))
        with pytest.raises(ValueError, match="another document"):
            engine.table(tables.MARKS).insert(mark("a"))


async def test_a_document_that_is_no_record_is_refused(engine: Engine) -> None:
    with pytest.raises(ValueError, match="value"):
        async with engine.unit(None):
            engine.table(tables.MARKS).insert({"name": "a"})


async def test_nothing_is_changed_outside_a_unit_of_work(engine: Engine) -> None:
    with pytest.raises(RuntimeError, match="outside a unit of work"):
        engine.table(tables.MARKS).put(Mark(name="a", value=""))
    assert engine.table(tables.MARKS).find("a") is None


async def test_a_table_is_emptied(engine: Engine) -> None:
    marks = engine.table(tables.MARKS)
    async with engine.unit(None):
        marks.put(Mark(name="a", value=""))
    async with engine.unit(None):
        marks.truncate()
    assert marks.all() == []


async def test_all_tables_are_read_and_written_as_tinydb_has_it(engine: Engine) -> None:
    async with engine.unit(None):
        engine.table(tables.MARKS).put(Mark(name="a", value="1"))
        data = engine.read()
        assert data["marks"] == {"1": mark("a", "1")}
        engine.write({"marks": {"4": mark("b")}})
        assert engine.read()["marks"] == {"4": mark("b")}
        with pytest.raises(ValueError, match="no such table"):
            engine.write({"unheard_of": {}})
