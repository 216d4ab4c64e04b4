"""On which days a station's activities are held, and whose turn it is."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Final

from handlers.dates.china_time import moment
from handlers.dates.day_kinds import ONE_DAY, DayKind, WorkCalendar
from handlers.dates.festivals import festival_on
from handlers.dates.lunar import is_silent
from handlers.dates.weeks import days_between
from handlers.meetings.rules.activity_kinds import KINDS, Audience, Kind, Step, Turns, month_and_day
from handlers.meetings.rules.activity_records import ActivityId
from handlers.meetings.rules.notices import announced_on, last_workday_until
from handlers.meetings.rules.reception_days import (
    REACH,
    Decided,
    Moved,
    ReceptionDate,
    ReceptionRule,
    RestDayPolicy,
    reception_date,
    workday_after,
)
from handlers.meetings.rules.same_hours import Engagements, Hours, hours_of_activity
from handlers.people.rules.roster import Activity, Station

WORKDAYS_TRIED: Final = 10

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
    def gave_way(self) -> bool:
        """Whether it is held later than by its rule because people had to be elsewhere."""
        return self.day.moved is not None and self.day.moved.engaged is not None

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
    return (last_workday_until(day, calendar) if step.asks else day,)


def activity_id(station: Station, kind: str, nominal: date) -> ActivityId:
    """Return what an activity is called; a moved one keeps its name."""
    return ActivityId(f"{station.id}/{kind}/{nominal}")


def activities_of(station: Station, start: date, end: date) -> Iterator[PlannedActivity]:
    """Yield what a station holds from *start* to *end*, both included, by kind and date, its weekly topics left out.

    Where people would have to be at two things at one hour an activity goes on to the next workday and says what was in
    the way: it gives way to receptions, talks and what was decided, then to those that were not moved, then to those of
    an earlier nominal date. Where no day is free soon it stays where it is.
    """
    for activity, days in _placed(station, start, end).items():
        yield from (_planned(station.activities[activity], station, day) for day in days if start <= day.date <= end)


def _placed(station: Station, start: date, end: date) -> dict[int, list[ReceptionDate]]:
    """Return the days of each activity, those of before and after too that may be in the way."""
    calendar = station.calendar
    wanted = [
        (number, day)
        for number, activity in enumerate(station.activities)
        for nominal in _nominal_dates(activity, start - REACH, end + REACH)
        if (day := _settled(nominal, activity, calendar)) is not None
    ]
    placed: dict[int, list[ReceptionDate]] = {number: [] for number in range(len(station.activities))}
    if not wanted:
        return placed
    dates = [day.date for _, day in wanted]
    engagements = Engagements(station, calendar, min(dates), max(dates) + REACH)
    for number, day in sorted(wanted, key=_who_goes_first):
        activity = station.activities[number]
        if activity.rule is not None and KINDS[activity.kind].people_meet:
            hours = hours_of_activity(activity.start)
            if not _is_decided(day):
                if _is_skipped(day, activity.rule):
                    continue
                day = _when_free(day, hours, activity.rule, engagements, calendar)
            engagements.add(day.date, hours, activity.kind)
        placed[number].append(day)
    return {number: sorted(days, key=lambda day: day.date) for number, days in placed.items()}


def _is_skipped(day: ReceptionDate, rule: ReceptionRule) -> bool:
    """Return whether *day* is Spring Festival's, announced or not, and its rule skips holidays."""
    return is_silent(day.date) and rule.on_holiday is RestDayPolicy.SKIP


def _when_free(
    day: ReceptionDate, hours: Hours, rule: ReceptionRule, engagements: Engagements, calendar: WorkCalendar
) -> ReceptionDate:
    """Return *day*, or the first workday after it on which nobody has to be elsewhere at those hours.

    Spring Festival's own days are no workdays, announced or not.
    """
    on, moved = day.date, day.moved or Moved()
    for _ in range(WORKDAYS_TRIED):
        if is_silent(on) and rule.on_holiday is not RestDayPolicy.KEEP:
            moved = replace(moved, away_from=DayKind.HOLIDAY, holiday=festival_on(on))
        elif (engaged := engagements.at(on, hours)) is not None:
            moved = replace(moved, engaged=moved.engaged or engaged)
        else:
            return day if on == day.date else replace(day, date=on, moved=moved)
        on = workday_after(on, rule, calendar)
    return day


def _who_goes_first(one: tuple[int, ReceptionDate]) -> tuple[bool, bool, date]:
    _, day = one
    return not _is_decided(day), day.moved is not None, day.nominal


def _is_decided(day: ReceptionDate) -> bool:
    return day.moved is not None and day.moved.decided is not None


def _nominal_dates(activity: Activity, start: date, end: date) -> Iterator[date]:
    if activity.rule is None:
        yield from (day for day in days_between(start, end) if month_and_day(day) in activity.dates)
    else:
        months = KINDS[activity.kind].months
        yield from (day for day in activity.rule.days.nominal_dates(start, end) if day.month in months)


def _settled(nominal: date, activity: Activity, calendar: WorkCalendar) -> ReceptionDate | None:
    """Return when it is held: where people put it, else where its rule does; None for never. Fixed dates stay."""
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
