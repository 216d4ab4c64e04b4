"""What the platforms are to erase from records of their own, because it was erased here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from handlers.message import Account, MessageId


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsaid:
    """One of these: a *message*, the outbox's *entry* of that number, an *account*'s words, all said *before* then."""

    message: MessageId | None = None
    entry: int | None = None
    account: Account | None = None
    before: datetime | None = None


class UnsaidQueue(Protocol):
    """Filled by whatever erases words, messages, or people; durable, so that no platform is forgotten."""

    async def waiting(self, *, limit: int) -> Sequence[Unsaid]:
        """Return what the platforms were not told yet, in the order it was erased, each once."""

    async def done(self, unsaid: Unsaid) -> None:
        """Note that every platform has erased it."""
