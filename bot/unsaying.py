"""What was erased here is erased from the platforms' own records as well, as far as they let a robot do that."""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from bot.platforms.base import DeliveryError, Platform
from handlers.ports import Storage, UnitOfWork, Unsaid

log = logging.getLogger(__name__)

AT_ONCE: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Erasure:
    """One thing to erase; *line* is the message's id or the post's key, *left* what the post still says.

    *shown_as* is what the platform returned that showed the post.
    """

    unsaid: Unsaid
    line: str | None
    left: str = ""
    shown_as: str | None = None


async def erasures(work: UnitOfWork) -> Sequence[Erasure]:
    """Return what the platforms are to be told now."""
    return [await _erasure(one, work) for one in await work.unsaid.waiting(limit=AT_ONCE)]


async def erase(found: Iterable[Erasure], platforms: Iterable[Platform], storage: Storage) -> int:
    """Have every platform erase it and return how much is done; the rest is tried again later."""
    told = [one.unsaid for one in found if await _is_erased(one, tuple(platforms))]
    if told:
        async with storage.begin() as work:
            for unsaid in told:
                await work.unsaid.done(unsaid)
    return len(told)


async def _erasure(unsaid: Unsaid, work: UnitOfWork) -> Erasure:
    entry = None if unsaid.entry is None else await work.outbox.get(unsaid.entry)
    if entry is None:
        return Erasure(unsaid=unsaid, line=unsaid.message)
    outgoing = entry.outgoing
    return Erasure(unsaid=unsaid, line=outgoing.key, left=outgoing.text, shown_as=entry.shown_as)


async def _is_erased(erasure: Erasure, platforms: Iterable[Platform]) -> bool:
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
