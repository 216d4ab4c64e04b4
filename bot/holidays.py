"""The holiday tables of years to come: imported, kept beside the store, noticed by a bot that runs."""

import json
import logging
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Final

from bot import holidays_texts as texts
from handlers.dates.holiday_tables import HolidayTable, published_tables, read_table
from handlers.dates.lunar import spring_festival
from handlers.dates.weeks import Weekday
from handlers.dates.words import BETWEEN_NAMES, FESTIVALS, FIXED_DAYS, SPRING_FESTIVAL
from handlers.people.rules.roster import Roster
from storage.errors import Unwritable

log = logging.getLogger(__name__)

KEYS: Final = frozenset({"year", "notice", "holidays", "makeup_workdays"})
NOTICE_KEYS: Final = frozenset({"title", "number", "date"})
FIRST_YEAR, LAST_YEAR = 2008, 2100  # the festivals are those of the rules of 2007 and later


class NoTable(Exception):
    """A file that is no table of holidays; carries all that is wrong with it, in Chinese."""

    def __init__(self, mistakes: Sequence[str]) -> None:
        super().__init__(f"{len(mistakes)} mistakes")
        self.mistakes = tuple(mistakes)


class Holidays:
    """The tables that came with the program, and those that were imported into one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "holidays"
        self._known: tuple[tuple[str, int], ...] = ()

    def tables(self) -> tuple[HolidayTable, ...]:
        """Return all tables, earliest year first.

        An imported table goes before the one that came with the program, since a notice may be amended.
        """
        by_year = {table.year: table for table in (*published_tables(), *self._read())}
        return tuple(by_year[year] for year in sorted(by_year))

    def teach(self, roster: Roster) -> None:
        """Have the stations of *roster* count with all tables, as soon as any process has imported one."""
        version = tuple((path.name, path.stat().st_mtime_ns) for path in self._files())
        if version != self._known:
            self._known = version
            roster.count_with(self.tables())

    def keep(self, text: str) -> HolidayTable:
        """Keep the table written in *text* and return it. Raise `NoTable` or `Unwritable`."""
        if mistakes := list(mistakes_in(text)):
            raise NoTable(mistakes)
        table = read_table(text)
        path = self._folder / f"{table.year}.json"
        new = path.with_suffix(".new")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with new.open("w", encoding="utf-8") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            new.replace(path)
        except OSError as error:
            raise Unwritable(path, str(error)) from error
        return table

    def _files(self) -> list[Path]:
        return sorted(self._folder.glob("*.json"))

    def _read(self) -> Iterator[HolidayTable]:
        for path in self._files():
            try:
                yield read_table(path.read_text(encoding="utf-8"))
            except (OSError, ValueError, KeyError):
                log.warning("an imported holiday table is damaged and not used", extra={"file": path.name})


class _Repeated(dict[str, object]):
    """A JSON object that knows which of its keys were written twice."""

    def __init__(self, pairs: Iterable[tuple[str, object]]) -> None:
        listed = list(pairs)
        super().__init__(listed)
        names = [name for name, _ in listed]
        self.repeated = sorted({name for name in names if names.count(name) > 1})


def mistakes_in(text: str) -> Iterator[str]:
    """Yield all that is wrong with a table written in *text*, in Chinese; nothing where it can be used."""
    try:
        table = json.loads(text, object_pairs_hook=_Repeated)
    except ValueError:
        yield texts.NO_JSON
        return
    if not isinstance(table, _Repeated):
        yield texts.NO_JSON
        return
    yield from _wrong_keys(table, KEYS, "")
    notice = table.get("notice")
    if isinstance(notice, _Repeated):
        yield from _wrong_keys(notice, NOTICE_KEYS, "notice.")
        yield from (
            texts.no_words(f"notice.{key}") for key in ("title", "number") if not _is_words(notice.get(key, "?"))
        )
        if "date" in notice and _day(notice["date"]) is None:
            yield texts.no_day("notice.date", notice["date"])
    elif "notice" in table:
        yield texts.no_object("notice")
    year = table.get("year")
    if not isinstance(year, int) or isinstance(year, bool) or not FIRST_YEAR <= year <= LAST_YEAR:
        if "year" in table:
            yield texts.no_year(year)
        year = None
    holidays, makeups = table.get("holidays"), table.get("makeup_workdays")
    if isinstance(holidays, _Repeated):
        yield from _wrong_holidays(holidays, year)
    elif "holidays" in table:
        yield texts.no_object("holidays")
    if isinstance(makeups, list):
        yield from _wrong_makeups(makeups, holidays if isinstance(holidays, _Repeated) else {}, year)
    elif "makeup_workdays" in table:
        yield texts.NO_LIST


def _wrong_keys(table: _Repeated, keys: frozenset[str], prefix: str) -> Iterator[str]:
    yield from (texts.missing(f"{prefix}{key}") for key in sorted(keys - table.keys()))
    yield from (texts.unknown(f"{prefix}{key}") for key in sorted(table.keys() - keys))
    yield from (texts.twice(f"{prefix}{key}") for key in table.repeated)


def _wrong_holidays(holidays: _Repeated, year: int | None) -> Iterator[str]:
    if not holidays:
        yield texts.NO_DAYS
        return
    yield from (texts.twice(day) for day in holidays.repeated)
    yield from _wrong_days(holidays, "holidays", year)
    yield from (texts.no_words(f"holidays.{day}") for day, name in holidays.items() if not _is_words(name))
    names = {part for name in holidays.values() if isinstance(name, str) for part in name.split(BETWEEN_NAMES)}
    yield from (texts.no_festival(name) for name in FESTIVALS if name not in names)
    yield from (texts.no_such_festival(name) for name in sorted(names - {*FESTIVALS, ""}))
    if year is not None:
        fixed = {date(year, month, day): name for (month, day), name in FIXED_DAYS.items()}
        for day, name in {**fixed, spring_festival(year): SPRING_FESTIVAL}.items():
            if name in names and name not in str(holidays.get(day.isoformat(), "")).split(BETWEEN_NAMES):
                yield texts.not_its_day(name, day)


def _wrong_makeups(makeups: list[object], holidays: Mapping[str, object], year: int | None) -> Iterator[str]:
    yield from _wrong_days(makeups, "makeup_workdays", year)
    for number, one in enumerate(makeups):
        day = _day(one)
        if one in makeups[:number]:
            yield texts.twice(str(one))
        elif one in holidays:
            yield texts.both(str(one))
        elif day is not None and day.weekday() < Weekday.SAT:
            yield texts.no_weekend(day)


def _wrong_days(days: Iterable[object], key: str, year: int | None) -> Iterator[str]:
    """Yield what is no day of the year, nor one of the December before, where a New Year's holiday may begin."""
    for one in days:
        day = _day(one)
        if day is None:
            yield texts.no_day(key, one)
        elif year is not None and day.year != year and (day.year, day.month) != (year - 1, 12):
            yield texts.other_year(day, year)


def _day(written: object) -> date | None:
    try:
        return date.fromisoformat(written) if isinstance(written, str) else None
    except ValueError:
        return None


def _is_words(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())
