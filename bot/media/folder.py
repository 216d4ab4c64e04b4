"""Pictures and files that people send: fetched at once, since they can be had for minutes only, and kept as files."""

import asyncio
import hashlib
import logging
import re
import shutil
import warnings
from collections.abc import Awaitable, Callable, Collection, Coroutine, Mapping
from contextlib import AbstractAsyncContextManager, suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path, PurePath
from typing import BinaryIO, Final, Protocol

from aiohttp import ClientResponse

from bot.media.fetching import Lost
from bot.pictures import KINDS, NotAPicture, clean
from handlers.message import Account, AttachmentKind, Heard, MessageId

log = logging.getLogger(__name__)

LARGEST: Final = 100 * 1024 * 1024  # files of up to 100 MB are called back; developer.work.weixin.qq.com 100719
LARGEST_PICTURE: Final = 20 * 1024 * 1024  # twice what the platform takes; a picture is cleaned in memory
PIECE: Final = 64 * 1024
AT_ONCE: Final = 4
NAMED_LIKE: Final = re.compile(r"\.[a-z0-9]{1,8}")
NAMELESS, COMING, LOST = ".bin", ".part", ".lost"
MESSAGE: Final = "message"  # the file that says with which message the others beside it came
LONGEST_FETCH: Final = 600.0  # seconds; an address of WeChat Work is good for 300; developer.work.weixin.qq.com 100719
PICTURES: Final[Mapping[str, str]] = {"image/jpeg": ".jpg", "image/png": ".png", "image/webp": ".webp"}
LONGEST_BEGINNING: Final = 12  # bytes, by which each kind of picture is known


class Garbled(Exception):
    """The bytes were not sealed with this key, or were cut off."""


class Opening(Protocol):
    """Decrypts one file as it comes in, piece by piece."""

    def feed(self, sealed: bytes) -> bytes:
        """Return what is surely content."""
        ...

    def finish(self) -> bytes:
        """Return the rest of the content. Raise `Garbled`."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What an attachment refers to. *ask* has the platform give it or raises `Lost`; *opening* opens what is sealed."""

    reference: str
    ask: Callable[[], AbstractAsyncContextManager[ClientResponse]]
    opening: Callable[[], Opening | None] = lambda: None


Miss = Callable[[MessageId], Awaitable[None]]
"""Is told of a message whose media could not all be had."""


