"""Files that lie with the platform for three days: the same one is uploaded once, however many are shown it."""

import hashlib
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from pathlib import PurePath
from typing import Final

from bot.clock import Clock
from bot.platforms.base import File
from bot.platforms.wecom.aibot.frames import MediaKind
from bot.sending.reactions import MediaGone

LASTS: Final = timedelta(days=3) - timedelta(hours=1)  # developer.work.weixin.qq.com 90253, with an hour to spare
LARGEST_PICTURE: Final = 2 * 1024 * 1024  # what every way takes as a picture; a larger one goes as a file
PICTURES: Final = frozenset({".png", ".jpg", ".jpeg"})


def kind_of(file: File) -> MediaKind:
    """Return as what *file* is shown."""
    picture = PurePath(file.name).suffix.lower() in PICTURES and len(file.content) <= LARGEST_PICTURE
    return "image" if picture else "file"


class Uploads:
    """The files that one sender has uploaded; nobody else can show them."""

    def __init__(self, upload: Callable[[File], Awaitable[str]], clock: Clock) -> None:
        """*upload* puts a file there and returns its media id."""
        self._upload = upload
        self._clock = clock
        self._known: dict[str, tuple[str, datetime]] = {}

    async def show(self, file: File, send: Callable[[str], Awaitable[object]]) -> None:
        """Have *send* show *file* by its media id; where the platform no longer has it, it is uploaded again, once."""
        name = hashlib.sha256(file.name.encode() + b"\0" + file.content).hexdigest()
        media_id = await self._media_id(name, file)
        try:
            await send(media_id)
        except MediaGone:
            del self._known[name]
            await send(await self._media_id(name, file))

    async def _media_id(self, name: str, file: File) -> str:
        now = self._clock.now()
        self._known = {one: kept for one, kept in self._known.items() if now - kept[1] < LASTS}
        if name not in self._known:
            self._known[name] = await self._upload(file), now
        return self._known[name][0]
