"""Whoever reads people's words on the machine itself is noted, and nothing else waits where that note cannot be read."""

import asyncio
import fcntl
import logging
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot import app, cli
from bot.config import load
from bot.opening import stored
from bot.readings import FILE, Readings, note_reading
from handlers.ports import Storage
from tests.support.memory import MemoryStorage, MemoryWork
from tests.support.records import NOON, later
from tests.support.township import BOUND, TOWNSHIP

NOBODY = 65534


@pytest.fixture
def storage() -> MemoryStorage:
    return MemoryStorage(TOWNSHIP, bound=BOUND)


@pytest.fixture
async def bot(config: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[app.Bot]:
    monkeypatch.chdir(config.parent)
    loaded = load(config)
    async with stored(loaded) as storage:
        yield app.Bot(loaded, storage)


async def on_the_trail(storage: Storage) -> int:
    async with storage.begin() as work:
        return len(await work.audit.of("inbox"))


async def test_what_was_noted_is_put_on_the_trail_and_not_kept_beside_it(
    storage: MemoryStorage, tmp_path: Path
) -> None:
    for minutes in (0, 1):
        note_reading(tmp_path, later(minutes=minutes))
    assert await Readings(tmp_path, storage).take_over() == {}
    assert await on_the_trail(storage) == 2
    assert not (tmp_path / FILE).exists()


class NotedMeanwhile(MemoryStorage):
    """A storage at whose first commit somebody else begins to note a reading in *folder*."""

    folder: Path
    noting: asyncio.Task[None] | None = None

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[MemoryWork]:
        async with super().begin() as work:
            yield work
        if self.noting is None:
            self.noting = asyncio.create_task(asyncio.to_thread(note_reading, self.folder, later(minutes=1)))
            await asyncio.wait({self.noting}, timeout=0.2)  # as far as it gets


async def test_what_is_noted_while_the_rest_is_put_on_the_trail_is_put_there_the_next_time(tmp_path: Path) -> None:
    storage = NotedMeanwhile(TOWNSHIP, bound=BOUND)
    storage.folder = tmp_path
    readings = Readings(tmp_path, storage)
    note_reading(tmp_path, NOON)
    assert await readings.take_over() == {}
    assert storage.noting is not None
    await storage.noting
    assert await readings.take_over() == {}
    assert await on_the_trail(storage) == 2


async def test_nobody_waits_for_who_is_noting_something(storage: MemoryStorage, tmp_path: Path) -> None:
    readings = Readings(tmp_path, storage)
    note_reading(tmp_path, NOON)
    with (tmp_path / FILE).open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        assert await readings.take_over() == {}
        assert await on_the_trail(storage) == 0
    assert await readings.take_over() == {}
    assert await on_the_trail(storage) == 1


def test_a_note_belongs_to_whom_its_folder_does(tmp_path: Path) -> None:
    if os.geteuid() == 0:
        os.chown(tmp_path, NOBODY, NOBODY)
    note_reading(tmp_path, NOON)
    note, folder = (tmp_path / FILE).stat(), tmp_path.stat()
    assert (note.st_uid, note.st_mode & 0o777) == (folder.st_uid, 0o600)


async def test_what_cannot_be_read_is_logged_once_and_told_until_it_can(
    storage: MemoryStorage, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    readings = Readings(tmp_path, storage)
    (tmp_path / FILE).mkdir()
    with caplog.at_level(logging.WARNING):
        troubles = [await readings.take_over() for _ in range(3)]
    assert [list(one) for one in troubles] == [["readings"]] * 3
    assert len(caplog.records) == 1
    (tmp_path / FILE).rmdir()
    note_reading(tmp_path, NOON)
    assert await readings.take_over() == {}
    assert await on_the_trail(storage) == 1


@pytest.mark.parametrize("broken", [b'{"at": "2026-03', b'{"at": 1, "by": "root"}\n', b"\xff\n"])
async def test_a_broken_note_is_left_as_it_is(storage: MemoryStorage, tmp_path: Path, broken: bytes) -> None:
    note_reading(tmp_path, NOON)
    with (tmp_path / FILE).open("ab") as file:
        file.write(broken)
    before = (tmp_path / FILE).read_bytes()
    assert list(await Readings(tmp_path, storage).take_over()) == ["readings"]
    assert (tmp_path / FILE).read_bytes() == before


async def test_what_is_due_is_done_and_staff_are_told_once_where_the_note_cannot_be_read(bot: app.Bot) -> None:
    (Path("data") / FILE).mkdir()
    for _ in range(2):
        await bot.ring()
    async with bot.storage.begin() as work:
        assert await work.occurrences.last_tick() is not None
        told = [entry for entry in await work.outbox.waiting() if FILE in entry.outgoing.text]
    assert len(told) == len({entry.outgoing.to for entry in told}) > 0


def test_whom_nobody_can_note_is_shown_no_words(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asyncio.run(_make_store(config))
    (config.parent / "data" / FILE).mkdir()
    assert cli.main(["inbox", "--with-text", "--config", str(config)]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("谁看了原话要先记下来")


async def _make_store(config: Path) -> None:
    async with stored(load(config)):
        pass
