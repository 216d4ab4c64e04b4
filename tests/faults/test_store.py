"""What was acknowledged is stored, whatever happens to process, disk and file."""

import multiprocessing
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from handlers.petitions.rules.petition import State
from handlers.ports import Storage, StorageFailed
from storage.errors import Damaged, InUse, StorageRefused
from tests.faults.writer import AT_ONCE, FAILED, REFUSED, TIMES, UNHURT, keep, keep_on, open_store
from tests.support.records import STATION
from tests.support.shims import compiled

ROUNDS: Final = int(os.environ.get("LIAISON_KILL_ROUNDS", "30"))
pytestmark = pytest.mark.timeout(600 + 10 * ROUNDS)  # each fault in turn takes its time on a slow disk
EVERY: Final = 1_000_000
PAGE: Final = 4096  # of a SQLite file; sqlite.org/fileformat.html 1.3.2
FRAME: Final = PAGE + 24  # of its journal, after a header of 32 bytes; the same page, 4.1

PROCESSES: Final = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["tests.faults.writer"])


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "station.db"


@pytest.fixture
def said(tmp_path: Path) -> Path:
    return tmp_path / "said"


def acknowledged(said: Path) -> set[int]:
    """Return the tails that were acknowledged; a line that was cut short by the kill was not."""
    lines = said.read_text().splitlines(keepends=True) if said.exists() else []
    return {int(line) for line in lines if line.endswith("\n")}


async def stored(storage: Storage) -> set[int]:
    """Return the tails of all petitions, once each was found to have its notice, and each notice its petition."""
    async with storage.begin() as work:
        tails = {one.tail for one in await work.petitions.in_state(STATION, set(State), limit=EVERY)}
        assert {entry.outgoing.key for entry in await work.outbox.waiting()} == {f"petition/{tail}" for tail in tails}
    return tails


async def stored_at(path: Path) -> set[int]:
    storage = await open_store(path)
    try:
        return await stored(storage)
    finally:
        await storage.close()


async def test_nothing_acknowledged_is_lost_however_often_the_process_is_killed(path: Path, said: Path) -> None:
    seed = random.randrange(2**32)
    chance = random.Random(seed)
    for round_ in range(ROUNDS):
        before = len(acknowledged(said))
        enough = chance.randrange(60)
        writer = PROCESSES.Process(target=keep_on, args=(path, said))
        writer.start()
        while writer.is_alive() and len(acknowledged(said)) < before + enough:
            writer.join(chance.uniform(0, 0.01))
        writer.kill()
        writer.join()
        assert acknowledged(said) <= await stored_at(path), f"round {round_}, seed {seed}"


@pytest.mark.parametrize("kilobytes", [1, 64, 256, 400, 700])
async def test_a_full_disk_stops_the_store_and_loses_nothing(path: Path, said: Path, kilobytes: int) -> None:
    writer = PROCESSES.Process(target=keep_on, args=(path, said), kwargs={"file_size": kilobytes * 1024})
    writer.start()
    writer.join()
    assert writer.exitcode in {REFUSED, FAILED}
    assert (writer.exitcode == FAILED) == bool(acknowledged(said))
    storage = await open_store(path)
    assert acknowledged(said) <= await stored(storage)
    tail = await keep(storage)
    await storage.close()
    assert tail in await stored_at(path)


@pytest.fixture(scope="session")
def failing_disk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return compiled(Path(__file__).with_name("failing_disk.c"), tmp_path_factory.mktemp("shim"))


def fail_at_every_call(folder: Path, failing_disk: Path, how_often: str) -> dict[int, int]:
    """Return how the process ended whose disk failed at the first call, the second, and so on."""
    command = [sys.executable, "-m", "tests.faults.writer", str(folder), how_often]
    subprocess.run(command, env={**os.environ, "LD_PRELOAD": str(failing_disk)}, check=True)
    return {int(one.stem): int(one.read_text()) for one in folder.glob("*.status")}


@pytest.mark.parametrize("how_often", ["once", "ever after"])
async def test_an_error_at_any_write_or_fsync_loses_nothing(failing_disk: Path, memory: Path, how_often: str) -> None:
    folder = memory / how_often
    folder.mkdir()
    ends = fail_at_every_call(folder, failing_disk, how_often)
    assert set(ends.values()) - {UNHURT} == {0, REFUSED, FAILED}
    for call, end in ends.items():
        tails = acknowledged(folder / f"{call}.said")
        store = folder / f"{call}.db"
        assert tails <= (await stored_at(store) if store.exists() else set())
        assert (tails == set(range(1, AT_ONCE * TIMES + 1))) == (end in {0, UNHURT})


async def test_a_second_process_is_refused_in_one_line(path: Path, said: Path) -> None:
    storage = await open_store(path)
    writer = PROCESSES.Process(target=keep_on, args=(path, said), kwargs={"times": 1})
    writer.start()
    writer.join()
    assert writer.exitcode == REFUSED
    with pytest.raises(InUse, match=r"^\S+ is in use by another process$"):
        await open_store(path)
    await keep(storage)
    await storage.close()
    assert await stored_at(path) == {1}


async def many(path: Path) -> None:
    storage = await open_store(path)
    for _ in range(60):
        await keep(storage)
    await storage.close()


def read(path: Path) -> tuple[bytes, bytes]:
    """Return what stands in the file of a store and in its journal."""
    journal = path.with_name(path.name + "-wal")
    return path.read_bytes(), journal.read_bytes() if journal.exists() else b""


def write(path: Path, file: bytes, journal: bytes) -> None:
    path.write_bytes(file)
    path.with_name(path.name + "-wal").write_bytes(journal)


def cuts(size: int, step: int, start: int = 0) -> Iterator[int]:
    """Return every boundary below *size* and a place inside each piece."""
    for boundary in range(start, size, step):
        yield boundary
        yield min(boundary + step // 3, size - 1)


async def test_a_file_cut_short_anywhere_is_refused(path: Path, tmp_path: Path) -> None:
    await many(path)
    whole, _ = read(path)
    cut = tmp_path / "cut.db"
    for size in cuts(len(whole), PAGE):
        write(cut, whole[:size], b"")
        with pytest.raises(Damaged):
            await open_store(cut)
        assert read(cut)[0] == whole[:size]


async def test_a_journal_cut_short_anywhere_gives_a_state_that_was_once_committed(path: Path, tmp_path: Path) -> None:
    storage = await open_store(path)
    for _ in range(12):
        await keep(storage)
    file, journal = read(path)
    await storage.close()
    seen = set()
    for size in cuts(len(journal), FRAME, start=32):
        cut = tmp_path / f"{size}.db"
        write(cut, file, journal[:size])
        tails = await stored_at(cut)
        assert tails == set(range(1, len(tails) + 1))
        seen.add(len(tails))
    assert seen == set(range(12))


async def test_a_file_cut_short_beside_its_journal_never_gives_anything_wrong(path: Path, tmp_path: Path) -> None:
    await many(path)
    storage = await open_store(path)
    await keep(storage)
    file, journal = read(path)
    await storage.close()
    for size in cuts(len(file), PAGE):
        cut = tmp_path / f"{size}.db"
        write(cut, file[:size], journal)
        try:
            assert await stored_at(cut) == set(range(1, 62))
        except (StorageRefused, StorageFailed):
            continue


async def test_a_journal_without_its_file_is_not_taken_for_a_new_store(path: Path) -> None:
    path.with_name("station.db-wal").write_bytes(b"something")
    with pytest.raises(Damaged):
        await open_store(path)
