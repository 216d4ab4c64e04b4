"""The bot's open question to each person, and the digit that answers it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from handlers.message import Choice, Quote, Recipient
from handlers.people.rules.roster import PersonId

VALID: Final = timedelta(hours=24)  # domain §6.1 point 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question that one person was asked in one conversation.

    *topic* names the handler of the answer (see `commands.ANSWERS`), *subject* what it is about (a petition, a day).
    *choices* are the digits that answer it; *words* says that plain words answer it too. *text* is how it was put,
    so that quoting it tells which one is meant.
    """

    person: PersonId
    where: Recipient
    topic: str
    subject: str
    choices: tuple[Choice, ...]
    asked_at: datetime
    words: bool = False
    text: str = ""

    def is_stale(self, now: datetime) -> bool:
        """Return whether it was asked too long ago to be answered by a digit."""
        return now - self.asked_at > VALID

    def offers(self, digit: int) -> bool:
        """Return whether *digit* is one of its choices."""
        return any(choice.digit == digit for choice in self.choices)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What was said to a question: the digit chosen, or None and the words as they stand."""

    digit: int | None
    words: str


def meant(questions: Sequence[Question], quote: Quote | None) -> Question | None:
    """Return the question an answer is for: the one that was quoted, else the last asked, None where none is open."""
    if quote is not None and quote.from_bot:
        said = quote.text.strip()
        for question in reversed(questions):
            if question.text and question.text.strip() == said:
                return question
    return questions[-1] if questions else None
