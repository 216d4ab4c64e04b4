"""Time made to pass at once: for the web chat's fast-forward, rehearsals and tests."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from bot.clock import MovableClock
from bot.delivery import DeliveryRun
from bot.router import Router
from bot.schedule import Schedule

A_MOMENT: Final = timedelta(microseconds=1)


class PassingTime:
    """Moves a clock from one thing that is due to the next, and has the bot do each of them in its moment."""

    def __init__(self, clock: MovableClock, router: Router, schedule: Schedule, delivery: DeliveryRun) -> None:
        self._clock = clock
        self._router = router
        self._schedule = schedule
        self._delivery = delivery

    async def settle(self) -> None:
        """Return once everything is handled and delivered that can be at this moment."""
        while True:
            await self._router.idle()
            if not await self._delivery.drain():
                return

    async def pass_until(self, end: datetime, *, seen: Callable[[datetime], None] = lambda _: None) -> None:
        """Let time pass until *end*; *seen* is told each moment at which something was due."""
        await self._do_what_is_due()
        while (moment := await self._next()) < end:
            self._clock.move_to(max(moment, self._clock.now() + A_MOMENT))
            seen(moment)
            await self._do_what_is_due()
        self._clock.move_to(end)
        await self._do_what_is_due()

    async def _do_what_is_due(self) -> None:
        await self._router.resume()
        await self._schedule.tick()
        await self.settle()

    async def _next(self) -> datetime:
        """Return the next moment at which something may be due; the next midnight at the latest."""
        moments = (await self._schedule.next_due(), await self._router.next_retry(), await self._delivery.next_ready())
        return min(moment for moment in moments if moment is not None)
