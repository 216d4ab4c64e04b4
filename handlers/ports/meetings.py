"""Reception days, topic weeks, activities, and the room scheduled posts have in a group."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from handlers.meetings.rules.activity_records import ActivityDay, ActivityId
from handlers.meetings.rules.records import ReceptionDay, ReceptionDayId, TopicWeek, TopicWeekId
from handlers.people.rules.roster import GroupId, StationId


class MeetingRepository(Protocol):
    """Reception days, topic weeks and activities."""

    async def reception(self, day: ReceptionDayId) -> ReceptionDay | None: ...

    async def save_reception(self, day: ReceptionDay) -> None: ...

    async def receptions(self, station: StationId, start: date, end: date) -> Sequence[ReceptionDay]:
        """Return a station's stored reception days from *start* to *end*, both included, by date."""

    async def decided(self, stations: Sequence[StationId], since: date) -> Sequence[ReceptionDay]:
        """Return stations' stored days that are changed or cancelled and that lie, or lay, on *since* or later."""

    async def topic(self, week: TopicWeekId) -> TopicWeek | None: ...

    async def topics(self, weeks: Sequence[TopicWeekId]) -> Sequence[TopicWeek]:
        """Return those of the *weeks* that are stored, in their order."""

    async def save_topic(self, week: TopicWeek) -> None: ...

    async def drop_topic(self, week: TopicWeekId) -> None:
        """Forget a week; nothing happens where none is stored."""

    async def activity(self, day: ActivityId) -> ActivityDay | None: ...

    async def save_activity(self, day: ActivityDay) -> None: ...

    async def activities(self, station: StationId, start: date, end: date) -> Sequence[ActivityDay]:
        """Return a station's stored activities from *start* to *end*, both included, by the moment they begin."""

    async def followed(self, station: StationId) -> Sequence[ActivityDay]:
        """Return a station's stored activities of which something agreed is still to be done, oldest first."""

    async def changed_activities(self, stations: Sequence[StationId], since: date) -> Sequence[ActivityDay]:
        """Return stations' stored activities that people changed and that lie, or lay, on *since* or later."""


class FenceRepository(Protocol):
    """Scheduled posts each group has had."""

    async def taken(self, group: GroupId, start: date, end: date) -> Sequence[tuple[date, str]]:
        """Return day and slot of every scheduled post from *start* to *end*, both included, each slot once a day."""

    async def take(self, group: GroupId, day: date, slot: str) -> None: ...
