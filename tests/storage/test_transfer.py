"""A store is carried elsewhere whole."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from tinydb import TinyDB, where

from handlers.petitions.rules.petition import State
from handlers.ports import Storage
from storage import codec, transfer
from storage.codec import Document
from storage.connect import connect
from storage.errors import Damaged, InUse, Missing, NotReplaced, Occupied, OtherKey, OtherVersion, UnknownStorage
from tests.support.records import ACCOUNT, NOON, STATION, VOTER, a_heard, a_line, a_notice, a_petition
from tests.support.township import BOUND, TOWNSHIP

KEY = bytes(range(32))
PHONE = "0399-6000009"


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"tinydb:{tmp_path / 'station.db'}"


async def opened(url: str, key: bytes = KEY) -> Storage:
    return await connect(url, roster=TOWNSHIP, key=key, bound=BOUND)


async def fill(storage: Storage) -> None:
    async with storage.begin() as work:
        await work.messages.keep(a_heard(), at=NOON)
        await work.petitions.add(a_petition(1))
        await work.petitions.add(replace(a_petition(2), state=State.ARCHIVED))
        person = await work.voters.recognise(ACCOUNT, name="赵敏", on=NOON.date())
        await work.voters.set_phone(person, PHONE)
        await work.outbox.add(a_notice(), at=NOON)
        await work.figures.add(STATION, NOON.date(), "registered")
        await work.audit.add(a_line())


async def filled(url: str) -> None:
    storage = await opened(url)
    await fill(storage)
    await storage.close()


async def everything(url: str) -> Mapping[str, object]:
    """Return what `fill` put in, as it is found."""
    storage = await opened(url)
    async with storage.begin() as work:
        person = await work.voters.recognise(ACCOUNT, name="赵敏", on=NOON.date())
        found = {
            "messages": [(kept.heard, kept.progress) for kept in await work.messages.newest(limit=9)],
            "petitions": list(await work.petitions.of_voter(VOTER)),
            "contact": await work.voters.contact(person),
            "outbox": [entry.outgoing for entry in await work.outbox.take(NOON)],
            "figures": await work.figures.between(STATION, NOON.date(), NOON.date()),
            "trail": await work.audit.verify(),
        }
    await storage.close()
    return found


async def test_an_export_opens_in_plain_tinydb(url: str, tmp_path: Path) -> None:
    await filled(url)
    transfer.export(url, tmp_path / "out")
    with TinyDB(tmp_path / "out" / transfer.EXPORTED) as db:
        assert [one["tail"] for one in db.table("petitions").search(where("state") == "registered")] == [1]
        assert len(db.table("petitions")) == 2


async def test_an_export_names_nobody(url: str, tmp_path: Path) -> None:
    await filled(url)
    transfer.export(url, tmp_path / "out")
    exported = (tmp_path / "out" / transfer.EXPORTED).read_text()
    assert not [secret for secret in ("赵敏", PHONE, ACCOUNT.user, a_heard().sender_name) if secret in exported]


async def test_an_import_is_what_was_exported(url: str, tmp_path: Path) -> None:
    await filled(url)
    other = f"tinydb:{tmp_path / 'other.db'}"
    assert transfer.export(url, tmp_path / "out") == transfer.import_(other, tmp_path / "out", key=KEY)
    assert await everything(other) == await everything(url)


async def test_an_import_leaves_a_store_that_holds_something_alone(url: str, tmp_path: Path) -> None:
    await filled(url)
    transfer.export(url, tmp_path / "out")
    with pytest.raises(Occupied):
        transfer.import_(url, tmp_path / "out", key=KEY)
    assert (await everything(url))["trail"] == 1


async def test_an_import_fills_a_store_that_was_opened_and_left_empty(url: str, tmp_path: Path) -> None:
    await filled(url)
    transfer.export(url, tmp_path / "out")
    other = f"tinydb:{tmp_path / 'other.db'}"
    await (await opened(other)).close()
    transfer.import_(other, tmp_path / "out", key=KEY)
    assert (await everything(other))["trail"] == 1


async def test_an_import_asks_for_the_key_it_was_sealed_with(url: str, tmp_path: Path) -> None:
    await filled(url)
    transfer.export(url, tmp_path / "out")
    with pytest.raises(OtherKey):
        transfer.import_(f"tinydb:{tmp_path / 'other.db'}", tmp_path / "out", key=bytes(32))


async def test_an_import_with_a_broken_document_makes_no_store(url: str, tmp_path: Path) -> None:
    await filled(url)
    transfer.export(url, tmp_path / "out")
    file = tmp_path / "out" / transfer.EXPORTED
    exported = json.loads(file.read_text())
    del exported["petitions"]["2"]["state"]
    file.write_text(json.dumps(exported))
    with pytest.raises(Damaged, match="document 2 of petitions"):
        transfer.import_(f"tinydb:{tmp_path / 'other.db'}", tmp_path / "out", key=KEY)
    assert not (tmp_path / "other.db").exists()


async def test_a_backup_of_a_running_store_is_the_store_at_that_moment(url: str, tmp_path: Path) -> None:
    storage = await opened(url)
    await fill(storage)
    documents = transfer.backup(url, tmp_path / "backup.db")
    async with storage.begin() as work:
        await work.petitions.delete(a_petition(1).id)
    await storage.close()
    assert transfer.restore(url, tmp_path / "backup.db", replace=True) == documents
    assert a_petition(1) in (await everything(url))["petitions"]  # type: ignore[operator]  # a list, see above


async def test_a_backup_replaces_no_file(url: str, tmp_path: Path) -> None:
    await filled(url)
    (tmp_path / "backup.db").write_text("something else")
    with pytest.raises(Occupied):
        transfer.backup(url, tmp_path / "backup.db")


async def test_a_store_is_not_restored_over_another_unless_asked(url: str, tmp_path: Path) -> None:
    await filled(url)
    transfer.backup(url, tmp_path / "backup.db")
    with pytest.raises(NotReplaced):
        transfer.restore(url, tmp_path / "backup.db")


async def test_a_store_is_not_restored_while_it_is_open(url: str, tmp_path: Path) -> None:
    storage = await opened(url)
    transfer.backup(url, tmp_path / "backup.db")
    with pytest.raises(InUse):
        transfer.restore(url, tmp_path / "backup.db", replace=True)
    await storage.close()


@pytest.mark.parametrize("content", [b"", b"no store at all", b"SQLite format 3\x00"])
async def test_what_is_no_backup_is_not_restored(url: str, tmp_path: Path, content: bytes) -> None:
    await filled(url)
    (tmp_path / "backup.db").write_bytes(content)
    with pytest.raises(Damaged):
        transfer.restore(url, tmp_path / "backup.db", replace=True)
    assert (await everything(url))["trail"] == 1


async def test_what_is_not_there_is_missed(url: str, tmp_path: Path) -> None:
    with pytest.raises(Missing):
        transfer.export(url, tmp_path)
    with pytest.raises(Missing):
        transfer.backup(url, tmp_path / "b.db")
    with pytest.raises(Missing):
        transfer.import_(url, tmp_path, key=KEY)


async def test_documents_of_an_older_version_are_migrated_step_by_step(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await filled(url)
    transfer.export(url, tmp_path / "out")

    def urgent(table: str, document: Document) -> Document:
        return {**document, "summary": document["summary"] + "！"} if table == "petitions" else document

    monkeypatch.setattr(codec, "MIGRATIONS", {1: urgent, 2: urgent})
    monkeypatch.setattr(codec, "VERSION", 3)
    with pytest.raises(OtherVersion):
        await opened(url)
    transfer.migrate(url, key=KEY)
    other = f"tinydb:{tmp_path / 'other.db'}"
    transfer.import_(other, tmp_path / "out", key=KEY)
    for migrated in (url, other):
        petitions = (await everything(migrated))["petitions"]
        assert petitions == [
            replace(a_petition(2), state=State.ARCHIVED, summary="3号楼电梯停运！！"),
            replace(a_petition(1), summary="3号楼电梯停运！！"),
        ]


async def test_documents_of_a_newer_version_are_left_alone(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as newer:
        newer.setattr(codec, "VERSION", codec.VERSION + 1)
        await filled(url)
        transfer.backup(url, tmp_path / "backup.db")
    carrying: list[Callable[[], int]] = [
        lambda: transfer.migrate(url, key=KEY),
        lambda: transfer.export(url, tmp_path / "out"),
        lambda: transfer.restore(url, tmp_path / "backup.db", replace=True),
    ]
    for refused in carrying:
        with pytest.raises(OtherVersion) as refusal:
            refused()
        assert refusal.value.version > refusal.value.known


async def test_another_key_does_not_open_a_store(url: str) -> None:
    await filled(url)
    with pytest.raises(OtherKey):
        await opened(url, key=bytes(32))


async def test_a_store_is_read_while_another_process_writes_it(url: str) -> None:
    storage = await opened(url)
    await fill(storage)
    reader = await connect(url, roster=TOWNSHIP, key=KEY, bound=BOUND, read_only=True)
    async with storage.begin() as work:
        await work.petitions.delete(a_petition(2).id)
    async with reader.begin() as work:
        assert [kept.heard for kept in await work.messages.newest(limit=9)] == [a_heard()]
        assert len(await work.petitions.of_voter(VOTER)) == 2
    await reader.close()
    await storage.close()


async def test_an_address_of_no_known_kind_is_refused() -> None:
    with pytest.raises(UnknownStorage, match="mongodb"):
        await opened("mongodb://localhost/station")
