"""On which days a station's activities are held, and whose turn it is."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Final

from handlers.dates.china_time import moment
from handlers.dates.day_kinds import ONE_DAY, WorkCalendar
from handlers.dates.weeks import days_between
from handlers.meetings.rules.activity_kinds import KINDS, Audience, Kind, Step, Turns, month_and_day
from handlers.meetings.rules.activity_records import ActivityId
from handlers.meetings.rules.notices import announced_on
from handlers.meetings.rules.reception_days import REACH, Decided, Moved, ReceptionDate, reception_date
from handlers.people.rules.roster import Activity, Station

FIRST_TURN: Final = 2026  # a year: so long as rotations go on, it is the same whoever asks and when


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedActivity:
    """An activity as it is planned; *turn* is the village, the subject or the date's name that has its turn."""

    id: ActivityId
    kind: Kind
    day: ReceptionDate
    start: time
    place: str
    turn: str = ""

    @property
    def date(self) -> date:
        """When it is held."""
        return self.day.date

    @property
    def starts(self) -> datetime:
        """When it begins."""
        return moment(self.day.date, self.start)


def told_on_days(one: PlannedActivity, step: Step, calendar: WorkCalendar) -> tuple[date, ...]:
    """Return the days on which a step may be taken, best first.

    Groups are told one or two days sooner where they have another post; who is asked to come must be able to phone.
    """
    day = one.date - step.before * ONE_DAY
    if step.to is Audience.GROUPS:
        told = announced_on(one.date, step.before) if step.before else day
        return (told, told - ONE_DAY, told - 2 * ONE_DAY) if step.before else (told,)
    return (calendar.previous_workday(day) if step.asks and not calendar.is_workday(day) else day,)


def activity_id(station: Station, kind: str, nominal: date) -> ActivityId:
    """Return what an activity is called; a moved one keeps its name."""
    return ActivityId(f"{station.id}/{kind}/{nominal}")


def activities_of(station: Station, start: date, end: date) -> Iterator[PlannedActivity]:
    """Yield what a station holds from *start* to *end*, both included, by kind and date, its weekly topics left out."""
    for activity in station.activities:
        for day in _days(activity, station, start, end):
            yield _planned(activity, station, day)


def _days(activity: Activity, station: Station, start: date, end: date) -> list[ReceptionDate]:
    days = (_settled(nominal, activity, station) for nominal in _nominal_dates(activity, start - REACH, end + REACH))
    return sorted((day for day in days if day is not None and start <= day.date <= end), key=lambda day: day.date)


def _nominal_dates(activity: Activity, start: date, end: date) -> Iterator[date]:
    if activity.rule is None:
        yield from (day for day in days_between(start, end) if month_and_day(day) in activity.dates)
    else:
        months = KINDS[activity.kind].months
        yield from (day for day in activity.rule.days.nominal_dates(start, end) if day.month in months)


def _settled(nominal: date, activity: Activity, station: Station) -> ReceptionDate | None:
    """Return when it is held: where people put it, else where its rule does; None for never. Fixed dates stay."""
    calendar = station.calendar
    day: ReceptionDate | None = ReceptionDate(nominal=nominal, date=nominal, moved=None, tentative=False)
    if activity.rule is not None:
        day = reception_date(nominal, activity.rule, calendar)
    change = next((one for one in activity.changes if one.nominal == nominal), None)
    if day is None or change is None:
        return day
    if not change.held:
        return None
    if change.to is None:
        return day
    moved = replace(day.moved or Moved(), decided=Decided(instead_of=day.date, reason=change.reason))
    return replace(day, date=change.to, moved=moved, tentative=False)


def _planned(activity: Activity, station: Station, day: ReceptionDate) -> PlannedActivity:
    kind = KINDS[activity.kind]
    turn = (
        activity.dates[month_and_day(day.nominal)] if kind.turns is Turns.DATE else _turn(activity, kind, day.nominal)
    )
    return PlannedActivity(
        id=activity_id(station, kind.id, day.nominal),
        kind=kind,
        day=day,
        start=activity.start,
        place=activity.place or (turn if kind.turns is Turns.VILLAGE else station.address),
        turn=turn,
    )


def _turn(activity: Activity, kind: Kind, nominal: date) -> str:
    """Return what of the rotation has its turn, one after the other in the months of the kind; empty without one.

    The first has its turn in the first of these months in `FIRST_TURN`, whatever the length of the rotation.
    """
    if not activity.rotation:
        return ""
    number = (nominal.year - FIRST_TURN) * len(kind.months) + kind.months.index(nominal.month)
    return activity.rotation[number % len(activity.rotation)]
