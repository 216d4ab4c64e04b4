"""Petitions told by many at once, through the whole path from the router to the outbox."""

import asyncio
from collections.abc import Iterator
from datetime import datetime
from time import perf_counter
from typing import Final

from bot.clock import StandingClock
from bot.router import Router
from handlers.message import Heard
from handlers.ports import Storage

CONVERSATIONS: Final = 200


class Stream:
    """Keeps so many conversations busy at once; each says the next thing once it was answered."""

    def __init__(self, storage: Storage, now: datetime, *, at_once: int = CONVERSATIONS) -> None:
        self._room = asyncio.Semaphore(at_once)
        self._router = Router(storage, StandingClock(now), changed=self._answered)
        self._hearing: set[asyncio.Task[bool]] = set()
        self.answered = 0

    async def play(self, heard: Iterator[Heard], *, seconds: float = float("inf"), count: int | None = None) -> float:
        """Say what is *heard* for so long or so often; return how many a second were answered durably."""
        began, before = perf_counter(), self.answered
        said = 0
        while perf_counter() - began < seconds and said != count:
            await self._room.acquire()
            task = asyncio.create_task(self._router.hear(next(heard)))
            self._hearing.add(task)
            task.add_done_callback(self._hearing.discard)
            said += 1
        while self._hearing:
            await asyncio.wait(self._hearing)
        await self._router.idle()
        return (self.answered - before) / (perf_counter() - began)

    def _answered(self) -> None:
        """The router calls this after each unit of work that answered a message, once it is durable."""
        self.answered += 1
        self._room.release()
