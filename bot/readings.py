"""Who has read people's words on the machine itself: noted in a file by the command, put on the trail by the bot."""

import fcntl
import getpass
import json
import logging
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

import msgspec

from bot import texts
from handlers.message import Outgoing, Priority, Recipient
from handlers.people.rules.roster import Role
from handlers.ports import AuditLine, Storage, UnitOfWork

log = logging.getLogger(__name__)

FILE: Final = "readings.jsonl"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """When somebody read people's words, and as which user of the machine."""

    at: datetime
    by: str


_LINES: Final = msgspec.json.Decoder(Reading)


def note_reading(folder: Path, at: datetime) -> None:
    """Note that somebody reads people's words now; the running bot puts it on the trail. Raise OSError.

    The trail has one writer, so a command beside a running bot leaves its line in a file.
    """
    line = json.dumps({"at": at.isoformat(), "by": getpass.getuser()}) + "\n"
    with _held(folder / FILE, os.O_WRONLY | os.O_CREAT | os.O_APPEND, fcntl.LOCK_EX) as file:
        with suppress(PermissionError):  # root can, and it is for root that the bot could not read it
            owner = folder.stat()
            os.fchown(file, owner.st_uid, owner.st_gid)
        os.write(file, line.encode())
        os.fsync(file)


class Readings:
    """What commands have noted in *folder*."""

    def __init__(self, folder: Path, storage: Storage) -> None:
        self._file = folder / FILE
        self._storage = storage
        self._in_trouble = False

    async def take_over(self) -> Mapping[str, str]:
        """Put noted readings on the trail, each once, and tell those who answer for the stations (domain §8.6).

        Return by a key what somebody has to put right: what cannot be read must hold up nothing else.
        """
        try:
            with suppress(FileNotFoundError), _held(self._file, os.O_RDONLY, fcntl.LOCK_EX | fcntl.LOCK_NB):
                await self._take_over(_LINES.decode_lines(self._file.read_bytes()))
        except BlockingIOError:
            return {}  # somebody is just noting something: the next time
        except (OSError, msgspec.MsgspecError) as error:
            if not self._in_trouble:
                log.warning("readings cannot be taken over", extra={"error": type(error).__name__})
            self._in_trouble = True
            return {"readings": texts.readings_unreadable(self._file.name)}
        self._in_trouble = False
        return {}

    async def _take_over(self, noted: Sequence[Reading]) -> None:
        async with self._storage.begin() as work:
            for number, reading in enumerate(noted):
                if await work.occurrences.claim(f"reading/{reading.at.isoformat()}/{number}", at=reading.at):
                    await _put_on_trail(reading, work)
                    await _tell(reading, work)
        self._file.unlink()  # still held: nothing was noted in it since it was read


@contextmanager
def _held(path: Path, flags: int, lock: int) -> Iterator[int]:
    """Open what is at *path* and have it locked for as long; one that is removed while we wait is opened anew."""
    while True:
        file = os.open(path, flags, 0o600)
        try:
            fcntl.flock(file, lock)
            if _is_at(path, file):
                yield file
                return
        finally:
            os.close(file)


def _is_at(path: Path, file: int) -> bool:
    try:
        return os.path.samestat(os.fstat(file), path.stat())
    except FileNotFoundError:
        return False


async def _put_on_trail(reading: Reading, work: UnitOfWork) -> None:
    await work.audit.add(
        AuditLine(
            at=reading.at,
            station=None,
            actor=None,
            role="command",
            via="command",
            subject="inbox",
            event="read",
            reason=reading.by,
        )
    )


async def _tell(reading: Reading, work: UnitOfWork) -> None:
    for station in work.roster.stations.values():
        for person in station.with_role(Role.HEAD, Role.COUNTY):
            notice = Outgoing(
                key=f"reading/{reading.at.isoformat()}/{person}",
                to=Recipient.person(person),
                station=station.id,
                text=texts.words_read(reading.at, reading.by),
                priority=Priority.NOTICE,
            )
            await work.outbox.add(notice, at=reading.at)
