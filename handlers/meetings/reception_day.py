"""One reception day as the calendar plans it and as it is kept."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from handlers.conversation import Question
from handlers.meetings.calendar_texts import moved_because
from handlers.meetings.decided import as_decided
from handlers.meetings.plan import COUNTED_WITHIN, closes, opens, reception_day_id
from handlers.meetings.rules.reception_days import REACH
from handlers.meetings.rules.records import Attendance, ReceptionDay, ReceptionDayId
from handlers.meetings.rules.rotation import in_turn, receiving, turn_of
from handlers.meetings.rules.station_days import StationDay, station_days
from handlers.meetings.rules.yearly_roster import fewest_first
from handlers.people.on_duty import on_duty
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
        """Everybody who may be asked to receive that day, in order: the reserves first."""
        others = (person for person in _turn(self.planned) if person not in self.kept.reserves)
        return (*self.kept.reserves, *others)

    @property
    def deputies(self) -> tuple[Deputy, ...]:
        """Those who are expected to receive."""
        expected = receiving(self.kept.deputies)
        return tuple(one for person in expected if (one := self.station.deputy(person)) is not None)

    @property
    def missing(self) -> int:
        """How many deputies fewer are expected than are to receive."""
        return max(0, self.planned.reception.per_day - len(self.deputies))

    @property
    def asked_to_step_in(self) -> tuple[Deputy, ...]:
        """Those who were asked in another's place and have not answered."""
        waiting = (one.person for one in self.kept.deputies if one.steps_in and one.can is None)
        return tuple(one for person in waiting if (one := self.station.deputy(person)) is not None)

    @property
    def unconfirmed(self) -> tuple[Deputy, ...]:
        """Those who are expected and have not said that they come."""
        said = {one.person for one in self.kept.deputies if one.can}
        return tuple(one for one in self.deputies if one.person not in said)

    @property
    def silent(self) -> tuple[Deputy, ...]:
        """Those who were asked and have not answered, whether they come or step in."""
        waiting = (one.person for one in self.kept.deputies if one.can is None)
        return tuple(one for person in waiting if (one := self.station.deputy(person)) is not None)

    @property
    def declined(self) -> tuple[Deputy, ...]:
        """Those who said that they cannot come."""
        absent = (one.person for one in self.kept.deputies if one.can is False)
        return tuple(one for person in absent if (one := self.station.deputy(person)) is not None)

    @property
    def there(self) -> tuple[Deputy, ...]:
        """Those who came; until somebody has said who did, those who said that they come."""
        if self.kept.present is None:
            return tuple(one for one in self.deputies if one not in self.unconfirmed)
        return tuple(one for person in self.kept.present if (one := self.station.deputy(person)) is not None)

    @property
    def fallback(self) -> PersonId | None:
        """Who of the station receives where no deputy can: somebody always does."""
        return next(iter(on_duty(self.station)), None)

    def overlaps(self, other: "Held") -> bool:
        """Return whether nobody can be at both."""
        return self.kept.start < other.kept.end and other.kept.start < self.kept.end


async def held_day(occurrence: Occurrence, work: UnitOfWork) -> Held | None:
    """Return the reception day *occurrence* is about, None where it is cancelled or was moved since it was due."""
    day = await _named(occurrence.subject, occurrence.station, occurrence.due.date(), work)
    return None if day is None or _was_moved_since(occurrence.due, day) else day


async def held_together(occurrence: Occurrence, what: str, now: datetime, work: UnitOfWork) -> Sequence[Held]:
    """Return all receptions of a date, once for each *what* and moment: each of them sets the same off."""
    day = await held_day(occurrence, work)
    if day is None or not await work.occurrences.claim(
        f"{what}/{day.station.id}/{day.date}/{occurrence.due.isoformat()}", at=now
    ):
        return ()
    of_that_date = await upcoming(day.station, day.date, work, within=timedelta(0))
    return [one for one in of_that_date if not _was_moved_since(occurrence.due, one)]


def _was_moved_since(due: datetime, day: Held) -> bool:
    """Return whether the news that *day* was moved took the place of what was due."""
    return day.kept.moved_at is not None and due <= day.kept.moved_at


async def asked_about(question: Question, at: datetime, work: UnitOfWork) -> Held | None:
    """Return the reception day *question* is about, None where it is cancelled or long past."""
    return await day_named(ReceptionDayId(question.subject), at, work)


async def day_named(day: ReceptionDayId, at: datetime, work: UnitOfWork) -> Held | None:
    """Return the reception day of that name, None where none is kept, it is cancelled or long past."""
    kept = await work.meetings.reception(day)
    if kept is None or at.date() - kept.end.date() > COUNTED_WITHIN:
        return None
    return await _named(day, work.roster.stations[kept.station], kept.start.date(), work)


async def _named(day: str, station: Station, near: date, work: UnitOfWork) -> Held | None:
    station = await as_decided(station, near, work)
    days = station_days(station, station.calendar, near - REACH, near + REACH)
    for planned in days:
        if reception_day_id(station, planned) == day:
            same_date = await _held(station, [one for one in days if one.day.date == planned.day.date], work)
            return next((one for one in same_date if one.kept.id == day), None)
    return None


async def upcoming(
    station: Station, start: date, work: UnitOfWork, *, within: timedelta = 2 * REACH
) -> tuple[Held, ...]:
    """Return the reception days that take place from *start* on, as far as two months ahead."""
    station = await as_decided(station, start, work)
    return await _held(station, station_days(station, station.calendar, start, start + within), work)


async def _held(station: Station, days: Sequence[StationDay], work: UnitOfWork) -> tuple[Held, ...]:
    """Return what is kept of whole dates, brought up to the calendar, without what is cancelled.

    Where nothing is kept those receive whose turn it is, but nobody at two places at one hour: of two days, the one
    that is kept goes first, then the one that has fewer to choose from.
    """
    kept = {name: await work.meetings.reception(name) for name in (reception_day_id(station, one) for one in days)}
    found: dict[ReceptionDayId, Held] = {}
    for planned in sorted(days, key=lambda one: (kept[reception_day_id(station, one)] is None, fewest_first(one))):
        name = reception_day_id(station, planned)
        day = _up_to_date(station, planned, kept[name] or fresh(station, planned, ()))
        if kept[name] is None:
            busy = {one.person for other in found.values() if other.overlaps(day) for one in other.deputies}
            free = [person for person in _turn(planned) if person not in busy]
            day = replace(day, kept=fresh(station, planned, free[: planned.reception.per_day]))
        if day.kept.cancelled is None:
            found[name] = day
    return tuple(found[name] for name in kept if name in found)


def _up_to_date(station: Station, planned: StationDay, kept: ReceptionDay) -> Held:
    now_planned = replace(
        kept,
        start=opens(planned),
        end=closes(planned),
        moved_because=moved_because(planned.day),
        place=planned.place,
    )
    return Held(station=station, planned=planned, kept=now_planned)


def fresh(
    station: Station,
    planned: StationDay,
    deputies: Sequence[PersonId],
    reserves: tuple[PersonId, ...] = (),
) -> ReceptionDay:
    """Return a planned day of which nothing is kept yet."""
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
        deputies=tuple(Attendance(person=person) for person in deputies),
        reserves=reserves,
        offices=reception.offices,
    )


def _turn(planned: StationDay) -> tuple[PersonId, ...]:
    reception = planned.reception
    return in_turn(reception.deputies, reception.per_day, turn_of(planned.day.nominal, reception.rule.days))
