"""A store made by an older program, before a table was added or an index given up, is used as it is."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest

from handlers.message import Heard
from handlers.ports import Duty, Entered, Progress, Storage
from storage.connect import connect
from tests.support.records import ACCOUNT, DEPUTY, NOON, a_heard
from tests.support.township import BOUND, TOWNSHIP

TODO: Final = Entered(
    duty=Duty(key="petition/qs-2026-1", person=DEPUTY, text="尾号 1", ends=NOON),
    account=ACCOUNT,
    owner="",
    token="once",
)


@pytest.fixture
async def older(tmp_path: Path) -> Path:
    """Where there is a store without a table."""
    path = tmp_path / "station.db"
    await (await opened(path)).close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("DROP TABLE duties")
    return path


async def opened(path: Path, *, read_only: bool = False) -> Storage:
    return await connect(f"tinydb:{path}", roster=TOWNSHIP, key=bytes(32), bound=BOUND, read_only=read_only)


async def kept(storage: Storage) -> list[Entered]:
    async with storage.begin() as work:
        return list(await work.duties.entered())


async def test_what_is_kept_in_a_table_that_was_added_is_there_the_next_time(older: Path) -> None:
    storage = await opened(older)
    async with storage.begin() as work:
        await work.duties.save(TODO)
    await storage.close()
    storage = await opened(older)
    assert await kept(storage) == [TODO]
    await storage.close()


async def test_who_only_looks_sees_an_empty_table_and_changes_nothing(older: Path) -> None:
    storage = await opened(older, read_only=True)
    assert await kept(storage) == []
    await storage.close()
    with closing(sqlite3.connect(older)) as connection:
        assert connection.execute("SELECT name FROM sqlite_master WHERE name = 'duties'").fetchall() == []


async def test_messages_kept_while_there_was_one_more_index_are_there(tmp_path: Path) -> None:
    path = tmp_path / "station.db"
    storage = await opened(path)
    assert await storage.keep(a_heard(1), at=NOON)
    await storage.close()
    with closing(sqlite3.connect(path)) as connection:
        (table,) = connection.execute("SELECT sql FROM sqlite_master WHERE name = 'messages'").fetchone()
        with_more = table.replace(", said TEXT", ", unhandled TEXT, unhandled_order INTEGER, said TEXT")
        assert with_more != table
        connection.executescript(
            f"ALTER TABLE messages RENAME TO before; {with_more};"
            "INSERT INTO messages (number, key, resident, body, received, received_order, unhandled, unhandled_order)"
            " SELECT number, key, resident, body, received, received_order, received, received_order FROM before;"
            "DROP TABLE before"
        )
    storage = await opened(path)
    assert await unhandled(storage) == [a_heard(1)]
    async with storage.begin() as work:
        (kept,) = await work.messages.unhandled()
        await work.messages.save(replace(kept, progress=Progress.HANDLED))
    assert await storage.keep(a_heard(2), at=NOON)
    await storage.close()
    storage = await opened(path)
    assert await unhandled(storage) == [a_heard(2)]
    await storage.close()


async def unhandled(storage: Storage) -> list[Heard]:
    async with storage.begin() as work:
        return [kept.heard for kept in await work.messages.unhandled()]
