"""Which days are worked: weekends, statutory holidays and the weekend days worked in return (domain §7.1)."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import Final
from zlib import crc32

from handlers.dates.festivals import FURTHEST, days_that_may_be_free, days_that_may_be_worked
from handlers.dates.holiday_tables import HolidayTable, Notice, published_tables
from handlers.dates.weeks import Weekday

ONE_DAY: Final = timedelta(days=1)
NO_LOCAL_HOLIDAYS: Final[Mapping[date, str]] = MappingProxyType({})


class DayKind(StrEnum):
    WORKDAY = "workday"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    MAKEUP_WORKDAY = "makeup_workday"


class WorkCalendar:
    """The workdays of one place, from yearly tables and the place's own holidays (named by date).

    In a year without a table only weekends count as off: `is_known` says so, and `may_become` which days may change.
    """

    def __init__(
        self, tables: Iterable[HolidayTable], *, local_holidays: Mapping[date, str] = NO_LOCAL_HOLIDAYS
    ) -> None:
        self._years: set[int] = set()
        self._local_holidays = local_holidays
        self._holidays: dict[date, str] = dict(local_holidays)
        self._makeup_workdays: set[date] = set()
        self._tables = tuple(tables)
        for table in self._tables:
            self._years.add(table.year)
            self._holidays.update(table.holidays)
            self._makeup_workdays.update(table.makeup_workdays)

    def counting_with(self, tables: Iterable[HolidayTable]) -> "WorkCalendar":
        """Return the calendar of the same place with other tables."""
        return WorkCalendar(tables, local_holidays=self._local_holidays)

    def kind(self, day: date) -> DayKind:
        """Return what kind of day it is; a local holiday is a holiday, even on a make-up workday."""
        if day in self._holidays:
            return DayKind.HOLIDAY
        if day in self._makeup_workdays:
            return DayKind.MAKEUP_WORKDAY
        return DayKind.WEEKEND if day.weekday() >= Weekday.SAT else DayKind.WORKDAY

    def is_workday(self, day: date) -> bool:
        """Return whether people work that day, make-up workdays included."""
        return self.kind(day) in {DayKind.WORKDAY, DayKind.MAKEUP_WORKDAY}

    def may_become(self, day: date) -> frozenset[DayKind]:
        """Return every kind of day that it may turn out to be; its kind alone once the notices around it are known."""
        kind = self.kind(day)
        unknown = {(day - FURTHEST).year, (day + FURTHEST).year} - self._years
        if not unknown or kind in {DayKind.HOLIDAY, DayKind.MAKEUP_WORKDAY}:
            return frozenset({kind})
        kinds: set[DayKind] = {kind}
        if any(day in days_that_may_be_free(year) for year in unknown):
            kinds.add(DayKind.HOLIDAY)
        if kind is DayKind.WEEKEND and any(day in days_that_may_be_worked(year) for year in unknown):
            kinds.add(DayKind.MAKEUP_WORKDAY)
        return frozenset(kinds)

    def is_known(self, year: int) -> bool:
        """Return whether the holidays of *year* have been announced."""
        return year in self._years

    def holiday_name(self, day: date) -> str | None:
        """Return the name of the holiday *day* belongs to, None on any other day."""
        return self._holidays.get(day)

    @property
    def fingerprint(self) -> str:
        """What changes whenever a day becomes or ceases to be a holiday or a make-up workday."""
        days = [*sorted(self._holidays), "/", *sorted(self._makeup_workdays)]
        return f"{crc32(' '.join(map(str, days)).encode()):08x}"

    def notice(self, day: date) -> Notice | None:
        """Return the notice that makes *day* a holiday or a make-up workday, None where there is none."""
        return next((one.notice for one in self._tables if day in one.holidays or day in one.makeup_workdays), None)

    def next_workday(self, day: date) -> date:
        """Return the first workday after *day*."""
        day += ONE_DAY
        while not self.is_workday(day):
            day += ONE_DAY
        return day

    def previous_workday(self, day: date) -> date:
        """Return the last workday before *day*."""
        day -= ONE_DAY
        while not self.is_workday(day):
            day -= ONE_DAY
        return day


@cache
def published_calendar() -> WorkCalendar:
    """Return the calendar of a place that has no holidays of its own, from the tables that come with the program."""
    return WorkCalendar(published_tables())
