"""What was received and kept, for whoever looks after the bot; reading people's words leaves a line on the trail."""

import getpass
import json
import os
from collections.abc import AsyncIterator, Iterator
from datetime import datetime
from pathlib import Path
from typing import Final, NotRequired, TypedDict

from bot import texts
from handlers.message import MessageId, Outgoing, Priority, Recipient
from handlers.people.rules.roster import Role
from handlers.ports import AuditLine, Kept, Storage, UnitOfWork

PAGE: Final = 500
READINGS: Final = "readings.jsonl"


class Row(TypedDict):
    """One kept message (design §6); *text*, *quote* and *attachments* only where they were asked for."""

    id: str
    platform: str
    account: str
    chat: str
    scope: str
    sender: str
    received_at: str
    state: str
    text: NotRequired[str]
    quote: NotRequired[str | None]
    attachments: NotRequired[list[str]]


async def received(storage: Storage, *, with_text: bool) -> AsyncIterator[Row]:
    """Yield all that is in the inbox, newest last."""
    async with storage.begin() as work:
        pages = [page async for page in _pages_back(work)]
    for page in reversed(pages):
        for kept in page:
            yield _row(kept, with_text=with_text)


async def _pages_back(work: UnitOfWork) -> AsyncIterator[list[Kept]]:
    before: MessageId | None = None
    while page := list(await work.messages.newest(limit=PAGE, before=before)):
        yield page
        before = page[0].heard.id


def _row(kept: Kept, *, with_text: bool) -> Row:
    heard = kept.heard
    row = Row(
        id=heard.id,
        platform=heard.place.platform,
        account=heard.place.account,
        chat=heard.place.chat,
        scope=heard.scope,
        sender=heard.sender.user,
        received_at=kept.received_at.isoformat(),
        state=kept.progress,
    )
    if with_text:
        row["text"] = heard.text
        row["quote"] = None if heard.quote is None else heard.quote.text
        row["attachments"] = [one.reference for one in heard.attachments]
    return row


def note_reading(folder: Path, at: datetime) -> None:
    """Note that somebody reads people's words now; the running bot puts it on the trail.

    The trail has one writer, so a command beside a running bot leaves its line in a file.
    """
    line = json.dumps({"at": at.isoformat(), "by": getpass.getuser()}) + "\n"
    file = os.open(folder / READINGS, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(file, line.encode())
        os.fsync(file)
    finally:
        os.close(file)


async def take_over_readings(folder: Path, storage: Storage) -> None:
    """Put noted readings on the trail, each once, and tell those who answer for the stations (domain §8.6)."""
    file = folder / READINGS
    if not file.exists():
        return
    async with storage.begin() as work:
        for number, line in enumerate(_lines(file)):
            if await work.occurrences.claim(f"reading/{line['at']}/{number}", at=datetime.fromisoformat(line["at"])):
                await work.audit.add(
                    AuditLine(
                        at=datetime.fromisoformat(line["at"]),
                        station=None,
                        actor=None,
                        role="command",
                        via="command",
                        subject="inbox",
                        event="read",
                        reason=line["by"],
                    )
                )
                await _tell(line, work)
    file.unlink()


async def _tell(line: dict[str, str], work: UnitOfWork) -> None:
    at = datetime.fromisoformat(line["at"])
    for station in work.roster.stations.values():
        for person in station.with_role(Role.HEAD, Role.COUNTY):
            notice = Outgoing(
                key=f"reading/{line['at']}/{person}",
                to=Recipient.person(person),
                station=station.id,
                text=texts.words_read(at, line["by"]),
                priority=Priority.NOTICE,
            )
            await work.outbox.add(notice, at=at)


def _lines(file: Path) -> Iterator[dict[str, str]]:
    for line in file.read_text("utf-8").splitlines():
        yield json.loads(line)
