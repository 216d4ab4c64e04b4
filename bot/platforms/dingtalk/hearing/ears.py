"""What a robot does with what it was told, whichever way that came: first it is kept, then acknowledged."""

import asyncio
import logging
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import date
from functools import partial
from typing import Final

from bot.clock import Clock
from bot.platforms.base import DeliveryError, Ear
from bot.platforms.dingtalk.hearing.excuse_texts import CANNOT_HEAR
from bot.platforms.dingtalk.hearing.media import IncomingMedia
from bot.platforms.dingtalk.wire.clicks import Change, change_by
from bot.platforms.dingtalk.wire.told import Clicked, QuotaGone, Robot, Said, Told, Unknown
from handlers.message import Heard

log = logging.getLogger(__name__)

QUOTA_GONE: Final = "month's quota is used up"

TOO_LATE: Final = 1.5  # seconds; the answer to a click is looked at for two (event-callback-card)

Settle = Callable[[Clicked], Awaitable[None]]
"""Has a card show what was chosen on it. Raises `DeliveryError`."""

Reply = Callable[[str, str], Awaitable[None]]
"""Says a text in answer to one message; the first is its `Heard.answer`. Raises `DeliveryError`."""


class Hearing:
    """One robot's ears."""

    def __init__(
        self,
        robot: Robot,
        *,
        media: IncomingMedia,
        reply: Reply,
        settle: Settle | None,
        clock: Clock,
        alarm: Callable[[str], None],
        spend: Callable[[], None],
    ) -> None:
        """*settle* is None where no cards are shown.

        *alarm* is told what somebody has to put right; *spend* notes one message of the month's quota.
        """
        self.robot: Final = robot
        self.alarm: Final = alarm
        self.counts: Final[Counter[str]] = Counter()
        """What came and was of no use, by kind."""
        self._media = media
        self._reply = reply
        self._settle = settle
        self._clock = clock
        self._spend = spend
        self._excused: set[tuple[date, str]] = set()
        self._speaking: set[asyncio.Task[None]] = set()

    async def hear(self, told: Told, ear: Ear) -> None:
        """Return once what was told is durable, or there is nothing to keep; it may be acknowledged then.

        Whatever is told costs a message, and what is told twice costs two.
        """
        self._spend()
        match told:
            case Said():
                if await ear.hear(told.heard):
                    self._media.take(told.heard, told.media, ear.miss)
            case Clicked():
                begun = asyncio.get_running_loop().time()
                await ear.hear(told.heard)
                if self._settle is not None and asyncio.get_running_loop().time() > begun + TOO_LATE:
                    self._later(partial(self._settle, told), "not shown on its card")
            case QuotaGone():
                self.alarm(QUOTA_GONE)
                self._excuse(told.heard)
            case _:
                self.counts["unknown"] += 1

    async def stop(self) -> None:
        """Return once nothing more is said."""
        for task in self._speaking:
            task.cancel()
        await asyncio.gather(*self._speaking, return_exceptions=True)

    def _excuse(self, heard: Heard) -> None:
        """Have whoever spoke read that he could not be heard, once a day and not before this was acknowledged."""
        one = self._clock.now().date(), heard.sender.user
        if heard.answer is not None and one not in self._excused:
            self._excused = {before for before in self._excused if before[0] == one[0]} | {one}
            self._later(partial(self._reply, heard.answer, CANNOT_HEAR), "not excused")

    def _later(self, say: Callable[[], Awaitable[None]], otherwise: str) -> None:
        """Have it said once what was told is acknowledged; *otherwise* is what the log says where it cannot be."""
        task = asyncio.create_task(self._say(say, otherwise))
        self._speaking.add(task)
        task.add_done_callback(self._speaking.discard)

    async def _say(self, say: Callable[[], Awaitable[None]], otherwise: str) -> None:
        try:
            await say()
        except DeliveryError as error:
            log.warning(otherwise, extra={"bot": self.robot.entry, "code": error.code})


def card_after(clicked: Clicked | Unknown) -> Change:
    """Return what becomes of the card on which somebody clicked."""
    return change_by(clicked.chosen) if isinstance(clicked, Clicked) else {}
