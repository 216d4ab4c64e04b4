"""One reception day as the calendar plans it and as it is kept."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from handlers.conversation import Question
from handlers.dates.day_kinds import ONE_DAY
from handlers.meetings.calendar_texts import moved_because
from handlers.meetings.decided import as_decided
from handlers.meetings.plan import COUNTED_WITHIN, closes, opens, reception_day_id
from handlers.meetings.rules.reception_days import REACH
from handlers.meetings.rules.records import Attendance, ReceptionDay, ReceptionDayId
from handlers.meetings.rules.rotation import in_turn, receiving, turn_of
from handlers.meetings.rules.station_days import StationDay, station_days
from handlers.people.rules.roster import Deputy, PersonId, Station
from handlers.ports import UnitOfWork
from handlers.timed import Occurrence


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A reception day that takes place: what the calendar says of it, and what is kept."""

    station: Station
    planned: StationDay
    kept: ReceptionDay

    @property
    def date(self) -> date:
        return self.planned.day.date

    @property
    def turn(self) -> tuple[PersonId, ...]:
        """Everybody who may be asked to receive that day, in order."""
        return _turn(self.planned)

    @property
    def deputies(self) -> tuple[Deputy, ...]:
        """Those who are expected to receive."""
        expected = receiving(self.kept.deputies, self.planned.reception.per_day)
        return tuple(one for person in expected if (one := self.station.deputy(person)) is not None)


async def held_day(occurrence: Occurrence, work: UnitOfWork) -> Held | None:
    """Return the reception day *occurrence* is about, None where it is cancelled or was moved since it was due."""
    day = await _named(occurrence.subject, occurrence.station, occurrence.due.date() - ONE_DAY, work)
    if day is not None and day.kept.moved_at is not None and occurrence.due <= day.kept.moved_at:
        return None  # the news that it was moved took the place of this
    return day


async def asked_about(question: Question, at: datetime, work: UnitOfWork) -> Held | None:
    """Return the reception day *question* is about, None where it is cancelled or long past."""
    kept = await work.meetings.reception(ReceptionDayId(question.subject))
    if kept is None:
        return None
    return await _named(kept.id, work.roster.stations[kept.station], at.date() - COUNTED_WITHIN, work)


async def _named(day: str, station: Station, start: date, work: UnitOfWork) -> Held | None:
    station = await as_decided(station, start, work)
    for planned in station_days(station, station.calendar, start, start + REACH):
        if reception_day_id(station, planned) == day:
            return await held(station, planned, work)
    return None


async def upcoming(station: Station, start: date, work: UnitOfWork) -> tuple[Held, ...]:
    """Return the reception days that take place from *start* on, as far as two months ahead."""
    station = await as_decided(station, start, work)
    planned = station_days(station, station.calendar, start, start + 2 * REACH)
    days = [await held(station, one, work) for one in planned]
    return tuple(day for day in days if day is not None)


async def held(station: Station, planned: StationDay, work: UnitOfWork) -> Held | None:
    """Return what is kept of a planned day, brought up to the calendar; None where it is cancelled."""
    kept = await work.meetings.reception(reception_day_id(station, planned)) or _fresh(station, planned)
    if kept.cancelled is not None:
        return None
    now_planned = replace(kept, start=opens(planned), end=closes(planned), moved_because=moved_because(planned.day))
    return Held(station=station, planned=planned, kept=now_planned)


def _turn(planned: StationDay) -> tuple[PersonId, ...]:
    reception = planned.reception
    return in_turn(reception.deputies, reception.per_day, turn_of(planned.day.nominal))


def _fresh(station: Station, planned: StationDay) -> ReceptionDay:
    reception = planned.reception
    return ReceptionDay(
        id=reception_day_id(station, planned),
        station=station.id,
        point=reception.point,
        reception=reception.id,
        nominal=planned.day.nominal,
        start=opens(planned),
        end=closes(planned),
        moved_because=moved_because(planned.day),
        deputies=tuple(Attendance(person=person) for person in _turn(planned)[: reception.per_day]),
    )
