"""The days a reception rule names, before weekends and holidays have their say: one class a kind (domain §7.2)."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from handlers.dates.lunar import lunar_day
from handlers.dates.weeks import ONE_WEEK, Weekday, days_between

TWO_WEEKS: Final = 2 * ONE_WEEK
_LONGEST_MONTH: Final = timedelta(days=31)


def _check_day_of_month(day: int) -> None:
    if not 1 <= day <= 31:
        raise ValueError(f"no month has a day {day}")


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthlyDay:
    """The same date number every month; the last day of a month that is too short."""

    day: int

    def __post_init__(self) -> None:
        _check_day_of_month(self.day)

    def __str__(self) -> str:
        return f"monthly_day({self.day})"

    def nominal_dates(self, start: date, end: date) -> Iterator[date]:
        """Yield the dates the rule names from *start* to *end*, both included."""
        for first in _months(start, end):
            day = _in_month(first, self.day)
            if start <= day <= end:
                yield day


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthlyDays:
    """Several date numbers every month; two that a short month makes one are one day."""

    days: tuple[int, ...]

    def __post_init__(self) -> None:
        for day in self.days:
            _check_day_of_month(day)

    def __str__(self) -> str:
        return f"monthly_days({'|'.join(map(str, self.days))})"

    def nominal_dates(self, start: date, end: date) -> Iterator[date]:
        """Yield the dates the rule names from *start* to *end*, both included."""
        for first in _months(start, end):
            named = {_in_month(first, day) for day in self.days}
            yield from (day for day in sorted(named) if start <= day <= end)


@dataclass(frozen=True, slots=True, kw_only=True)
class OddMonthsDay:
    """The same date number in January, March and every second month after."""

    day: int

    def __post_init__(self) -> None:
        _check_day_of_month(self.day)

    def __str__(self) -> str:
        return f"odd_months_day({self.day})"

    def nominal_dates(self, start: date, end: date) -> Iterator[date]:
        """Yield the dates the rule names from *start* to *end*, both included."""
        return (day for day in MonthlyDay(day=self.day).nominal_dates(start, end) if day.month % 2 == 1)


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
        return f"nth_weekday({self.nth}, {_name(self.weekday)})"

    def nominal_dates(self, start: date, end: date) -> Iterator[date]:
        """Yield the dates the rule names from *start* to *end*, both included."""
        for first in _months(start, end):
            counted_from = _first(Weekday.MON, first) if self.first_week else first
            day = _first(self.weekday, counted_from) + (self.nth - 1) * ONE_WEEK
            if day.month == first.month and start <= day <= end:
                yield day


@dataclass(frozen=True, slots=True, kw_only=True)
class Weekly:
    """The same weekday every week."""

    weekday: Weekday

    def __str__(self) -> str:
        return f"weekly({_name(self.weekday)})"

    def nominal_dates(self, start: date, end: date) -> Iterator[date]:
        """Yield the dates the rule names from *start* to *end*, both included."""
        return _every(ONE_WEEK, _first(self.weekday, start), end)


@dataclass(frozen=True, slots=True, kw_only=True)
class EverySecondWeek:
    """Every fourteenth day, one of them being *anchor*; it goes back beyond the anchor as well."""

    anchor: date

    def __str__(self) -> str:
        return f"every_second_week({self.anchor})"

    def nominal_dates(self, start: date, end: date) -> Iterator[date]:
        """Yield the dates the rule names from *start* to *end*, both included."""
        return _every(TWO_WEEKS, start + (self.anchor - start) % TWO_WEEKS, end)


@dataclass(frozen=True, slots=True, kw_only=True)
class LunarDays:
    """Market days: the days of a lunar month whose number ends in one of *endings* (2, 5, 8: the 2nd, 5th … 28th)."""

    endings: tuple[int, ...]

    def __post_init__(self) -> None:
        if not all(0 <= ending <= 9 for ending in self.endings):
            raise ValueError("a number ends in one figure")

    def __str__(self) -> str:
        return f"lunar_days({','.join(map(str, self.endings))})"

    def nominal_dates(self, start: date, end: date) -> Iterator[date]:
        """Yield the dates the rule names from *start* to *end*, both included."""
        return (day for day in days_between(start, end) if lunar_day(day) % 10 in self.endings)


@dataclass(frozen=True, slots=True, kw_only=True)
class ByAppointment:
    """No day of its own: voters are received when they have asked for it."""

    def __str__(self) -> str:
        return "by_appointment"

    def nominal_dates(self, start: date, end: date) -> Iterator[date]:
        """Yield nothing."""
        return iter(())


NominalDays = (
    MonthlyDay | MonthlyDays | OddMonthsDay | NthWeekday | Weekly | EverySecondWeek | LunarDays | ByAppointment
)


def _in_month(first: date, day: int) -> date:
    """Return the day of that number in the month beginning on *first*, or its last day."""
    return first.replace(day=min(day, monthrange(first.year, first.month)[1]))


def _months(start: date, end: date) -> Iterator[date]:
    """Yield the first day of each month from that of *start* to that of *end*."""
    first = start.replace(day=1)
    while first <= end:
        yield first
        first = (first + _LONGEST_MONTH).replace(day=1)


def _first(weekday: Weekday, day: date) -> date:
    """Return the first such weekday that is not before *day*."""
    return day + timedelta(days=(weekday - day.weekday()) % 7)


def _every(step: timedelta, first: date, end: date) -> Iterator[date]:
    while first <= end:
        yield first
        first += step


def _name(weekday: Weekday) -> str:
    return Weekday(weekday).name.title()
