"""All reception days of one station, none of them in another's way (domain §7.2)."""

from dataclasses import dataclass, replace
from datetime import date

from handlers.dates.day_kinds import WorkCalendar
from handlers.meetings.rules.reception_days import REACH, Moved, ReceptionDate, reception_days
from handlers.people.rules.roster import PersonId, PointId, Reception, Station


@dataclass(frozen=True, slots=True, kw_only=True)
class StationDay:
    """One day of one of a station's receptions."""

    reception: Reception
    day: ReceptionDate


def station_days(station: Station, calendar: WorkCalendar, start: date, end: date) -> tuple[StationDay, ...]:
    """Return what the station holds from *start* to *end*, both included, by date.

    Two receptions share a day only where their places or their deputies differ. Otherwise one goes on to the next
    workday and is marked *collided*: a moved day gives way to one that was not moved, then the later nominal date to
    the earlier, then the later in the station's list.
    """
    wanted = [
        StationDay(reception=reception, day=day)
        for reception in station.receptions
        for day in reception_days(reception.rule, calendar, start - REACH, end + REACH)
    ]
    taken: set[tuple[date, PointId | None, frozenset[PersonId]]] = set()
    placed: list[StationDay] = []
    for one in sorted(wanted, key=lambda one: (one.day.moved is not None, one.day.nominal)):
        where, who, day = one.reception.point, frozenset(one.reception.deputies), one.day
        while (day.date, where, who) in taken:
            day = _one_workday_on(day, calendar)
        taken.add((day.date, where, who))
        placed.append(replace(one, day=day))
    return tuple(sorted((one for one in placed if start <= one.day.date <= end), key=lambda one: one.day.date))


def _one_workday_on(day: ReceptionDate, calendar: WorkCalendar) -> ReceptionDate:
    moved = replace(day.moved or Moved(), collided=True)
    return replace(day, date=calendar.next_workday(day.date), moved=moved)
