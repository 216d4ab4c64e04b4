"""The yearly roster: made from the rules, kept as records, shown month by month (domain §2.1.3, §4.10)."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Final

from handlers.dates.china_time import CHINA_TIME
from handlers.meetings import roster_texts as texts
from handlers.meetings.arguments import RosterSpan
from handlers.meetings.decided import as_decided
from handlers.meetings.plan import reception_day_id
from handlers.meetings.reception_day import Held, fresh, upcoming
from handlers.meetings.roster_sheet import sheet_of
from handlers.meetings.rules.rotation import receiving
from handlers.meetings.rules.station_days import StationDay, station_days
from handlers.meetings.rules.yearly_roster import Duty, allotted
from handlers.meetings.telling import tell_heads
from handlers.message import Message
from handlers.people.rules.roster import PersonId, Role, Station
from handlers.ports import UnitOfWork
from handlers.timed import Occurrence
from handlers.trail import note_by_bot

A_YEAR: Final = timedelta(days=365)


async def days_of(station: Station, year: int, work: UnitOfWork) -> tuple[Held, ...]:
    """Return a year's reception days by date; until a roster is made for it, deputies take turns."""
    start, end = date(year, 1, 1), date(year, 12, 31)
    return await upcoming(station, start, work, within=end - start)


async def make(station: Station, year: int, at: datetime, work: UnitOfWork) -> tuple[Held, ...]:
    """Keep a year's roster from today on and return all of the year; what was kept of it before stays as it is."""
    today = at.astimezone(CHINA_TIME).date()
    settled: list[Duty] = []
    unsettled: list[StationDay] = []
    station = await as_decided(station, date(year, 1, 1), work)
    for one in station_days(station, station.calendar, date(year, 1, 1), date(year, 12, 31)):
        kept = await work.meetings.reception(reception_day_id(station, one))
        if kept is None and one.day.date > today:
            unsettled.append(one)
        elif kept is not None and kept.cancelled is None:
            settled.append(Duty(day=one, deputies=receiving(kept.deputies), reserves=kept.reserves))
    deputies = {deputy.person: deputy for deputy in station.deputies}
    for duty in allotted(unsettled, deputies, settled):
        await work.meetings.save_reception(fresh(station, duty.day, duty.deputies, duty.reserves))
    return await days_of(station, year, work)


async def duties_ahead(person: PersonId, station: Station, at: datetime, work: UnitOfWork) -> tuple[Held, ...]:
    """Return the reception days of the coming year at which *person* is expected, by date."""
    days = await upcoming(station, at.astimezone(CHINA_TIME).date(), work, within=A_YEAR)
    return tuple(day for day in days if day.kept.end > at and any(deputy.person == person for deputy in day.deputies))


async def show(message: Message, span: RosterSpan, work: UnitOfWork) -> None:
    """Show who receives when; a whole year is made for good, and given as a sheet that can be changed and read in."""
    station, today = message.station, message.sent_at.astimezone(CHINA_TIME).date()
    year, months = span.seen_from(today)
    if span.whole_year:
        days = await make(station, year, message.sent_at, work)
        text = texts.year_made(station, year, len(days))
    else:
        days = tuple(day for day in await days_of(station, year, work) if day.date.month in months)
        text = texts.months(days, station)
    if Role.HEAD in message.roles and days:
        text = f"{text}\n{texts.served(_served(days), station)}"
    sheet = sheet_of(days, station, year) if span.whole_year and days else None
    await work.outbox.add(replace(message.reply_in_private(text), document=sheet), at=message.sent_at)


async def make_ahead(occurrence: Occurrence, now: datetime, work: UnitOfWork) -> None:
    """Make the coming year's roster, and give it to the head."""
    station, year = occurrence.station, int(occurrence.subject)
    days = await make(station, year, now, work)
    if not days:
        return
    await note_by_bot(about=occurrence.key, event="roster_made", station=station.id, at=now, work=work)
    text = f"{texts.year_made(station, year, len(days))}\n{texts.served(_served(days), station)}"
    sheet = sheet_of(days, station, year)
    await tell_heads(text, station=station, key=occurrence.key, at=now, work=work, document=sheet)


def _served(days: Sequence[Held]) -> Counter[PersonId]:
    """Return how often everybody receives: for the head alone, who sees to it that it is fair."""
    return Counter(deputy.person for day in days for deputy in day.deputies)
