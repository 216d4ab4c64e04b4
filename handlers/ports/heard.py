"""What was said to the bot and kept, and what it asked in return."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from handlers.conversation import Question
from handlers.message import Heard, MessageId, Recipient
from handlers.people.rules.roster import PersonId


class Progress(StrEnum):
    """How far a kept message is."""

    KEPT = "kept"
    HANDLED = "handled"
    ASIDE = "aside"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A message that was kept before it was acknowledged; *tries* counts how often handling began."""

    heard: Heard
    received_at: datetime
    progress: Progress
    tries: int
    retry_at: datetime | None = None


class MessageRepository(Protocol):
    """The inbox: every message that was acknowledged to a platform."""

    async def keep(self, heard: Heard, *, at: datetime) -> bool:
        """Keep *heard* and return True, or return False where its id was kept before (nothing changes then)."""

    async def get(self, message: MessageId) -> Kept | None:
        """Return the kept message, or None."""

    async def save(self, kept: Kept) -> None:
        """Store how far handling is."""

    async def unhandled(self) -> Sequence[Kept]:
        """Return all that is kept and neither handled nor put aside, oldest first."""

    async def take_up(self, *, limit: int) -> Sequence[Kept]:
        """Return up to *limit* of that which are this process's to handle, oldest first.

        From now on these are also what ended ones have left.
        """

    async def said_before(self, kept: Kept) -> Sequence[Kept]:
        """Return what other processes have kept in that conversation before *kept*, and nobody has handled or tried.

        What one of them handles at this moment is waited for.
        """

    async def newest(self, *, limit: int, before: MessageId | None = None) -> Sequence[Kept]:
        """Return up to *limit* messages of any progress that came before *before*, newest last."""

    async def forget_text(self, message: MessageId) -> None:
        """Erase text, quote, attachments and the sender's name of a message; that it was received stays."""

    async def forget_before(self, moment: datetime, *, limit: int) -> int:
        """Erase likewise up to *limit* of all that was received before *moment* and is no longer to be handled.

        Return how many: as long as it is *limit*, there may be more. Then the platforms are told to erase theirs.
        """
        ...


class QuestionRepository(Protocol):
    """The bot's open questions to each person in each conversation."""

    async def ask(self, question: Question) -> None:
        """Make it the last question asked there, in place of one of the same topic and subject."""

    async def open(self, person: PersonId, where: Recipient) -> Sequence[Question]:
        """Return the questions not answered yet, the last asked last, however old; at most the ten newest are kept."""

    async def close(self, question: Question) -> None:
        """Forget a question that was answered."""

    async def close_about(self, subject: str, *, topics: Collection[str] | None = None) -> None:
        """Forget every question about *subject*, to whomever it was put; with *topics*, only those."""

    async def forget_cited(self, petition: str) -> None:
        """Take the words of a petition out of every question that cites them; it can still be answered."""

    async def forget_before(self, moment: datetime, *, limit: int) -> int:
        """Forget up to *limit* of all questions asked before *moment*; return how many."""
