"""Time that stands still until a test lets it pass: the clock and the sleep of simulator and bot alike."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from heapq import heappop, heappush
from itertools import count
from typing import Final

from handlers.dates.china_time import CHINA_TIME

Sleep = Callable[[float], Awaitable[None]]
"""Returns after so many seconds: `asyncio.sleep`, or that of a `SteppedTime`."""

TURNS: Final = 25  # of the event loop, in which those who woke go on


class SteppedTime:
    """A clock with a sleep: both go on only by `passes`."""

    def __init__(self, start: datetime) -> None:
        self._now = start.astimezone(CHINA_TIME)
        self._sleepers: list[tuple[datetime, int, asyncio.Future[None]]] = []
        self._numbers = count()
        self._fell_asleep = asyncio.Event()

    def now(self) -> datetime:
        """Return the present moment."""
        return self._now

    async def sleep(self, seconds: float) -> None:
        """Return once that much time has passed here."""
        woken = asyncio.get_running_loop().create_future()
        heappush(self._sleepers, (self._now + timedelta(seconds=seconds), next(self._numbers), woken))
        self._fell_asleep.set()
        await woken

    async def somebody_sleeps(self) -> None:
        """Return once somebody sleeps who is not awake by now."""
        while all(woken.done() for _, _, woken in self._sleepers):
            self._fell_asleep.clear()
            await self._fell_asleep.wait()

    async def passes(self, **period: float) -> None:
        """Let time pass (seconds=5, minutes=1); whoever sleeps wakes in his moment and gets some turns to go on."""
        until = self._now + timedelta(**period)
        await self._turns()
        while self._sleepers and self._sleepers[0][0] <= until:
            moment, _, woken = heappop(self._sleepers)
            if woken.done():
                continue
            self._now = max(self._now, moment)
            woken.set_result(None)
            await self._turns()
        self._now = until

    @staticmethod
    async def _turns() -> None:
        for _ in range(TURNS):
            await asyncio.sleep(0)
