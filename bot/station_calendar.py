"""The calendar of a station as it was decided, with what is kept of its days."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from handlers.meetings.activities.calendar import OnCalendar, activities_on, kept_activities
from handlers.meetings.calendar_rows import CalendarRow, rows_with_past
from handlers.meetings.decided import as_decided
from handlers.meetings.rules.activity_records import ActivityDay, ActivityId
from handlers.meetings.rules.records import ReceptionDay
from handlers.people.rules.roster import Station
from handlers.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class StationCalendar:
    """A station with what was decided for its days; *kept* are its reception days so far, *held* its activities."""

    station: Station
    kept: Sequence[ReceptionDay] = ()
    held: Mapping[ActivityId, ActivityDay] = field(default_factory=dict)

    def rows(self, start: date, end: date, *, today: date) -> Sequence[CalendarRow]:
        """Return the reception days from *start* to *end*, both included, by date."""
        return tuple(rows_with_past(self.station, start, end, today=today, kept=self.kept))

    def activities(self, start: date, end: date) -> Sequence[OnCalendar]:
        """Return the activities from *start* to *end*, both included, by the moment they begin."""
        return activities_on(self.station, start, end, self.held)


async def station_calendar(station: Station, start: date, end: date, work: UnitOfWork) -> StationCalendar:
    """Return the calendar of *station* for *start* to *end*, both included, as it was decided."""
    return StationCalendar(
        station=await as_decided(station, start, work), held=await kept_activities(station, start, end, work)
    )
