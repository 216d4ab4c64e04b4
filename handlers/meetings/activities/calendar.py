"""A station's activities as a calendar shows them: what is held, what it is about, what was called off."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from handlers.meetings.activities.occasion import subject_of
from handlers.meetings.activities.plan import planned_activities
from handlers.meetings.rules.activity_days import PlannedActivity, activities_of
from handlers.meetings.rules.activity_kinds import WEEKLY_TOPIC
from handlers.meetings.rules.activity_records import ActivityDay, ActivityId
from handlers.meetings.rules.reception_days import REACH
from handlers.people.rules.roster import DayChange, Station
from handlers.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class OnCalendar:
    """An activity with what it is about; *change* is what people decided for its day."""

    planned: PlannedActivity
    subject: str
    change: DayChange | None = None

    @property
    def is_held(self) -> bool:
        """Whether it was not called off."""
        return self.change is None or self.change.held


async def kept_activities(
    station: Station, start: date, end: date, work: UnitOfWork
) -> Mapping[ActivityId, ActivityDay]:
    """Return what is kept of the activities from *start* to *end*, both included, by their names.

    One that was moved may be kept under the day it had before.
    """
    found = await work.meetings.activities(station.id, start - REACH, end + REACH)
    return {day.id: day for day in found}


def activities_on(
    station: Station, start: date, end: date, kept: Mapping[ActivityId, ActivityDay]
) -> Sequence[OnCalendar]:
    """Return a station's activities from *start* to *end*, both included, by the moment they begin.

    *station* is as it was decided. A weekly topic is talked over only where one was posted.
    """
    found = sorted(_all(station, start, end), key=lambda one: one.planned.starts)
    return [
        replace(one, subject=subject_of(one.planned, kept.get(one.planned.id)))
        for one in found
        if one.planned.kind.id != WEEKLY_TOPIC or one.planned.id in kept
    ]


def _all(station: Station, start: date, end: date) -> Iterator[OnCalendar]:
    changes = {(one.kind, change.nominal): change for one in station.activities for change in one.changes}
    for one in planned_activities(station, start, end):
        yield OnCalendar(planned=one, subject="", change=changes.get((one.kind.id, one.day.nominal)))
    undecided = replace(station, activities=tuple(replace(one, changes=()) for one in station.activities))
    for one in activities_of(undecided, start, end):
        change = changes.get((one.kind.id, one.day.nominal))
        if change is not None and not change.held:
            yield OnCalendar(planned=one, subject="", change=change)
