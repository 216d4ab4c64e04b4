"""The days people name -> dates, or `NotUnderstood`."""

import re
from calendar import monthrange
from datetime import date, timedelta
from typing import Final

from handlers import words as spoken
from handlers.intake.rules.normalise import fold
from handlers.intake.rules.wordlist import any_of
from handlers.numerals import NUMERAL, number
from handlers.parse import Missing, NotUnderstood

# A day of the year that was named without its year may lie this far back; what is further back is next year's.
LOOKING_BACK: Final = timedelta(days=60)

_GAP: Final = f"[{re.escape(spoken.SEPARATORS)}]*"
_NUMBER: Final = f"[0-9]{{1,4}}|{NUMERAL}{{1,4}}"
_DAYS: Final = f"(?:[{spoken.DAYS}]|(?![0-9]))"
_NAMED_DAY: Final = re.compile(any_of(spoken.DAYS_FROM_TODAY))
_MONTH_END: Final = re.compile(any_of(spoken.MONTH_END))
_NEXT_MONTH: Final = re.compile(f"(?:{any_of(spoken.NEXT_MONTH)})(?P<day>{_NUMBER}){_DAYS}")
_WEEKDAY: Final = re.compile(
    rf"(?:(?P<next>{any_of(spoken.NEXT_WEEK)})|(?P<this>{any_of(spoken.THIS_WEEK)}))?"
    rf"(?:{any_of(spoken.WEEK)})(?P<day>[{''.join(spoken.WEEKDAYS)}])"
)
_WRITTEN: Final = re.compile(
    rf"(?:(?P<year>{_NUMBER}){spoken.YEAR})?(?P<month>{_NUMBER}){spoken.MONTH}(?P<day>{_NUMBER}){_DAYS}"
)
_FIGURES: Final = re.compile(r"(?:(?P<year>[0-9]{4})[-/.])?(?P<month>[0-9]{1,2})[-/.](?P<day>[0-9]{1,2})(?![0-9])")
_DAY_ALONE: Final = re.compile(f"(?P<day>{_NUMBER})[{spoken.DAYS}]")
_BEFORE: Final = re.compile(f"(?:{any_of(spoken.BEFORE)})?{_GAP}")


_IN_A_MONTH: Final = re.compile(
    rf"(?:(?P<year>{_NUMBER}){spoken.YEAR}|(?P<named>{any_of(spoken.YEARS_FROM_NOW)}))?(?P<month>{_NUMBER}){spoken.MONTH}"
)
_IN_A_YEAR: Final = re.compile(
    rf"(?:(?P<year>[0-9]{{4}}){spoken.YEAR}?|(?P<named>{any_of(spoken.YEARS_FROM_NOW)}))?(?:{any_of(spoken.YEAR_END)})"
)


def day(text: str, today: date) -> date:
    """Return the day *text* names and nothing else; a weekday is the next one, today counted."""
    found, rest = leading_day(text, today)
    if rest.strip(spoken.CLOSING):
        raise NotUnderstood(Missing.DATE)
    return found


def leading_day(text: str, today: date) -> tuple[date, str]:
    """Return the day *text* begins with and the words after it as they were written."""
    line = fold(text.strip())
    found = _found(line.text, today)
    if found is None:
        raise NotUnderstood(Missing.DATE)
    value, end = found
    before = _BEFORE.match(line.text, end)
    return value, line.written(before.end() if before else end).rstrip()


def promised_day(text: str, today: date) -> date | None:
    """Return the last day of what *text* speaks of first: a day, a month or a year; None where it names no time."""
    line = fold(text).text
    for start in range(len(line)):
        if line[start - 1 : start].isdigit():
            continue  # in the middle of a number
        if found := _found(line[start:], today):
            return found[0]
        if last := _last_day(line[start:], today):
            return last
    return None


def _last_day(line: str, today: date) -> date | None:
    """Return the last day of the month or year that *line* begins with."""
    try:
        if month := _IN_A_MONTH.match(line):
            number = _number(month["month"])
            year = _year(month, today) or today.year + (number < today.month)
            return date(year, number, monthrange(year, number)[1])
        if year_end := _IN_A_YEAR.match(line):
            return date(_year(year_end, today) or today.year, 12, 31)
    except ValueError:  # no such month
        return None
    return None


def _year(said: re.Match[str], today: date) -> int | None:
    """Return the year that was said, in figures or from now, None where none was."""
    if said["year"]:
        return _number(said["year"])
    return today.year + spoken.YEARS_FROM_NOW[said["named"]] if said["named"] else None


def _found(line: str, today: date) -> tuple[date, int] | None:
    try:
        if named := _NAMED_DAY.match(line):
            return today + timedelta(days=spoken.DAYS_FROM_TODAY[named[0]]), named.end()
        if end := _MONTH_END.match(line):
            return today.replace(day=monthrange(today.year, today.month)[1]), end.end()
        if weekday := _WEEKDAY.match(line):
            return _weekday(weekday, today), weekday.end()
        if next_month := _NEXT_MONTH.match(line):
            return _first_of_next_month(today).replace(day=_number(next_month["day"])), next_month.end()
        if written := _WRITTEN.match(line) or _FIGURES.match(line):
            return _of_the_year(written, today), written.end()
        if alone := _DAY_ALONE.match(line):
            return _of_the_month(_number(alone["day"]), today), alone.end()
    except ValueError:  # no such day in the calendar
        return None
    return None


def _number(said: str) -> int:
    value = number(said)
    if value is None:
        raise ValueError(said)
    return value


def _weekday(said: re.Match[str], today: date) -> date:
    weekday = spoken.WEEKDAYS[said["day"]]
    if said["next"] or said["this"]:
        monday = today - timedelta(days=today.weekday())
        return monday + timedelta(days=weekday + (7 if said["next"] else 0))
    return today + timedelta(days=(weekday - today.weekday()) % 7)


def _first_of_next_month(today: date) -> date:
    return (today.replace(day=1) + timedelta(days=31)).replace(day=1)


def _of_the_year(said: re.Match[str], today: date) -> date:
    month, day_of_month = _number(said["month"]), _number(said["day"])
    if said["year"]:
        return date(_number(said["year"]), month, day_of_month)
    for year in range(today.year - 1, today.year + 9):  # nine years hold a leap day
        if _is_day(year, month, day_of_month) and (found := date(year, month, day_of_month)) >= today - LOOKING_BACK:
            return found
    raise ValueError(month, day_of_month)


def _is_day(year: int, month: int, day_of_month: int) -> bool:
    return 1 <= month <= 12 and 1 <= day_of_month <= monthrange(year, month)[1]


def _of_the_month(day_of_month: int, today: date) -> date:
    this_month = today.replace(day=day_of_month)
    return this_month if this_month >= today else _first_of_next_month(today).replace(day=day_of_month)
