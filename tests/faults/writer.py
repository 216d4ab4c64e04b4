"""A process that keeps petitions, each with its notice, and says which were acknowledged, until it dies.

`keep_on` runs in children of a fork server. As a program (`python -m tests.faults.writer FOLDER`, with the shim of
`failing_disk.c` loaded) it plays the same few units of work on a new store in one child after the other: the disk of
the first fails at its first call, that of the second at its second, until one comes through.
"""

import asyncio
import ctypes
import os
import resource
import sys
from pathlib import Path
from typing import Final

from handlers.ports import Storage, StorageFailed
from storage.connect import connect
from storage.errors import StorageRefused
from tests.support.records import NOON, STATION, a_notice, a_petition
from tests.support.township import TOWNSHIP

KEY: Final = bytes(32)
REFUSED: Final = 3
FAILED: Final = 4
UNHURT: Final = 5  # a call failed that SQLite can do without
TIMES: Final = 2  # units of work one after another, in each of `AT_ONCE` tasks
AT_ONCE: Final = 3


async def open_store(path: Path) -> Storage:
    return await connect(f"tinydb:{path}", roster=TOWNSHIP, key=KEY, bound={})


async def keep(storage: Storage) -> int:
    """Keep one more petition with its notice; return its tail."""
    async with storage.begin() as work:
        tail = await work.petitions.next_tail(STATION, 2026)
        await work.petitions.add(a_petition(tail))
        await work.outbox.add(a_notice(f"petition/{tail}"), at=NOON)
    return tail


async def keep_and_say(path: Path, acknowledged: int, times: int) -> None:
    """Keep *times* petitions in each of some tasks, each tail written to a descriptor once it was acknowledged."""
    storage = await open_store(path)

    async def work() -> None:
        for _ in range(times):
            os.write(acknowledged, b"%d\n" % await keep(storage))

    results = await asyncio.gather(*(work() for _ in range(AT_ONCE)), return_exceptions=True)
    await storage.close()
    for error in results:
        if error is not None:
            raise error


def keep_on(path: Path, said: Path, *, times: int = sys.maxsize, file_size: int | None = None) -> None:
    """Keep petitions until killed, or as often as that; no file may become larger than *file_size* bytes."""
    sys.exit(_kept(path, said, times=times, file_size=file_size))


def _kept(path: Path, said: Path, *, times: int, file_size: int | None = None) -> int:
    """Return how keeping them ended."""
    if file_size is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (file_size, file_size))
    acknowledged = os.open(said, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    try:
        asyncio.run(keep_and_say(path, acknowledged, times))
    except StorageRefused:
        return REFUSED
    except StorageFailed:
        return FAILED
    return 0


def fail_at_every_call(folder: Path, *, once: bool) -> None:
    """Play the same units of work in children, each with a disk that fails one call later, until one comes through."""
    shim = ctypes.CDLL(None)
    _kept(folder / "undisturbed.db", folder / "undisturbed.said", times=TIMES)  # what is loaded late, is now, and once
    status, call = 1, 0
    while status:
        call += 1
        child = os.fork()
        if not child:
            shim.fail_at(call, once)
            end = _kept(folder / f"{call}.db", folder / f"{call}.said", times=TIMES)
            # At once: the store is closed, and to take the whole interpreter down takes longer than all of the above.
            os._exit(end or (UNHURT if shim.has_failed() else 0))
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        (folder / f"{call}.status").write_text(str(status))


if __name__ == "__main__":
    fail_at_every_call(Path(sys.argv[1]), once=sys.argv[2] == "once")
