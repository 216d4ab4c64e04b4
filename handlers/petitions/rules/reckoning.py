"""Why a deadline is on its day: since when it was counted, what was left out, by which notice (domain §3.3, §7.1)."""

from dataclasses import dataclass
from datetime import date, timedelta

from handlers.dates.day_kinds import DayKind, WorkCalendar
from handlers.dates.holiday_tables import Notice
from handlers.dates.periods import Measure, Term
from handlers.dates.weeks import days_between


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """Days of one name that stand together in the calendar, and the notice that says so (None: the station's own)."""

    name: str
    days: tuple[date, ...]
    notice: Notice | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reckoning:
    """How *term* comes to its last day.

    *weekends* and *holidays* lie between and do not count, *made_up* are weekend days that do. *unknown* are years
    on the way whose holidays nobody has announced yet.
    """

    term: Term
    last: date
    weekends: tuple[date, ...]
    holidays: tuple[Named, ...]
    made_up: tuple[Named, ...]
    unknown: tuple[int, ...]


def reckoning(term: Term, calendar: WorkCalendar) -> Reckoning:
    """Return how the last day of *term* comes about.

    Of a term in days or months only the holiday it would have ended on is left out.
    """
    last = term.last_day(calendar)
    if term.measure is Measure.WORKING_DAYS:
        passed = days_between(term.start + timedelta(days=1), last)
        weekends = tuple(day for day in passed if calendar.kind(day) is DayKind.WEEKEND)
    else:
        passed = days_between(term.last_day(WorkCalendar(())), last)
        weekends = ()
    return Reckoning(
        term=term,
        last=last,
        weekends=weekends,
        holidays=_named([day for day in passed if calendar.kind(day) is DayKind.HOLIDAY], calendar),
        made_up=_named([day for day in passed if calendar.kind(day) is DayKind.MAKEUP_WORKDAY], calendar),
        unknown=tuple(sorted({day.year for day in passed if not calendar.is_known(day.year)})),
    )


def _named(days: list[date], calendar: WorkCalendar) -> tuple[Named, ...]:
    """Return *days*, those of one name and one notice together."""
    found: dict[tuple[str, Notice | None], list[date]] = {}
    for day in days:
        found.setdefault((calendar.holiday_name(day) or "", calendar.notice(day)), []).append(day)
    return tuple(Named(name=name, days=tuple(of), notice=notice) for (name, notice), of in found.items())
