"""The roster as a sheet that a clerk can change: written from records, read back with every mistake at once."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from handlers.document import Cell, Document
from handlers.meetings import roster_texts as texts
from handlers.meetings.reception_day import Held
from handlers.meetings.rules.naming import named
from handlers.meetings.rules.notices import announced_on, deputies_asked_at
from handlers.meetings.rules.records import Attendance, ReceptionDay
from handlers.meetings.rules.rotation import receiving
from handlers.people.rules.roster import PersonId, Station

_DATE: Final = re.compile(texts.DATE_WORDS)
_SEPARATORS: Final = re.compile(f"[{texts.SEPARATORS}]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetRow:
    """One row of a sheet: what stands under each heading; *number* counts from 1, as the program shows it."""

    number: int
    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A sheet as it was read; *columns* are the letters of the headings that were found."""

    name: str
    columns: Mapping[str, str]
    rows: tuple[SheetRow, ...]


class BadSheet(Exception):
    """The sheet cannot be read in; *faults* are lines that each name a cell."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__(f"{len(faults)} faults")
        self.faults = tuple(faults)


def sheet_of(days: Iterable[Held], station: Station, year: int) -> Document:
    """Return a year's roster as a sheet."""
    return Document(
        name=texts.sheet_name(station, year),
        title=texts.sheet_title(station, year),
        paragraphs=(texts.HOW_TO_FILL,),
        rows=tuple(tuple(_cells(day)) for day in days),
    )


def _cells(day: Held) -> Iterator[Cell]:
    station, limits = day.station, day.station.limits
    asked = deputies_asked_at(day.date, station.calendar, limits.ask_deputies_days).date()
    yield Cell(label=texts.DATE, value=day.date.isoformat())
    yield Cell(label=texts.WEEKDAY, value=texts.WEEKDAYS[day.date.weekday()])
    yield Cell(label=texts.MOVED, value=texts.moved(day))
    yield Cell(label=texts.PLACE, value=texts.place(day.planned, station))
    yield Cell(label=texts.HOURS, value=texts.clock_hours(day.planned))
    yield Cell(label=texts.DEPUTIES, value=texts.deputies(day))
    yield Cell(label=texts.RESERVES, value=texts.reserves(day))
    yield Cell(label=texts.OFFICES, value=texts.offices(day))
    yield Cell(label=texts.RECORDER, value=day.kept.recorder)
    yield Cell(label=texts.ASKED, value=asked.isoformat())
    yield Cell(label=texts.ANNOUNCED, value=announced_on(day.date, limits.announce_days).isoformat())


def years_of(sheet: Sheet) -> Collection[int]:
    """Return the years that the rows speak of."""
    found = (_DATE.fullmatch(row.texts.get(texts.DATE, "").strip()) for row in sheet.rows)
    return {int(one["year"]) for one in found if one is not None}


def read(sheet: Sheet, days: Sequence[Held], today: date) -> list[ReceptionDay]:
    """Return the reception days that the sheet changes, of those in *days*. Raise `BadSheet`.

    An answer that a deputy has given stays with the deputy.
    """
    reading = _Reading(sheet, days, today)
    changed = reading.changes()
    if reading.faults:
        raise BadSheet(reading.faults)
    return changed


