"""How periods are counted (Civil Code arts. 200-203; domain §3.3)."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

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
