"""The State Council's yearly holiday tables, kept as data in `holidays/`, one file a year."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from handlers.dates.weeks import Weekday


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """The notice a table was taken from."""

    title: str
    number: str
    date: date


@dataclass(frozen=True, slots=True, kw_only=True)
class HolidayTable:
    """One year's days off, each with the name of its holiday, and the weekend days worked in return.

    A statutory day bears its own name, a bridging day the name of its whole holiday in the notice.
    Some tables reach into the last days of the year before.
    """

    year: int
    notice: Notice
    holidays: Mapping[date, str]
    makeup_workdays: frozenset[date]

    def __post_init__(self) -> None:
        if not self.holidays:  # some published data sets list a year before its notice is out
            raise ValueError(f"the table of {self.year} has no days")
        for day in sorted(self.makeup_workdays):
            if day in self.holidays or day.weekday() < Weekday.SAT:
                raise ValueError(f"{day} cannot be a make-up workday")


def read_table(text: str) -> HolidayTable:
    """Return the table written in *text*, JSON in the form of `holidays/2026.json`. Raise ValueError or KeyError."""
    table = json.loads(text)
    notice = table["notice"]
    return HolidayTable(
        year=int(table["year"]),
        notice=Notice(
            title=str(notice["title"]), number=str(notice["number"]), date=date.fromisoformat(notice["date"])
        ),
        holidays={date.fromisoformat(day): str(name) for day, name in table["holidays"].items()},
        makeup_workdays=frozenset(map(date.fromisoformat, table["makeup_workdays"])),
    )


@cache
def published_tables() -> tuple[HolidayTable, ...]:
    """Return the tables that come with the program, earliest year first."""
    found = (one for one in files("handlers.dates").joinpath("holidays").iterdir() if one.name.endswith(".json"))
    tables = (read_table(one.read_text(encoding="utf-8")) for one in found)
    return tuple(sorted(tables, key=lambda table: table.year))
