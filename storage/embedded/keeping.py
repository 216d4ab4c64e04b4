"""What is heard at the same time is kept at the same time: one unit of work, one look for what was kept before."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import Final, Protocol

from handlers.message import Heard

MOST: Final = 1000  # in one lot; SQLite takes 32 766 parameters, sqlite.org/limits.html


class Inbox(Protocol):
    """Where messages are kept."""

    def keep_all(self, heard: Sequence[tuple[Heard, datetime]]) -> Sequence[bool]:
        """Keep each message as of its moment, and return of each whether it is new."""
        ...


class Keeping:
    """Keeps what comes; while one lot is on its way to disk, the next gathers."""

    def __init__(self, begin: Callable[[], AbstractAsyncContextManager[object]], inbox: Inbox) -> None:
        """*begin* opens a unit of work, in which *inbox* may be changed."""
        self._begin = begin
        self._inbox = inbox
        self._gathered: list[tuple[Heard, datetime]] = []
        self._waiting: list[asyncio.Future[bool]] = []
        self._keeper: asyncio.Task[None] | None = None

    async def keep(self, heard: Heard, *, at: datetime) -> bool:
        """Return whether *heard* is new, once it is durable. Raise `StorageFailed`."""
        kept: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._gathered.append((heard, at))
        self._waiting.append(kept)
        if self._keeper is None:
            self._keeper = asyncio.create_task(self._keep_all())
        return await kept

    async def _keep_all(self) -> None:
        """Keep lot after lot until nothing more has come."""
        while self._gathered:
            waiting: list[asyncio.Future[bool]] = []
            try:
                async with self._begin():
                    gathered, self._gathered = self._gathered[:MOST], self._gathered[MOST:]
                    waiting, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
                    new = self._inbox.keep_all(gathered)
            except Exception as error:  # whatever it was, those who wait must not believe that it is kept
                if not waiting:
                    waiting, self._gathered, self._waiting = self._waiting, [], []
                for kept in waiting:
                    if not kept.done():
                        kept.set_exception(error)
            else:
                for kept, is_new in zip(waiting, new, strict=True):
                    if not kept.done():
                        kept.set_result(is_new)
        self._keeper = None
