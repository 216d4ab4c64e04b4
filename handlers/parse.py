"""The words after a command -> a typed value, or `NotUnderstood`."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from handlers import words as spoken
from handlers.intake.rules.normalise import Folded, fold
from handlers.intake.rules.wordlist import any_of
from handlers.meetings.rules.records import Counts
from handlers.numerals import NUMERAL, number
from handlers.petitions.rules.petition import Rating


class Missing(StrEnum):
    """What was looked for and not found; each has its line of help (domain 6.5)."""

    NOTHING = "nothing more"
    WORDS = "words"
    TAIL = "tail"
    RATING = "rating"
    DIGIT = "digit"
    COUNTS = "counts"
    DATE = "date"


class NotUnderstood(Exception):
    """The words do not make the value asked for."""

    def __init__(self, kind: Missing) -> None:
        super().__init__(kind)
        self.kind = kind


@dataclass(frozen=True, slots=True, kw_only=True)
class TailAndWords:
    """A petition's last digits and what is said of it, in the speaker's own wording; empty where nothing is said."""

    tail: int
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rated:
    """A rating of one petition, with the reason if one was given."""

    tail: int
    rating: Rating
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SpokenRating:
    """A rating in plain words; *tail* is None where none is said."""

    tail: int | None
    rating: Rating
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """What a voter wants registered, in his own words."""

    words: str
    anonymous: bool


_GAP: Final = f"[{re.escape(spoken.SEPARATORS)}]*+"  # gives nothing back: thousands of blanks are looked at once
_CLOSING: Final = f"[{re.escape(spoken.CLOSING)}]"
_NUMBER: Final = f"[0-9]{{1,9}}|{NUMERAL}+"
_TAIL: Final = re.compile(
    rf"{_GAP}(?P<called>(?:{any_of(spoken.TAIL_BEFORE)})(?:{any_of(spoken.TAIL_LINKS)})?{_GAP})?(?P<nth>{spoken.ORDINAL})?"
    rf" *(?P<number>{_NUMBER})(?: *(?P<unit>{any_of(spoken.TAIL_AFTER)}))?"
)
_ENDS: Final = re.compile(rf"{_CLOSING}|$")
_FIGURE_GOES_ON: Final = re.compile(r"[.:/-][0-9]|[a-z]")
_ASIDES: Final = re.compile(rf"(?:{_CLOSING}|{any_of(spoken.ASIDES)})*")
_RATING: Final = re.compile(rf"(?P<digit>[234])(?={_CLOSING}|$)|(?P<word>{any_of(spoken.RATINGS)})")
_RATING_GOES_ON: Final = re.compile(rf"{any_of(spoken.RATING_TAILS)}")
_DIGIT: Final = re.compile(
    rf"(?:(?:{any_of(spoken.DIGIT_BEFORE)}){_GAP})*\(?(?P<digit>[0-9]|{NUMERAL})\)?(?:{any_of(spoken.DIGIT_AFTER)}|{_CLOSING})*"
)
_COUNT: Final = re.compile(rf"[0-9]+|{NUMERAL}+(?=[{spoken.COUNTED}]|{_CLOSING}|$)")
_ANONYMOUSLY: Final = re.compile(any_of(spoken.ANONYMOUSLY))
_RATINGS: Final = {2: Rating.SATISFIED, 3: Rating.FAIRLY, 4: Rating.UNSATISFIED}
_DIGITS: Final = range(10)


def nothing(rest: str) -> None:
    """Accept only silence, or politeness, after the command."""
    if not _ASIDES.fullmatch(fold(rest).text):
        raise NotUnderstood(Missing.NOTHING)


def words(rest: str) -> str:
    """Return the words as they were written."""
    if not fold(rest).text.strip(spoken.CLOSING):
        raise NotUnderstood(Missing.WORDS)
    return rest.strip()


def optional_words(rest: str) -> str:
    """Return the words as they were written, or an empty text."""
    return rest.strip()


def matter(rest: str) -> Matter:
    """Return what is to be registered, and whether the voter asked to stay unnamed."""
    line = fold(rest)
    unnamed = _ANONYMOUSLY.match(line.text)
    return Matter(words=words(_after(line, unnamed.end()) if unnamed else rest), anonymous=unnamed is not None)


def anonymous_matter(rest: str) -> Matter:
    """Return what is to be registered without a name."""
    return Matter(words=words(rest), anonymous=True)


def tail(rest: str) -> int:
    """Return the last digits of a petition's number."""
    line = fold(rest)
    value, end = _leading_tail(line)
    if not _ASIDES.fullmatch(line.text, end):
        raise NotUnderstood(Missing.TAIL)
    return value


def optional_tail(rest: str) -> int | None:
    """Return the last digits of a petition's number, None where nothing is said."""
    return tail(rest) if rest else None


