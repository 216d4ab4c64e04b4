"""Projects that a group of deputies watches, from approval to delivery and after (一事一小组, domain §2.3.3–2.3.7)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from handlers.people.rules.roster import PersonId, StationId


class Stage(StrEnum):
    """How far a project is."""

    APPROVAL = "approval"
    BUILDING = "building"
    DELIVERY = "delivery"
    LOOK_BACK = "look_back"
    DONE = "done"


class Check(StrEnum):
    """What the group sees to in one stage."""

    STUDY = "read the feasibility study"
    SITE_CHOSEN = "see the place"
    COORDINATION = "attend coordination"
    INSPECTION = "inspect on site"
    ACCEPTANCE = "attend acceptance"
    SATISFACTION = "ask those who use it"
    LOOK_BACK = "look back"
    DELIBERATION = "deliberate at the year's end"


CHECKS: Final[Mapping[Stage, tuple[Check, ...]]] = {
    Stage.APPROVAL: (Check.STUDY, Check.SITE_CHOSEN),
    Stage.BUILDING: (Check.COORDINATION, Check.INSPECTION),
    Stage.DELIVERY: (Check.ACCEPTANCE, Check.SATISFACTION),
    Stage.LOOK_BACK: (Check.LOOK_BACK, Check.DELIBERATION),
    Stage.DONE: (),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What deputies found and the unit has to put right until the day *due*; *number* counts a project's.

    *before* and *after* refer to pictures. *checked_at* is when deputies saw for themselves that it is right.
    """

    number: int
    text: str
    demand: str
    found_by: PersonId
    found_at: datetime
    due: date
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    correction: str = ""
    corrected_at: datetime | None = None
    checked_at: datetime | None = None

    def is_late(self, day: date) -> bool:
        """Return whether it should have been put right before *day*."""
        return self.corrected_at is None and self.due < day


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchedProject:
    """A project with the group that watches it; *number* counts a station's, *unit* answers for it."""

    station: StationId
    number: int
    name: str
    unit: str
    group: str
    deputies: tuple[PersonId, ...]
    registered_at: datetime
    stage: Stage = Stage.APPROVAL
    checked: tuple[Check, ...] = ()
    problems: tuple[Problem, ...] = ()
    delivered: date | None = None

    @property
    def open_problems(self) -> tuple[Problem, ...]:
        """What is not put right yet."""
        return tuple(problem for problem in self.problems if problem.corrected_at is None)

    def problem(self, number: int) -> Problem | None:
        """Return the problem of that number, or None."""
        return next((problem for problem in self.problems if problem.number == number), None)

    def is_slow(self, day: date) -> bool:
        """Return whether a problem is overdue."""
        return any(problem.is_late(day) for problem in self.problems)
