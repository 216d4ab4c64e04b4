"""On which days deputies receive voters: what becomes of a nominal day that is a day of rest (domain §7.2)."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Final, assert_never

from handlers.dates.day_kinds import DayKind, WorkCalendar
from handlers.dates.festivals import festival_on
from handlers.dates.lunar import is_silent
from handlers.dates.weeks import ONE_WEEK, days_between
from handlers.meetings.rules.nominal_days import NominalDays

WEEKS_TRIED: Final = 4  # a Saturday put off to the next one would be put off for ever
REACH: Final = timedelta(days=45)  # further than any policy moves a day: four weeks, and a holiday of nine days after


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

    @property
    def avoids_makeup(self) -> bool:
        """Whether a day that has to go somewhere else may not go to a make-up workday."""
        return RestDayPolicy.AVOID_MAKEUP in {self.on_weekend, self.on_holiday}


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """That people put a reception on another day than the rule: where the rule had it, and why."""

    instead_of: date
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Engagement:
    """At what people have to be on *date*: an activity of that *kind*, empty for a reception."""

    date: date
    kind: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """Why a reception is not held on its nominal date.

    *away_from* is the kind of day the policies took it from, *holiday* its name; *collided* says that another reception
    of the station was in the way, *engaged* what else people had to be at at that hour first; *decided* that people put
    it elsewhere after all that.
    """

    away_from: DayKind | None = None
    holiday: str | None = None
    collided: bool = False
    engaged: Engagement | None = None
    decided: Decided | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceptionDate:
    """One day of reception; *tentative* where holidays that are not announced yet may still move it."""

    nominal: date
    date: date
    moved: Moved | None
    tentative: bool


def reception_days(rule: ReceptionRule, calendar: WorkCalendar, start: date, end: date) -> tuple[ReceptionDate, ...]:
    """Return the receptions held from *start* to *end*, both included, wherever their nominal dates lie."""
    nominals = rule.days.nominal_dates(start - REACH, end + REACH)
    found = (reception_date(nominal, rule, calendar) for nominal in nominals)
    held = (day for day in found if day is not None and start <= day.date <= end)
    return tuple(sorted(held, key=lambda day: (day.date, day.nominal)))


@lru_cache(maxsize=8192)  # whoever plans a day asks for those around it again and again
def reception_date(nominal: date, rule: ReceptionRule, calendar: WorkCalendar) -> ReceptionDate | None:
    """Return where the policies put one nominal date, None where they skip it."""
    day = _settled(nominal, rule, calendar)
    if day is None:
        return None
    moved = None if day == nominal else Moved(away_from=calendar.kind(nominal), holiday=calendar.holiday_name(nominal))
    return ReceptionDate(nominal=nominal, date=day, moved=moved, tentative=is_tentative(nominal, day, rule, calendar))


def is_tentative(nominal: date, day: date, rule: ReceptionRule, calendar: WorkCalendar) -> bool:
    """Return whether holidays that are not announced yet may still move *day*: not where the rule keeps it anyway."""
    looked_at = days_between(min(nominal, day), max(nominal, day))
    if RestDayPolicy.NEXT_SAME_WEEKDAY in {rule.on_weekend, rule.on_holiday} and day != nominal:
        looked_at += tuple(nominal + n * ONE_WEEK for n in range(1, WEEKS_TRIED + 1))
    return any(len({rule.policy(kind) for kind in calendar.may_become(one)}) > 1 for one in looked_at)


def festival_in_the_way(day: ReceptionDate, calendar: WorkCalendar) -> str | None:
    """Return the festival on one of whose own days people might be received without anybody having meant it.

    That is Spring Festival, and any of a year whose holidays are not announced; None where people moved it there.
    """
    festival = festival_on(day.date)
    decided = day.moved is not None and day.moved.decided is not None
    return None if decided or (calendar.is_known(day.date.year) and not is_silent(day.date)) else festival


def _settled(day: date, rule: ReceptionRule, calendar: WorkCalendar) -> date | None:
    """Return where the policies leave *day*, or None where it is skipped.

    The day they move it to is judged anew: what avoids make-up workdays may have been moved to one.
    """
    match rule.policy(calendar.kind(day)):
        case RestDayPolicy.KEEP:
            return day
        case RestDayPolicy.SKIP:
            return None
        case RestDayPolicy.POSTPONE_NEXT_WORKDAY:
            return _settled(calendar.next_workday(day), rule, calendar)
        case RestDayPolicy.ADVANCE_PREV_WORKDAY:
            return _settled(calendar.previous_workday(day), rule, calendar)
        case RestDayPolicy.NEXT_SAME_WEEKDAY:
            return _same_weekday(day, rule, calendar)
        case RestDayPolicy.AVOID_MAKEUP:
            return workday_after(day, rule, calendar)
        case never:
            assert_never(never)


def _same_weekday(day: date, rule: ReceptionRule, calendar: WorkCalendar) -> date:
    """Return the first day one, two … weeks on that may be kept; the next workday where there is none for a month."""
    weeks_on = (day + n * ONE_WEEK for n in range(1, WEEKS_TRIED + 1))
    may_be_kept = (one for one in weeks_on if rule.policy(calendar.kind(one)) is RestDayPolicy.KEEP)
    return next(may_be_kept, workday_after(day, rule, calendar))


def workday_after(day: date, rule: ReceptionRule, calendar: WorkCalendar) -> date:
    """Return the first workday after *day* that the rule may use."""
    day = calendar.next_workday(day)
    while rule.avoids_makeup and calendar.kind(day) is DayKind.MAKEUP_WORKDAY:
        day = calendar.next_workday(day)
    return day