class MediaFolder:
    """What people sent: a folder for each of them, in it one for each message, in it a file for each attachment.

    A file is named after its attachment's reference. One that could not be had leaves an empty file `….lost`; what is
    on its way is `….part`, and stays so where its process ends. Several processes may share the folder.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._places = asyncio.Semaphore(AT_ONCE)
        self._fetching: set[asyncio.Task[None]] = set()
        self._folders = self._there()

    def start(self, miss: Miss) -> None:
        """Have *miss* told of what was cut off: what is on its way now, and still is when nobody can be fetching it."""
        if cut_off := list(self._folder.glob(f"*/*/*{COMING}")):
            self._begin(_take_over(cut_off, miss))

    def take(self, heard: Heard, wanted: Collection[Wanted], miss: Miss) -> None:
        """Begin to fetch what is *wanted* of *heard*, save what is there or could not be had."""
        if not wanted:
            return
        pictures = {one.reference for one in heard.media if one.kind is AttachmentKind.IMAGE}
        folder = self._of(heard.sender) / _hidden(heard.id)
        for one in wanted:
            if _found(folder, one.reference) is None:  # the same message may be told several times
                folder.mkdir(parents=True, exist_ok=True)
                (folder / MESSAGE).write_text(heard.id, "utf-8")
                part = folder / f"{one.reference}{COMING}"
                part.touch()
                self._folders[one.reference] = str(folder)
                miss_it = partial(miss, heard.id)
                self._begin(self._fetch(one, part, picture=one.reference in pictures, miss=miss_it))

    def find(self, reference: str) -> Path | None:
        """Return the file an attachment refers to; None where it was lost, erased, or is still on its way."""
        found = self._look(reference)
        return None if found is None or found.suffix in {COMING, LOST} else found

    def look_for(self, reference: str) -> Path | None:
        """Return the same where another process may have fetched it; that takes long where many have spoken."""
        if reference not in self._folders:
            for file in self._folder.glob(f"*/*/{reference}.*"):
                self._folders[reference] = str(file.parent)
        return self.find(reference)

    def is_lost(self, reference: str) -> bool:
        """Return whether what an attachment refers to could not be had."""
        found = self._look(reference)
        return found is not None and found.suffix == LOST

    async def idle(self) -> None:
        """Return once nothing is on its way."""
        while self._fetching:
            await asyncio.wait(self._fetching)

    async def close(self) -> None:
        """Break off what is on its way; the next start has it told."""
        for task in self._fetching:
            task.cancel()
        await self.idle()

    def forget(self, message: str) -> None:
        """Erase what came with a message."""
        for folder in self._folder.glob(f"*/{_hidden(message)}"):
            shutil.rmtree(folder)

    def forget_account(self, account: Account) -> None:
        """Erase all that somebody sent."""
        shutil.rmtree(self._of(account), ignore_errors=True)

    def forget_before(self, moment: datetime) -> None:
        """Erase all that was sent before *moment*."""
        for folder in self._folder.glob("*/*"):
            if folder.stat().st_mtime < moment.timestamp():
                shutil.rmtree(folder)
        self._folders = self._there()

    def _begin(self, fetching: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(fetching)
        self._fetching.add(task)
        task.add_done_callback(self._fetching.discard)

    def _of(self, account: Account) -> Path:
        return self._folder / _hidden(f"{account.account}/{account.user}")

    def _there(self) -> dict[str, str]:
        """Return in which folder each attachment is: to look through all of them takes long where many have spoken."""
        return {file.stem: str(file.parent) for file in self._folder.glob("*/*/*")}

    def _look(self, reference: str) -> Path | None:
        folder = self._folders.get(reference)
        return None if folder is None else _found(Path(folder), reference)

    async def _fetch(self, wanted: Wanted, part: Path, *, picture: bool, miss: Callable[[], Awaitable[None]]) -> None:
        try:
            async with self._places, wanted.ask() as answer:
                await _receive(answer, part, wanted.opening())
                name = _name(answer)
            await asyncio.to_thread(_settle, part, name, picture)
        except (Lost, Garbled, NotAPicture, OSError) as error:
            why = error.why if isinstance(error, Lost) else type(error).__name__
            log.warning("media lost", extra={"reference": wanted.reference, "why": why})
            await miss()
            _give_up(part)


async def _take_over(cut_off: Collection[Path], miss: Miss) -> None:
    """Have *miss* told of what nobody can be fetching any more, and mark it as lost."""
    await asyncio.sleep(LONGEST_FETCH)
    for part in cut_off:
        if part.exists():
            with suppress(FileNotFoundError):  # erased just now, or of a version that did not note the message
                await miss(MessageId((part.parent / MESSAGE).read_text("utf-8")))
            _give_up(part)


async def _receive(answer: ClientResponse, part: Path, opening: Opening | None) -> None:
    """Write what comes to *part*, opened. Raise `Lost` or `Garbled`."""
    received = 0
    with _opened(part) as file:
        async for piece in answer.content.iter_chunked(PIECE):
            received += len(piece)
            if received > LARGEST:
                raise Lost("too large")
            file.write(piece if opening is None else opening.feed(piece))
        if opening is not None:
            file.write(opening.finish())


def _name(answer: ClientResponse) -> str:
    """Return what the file is called, nothing where that is not told, or not as it should be."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # they would show the name to whoever reads the log
        disposition = answer.content_disposition
    return "" if disposition is None else disposition.filename or ""


def _opened(part: Path) -> BinaryIO:
    return part.open("wb")


def _settle(part: Path, name: str, picture: bool) -> None:
    """Give *part* its name; of a picture, said to be one or not, only the image data stays.

    Raise `Lost` or `NotAPicture`.
    """
    with part.open("rb") as file:
        beginning = file.read(LONGEST_BEGINNING)
    if picture or any(begins.match(beginning) for begins, _ in KINDS.values()):
        if part.stat().st_size > LARGEST_PICTURE:
            raise Lost("too large")
        cleaned = clean(part.read_bytes())
        part.write_bytes(cleaned.content)
        part.rename(part.with_suffix(PICTURES[cleaned.type]))
    else:
        suffix = PurePath(name).suffix.lower()
        part.rename(part.with_suffix(suffix if NAMED_LIKE.fullmatch(suffix) else NAMELESS))


def _give_up(part: Path) -> None:
    """Mark as lost what is still on its way."""
    if part.exists():
        part.write_bytes(b"")
        part.rename(part.with_suffix(LOST))


def _found(folder: Path, reference: str) -> Path | None:
    return next(folder.glob(f"{reference}.*"), None)


def _hidden(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()[:32]