def tails(rest: str) -> tuple[int, ...]:
    """Return the last digits of one petition or several, each once."""
    told = tail_and_optional_words(rest)
    return tuple(dict.fromkeys((told.tail, *(tails(told.words) if told.words else ()))))


def several_tails(rest: str) -> tuple[int, ...]:
    """Return the last digits of two petitions or more."""
    found = tails(rest)
    if len(found) < 2:
        raise NotUnderstood(Missing.TAIL)
    return found


def tail_and_words(rest: str) -> TailAndWords:
    """Return a petition's last digits and the words after them, which must not be missing."""
    told = tail_and_optional_words(rest)
    return TailAndWords(tail=told.tail, words=words(told.words))


def tail_and_optional_words(rest: str) -> TailAndWords:
    """Return a petition's last digits and the words after them, if any."""
    line = fold(rest)
    value, end = _leading_tail(line)
    return TailAndWords(tail=value, words=_after(line, end))


def rating(rest: str) -> Rated:
    """Return the petition rated, the rating given by word or digit, and the reason if there is one."""
    told = tail_and_optional_words(rest)
    value, words = bare_rating(told.words)
    return Rated(tail=told.tail, rating=value, words=words)


def bare_rating(text: str) -> tuple[Rating, str]:
    """Return the rating that *text* begins with, and the reason after it if there is one."""
    line = fold(text)
    given = _RATING.match(line.text)
    if given is None:
        raise NotUnderstood(Missing.RATING)
    value = _RATINGS[int(given["digit"] or spoken.RATINGS[given["word"]])]
    # Contentment with words stuck to it may be its opposite; discontent stays what it is.
    goes_on = not _ENDS.match(line.text, given.end()) and not _RATING_GOES_ON.match(line.text, given.end())
    if goes_on and value is not Rating.UNSATISFIED:
        raise NotUnderstood(Missing.RATING)
    return value, _after(line, given.end())


def spoken_rating(text: str) -> tuple[SpokenRating, ...]:
    """Return the rating that *text* is, in plain words and with a tail before or after it.

    A number behind the rating may also be the beginning of the reason: then both readings, the tail first.
    """
    try:
        told = tail_and_optional_words(text)
        if not told.words[:1].isdigit():
            value, words = bare_rating(told.words)
            return (SpokenRating(tail=told.tail, rating=value, words=words),)
    except NotUnderstood:
        pass
    value, words = bare_rating(text)
    without = SpokenRating(tail=None, rating=value, words=words)
    try:
        told = tail_and_optional_words(words)
    except NotUnderstood:
        return (without,)
    return (SpokenRating(tail=told.tail, rating=value, words=told.words), without)


def digit(text: str) -> int:
    """Return the one digit that *text* is an answer by, and nothing else."""
    said = _DIGIT.fullmatch(fold(text).text.strip())
    value = number(said["digit"]) if said else None
    if value is None or value not in _DIGITS:
        raise NotUnderstood(Missing.DIGIT)
    return value


def code(rest: str) -> str:
    """Return the digits of a code, which may have been said in groups, and nothing else."""
    digits = "".join(fold(rest).text.strip(spoken.CLOSING).split())
    if not digits.isdecimal():
        raise NotUnderstood(Missing.WORDS)
    return digits


def optional_code(rest: str) -> str:
    """Return the digits of a code, or an empty text where nothing was said."""
    return code(rest) if fold(rest).text.strip(spoken.CLOSING) else ""


def counts(rest: str) -> Counts:
    """Return the three numbers of a reception day, in the order they are asked for."""
    found = [number(said) for said in _COUNT.findall(fold(rest).text)]
    match found:
        case [int(people), int(matters), int(answered)]:
            return Counts(people=people, matters=matters, answered=answered)
        case _:
            raise NotUnderstood(Missing.COUNTS)


def _leading_tail(line: Folded) -> tuple[int, int]:
    """Return the tail at the head of *line*, and where it ends."""
    found = _TAIL.match(line.text)
    if found is None or not _names_a_petition(found, line.text):
        raise NotUnderstood(Missing.TAIL)
    value = number(found["number"])
    if value is None:
        raise NotUnderstood(Missing.TAIL)
    return value, found.end()


def _names_a_petition(found: re.Match[str], line: str) -> bool:
    """Return whether the number is a petition's and not a count, a date, a house or an idiom."""
    end = found.end()
    if found["called"]:
        return True
    if _FIGURE_GOES_ON.match(line, end):
        return False
    if _ENDS.match(line, end):
        return True
    if line[end] in spoken.MEASURES:
        return False
    return found["unit"] is not None or (
        found["nth"] is None and (found["number"].isascii() or len(found["number"]) > 1)
    )


def _after(line: Folded, start: int) -> str:
    """Return the original wording from *start* on, without the signs that set it off."""
    behind = line.text[start:]
    return line.written(start + len(behind) - len(behind.lstrip(spoken.SEPARATORS))).rstrip()
