"""Storages with a disk that is slow or full."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from handlers.ports import StorageFailed
from tests.support.memory import MemoryStorage, MemoryWork
from tests.support.township import BOUND, TOWNSHIP


class SlowDisk(MemoryStorage):
    """Units of work run one after another, but nothing is durable before the disk has spun."""

    def __init__(self) -> None:
        super().__init__(TOWNSHIP, bound=BOUND)
        self.spun = asyncio.Event()

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[MemoryWork]:
        async with super().begin() as work:
            yield work
        await asyncio.sleep(0)  # others have their turn, however fast it is
        await self.spun.wait()


class FullDisk(MemoryStorage):
    """Keeps nothing any more once it is full."""

    def __init__(self) -> None:
        super().__init__(TOWNSHIP, bound=BOUND)
        self.full = False

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[MemoryWork]:
        async with super().begin() as work:
            yield work
            if self.full:
                raise StorageFailed("disk full")


async def a_while() -> None:
    """Let everything run that can."""
    for _ in range(50):
        await asyncio.sleep(0)
