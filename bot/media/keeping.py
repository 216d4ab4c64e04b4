"""The part of a platform that keeps what people sent, and erases it."""

import asyncio
from abc import ABC, abstractmethod
from datetime import datetime

from bot.media.folder import MediaFolder
from handlers.message import Account


class KeepsMedia(ABC):
    """A platform of whose messages nothing is kept but the media in *folder*."""

    def __init__(self, folder: MediaFolder) -> None:
        self._media = folder

    @property
    @abstractmethod
    def name(self) -> str:
        """The platform's name, with which the references of its media begin."""

    async def picture(self, reference: str) -> bytes | None:
        """Return a picture that somebody sent here."""
        if not reference.startswith(f"{self.name}:"):
            return None
        path = await asyncio.to_thread(self._media.look_for, reference)
        return None if path is None else await asyncio.to_thread(path.read_bytes)

    async def forget(self, line: str, *, left: str = "", shown_as: str | None = None) -> None:
        """Erase what came with that message."""
        self._media.forget(line)

    async def forget_account(self, account: Account) -> None:
        """Erase what somebody sent."""
        self._media.forget_account(account)

    async def forget_before(self, moment: datetime) -> None:
        """Erase what was sent before *moment*."""
        self._media.forget_before(moment)
