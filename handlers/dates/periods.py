"""How periods are counted (Civil Code arts. 200-203; domain §3.3)."""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from handlers.dates.day_kinds import ONE_DAY, DayKind, WorkCalendar


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """Days that are worked, make-up workdays included."""

    count: int


@dataclass(frozen=True, slots=True)
class CalendarDays:
    count: int


@dataclass(frozen=True, slots=True)
class Months:
    count: int


Period = WorkingDays | CalendarDays | Months


class Measure(StrEnum):
    """What a period is counted in."""

    WORKING_DAYS = "working_days"
    DAYS = "days"
    MONTHS = "months"


_PERIODS: Final[Mapping[Measure, type[Period]]] = {
    Measure.WORKING_DAYS: WorkingDays,
    Measure.DAYS: CalendarDays,
    Measure.MONTHS: Months,
}
_MEASURES: Final = {period: measure for measure, period in _PERIODS.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A period that runs since *start*, as it is kept: its last day can be counted anew and explained."""

    start: date
    measure: Measure
    count: int

    @classmethod
    def of(cls, start: date, period: Period) -> "Term":
        return cls(start=start, measure=_MEASURES[type(period)], count=period.count)

    @property
    def period(self) -> Period:
        """The period itself."""
        return _PERIODS[self.measure](self.count)

    def last_day(self, calendar: WorkCalendar) -> date:
        """Return the day it ends on."""
        return due_date(self.start, self.period, calendar)


def due_date(start: date, period: Period, calendar: WorkCalendar) -> date:
    """Return the last day of *period* when its event was on *start*, a day that is not counted.

    A period of days or months that would end on a statutory holiday ends on the first day after it that is none.
    """
    match period:
        case WorkingDays(count):
            day = start
            for _ in range(count):
                day = calendar.next_workday(day)
            return day
        case CalendarDays(count):
            end = start + timedelta(days=count)
        case Months(count):
            end = _months_later(start, count)
    while calendar.kind(end) is DayKind.HOLIDAY:
        end += ONE_DAY
    return end


def _months_later(start: date, count: int) -> date:
    """Return the same date number *count* months on, or the last day of a month that is too short."""
    years, month = divmod(start.month - 1 + count, 12)
    year, month = start.year + years, month + 1
    return date(year, month, min(start.day, monthrange(year, month)[1]))
