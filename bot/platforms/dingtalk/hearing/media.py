"""What people send to robots: its download code gives an address, the address gives the bytes."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Mapping
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Final

from aiohttp import ClientResponse
from yarl import URL

from bot.media.fetching import Fetcher, Lost
from bot.media.folder import MediaFolder, Miss, Wanted
from bot.platforms.base import DeliveryError, Throttled, Unreachable
from bot.platforms.dingtalk.wire.told import Deposit
from handlers.message import Heard

PAUSES: Final = (1.0, 5.0, 30.0)  # seconds; for how long a download code is good nobody says

Locate = Callable[[str], Awaitable[str]]
"""Asks at which address that lies which has a download code. Raises `DeliveryError`."""


class IncomingMedia:
    """Fetches into a folder what comes with messages."""

    def __init__(self, folder: Path, fetcher: Fetcher, locate: Mapping[str, Locate]) -> None:
        """*locate* asks for what was sent to a robot, by the robot's name: a code is good for that one alone."""
        self.folder: Final = MediaFolder(folder)
        self._fetcher = fetcher
        self._locate = locate

    def take(self, heard: Heard, media: Collection[Deposit], miss: Miss) -> None:
        """Begin to fetch the *media* of *heard*."""
        locate = self._locate[heard.sender.account]
        wanted = [Wanted(reference=one.reference, ask=partial(self._ask, locate, one.code)) for one in media]
        self.folder.take(heard, wanted, miss)

    async def close(self) -> None:
        """Break off what is on its way; the next start has it told."""
        await self.folder.close()
        await self._fetcher.close()

    @asynccontextmanager
    async def _ask(self, locate: Locate, code: str) -> AsyncIterator[ClientResponse]:
        try:
            address = await _located(locate, code)
        except DeliveryError as error:
            raise Lost(error.code) from None
        async with self._fetcher.answer(_sealed(address)) as answer:
            yield answer


async def _located(locate: Locate, code: str) -> str:
    """Return the address, asked for again where that may help. Raise `DeliveryError`."""
    for pause in PAUSES:
        try:
            return await locate(code)
        except (Throttled, Unreachable):
            await asyncio.sleep(pause)
    return await locate(code)


def _sealed(address: str) -> str:
    """Return *address* over TLS: links without it are given out too, and their hosts have it."""
    try:
        url = URL(address, encoded=True)
    except ValueError:
        raise Lost("address") from None
    return str(url.with_scheme("https")) if url.scheme == "http" and url.explicit_port is None else address
