"""The tables of a station's activities: which kinds it holds, on which days."""

from collections.abc import Mapping
from datetime import date, time
from typing import Final

from bot.config import values
from bot.config.keys import Earlier, Finding, Table, Wrong, entries, listed, optional, required, wrong
from handlers.dates.weeks import Weekday
from handlers.meetings.rules.activity_kinds import Kind, Turns
from handlers.meetings.rules.nominal_days import MonthlyDay, NthWeekday
from handlers.meetings.rules.reception_days import ReceptionRule, RestDayPolicy
from handlers.people.rules.roster import Activity

A_LEAP_YEAR: Final = 2028


def _settles(policy: RestDayPolicy, earlier: Earlier) -> None:
    if policy is RestDayPolicy.NEXT_SAME_WEEKDAY:
        raise wrong("weekend_again")


def _place_or_villages(place: str, earlier: Earlier) -> None:
    kind = earlier.get("kind")
    if not place and not (isinstance(kind, Kind) and kind.turns is Turns.VILLAGE and earlier.get("rotation")):
        raise wrong("missing")


def _month_and_day(value: object) -> str:
    """Return `06-05` as it stands, a day that there is in some year."""
    try:
        date.fromisoformat(f"{A_LEAP_YEAR}-{value}")
    except ValueError:
        raise wrong("month_and_day") from None
    return str(value)


class ActivityTable(Table):
    kind: Kind = required(values.activity)

    def activity(self) -> Activity:
        """Return the activity as handlers know it."""
        raise NotImplementedError

    @classmethod
    def keys(cls) -> frozenset[str]:
        """Return the keys of every kind, so that one of another kind is told as that."""
        return frozenset(name for kind in (OnDatesTable, MonthlyTable, NthWeekdayTable) for name in kind.declared)


class OnDatesTable(ActivityTable):
    dates: tuple[tuple[str, str], ...] = optional(entries(_month_and_day, values.text), default=())

    def activity(self) -> Activity:
        return Activity(kind=self.kind.id, dates=dict(self.dates) or self.kind.dates)


class _MeetingTable(ActivityTable):
    rotation: tuple[str, ...] = optional(listed(values.text), values.distinct, default=())
    start: time = required(values.clock)
    place: str = optional(values.text, _place_or_villages, default="")
    on_rest_day: RestDayPolicy = optional(values.policy, _settles, default=RestDayPolicy.POSTPONE_NEXT_WORKDAY)

    def days(self) -> MonthlyDay | NthWeekday:
        """Return the days this way of naming them names."""
        raise NotImplementedError

    def activity(self) -> Activity:
        rule = ReceptionRule(days=self.days(), on_weekend=self.on_rest_day, on_holiday=self.on_rest_day)
        return Activity(kind=self.kind.id, rule=rule, start=self.start, place=self.place, rotation=self.rotation)


class MonthlyTable(_MeetingTable):
    day: int = required(values.day_of_month)

    def days(self) -> MonthlyDay:
        return MonthlyDay(day=self.day)


class NthWeekdayTable(_MeetingTable):
    nth: int = required(values.whole(1, 5))
    weekday: Weekday = required(values.weekday)

    def days(self) -> NthWeekday:
        return NthWeekday(nth=self.nth, weekday=self.weekday)


def activity(value: object) -> ActivityTable:
    """Return the table of one activity: on fixed dates, on a day of the month, or on a weekday of it."""
    if not isinstance(value, dict):
        raise wrong("table")
    try:
        kind = values.activity(value.get("kind"))
    except Wrong as error:
        raise Wrong(*(Finding(path=("kind",), code=one.code, facts=one.facts) for one in error.findings)) from None
    if kind.dates:
        return OnDatesTable.read(value)
    return (NthWeekdayTable if "nth" in value or "weekday" in value else MonthlyTable).read(value)


def each_kind_once(tables: tuple[ActivityTable, ...], earlier: Mapping[str, object]) -> None:
    """Check that no kind is switched on twice."""
    kinds = [table.kind for table in tables]
    found = [number for number, kind in enumerate(kinds) if kind in kinds[:number]]
    if found:
        raise Wrong(*(Finding(path=(n, "kind"), code="repeated", facts={"value": kinds[n].name}) for n in found))
