"""Projects that a group of deputies watches, from approval to delivery and after (一事一小组, domain §2.3.3–2.3.7)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from handlers.dates.china_time import day_of
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

    *demand* is what they ask for, empty where it needs no words. *before* and *after* refer to pictures. *correction*
    is what the unit says it did; *checked_at* is when whoever found it saw that it is right.
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
    """A project with the group that watches it; *number* counts a station's, *unit* answers for it.

    *deputies* are the members of the *group* that watch this one. *delivered* is the day it was handed over.
    """

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
    def key(self) -> str:
        """What it is called among all that is kept."""
        return f"{self.station}/watched/{self.number}"

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

    def with_problem(self, changed: Problem) -> "WatchedProject":
        """Return the project with *changed* in the place of the problem of its number."""
        return replace(self, problems=tuple(changed if one.number == changed.number else one for one in self.problems))

    def having_checked(self, check: Check) -> "WatchedProject":
        """Return the project with *check* seen to."""
        return replace(self, checked=tuple(dict.fromkeys((*self.checked, check))))

    def at_stage(self, stage: Stage, day: date) -> "WatchedProject":
        """Return the project at *stage*; the day it was first delivered is kept."""
        delivered = day if stage is Stage.DELIVERY and self.delivered is None else self.delivered
        return replace(self, stage=stage, delivered=delivered)


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthOfProjects:
    """What a bulletin tells: how the projects go, what is open, what became of the month before (domain MSG-B1).

    *found_before* problems were found in the month before, *corrected* of them are put right.
    """

    groups: int
    normal: int
    slow: int
    found_before: int
    corrected: int
    open_problems: tuple[tuple[WatchedProject, Problem], ...]

    @property
    def projects(self) -> int:
        """How many projects are watched."""
        return self.normal + self.slow


def month_of(projects: Sequence[WatchedProject], day: date, before: tuple[int, int]) -> MonthOfProjects:
    """Return how the projects that are not done stand on *day*; *before* is year and month of the month before."""
    watched = [project for project in projects if project.stage is not Stage.DONE]
    slow = sum(project.is_slow(day) for project in watched)
    found = [one for project in watched for one in project.problems if _month(one.found_at) == before]
    still = [(project, problem) for project in watched for problem in project.open_problems]
    return MonthOfProjects(
        groups=len({project.group for project in watched}),
        normal=len(watched) - slow,
        slow=slow,
        found_before=len(found),
        corrected=sum(one.corrected_at is not None for one in found),
        open_problems=tuple(sorted(still, key=lambda one: (one[1].due, one[0].number, one[1].number))),
    )


def _month(at: datetime) -> tuple[int, int]:
    day = day_of(at)
    return day.year, day.month
