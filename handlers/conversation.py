"""The bot's open question to each person, and the digit that answers it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain
from typing import Final

from handlers import words as spoken
from handlers.intake.rules.normalise import fold
from handlers.intake.rules.wordlist import any_of
from handlers.message import Choice, Citation, Quote, Recipient
from handlers.people.rules.roster import PersonId

VALID: Final = timedelta(hours=24)  # domain §6.1 point 7

_AROUND: Final = f"[{re.escape(spoken.CLOSING)}]"
_PLAIN: Final = any_of(chain.from_iterable(spoken.PLAIN.values()))
_BEFORE: Final = re.compile(rf"(?:(?:{any_of(spoken.SAID_BEFORE)}){_AROUND}*|(?:{_PLAIN}){_AROUND}+)?")
_AFTER: Final = re.compile(rf"(?:{_AROUND}|{any_of(spoken.SAID_AFTER)})*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question that one person was asked in one conversation.

    *topic* names the handler of the answer (see `commands.ANSWERS`), *subject* what it is about (a petition, a day).
    *choices* are the digits that answer it; *words* says that plain words answer it too. *text* is how it was put,
    so that quoting it tells which one is meant; *cites* are the words in it of other petitions than the subject.
    """

    person: PersonId
    where: Recipient
    topic: str
    subject: str
    choices: tuple[Choice, ...]
    asked_at: datetime
    words: bool = False
    text: str = ""
    cites: tuple[Citation, ...] = ()

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


def said_in_words(text: str, question: Question, now: datetime) -> int | None:
    """Return the digit of the one choice that *text* means in plain words, None where it means none or several.

    To what was asked too long ago a yes or a no is no answer: it is for something that was said since.
    """
    line = fold(text).text.strip(spoken.CLOSING)
    stale = question.is_stale(now)
    digits = {
        choice.digit
        for choice in question.choices
        for means in _meaning(choice, plainly=not stale)
        if means == line or _is_said(means, line)
    }
    return digits.pop() if len(digits) == 1 else None


def _meaning(choice: Choice, *, plainly: bool) -> Iterator[str]:
    yield fold(choice.label).text
    yield from choice.also
    if plainly and choice.plain is not None:
        yield from spoken.PLAIN[choice.plain]


def _is_said(means: str, line: str) -> bool:
    """Return whether *line* is what *means* it, with no more around it than people say out of politeness."""
    before = _BEFORE.match(line)
    starts = {0, before.end() if before else 0}
    return any(line.startswith(means, at) and _AFTER.fullmatch(line, at + len(means)) for at in starts)
