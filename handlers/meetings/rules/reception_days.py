"""On which days deputies receive voters: rules as data, and what happens to a day of rest (domain §7.2)."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final, assert_never

from handlers.dates.day_kinds import DayKind, WorkCalendar
from handlers.dates.weeks import ONE_WEEK, Weekday

REACH: Final = timedelta(days=31)  # further than any policy moves a day: the longest holiday so far had nine days


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthlyDay:
    """The same date number every month; the last day of a month that is too short."""

    day: int

    def __post_init__(self) -> None:
        if not 1 <= self.day <= 31:
            raise ValueError(f"no month has a day {self.day}")

    def __str__(self) -> str:
        return f"monthly_day({self.day})"

    def nominal_dates(self, start: date, end: date) -> Iterator[date]:
        """Yield the dates the rule names from *start* to *end*, both included."""
        for first in _months(start, end):
            day = first.replace(day=min(self.day, monthrange(first.year, first.month)[1]))
            if start <= day <= end:
                yield day


@dataclass(frozen=True, slots=True, kw_only=True)
class NthWeekday:
    """The *nth* such weekday of every month; a month without a fifth one is left out.

    With *first_week* it is that weekday of the *nth* week instead, the first week being the one whose Monday is the
    first of the month to be a Monday.
    """

    nth: int
    weekday: Weekday
    first_week: bool = False

    def __post_init__(self) -> None:
        if not 1 <= self.nth <= 5:
            raise ValueError(f"no month has {self.nth} weeks")

    def __str__(self) -> str:
        return f"nth_weekday({self.nth}, {Weekday(self.weekday).name.title()})"

    def nominal_dates(self, start: date, end: date) -> Iterator[date]:
        """Yield the dates the rule names from *start* to *end*, both included."""
        for first in _months(start, end):
            counted_from = _first(Weekday.MON, first) if self.first_week else first
            day = _first(self.weekday, counted_from) + (self.nth - 1) * ONE_WEEK
            if day.month == first.month and start <= day <= end:
                yield day


NominalDays = MonthlyDay | NthWeekday


class RestDayPolicy(StrEnum):
    """What becomes of a reception whose nominal date is a day of rest."""

    POSTPONE_NEXT_WORKDAY = "postpone_next_workday"
    SKIP = "skip"
    KEEP = "keep"
    ADVANCE_PREV_WORKDAY = "advance_prev_workday"
    NEXT_SAME_WEEKDAY = "next_same_weekday"
    AVOID_MAKEUP = "avoid_makeup"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceptionRule:
    """Which days a reception is held on, and what happens when one is a weekend or a holiday."""

    days: NominalDays
    on_weekend: RestDayPolicy = RestDayPolicy.POSTPONE_NEXT_WORKDAY
    on_holiday: RestDayPolicy = RestDayPolicy.POSTPONE_NEXT_WORKDAY

    def __post_init__(self) -> None:
        never_weekend = isinstance(self.days, NthWeekday) and self.days.weekday < Weekday.SAT
        if self.on_weekend is RestDayPolicy.NEXT_SAME_WEEKDAY and not never_weekend:
            raise ValueError("the next Saturday or Sunday is a weekend again")

    def policy(self, kind: DayKind) -> RestDayPolicy:
        """Return what to do with a day of that kind; a make-up workday is a weekend day to those who avoid it."""
        match kind:
            case DayKind.HOLIDAY:
                return self.on_holiday
            case DayKind.WEEKEND:
                return self.on_weekend
            case DayKind.MAKEUP_WORKDAY if self.on_weekend is RestDayPolicy.AVOID_MAKEUP:
                return RestDayPolicy.AVOID_MAKEUP
            case DayKind.MAKEUP_WORKDAY | DayKind.WORKDAY:
                return RestDayPolicy.KEEP


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """Why a reception is not held on its nominal date.

    *away_from* is the kind of day the policies took it from, *holiday* its name; *collided* says that another reception
    of the station was in the way, the only reason where *away_from* is None.
    """

    away_from: DayKind | None = None
    holiday: str | None = None
    collided: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceptionDate:
    """One day of reception; *tentative* where the holidays of its year are not announced yet."""

    nominal: date
    date: date
    moved: Moved | None
    tentative: bool


def reception_days(rule: ReceptionRule, calendar: WorkCalendar, start: date, end: date) -> tuple[ReceptionDate, ...]:
    """Return the receptions held from *start* to *end*, both included, wherever their nominal dates lie."""
    found = (
        _reception_date(nominal, rule, calendar) for nominal in rule.days.nominal_dates(start - REACH, end + REACH)
    )
    held = (day for day in found if day is not None and start <= day.date <= end)
    return tuple(sorted(held, key=lambda day: (day.date, day.nominal)))


def _reception_date(nominal: date, rule: ReceptionRule, calendar: WorkCalendar) -> ReceptionDate | None:
    day = _settled(nominal, rule, calendar)
    if day is None:
        return None
    moved = None if day == nominal else Moved(away_from=calendar.kind(nominal), holiday=calendar.holiday_name(nominal))
    known = calendar.is_known(nominal.year) and calendar.is_known(day.year)
    return ReceptionDate(nominal=nominal, date=day, moved=moved, tentative=not known)


def _settled(day: date, rule: ReceptionRule, calendar: WorkCalendar) -> date | None:
    """Return where the policies leave *day*, or None where it is skipped.

    The next same weekday may be a day of rest again, so each step is judged anew; all others end on a workday.
    """
    while True:
        match rule.policy(calendar.kind(day)):
            case RestDayPolicy.KEEP:
                return day
            case RestDayPolicy.SKIP:
                return None
            case RestDayPolicy.POSTPONE_NEXT_WORKDAY:
                day = calendar.next_workday(day)
            case RestDayPolicy.ADVANCE_PREV_WORKDAY:
                day = calendar.previous_workday(day)
            case RestDayPolicy.NEXT_SAME_WEEKDAY:
                day += ONE_WEEK
            case RestDayPolicy.AVOID_MAKEUP:
                day = calendar.next_workday(day)
                while calendar.kind(day) is DayKind.MAKEUP_WORKDAY:
                    day = calendar.next_workday(day)
            case never:
                assert_never(never)


def _months(start: date, end: date) -> Iterator[date]:
    """Yield the first day of each month from that of *start* to that of *end*."""
    first = start.replace(day=1)
    while first <= end:
        yield first
        first = (first + REACH).replace(day=1)


def _first(weekday: Weekday, day: date) -> date:
    """Return the first such weekday that is not before *day*."""
    return day + timedelta(days=(weekday - day.weekday()) % 7)
