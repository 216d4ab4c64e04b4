"""An installation moves from a file into a database and back, and nothing is lost or changed."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from handlers.petitions.rules.petition import State
from handlers.ports import Delivery, Storage
from storage import codec, transfer
from storage.codec import Codec
from storage.connect import connect
from storage.embedded import tables
from storage.errors import NewerSchema, NotForDatabases, Occupied, OtherKey, OutOfReach
from storage.sealing import Sealer
from tests.support.group import Group
from tests.support.records import NOON, STATION, a_heard, a_line, a_notice, a_petition, a_question, later
from tests.support.story import LAMP, MONDAY
from tests.support.township import BOUND, TOWNSHIP

KEY = bytes(range(32))


async def opened(url: str, key: bytes = KEY) -> Storage:
    return await connect(url, roster=TOWNSHIP, key=key, bound=BOUND)


async def lived(url: str) -> None:
    """Have a station do some of everything."""
    storage = await opened(url)
    group = Group(storage, now=MONDAY)
    await group.says("赵敏", f"/诉求 {LAMP}")
    await group.tells("赵敏", "1")
    await group.tells("林晓", "1")
    await group.tells("张明远", "1")
    await group.waits(days=3)
    async with storage.begin() as work:
        await work.petitions.add(replace(a_petition(9), state=State.ARCHIVED))
        await work.questions.ask(a_question())
        await work.outbox.add(a_notice("later"), at=NOON)
        await work.audit.add(a_line())
    await storage.close()


def documents(folder: Path) -> Mapping[str, Mapping[int, Any]]:
    """Return the records of an export, by table and number."""
    sealer = Sealer(KEY)
    codecs: dict[str, Codec[Any]] = {one.name: one.codec for one in tables.definitions(sealer)}
    exported = codec.tables_from((folder / transfer.EXPORTED).read_bytes())
    del exported["installation"]
    return {
        name: {int(number): codecs[name].decode(bytes(text)) for number, text in some.items()}
        for name, some in exported.items()
    }


async def test_an_installation_goes_into_a_database_and_back_as_it_was(tmp_path: Path, database: str) -> None:
    before, after = (f"tinydb:{tmp_path / name}.db" for name in ("before", "after"))
    await lived(before)
    count = transfer.export(before, tmp_path / "1")
    assert transfer.import_(database, tmp_path / "1", key=KEY) == count
    assert transfer.export(database, tmp_path / "2") == count
    assert transfer.import_(after, tmp_path / "2", key=KEY) == count
    transfer.export(after, tmp_path / "3")
    assert documents(tmp_path / "2") == documents(tmp_path / "1")
    assert documents(tmp_path / "3") == documents(tmp_path / "1")


async def test_a_station_goes_on_in_the_database_where_it_was_in_the_file(tmp_path: Path, database: str) -> None:
    url = f"tinydb:{tmp_path / 'station.db'}"
    await lived(url)
    transfer.export(url, tmp_path / "out")
    transfer.import_(database, tmp_path / "out", key=KEY)
    storage = await opened(database)
    async with storage.begin() as work:
        lines = await work.audit.verify()
        assert await work.petitions.next_tail(STATION, MONDAY.year) == 2
        assert not await work.messages.keep(a_heard(1), at=NOON)
        assert not await work.outbox.add(a_notice("later"), at=later(days=300))
        assert await work.outbox.add(a_notice("new"), at=NOON)
        await work.audit.add(a_line())
        assert await work.audit.verify() == lines + 1
        newest = (await work.outbox.waiting())[-1]
        assert (newest.outgoing.key, newest.state) == ("new", Delivery.WAITING)
    await storage.close()


async def test_an_import_leaves_a_database_that_holds_something_alone(tmp_path: Path, database: str) -> None:
    await lived(database)
    transfer.export(database, tmp_path / "out")
    with pytest.raises(Occupied):
        transfer.import_(database, tmp_path / "out", key=KEY)


async def test_a_database_opens_with_the_key_it_was_sealed_with_only(database: str) -> None:
    await (await opened(database)).close()
    with pytest.raises(OtherKey, match="postgresql:///station was sealed"):
        await opened(database, key=bytes(32))


async def test_a_database_that_a_newer_program_has_changed_is_left_alone(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await (await opened(database)).close()
    monkeypatch.setattr("storage.postgres.migrating.KNOWN", 1)
    with pytest.raises(NewerSchema):
        await opened(database)


async def test_a_database_out_of_reach_is_told_without_its_password(tmp_path: Path) -> None:
    with pytest.raises(OutOfReach) as refused:
        await opened(f"postgresql://liaison@/station?host={tmp_path}&password=hunter2")
    assert "hunter2" not in str(refused.value)


def test_a_database_is_backed_up_by_its_own_tools(tmp_path: Path) -> None:
    with pytest.raises(NotForDatabases):
        transfer.backup("postgresql://db/station", tmp_path / "backup.db")
    with pytest.raises(NotForDatabases):
        transfer.restore("postgresql://db/station", tmp_path / "backup.db")
