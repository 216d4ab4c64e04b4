"""Fast-forward: the bot's time let pass in the browser, and what came meanwhile."""

import asyncio
import logging
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from typing import Final

from bot.clock import Clock
from bot.platforms.webchat.adapter import Declined, WebChat, Why
from bot.platforms.webchat.history import Line

log = logging.getLogger(__name__)

FastForward = Callable[[datetime], Awaitable[None]]
"""Lets time pass until that moment, with all that falls due on the way; returns once it is said."""

FARTHEST: Final = timedelta(days=400)
REPORT_EVERY: Final = 0.2  # seconds


class Travel:
    """One journey through time at a time; *tell* is called as it goes on and once it is over."""

    def __init__(self, chat: WebChat, clock: Clock, fast_forward: FastForward, tell: Callable[[], None]) -> None:
        self._chat = chat
        self._clock = clock
        self._fast_forward = fast_forward
        self._tell = tell
        self._journey: asyncio.Task[None] | None = None
        self._came: Counter[str] = Counter()
        self.to: datetime | None = None

    @property
    def came(self) -> Mapping[str, int]:
        """How many of the bot's messages each chat got on the last journey."""
        return self._came

    def begin(self, to: datetime) -> None:
        """Set out for *to*. Raise `Declined` where that is past or too far, or a journey is under way."""
        now = self._clock.now()
        if self.to is not None:
            raise Declined(Why.BUSY)
        if to <= now:
            raise Declined(Why.PAST)
        if to - now > FARTHEST:
            raise Declined(Why.TOO_FAR)
        self.to = to
        self._came.clear()
        self._journey = asyncio.create_task(self._go(to))
        self._journey.add_done_callback(self._arrive)

    async def stop(self) -> None:
        """Break off a journey that is under way."""
        if self._journey is not None:
            self._journey.cancel()
            await asyncio.wait((self._journey,))

    async def _go(self, to: datetime) -> None:
        stop_counting = self._chat.watch(self._count)
        report = asyncio.create_task(self._report())
        try:
            await self._fast_forward(to)
        finally:
            report.cancel()
            stop_counting()

    def _count(self, line: Line) -> None:
        if line.author is None:
            self._came[line.chat] += 1

    async def _report(self) -> None:
        while True:
            self._tell()
            await asyncio.sleep(REPORT_EVERY)

    def _arrive(self, journey: asyncio.Task[None]) -> None:
        self.to = None
        if not journey.cancelled() and (error := journey.exception()) is not None:
            log.error("fast-forward failed", exc_info=error)
        self._tell()