class _Reading:
    """One pass over a sheet, with what was found wrong so far."""

    def __init__(self, sheet: Sheet, days: Sequence[Held], today: date) -> None:
        self._sheet = sheet
        self._days = days
        self._today = today
        self._seen: dict[str, tuple[Held, int, tuple[PersonId, ...]]] = {}
        self.faults: list[str] = []

    def changes(self) -> list[ReceptionDay]:
        missing = [heading for heading in texts.READ_BACK if heading not in self._sheet.columns]
        for heading in missing:
            self._wrong(1, "", texts.no_heading(heading))
        found = [] if missing else [self._changed(row) for row in self._sheet.rows]
        return [day for day in found if day is not None]

    def _wrong(self, row: int, heading: str, what: str) -> None:
        self.faults.append(texts.fault(self._sheet.name, row, self._sheet.columns.get(heading, ""), what))

    def _changed(self, row: SheetRow) -> ReceptionDay | None:
        day = self._day(row)
        if day is None:
            return None
        deputies = self._people(row, texts.DEPUTIES, day.station)
        reserves = self._people(row, texts.RESERVES, day.station) if texts.RESERVES in row.texts else day.kept.reserves
        self._check(row, day, deputies, reserves)
        new = replace(
            day.kept,
            deputies=_asked(deputies, day.kept),
            reserves=reserves,
            offices=_split(row.texts[texts.OFFICES]) if texts.OFFICES in row.texts else day.kept.offices,
            recorder=row.texts.get(texts.RECORDER, day.kept.recorder).strip(),
        )
        if new == day.kept:
            return None
        if day.date < self._today:
            self._wrong(row.number, texts.DATE, texts.past(day.date))
        return new

    def _day(self, row: SheetRow) -> Held | None:
        said = row.texts.get(texts.DATE, "").strip()
        found = _DATE.fullmatch(said)
        try:
            if found is None:
                raise ValueError(said)
            on = date(int(found["year"]), int(found["month"]), int(found["day"]))
        except ValueError:
            self._wrong(row.number, texts.DATE, texts.no_date(said))
            return None
        place, hours = row.texts.get(texts.PLACE, "").strip(), row.texts.get(texts.HOURS, "").strip()
        days = [day for day in self._days if day.date == on and texts.place(day.planned, day.station) == place]
        if len(days) > 1:
            days = [day for day in days if texts.clock_hours(day.planned) == hours] or days
        if not days:
            self._wrong(row.number, texts.PLACE, texts.no_reception(on))
        elif len(days) > 1:
            self._wrong(row.number, texts.PLACE, texts.several_receptions(on))
        elif days[0].kept.id in self._seen:
            self._wrong(row.number, texts.DATE, texts.row_twice())
        else:
            return days[0]
        return None

    def _people(self, row: SheetRow, heading: str, station: Station) -> tuple[PersonId, ...]:
        people: list[PersonId] = []
        for name in _split(row.texts.get(heading, "")):
            match named(name, station.deputies):
                case []:
                    self._wrong(row.number, heading, texts.no_such_deputy(name))
                case [one] if one.person in people:
                    self._wrong(row.number, heading, texts.twice(name))
                case [one]:
                    people.append(one.person)
                case several:
                    self._wrong(row.number, heading, texts.which_deputy(name, several, station))
        return tuple(people)

    def _check(self, row: SheetRow, day: Held, deputies: tuple[PersonId, ...], reserves: tuple[PersonId, ...]) -> None:
        if day.deputies and not _split(row.texts.get(texts.DEPUTIES, "")):
            self._wrong(row.number, texts.DEPUTIES, texts.NO_DEPUTY)
        station = day.station
        for person in reserves:
            if person in deputies:
                self._wrong(row.number, texts.RESERVES, texts.twice(_name(person, station)))
        for other, number, others in self._seen.values():
            if other.overlaps(day):
                for person in sorted(set(others) & set(deputies)):
                    self._wrong(row.number, texts.DEPUTIES, texts.elsewhere(_name(person, station), number))
        self._seen[day.kept.id] = day, row.number, deputies


def _name(person: PersonId, station: Station) -> str:
    deputy = station.deputy(person)
    return person if deputy is None else deputy.name


def _split(said: str) -> tuple[str, ...]:
    return tuple(name for name in _SEPARATORS.split(said) if name)


def _asked(deputies: Sequence[PersonId], kept: ReceptionDay) -> tuple[Attendance, ...]:
    """Return the deputies as those who are asked; the day's own attendances where nobody else receives."""
    if tuple(deputies) == receiving(kept.deputies):
        return kept.deputies
    known = {one.person: one for one in kept.deputies if one.can is not False}
    return tuple(replace(known.get(one, Attendance(person=one)), steps_in=False) for one in deputies)
