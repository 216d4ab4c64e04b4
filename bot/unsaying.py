"""What was erased here is erased from the platforms' own records as well, as far as they let a robot do that."""

import logging
from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.clock import Clock
from bot.platforms.base import DeliveryError, Platform
from handlers.ports import Storage, TryAgain, UnitOfWork, Unsaid

log = logging.getLogger(__name__)

AT_ONCE: Final = 100
AGAIN_AFTER: Final = timedelta(hours=1)  # what was refused mostly is again, and a platform may count each call


@dataclass(frozen=True, slots=True, kw_only=True)
class Erasure:
    """One thing to erase; *line* is the message's id or the post's key, *left* what the post still says.

    *shown_as* is what the platform returned that showed the post.
    """

    unsaid: Unsaid
    line: str | None
    left: str = ""
    shown_as: str | None = None


class Unsaying:
    """Has the platforms erase things, each again no sooner than an hour after they were told in vain."""

    def __init__(self, storage: Storage, platforms: Collection[Platform], clock: Clock) -> None:
        self._storage = storage
        self._platforms = platforms
        self._clock = clock
        self._not_before: dict[Unsaid, datetime] = {}

    async def due(self, now: datetime, work: UnitOfWork) -> Sequence[Unsaid]:
        """Return what the platforms are to be told now; what they refused keeps nothing that is younger waiting."""
        waiting = await work.unsaid.waiting(limit=AT_ONCE + len(self._not_before))
        return [one for one in waiting if self._not_before.get(one, now) <= now]

    async def erase(self, found: Iterable[Unsaid]) -> None:
        """Have every platform erase it, and note what is done."""
        for unsaid in found:
            self._not_before[unsaid] = self._clock.now() + AGAIN_AFTER
            with suppress(TryAgain):
                async with self._storage.begin() as work:
                    erasure = await _erasure(unsaid, work)
                if await _is_erased(erasure, self._platforms):
                    async with self._storage.begin() as work:
                        if await _erasure(unsaid, work) == erasure:  # no more of it was erased meanwhile
                            await work.unsaid.done(unsaid)
                    del self._not_before[unsaid]


async def _erasure(unsaid: Unsaid, work: UnitOfWork) -> Erasure:
    entry = None if unsaid.entry is None else await work.outbox.get(unsaid.entry)
    if entry is None:
        return Erasure(unsaid=unsaid, line=unsaid.message)
    outgoing = entry.outgoing
    return Erasure(unsaid=unsaid, line=outgoing.key, left=outgoing.text, shown_as=entry.shown_as)


async def _is_erased(erasure: Erasure, platforms: Collection[Platform]) -> bool:
    unsaid = erasure.unsaid
    for platform in platforms:
        try:
            if unsaid.account is not None:
                await platform.forget_account(unsaid.account)
            elif unsaid.before is not None:
                await platform.forget_before(unsaid.before)
            elif erasure.line is not None:
                await platform.forget(erasure.line, left=erasure.left, shown_as=erasure.shown_as)
        except DeliveryError as error:
            log.warning("not erased", extra={"platform": platform.name, "code": error.code})
            return False
    return True
