"""What people send to bots and apps: where it is asked for, and what opens it."""

from collections.abc import Callable, Collection, Mapping
from contextlib import AbstractAsyncContextManager
from functools import partial
from pathlib import Path
from typing import Final

from aiohttp import ClientResponse

from bot.media.fetching import Fetcher, Lost
from bot.media.folder import MediaFolder, Miss, Wanted
from bot.platforms.wecom.opening import SealedFile
from bot.platforms.wecom.told import Link, Media
from handlers.message import Account, Heard

Withdraw = Callable[[str], AbstractAsyncContextManager[ClientResponse]]
"""Asks for what lies with the platform under a media id. Raises `Lost`."""


class IncomingMedia:
    """Fetches into a folder what comes with messages."""

    def __init__(self, folder: Path, fetcher: Fetcher, withdraw: Mapping[str, Withdraw]) -> None:
        """*withdraw* asks for what was sent to an app, by the app's name."""
        self.folder: Final = MediaFolder(folder)
        self._fetcher = fetcher
        self._withdraw = withdraw

    def take(self, heard: Heard, media: Collection[Media], miss: Miss, *, key: bytes | None = None) -> None:
        """Begin to fetch the *media* of *heard*.

        What has no key of its own is opened with the bot's *key*.
        """
        self.folder.take(heard, [self._wanted(one, heard.sender, key) for one in media], miss)

    async def close(self) -> None:
        """Break off what is on its way; the next start has it told."""
        await self.folder.close()
        await self._fetcher.close()

    def _wanted(self, media: Media, sender: Account, key: bytes | None) -> Wanted:
        if isinstance(media, Link):
            ask = partial(self._fetcher.answer, media.url)
            return Wanted(reference=media.reference, ask=ask, opening=partial(_opening, media.key or key))
        return Wanted(reference=media.reference, ask=partial(self._withdraw[sender.account], media.media_id))


def _opening(key: bytes | None) -> SealedFile:
    """Return what opens a file. Raise `Lost` where there is no key to it."""
    if key is None:
        raise Lost("no key")
    return SealedFile(key)
