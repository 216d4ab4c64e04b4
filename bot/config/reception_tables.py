"""The tables of reception days: one class for each kind of rule, and what is different on single days."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, time, timedelta
from typing import Final

from bot.config import values
from bot.config.keys import Earlier, Finding, Table, Wrong, listed, optional, required, wrong
from handlers.dates.weeks import Weekday
from handlers.meetings.rules.nominal_days import (
    ByAppointment,
    EverySecondWeek,
    LunarDays,
    MonthlyDay,
    MonthlyDays,
    NominalDays,
    NthWeekday,
    OddMonthsDay,
    Weekly,
)
from handlers.meetings.rules.reception_days import ReceptionRule, RestDayPolicy
from handlers.people.rules.roster import PersonId, PointId

A_YEAR: Final = timedelta(days=366)


def _after_start(end: time, earlier: Earlier) -> None:
    start = earlier.get("start")
    if isinstance(start, time) and end <= start:
        raise wrong("end_before_start", start=start)


def _enough_deputies(per_day: int, earlier: Earlier) -> None:
    deputies = earlier.get("deputies")
    if isinstance(deputies, tuple) and per_day > len(deputies):
        raise wrong("too_few_deputies", count=len(deputies))


def _weekends_end(on_weekend: RestDayPolicy, earlier: Earlier) -> None:
    if on_weekend is RestDayPolicy.NEXT_SAME_WEEKDAY:
        raise wrong("weekend_again")


def _no_endless_weekend(day: Weekday | date, earlier: Earlier) -> None:
    weekday = day.weekday() if isinstance(day, date) else day
    if weekday >= Weekday.SAT and earlier.get("on_weekend") is RestDayPolicy.NEXT_SAME_WEEKDAY:
        raise wrong("weekend_again")


def _changes_something(held: bool, earlier: Earlier) -> None:
    if held and not any(earlier.get(key) for key in ("to", "place", "deputies")):
        raise wrong("nothing_changed")


class ExceptionTable(Table):
    on: date = required(values.day)
    to: date | None = optional(values.day, default=None)
    place: str = optional(values.text, default="")
    deputies: tuple[PersonId, ...] = optional(listed(values.id_of(PersonId)), values.distinct, default=())
    reason: str = required(values.text)
    held: bool = optional(values.yes_or_no, _changes_something, default=True)


class ReceptionTable(Table):
    id: str = required(values.id_of(str))
    rule: str = required(values.text)
    point: PointId | None = optional(values.id_of(PointId), default=None)
    start: time = required(values.clock)
    end: time = required(values.clock, _after_start)
    deputies: tuple[PersonId, ...] = required(listed(values.id_of(PersonId)), values.filled, values.distinct)
    per_day: int = required(values.count, _enough_deputies)
    offices: tuple[str, ...] = optional(listed(values.text), values.distinct, default=())
    on_weekend: RestDayPolicy = optional(values.policy, default=RestDayPolicy.POSTPONE_NEXT_WORKDAY)
    on_holiday: RestDayPolicy = optional(values.policy, default=RestDayPolicy.POSTPONE_NEXT_WORKDAY)
    exceptions: tuple[ExceptionTable, ...] = optional(listed(ExceptionTable.read), default=())

    def nominal_days(self) -> NominalDays:
        """Return the days this kind of rule names."""
        raise NotImplementedError

    def reception_rule(self) -> ReceptionRule:
        """Return the rule, with what happens to a day of rest."""
        return ReceptionRule(days=self.nominal_days(), on_weekend=self.on_weekend, on_holiday=self.on_holiday)

    @classmethod
    def keys(cls) -> frozenset[str]:
        """Return the keys of every rule, so that one of another rule is told as that."""
        return frozenset(name for kind in RULES.values() for name in kind.declared)


class _AnyWeekdayTable(ReceptionTable):
    on_weekend: RestDayPolicy = optional(values.policy, _weekends_end, default=RestDayPolicy.POSTPONE_NEXT_WORKDAY)


class MonthlyDayTable(_AnyWeekdayTable):
    day: int = required(values.day_of_month)

    def nominal_days(self) -> NominalDays:
        return MonthlyDay(day=self.day)


class MonthlyDaysTable(_AnyWeekdayTable):
    days: tuple[int, ...] = required(listed(values.day_of_month), values.filled, values.distinct)

    def nominal_days(self) -> NominalDays:
        return MonthlyDays(days=self.days)


class OddMonthsDayTable(_AnyWeekdayTable):
    day: int = required(values.day_of_month)

    def nominal_days(self) -> NominalDays:
        return OddMonthsDay(day=self.day)


class NthWeekdayTable(ReceptionTable):
    nth: int = required(values.whole(1, 5))
    weekday: Weekday = required(values.weekday, _no_endless_weekend)
    first_week: bool = optional(values.yes_or_no, default=False)

    def nominal_days(self) -> NominalDays:
        return NthWeekday(nth=self.nth, weekday=self.weekday, first_week=self.first_week)


class WeeklyTable(ReceptionTable):
    weekday: Weekday = required(values.weekday, _no_endless_weekend)

    def nominal_days(self) -> NominalDays:
        return Weekly(weekday=self.weekday)


class EverySecondWeekTable(ReceptionTable):
    anchor: date = required(values.day, _no_endless_weekend)

    def nominal_days(self) -> NominalDays:
        return EverySecondWeek(anchor=self.anchor)


class LunarDaysTable(ReceptionTable):
    on_weekend: RestDayPolicy = optional(values.policy, _weekends_end, default=RestDayPolicy.KEEP)
    on_holiday: RestDayPolicy = optional(values.policy, default=RestDayPolicy.KEEP)
    days: tuple[int, ...] = required(listed(values.whole(0, 9)), values.filled, values.distinct)

    def nominal_days(self) -> NominalDays:
        return LunarDays(endings=self.days)


class ByAppointmentTable(ReceptionTable):
    def nominal_days(self) -> NominalDays:
        return ByAppointment()


RULES: Final[Mapping[str, type[ReceptionTable]]] = {
    "monthly_day": MonthlyDayTable,
    "monthly_days": MonthlyDaysTable,
    "odd_months_day": OddMonthsDayTable,
    "nth_weekday": NthWeekdayTable,
    "weekly": WeeklyTable,
    "every_second_week": EverySecondWeekTable,
    "lunar_days": LunarDaysTable,
    "by_appointment": ByAppointmentTable,
}


def reception(value: object) -> ReceptionTable:
    """Return the table of the rule that is named, its exceptions being about days that the rule names."""
    if not isinstance(value, dict):
        raise wrong("table")
    rule = value.get("rule")
    if not isinstance(rule, str) or rule not in RULES:
        raise Wrong(Finding(path=("rule",), code="rule" if "rule" in value else "missing"))
    table = RULES[rule].read(value)
    if found := tuple(_out_of_place(table.exceptions, table.nominal_days())):
        raise Wrong(*found)
    return table


def _out_of_place(exceptions: Sequence[ExceptionTable], days: NominalDays) -> Iterator[Finding]:
    """Yield the exceptions that are about no day of the rule, or about one that had its exception before."""
    for number, one in enumerate(exceptions):
        path = ("exceptions", number, "on")
        if not any(days.nominal_dates(one.on, one.on)):
            near = next(days.nominal_dates(one.on, one.on + A_YEAR), None)
            yield Finding(path=path, code="not_a_nominal_day", facts={"near": near})
        elif one.on in {earlier.on for earlier in exceptions[:number]}:
            yield Finding(path=path, code="repeated", facts={"value": one.on})
