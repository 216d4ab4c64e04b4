"""The files a store lies in: written by one process, replaced as a whole or not at all."""

import fcntl
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from storage.errors import InUse, Unwritable


class Lock:
    """Holds the right to write a store; it ends with the process."""

    def __init__(self, path: Path) -> None:
        """Take it. Raise `InUse` where another process has it."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self._descriptor = os.open(beside(path, ".lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(self._descriptor)
            raise InUse(path) from None

    def close(self) -> None:
        """Give it back."""
        os.close(self._descriptor)


def beside(path: Path, suffix: str) -> Path:
    """Return the path of a file that belongs to *path*."""
    return path.with_name(path.name + suffix)


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give a path to write to; what is there at the end takes the place of *path*, durably, and of its journal.

    Raise `Unwritable` where the disk does not take it: then nothing has changed.
    """
    unfinished = beside(path, ".new")
    try:
        _remove(unfinished)
        unfinished.touch(mode=0o600)
        yield unfinished
        sync(unfinished)
        _remove_journal(path)
        unfinished.replace(path)
        sync(path.parent)
    except (sqlite3.Error, OSError) as error:
        raise Unwritable(path, str(error)) from None
    finally:
        _remove(unfinished)


def _remove(path: Path) -> None:
    path.unlink(missing_ok=True)
    _remove_journal(path)


def _remove_journal(path: Path) -> None:
    for suffix in ("-wal", "-shm", "-journal"):
        beside(path, suffix).unlink(missing_ok=True)


def sync(path: Path) -> None:
    """Have a file, or the names in a folder, on disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def has_journal(path: Path) -> bool:
    """Return whether something was written that is not in the file itself yet."""
    with suppress(FileNotFoundError):
        return beside(path, "-wal").stat().st_size > 0
    return False
