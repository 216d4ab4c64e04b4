"""The ladder of reminders: how many working days from a deadline who is told (domain §3.4)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from handlers.dates.china_time import day_of
from handlers.dates.day_kinds import ONE_DAY, WorkCalendar
from handlers.petitions.rules.petition import Petition, Track


class Tells(StrEnum):
    """Whom a rung reaches."""

    ACTOR = "actor"
    STATION = "station"
    DEPUTY_HEAD = "deputy_head"
    HEAD = "head"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """Told in the morning, *after* working days from the deadline, before it where that is negative.

    What is not before it is told once its day is over: the rung of the deadline itself (0) on the next working day.
    """

    after: int
    tells: Tells


LADDERS: Final[Mapping[Track, tuple[Rung, ...]]] = {
    Track.SERVICE: (
        Rung(after=-1, tells=Tells.ACTOR),
        Rung(after=0, tells=Tells.STATION),
        Rung(after=1, tells=Tells.DEPUTY_HEAD),
        Rung(after=3, tells=Tells.HEAD),
    ),
    Track.SUGGESTION: (
        Rung(after=-10, tells=Tells.ACTOR),
        Rung(after=-3, tells=Tells.ACTOR),
        Rung(after=0, tells=Tells.STATION),
        Rung(after=5, tells=Tells.DEPUTY_HEAD),
        Rung(after=10, tells=Tells.HEAD),
    ),
}
"""The rungs of each track, in the order in which they are told."""

REPORTED_AFTER: Final[Mapping[Track, int]] = {Track.SERVICE: 5, Track.SUGGESTION: 20}
"""So many working days past its limit a petition stands on the month's list to presidium and county."""

RUNGS: Final = frozenset(rung.after for ladder in LADDERS.values() for rung in ladder)


def told_on(rung: Rung, due: date, calendar: WorkCalendar) -> date:
    """Return the working day on whose morning *rung* of a deadline on *due* is told."""
    return workday_from(due, rung.after + 1 if rung.after >= 0 else rung.after, calendar)


def due_days(after: int, morning: date, calendar: WorkCalendar) -> tuple[date, date]:
    """Return from which day (included) to which (not included) deadlines lie whose rung *after* is told on *morning*.

    The inverse of `told_on`; *morning* is a working day.
    """
    if after < 0:
        first, last = workday_from(morning, -after - 1, calendar), workday_from(morning, -after, calendar)
        return first + ONE_DAY, last + ONE_DAY
    return workday_from(morning, -after - 1, calendar), workday_from(morning, -after, calendar)


def newest(petition: Petition, today: date, calendar: WorkCalendar) -> Rung | None:
    """Return the last rung whose day has come by *today*, None where there is none.

    What was to be told before the limit even began to run is no rung: a limit of a day has no reminder before it.
    """
    if petition.due is None:
        return None
    due = day_of(petition.due)
    began = day_of(petition.history[-1].at) if petition.term is None else petition.term.start
    come = (rung for rung in LADDERS[petition.track] if began < told_on(rung, due, calendar) <= today)
    return max(come, key=lambda rung: rung.after, default=None)


def is_to_report(petition: Petition, today: date, calendar: WorkCalendar) -> bool:
    """Return whether a petition is past its limit for so long that presidium and county are told of it."""
    return petition.due is not None and (
        workday_from(day_of(petition.due), REPORTED_AFTER[petition.track], calendar) < today
    )


def workday_from(day: date, count: int, calendar: WorkCalendar) -> date:
    """Return the working day that is *count* of them after *day*, or before it where *count* is negative."""
    step = calendar.next_workday if count > 0 else calendar.previous_workday
    for _ in range(abs(count)):
        day = step(day)
    return day
