"""The words after commands about interviews -> typed values, or `NotUnderstood`."""

import re
from dataclasses import dataclass
from typing import Final

from handlers import words as spoken
from handlers.intake.rules.normalise import fold
from handlers.intake.rules.wordlist import any_of
from handlers.meetings.asking import words
from handlers.parse import Missing, NotUnderstood

_GAP: Final = f"[{re.escape(spoken.SEPARATORS)}]*"
_NUMBER: Final = re.compile(rf"{_GAP}(?P<number>[0-9]{{1,4}})(?![0-9]) *{words.NUMBER_SIGN}?{_GAP}")
_ANSWERED: Final = re.compile(rf"(?:{any_of(words.ANSWERED)}){_GAP}")
_FOLLOWED_UP: Final = re.compile(rf"(?:{any_of(words.FOLLOWED_UP)}){_GAP}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """Whom a deputy would like to meet, and about what."""

    official: str
    subject: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InterviewStep:
    """Interview *number*, None for all of them: what was *answered*, what follows, or when and where it is to be."""

    number: int | None = None
    answered: str = ""
    followed_up: str = ""
    arranged: str = ""


def wish(rest: str) -> Wish:
    """Return whom a deputy names first, and the words after it."""
    official, _, subject = rest.strip().partition(" ")
    if not official or not subject.strip(spoken.CLOSING):
        raise NotUnderstood(Missing.WORDS)
    return Wish(official=official, subject=subject.strip())


def interview_step(rest: str) -> InterviewStep:
    """Return which interview is meant, and what is said of it."""
    line = fold(rest)
    if not line.text.strip(spoken.CLOSING):
        return InterviewStep()
    found = _NUMBER.match(line.text)
    if found is None:
        raise NotUnderstood(Missing.TAIL)
    number, start = int(found["number"]), found.end()
    if answered := _ANSWERED.match(line.text, start):
        return InterviewStep(number=number, answered=_after(line.written(answered.end())))
    if followed := _FOLLOWED_UP.match(line.text, start):
        return InterviewStep(number=number, followed_up=_after(line.written(followed.end())))
    return InterviewStep(number=number, arranged=line.written(start).strip())


def _after(text: str) -> str:
    if not text.strip():
        raise NotUnderstood(Missing.WORDS)
    return text.strip()
