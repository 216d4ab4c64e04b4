"""All reception days of one station, none of them in another's way (domain §7.2)."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from handlers.dates.day_kinds import WorkCalendar
from handlers.meetings.rules.reception_days import (
    REACH,
    Decided,
    Moved,
    ReceptionDate,
    is_tentative,
    reception_date,
    reception_days,
    workday_after,
)
from handlers.people.rules.roster import DayChange, PersonId, PointId, Reception, Station


@dataclass(frozen=True, slots=True, kw_only=True)
class StationDay:
    """One day of one of a station's receptions; *change* is what was decided for it."""

    reception: Reception
    day: ReceptionDate
    change: DayChange | None = None

    @property
    def place(self) -> str:
        """Where it is held, empty where that is as ever."""
        return "" if self.change is None else self.change.place


@dataclass(frozen=True, slots=True, kw_only=True)
class NotHeld:
    """A day on which a reception is not held; *decided* says why where it was not the policies that skip it."""

    reception: Reception
    nominal: date
    decided: str | None = None


def station_days(station: Station, calendar: WorkCalendar, start: date, end: date) -> tuple[StationDay, ...]:
    """Return what the station holds from *start* to *end*, both included, by date.

    Two receptions share a day only where their places or their deputies differ. Otherwise one goes on to the next
    workday and is marked *collided*: the rules give way to what was decided for a day, then a moved day to one that was
    not moved, then the later nominal date to the earlier, then the later in the station's list.
    """
    wanted = [
        one
        for reception in station.receptions
        for one in (*_by_decision(reception, calendar), *_by_rule(reception, calendar, start - REACH, end + REACH))
    ]
    taken: set[tuple[date, PointId | None, str, frozenset[PersonId]]] = set()
    placed: list[StationDay] = []
    for one in sorted(wanted, key=_who_goes_first):
        while (seat := (one.day.date, one.reception.point, one.place, frozenset(one.reception.deputies))) in taken:
            one = _one_workday_on(one, calendar)
        taken.add(seat)
        placed.append(one)
    return tuple(sorted((one for one in placed if start <= one.day.date <= end), key=lambda one: one.day.date))


def days_not_held(station: Station, calendar: WorkCalendar, start: date, end: date) -> Iterator[NotHeld]:
    """Yield the nominal dates from *start* to *end* on which nobody receives, each reception's by date."""
    for reception in station.receptions:
        changes = _changes(reception)
        for nominal in reception.rule.days.nominal_dates(start, end):
            change = changes.get(nominal)
            if change is not None and not change.held:
                yield NotHeld(reception=reception, nominal=nominal, decided=change.reason)
            elif (change is None or change.to is None) and reception_date(nominal, reception.rule, calendar) is None:
                yield NotHeld(reception=reception, nominal=nominal)


def _by_rule(reception: Reception, calendar: WorkCalendar, start: date, end: date) -> Iterator[StationDay]:
    """Yield the days of a reception that nothing was decided for."""
    changes = _changes(reception)
    for day in reception_days(reception.rule, calendar, start, end):
        if day.nominal not in changes:
            yield StationDay(reception=reception, day=day)


def _by_decision(reception: Reception, calendar: WorkCalendar) -> Iterator[StationDay]:
    """Yield the days that something was decided for and that are held; what the rule does not name is left out."""
    for change in reception.changes:
        nominal = change.nominal
        if not change.held or not any(reception.rule.days.nominal_dates(nominal, nominal)):
            continue
        by_rule = reception_date(nominal, reception.rule, calendar)
        day = by_rule if change.to is None else _decided(by_rule, change.to, change, calendar)
        if day is not None:
            yield StationDay(reception=_with_deputies(reception, change.deputies), day=day, change=change)


def _decided(by_rule: ReceptionDate | None, day: date, change: DayChange, calendar: WorkCalendar) -> ReceptionDate:
    """Return the day people put a reception on, knowing where the rule had it."""
    if by_rule is not None and by_rule.date == day:
        return replace(by_rule, tentative=False)
    why = (by_rule.moved if by_rule is not None else None) or Moved()
    instead_of = change.nominal if by_rule is None else by_rule.date
    return ReceptionDate(
        nominal=change.nominal,
        date=day,
        moved=replace(why, decided=Decided(instead_of=instead_of, reason=change.reason)),
        tentative=False,
    )


def _with_deputies(reception: Reception, deputies: tuple[PersonId, ...]) -> Reception:
    return replace(reception, deputies=deputies, per_day=len(deputies)) if deputies else reception


def _changes(reception: Reception) -> dict[date, DayChange]:
    return {change.nominal: change for change in reception.changes}


def _who_goes_first(one: StationDay) -> tuple[bool, bool, date]:
    moved = one.day.moved
    return moved is None or moved.decided is None, moved is not None, one.day.nominal


def _one_workday_on(one: StationDay, calendar: WorkCalendar) -> StationDay:
    day = workday_after(one.day.date, one.reception.rule, calendar)
    moved = replace(one.day.moved or Moved(), collided=True)
    tentative = one.day.tentative or is_tentative(one.day.nominal, day, one.reception.rule, calendar)
    return replace(one, day=replace(one.day, date=day, moved=moved, tentative=tentative))
