"""The roster of receiving deputies as a file: written for a clerk, read back once he has changed it."""

from dataclasses import dataclass
from datetime import datetime

from bot.documents import xlsx
from handlers.dates.china_time import CHINA_TIME
from handlers.meetings import roster_texts
from handlers.meetings.roster import days_of
from handlers.meetings.roster_sheet import BadSheet, read, sheet_of, years_of
from handlers.people.rules.roster import Station
from handlers.ports import Storage


class NoReceptions(Exception):
    """The station receives on no day of that year."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadIn:
    """How many rows were read, and how many receptions they changed."""

    rows: int
    changed: int


async def exported(storage: Storage, station: Station, year: int) -> bytes:
    """Return a year's roster as the content of an .xlsx file. Raise `NoReceptions`."""
    async with storage.begin() as work:
        days = await days_of(station, year, work)
    if not days:
        raise NoReceptions
    return xlsx.written(sheet_of(days, station, year))


async def read_in(storage: Storage, station: Station, content: bytes, now: datetime) -> ReadIn:
    """Keep what the sheets of an .xlsx file say. Raise `BadSheet`, having kept nothing, or `NoSheet`."""
    sheets = xlsx.read(content, roster_texts.READ_BACK)
    if not sheets:
        raise BadSheet([roster_texts.NO_TABLE])
    changed, faults = 0, list[str]()
    async with storage.begin() as work:
        for sheet in sheets:
            days = [day for year in years_of(sheet) for day in await days_of(station, year, work)]
            try:
                days_changed = read(sheet, days, now.astimezone(CHINA_TIME).date())
            except BadSheet as bad:
                faults += bad.faults
                continue
            for day in days_changed:
                await work.meetings.save_reception(day)
            changed += len(days_changed)
        if faults:
            raise BadSheet(faults)
    return ReadIn(rows=sum(len(sheet.rows) for sheet in sheets), changed=changed)
