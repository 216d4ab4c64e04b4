"""The words after a command of reception days -> typed values, or `NotUnderstood`."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Final

from handlers import words as spoken
from handlers.dates.weeks import ONE_WEEK
from handlers.intake.rules.normalise import fold
from handlers.intake.rules.wordlist import any_of
from handlers.numerals import NUMERAL, number
from handlers.parse import Missing, NotUnderstood, words

_GAP: Final = f"[{re.escape(spoken.SEPARATORS)}]"
_PEOPLE: Final = re.compile(rf"(?:^|(?<={_GAP}))(?P<count>[0-9]{{1,2}}|{NUMERAL}{{1,2}})[{spoken.PEOPLE}](?={_GAP}|$)")
_SPAN: Final = re.compile(
    rf"(?:(?P<year>20[0-9]{{2}}){spoken.YEAR}?|(?P<named>{any_of(spoken.YEARS_FROM_NOW)}))?"
    rf"(?:(?P<month>[0-9]{{1,2}}|{NUMERAL}{{1,2}}){spoken.MONTH})?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterSpan:
    """The part of the roster that is asked for: one month, a whole year, or, where neither was said, what comes next.

    *years_ahead* counts from the year of whoever asks.
    """

    year: int | None = None
    years_ahead: int | None = None
    month: int | None = None

    @property
    def whole_year(self) -> bool:
        """Whether a year was named and no month."""
        return self.month is None and (self.year is not None or self.years_ahead is not None)

    def seen_from(self, today: date) -> tuple[int, Collection[int]]:
        """Return the year and the months that are meant; a month that lies well behind is next year's."""
        year = self.year or today.year + (self.years_ahead or 0)
        if self.whole_year:
            return year, range(1, 13)
        if self.month is None:
            return today.year, {today.month, (today + 4 * ONE_WEEK).month} if today.month < 12 else {12}
        if self.year is None and self.years_ahead is None and (today.month - self.month) > 6:
            year += 1
        return year, {self.month}


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What was told at a reception, in the words of who told it, and how many people brought it."""

    words: str
    people: int = 1


def told(rest: str) -> Told:
    """Return what was told, and how many brought it where that is said by itself: “2人”."""
    line = fold(rest.strip())
    found = _PEOPLE.search(line.text)
    people = None if found is None else number(found["count"])
    if found is None or not people:
        return Told(words=words(rest))
    behind = line.text[found.end() :].lstrip(spoken.SEPARATORS)
    before, after = line.written(0, found.start()), line.written(len(line.text) - len(behind))
    return Told(words=words(f"{before}{after}"), people=people)


def roster_span(rest: str) -> RosterSpan:
    """Return which part of the roster *rest* names."""
    said = fold(rest).text.replace(" ", "").strip(spoken.CLOSING)
    found = _SPAN.fullmatch(said)
    if found is None:
        raise NotUnderstood(Missing.DATE)
    month = None if found["month"] is None else number(found["month"])
    if month is not None and not 1 <= month <= 12:
        raise NotUnderstood(Missing.DATE)
    return RosterSpan(
        year=int(found["year"]) if found["year"] else None,
        years_ahead=spoken.YEARS_FROM_NOW[found["named"]] if found["named"] else None,
        month=month,
    )
