"""Reception days, topic weeks and activities."""

from collections.abc import Sequence
from datetime import date, time, timedelta

from handlers.dates.china_time import moment
from handlers.meetings.rules.activity_records import ActivityDay, ActivityId
from handlers.meetings.rules.records import ReceptionDay, ReceptionDayId, TopicWeek, TopicWeekId
from handlers.people.rules.roster import StationId
from storage.embedded.table import Table
from storage.keys import microseconds


class EmbeddedMeetings:
    def __init__(
        self, receptions: Table[ReceptionDay], topics: Table[TopicWeek], activities: Table[ActivityDay]
    ) -> None:
        self._receptions = receptions
        self._topics = topics
        self._activities = activities

    async def reception(self, day: ReceptionDayId) -> ReceptionDay | None:
        return self._receptions.find(day)

    async def save_reception(self, day: ReceptionDay) -> None:
        self._receptions.put(day)

    async def receptions(self, station: StationId, start: date, end: date) -> Sequence[ReceptionDay]:
        first, after = _moments(start, end)
        return self._receptions.span("station", station, start=first, below=(after, 0))

    async def decided(self, stations: Sequence[StationId], since: date) -> Sequence[ReceptionDay]:
        return self._receptions.span("decided", *stations, start=since.toordinal())

    async def topic(self, week: TopicWeekId) -> TopicWeek | None:
        return self._topics.find(week)

    async def topics(self, weeks: Sequence[TopicWeekId]) -> Sequence[TopicWeek]:
        return [found for week in weeks if (found := self._topics.find(week)) is not None]

    async def save_topic(self, week: TopicWeek) -> None:
        self._topics.put(week)

    async def drop_topic(self, week: TopicWeekId) -> None:
        self._topics.drop(week)

    async def activity(self, day: ActivityId) -> ActivityDay | None:
        return self._activities.find(day)

    async def save_activity(self, day: ActivityDay) -> None:
        self._activities.put(day)

    async def activities(self, station: StationId, start: date, end: date) -> Sequence[ActivityDay]:
        first, after = _moments(start, end)
        return self._activities.span("station", station, start=first, below=(after, 0))

    async def followed(self, station: StationId) -> Sequence[ActivityDay]:
        return self._activities.span("followed", station)

    async def changed_activities(self, stations: Sequence[StationId], since: date) -> Sequence[ActivityDay]:
        return self._activities.span("changed", *stations, start=since.toordinal())


def _moments(start: date, end: date) -> tuple[int, int]:
    """Return, as they stand in an index, the first moment of *start* and the first after *end*."""
    return microseconds(moment(start, time.min)), microseconds(moment(end + timedelta(days=1), time.min))
