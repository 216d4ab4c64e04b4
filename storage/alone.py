"""The peers of a process that has its storage for itself: a store of one file lets no second one in."""

import asyncio


class Alone:
    """There are no others: it does everything, and nobody ever calls it."""

    async def holds(self, what: str) -> bool:
        return True

    async def lost(self, what: str) -> None:
        await asyncio.Event().wait()

    async def called(self) -> None:
        await asyncio.Event().wait()

    async def ended(self) -> None:
        await asyncio.Event().wait()
