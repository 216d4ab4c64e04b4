"""The bot's open question to each person, and the digit that answers it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from handlers.message import Choice, Recipient
from handlers.people.rules.roster import PersonId

VALID: Final = timedelta(hours=24)  # domain §6.1 point 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question that one person was asked in one conversation.

    *topic* names the handler of the answer (see `commands.ANSWERS`), *subject* what it is about (a petition, a day).
    *choices* are the digits that answer it; *words* says that plain words answer it too.
    """

    person: PersonId
    where: Recipient
    topic: str
    subject: str
    choices: tuple[Choice, ...]
    asked_at: datetime
    words: bool = False

    def is_stale(self, now: datetime) -> bool:
        """Return whether it was asked too long ago to be answered by a digit."""
        return now - self.asked_at > VALID


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What was said to a question: the digit chosen, or None and the words as they stand."""

    digit: int | None
    words: str
