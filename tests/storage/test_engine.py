"""What is acknowledged is on disk; what cannot be put there stops everything."""

import asyncio
import sqlite3
import threading
from pathlib import Path

import pytest

from handlers.ports import StorageFailed
from storage.codec import Mark
from storage.embedded import database, tables
from storage.embedded.database import Database
from storage.embedded.engine import Engine
from storage.sealing import Sealer

SEALER = Sealer(bytes(32))
DEFINITIONS = tables.definitions(SEALER)


class SlowDisk(Database):
    """A disk whose commits wait until they are let through, and may fail."""

    def __init__(self, path: Path) -> None:
        database.prepare(path, DEFINITIONS, fingerprint=SEALER.fingerprint)
        super().__init__(path, DEFINITIONS)
        self.may_commit = threading.Event()
        self.error: Exception | None = None
        self.commits = 0

    def commit(self) -> None:
        self.may_commit.wait()
        if self.error is not None:
            raise self.error
        super().commit()
        self.commits += 1

    def by_key(self, table: str, key: str) -> tuple[int, bytes] | None:
        if self.error is not None:
            raise self.error
        return super().by_key(table, key)


@pytest.fixture
def disk(tmp_path: Path) -> SlowDisk:
    return SlowDisk(tmp_path / "station.db")


async def put(engine: Engine, name: str) -> None:
    async with engine.unit(None):
        engine.table(tables.MARKS).put(Mark(name=name, value=""))


async def look(engine: Engine, name: str) -> bool:
    async with engine.unit(None):
        return engine.table(tables.MARKS).has(name)


async def pause() -> None:
    """Let everything run that can."""
    for _ in range(20):
        await asyncio.sleep(0)


async def test_nobody_is_told_of_what_is_not_on_disk_yet_not_even_who_only_read_it(disk: SlowDisk) -> None:
    engine = Engine(disk, DEFINITIONS)
    writer, reader = asyncio.create_task(put(engine, "a")), asyncio.create_task(look(engine, "a"))
    await pause()
    assert (writer.done(), reader.done()) == (False, False)
    disk.may_commit.set()
    await writer
    assert await reader
    await engine.aclose()


async def test_those_who_come_while_a_commit_is_under_way_share_the_next_one(disk: SlowDisk) -> None:
    engine = Engine(disk, DEFINITIONS)
    first = asyncio.create_task(put(engine, "first"))
    await pause()
    others = [asyncio.create_task(put(engine, f"other {number}")) for number in range(50)]
    await pause()
    disk.may_commit.set()
    await asyncio.gather(first, *others)
    assert disk.commits == 2
    await engine.aclose()


async def test_after_a_failed_commit_everybody_is_refused(disk: SlowDisk) -> None:
    engine = Engine(disk, DEFINITIONS)
    writers = [asyncio.create_task(put(engine, "a"))]
    await pause()
    writers.append(asyncio.create_task(put(engine, "b")))
    await pause()
    disk.error = sqlite3.OperationalError("disk I/O error")
    disk.may_commit.set()
    results = await asyncio.gather(*writers, return_exceptions=True)
    assert [type(result) for result in results] == [StorageFailed, StorageFailed]
    assert engine.failed.is_set()
    with pytest.raises(StorageFailed, match="disk I/O error"):
        await look(engine, "a")
    await engine.aclose()


async def test_a_file_that_cannot_be_read_stops_everything(disk: SlowDisk) -> None:
    engine = Engine(disk, DEFINITIONS)
    disk.error = sqlite3.DatabaseError("database disk image is malformed")
    with pytest.raises(StorageFailed, match="malformed"):
        async with engine.unit(None):
            engine.table(tables.CLAIMS).has("handled long ago")
    assert engine.failed.is_set()
    await engine.aclose()


async def test_a_closed_store_takes_nothing_more(disk: SlowDisk) -> None:
    engine = Engine(disk, DEFINITIONS)
    await engine.aclose()
    with pytest.raises(StorageFailed, match="closed"):
        await look(engine, "a")


async def test_closing_waits_for_what_is_on_its_way(disk: SlowDisk, tmp_path: Path) -> None:
    engine = Engine(disk, DEFINITIONS)
    writer = asyncio.create_task(put(engine, "a"))
    await pause()
    closing = asyncio.create_task(engine.aclose())
    await pause()
    assert not closing.done()
    disk.may_commit.set()
    await asyncio.gather(writer, closing, return_exceptions=True)
    again = SlowDisk(tmp_path / "station.db")
    assert Engine(again, DEFINITIONS).table(tables.MARKS).has("a")
    again.close()
