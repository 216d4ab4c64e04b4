"""Who has read people's words on the machine itself: noted in a file by the command, put on the trail by the bot."""

import getpass
import json
import logging
import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
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
    file = os.open(folder / FILE, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        with suppress(PermissionError):  # root can, and it is for root that the bot could not read it
            owner = folder.stat()
            os.fchown(file, owner.st_uid, owner.st_gid)
        os.write(file, line.encode())
        os.fsync(file)
    finally:
        os.close(file)


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
            await self._take_over(_noted(self._file))
        except (OSError, msgspec.MsgspecError) as error:
            if not self._in_trouble:
                log.warning("readings cannot be taken over", extra={"error": type(error).__name__})
            self._in_trouble = True
            return {"readings": texts.readings_unreadable(self._file.name)}
        self._in_trouble = False
        return {}

    async def _take_over(self, noted: Sequence[Reading]) -> None:
        if not noted:
            return
        async with self._storage.begin() as work:
            for number, reading in enumerate(noted):
                if await work.occurrences.claim(f"reading/{reading.at.isoformat()}/{number}", at=reading.at):
                    await _put_on_trail(reading, work)
                    await _tell(reading, work)
        self._file.unlink()


def _noted(file: Path) -> Sequence[Reading]:
    try:
        return _LINES.decode_lines(file.read_bytes())
    except FileNotFoundError:
        return ()


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
