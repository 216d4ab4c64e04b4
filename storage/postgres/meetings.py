"""Reception days, topic weeks and activities."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from handlers.dates.china_time import moment
from handlers.meetings.rules.activity_records import ActivityDay, ActivityId
from handlers.meetings.rules.records import ReceptionDay, ReceptionDayId, TopicWeek, TopicWeekId
from handlers.people.rules.roster import StationId
from storage.postgres.records import Records


class PostgresMeetings:
    def __init__(
        self, receptions: Records[ReceptionDay], topics: Records[TopicWeek], activities: Records[ActivityDay]
    ) -> None:
        self._receptions = receptions
        self._topics = topics
        self._activities = activities

    async def reception(self, day: ReceptionDayId) -> ReceptionDay | None:
        return await self._receptions.find(day)

    async def save_reception(self, day: ReceptionDay) -> None:
        await self._receptions.put(day)

    async def receptions(self, station: StationId, start: date, end: date) -> Sequence[ReceptionDay]:
        return await self._receptions.select(
            "WHERE station = %s AND starts_at >= %s AND starts_at < %s ORDER BY starts_at, ordinal",
            station,
            *_moments(start, end),
        )

    async def decided(self, stations: Sequence[StationId], since: date) -> Sequence[ReceptionDay]:
        return await self._receptions.select(
            "WHERE station = ANY(%s) AND decided_until >= %s ORDER BY decided_until, ordinal", [*stations], since
        )

    async def topic(self, week: TopicWeekId) -> TopicWeek | None:
        return await self._topics.find(week)

    async def topics(self, weeks: Sequence[TopicWeekId]) -> Sequence[TopicWeek]:
        return await self._topics.select("WHERE id = ANY(%s) ORDER BY array_position(%s, id)", [*weeks], [*weeks])

    async def save_topic(self, week: TopicWeek) -> None:
        await self._topics.put(week)

    async def drop_topic(self, week: TopicWeekId) -> None:
        await self._topics.drop(week)

    async def activity(self, day: ActivityId) -> ActivityDay | None:
        return await self._activities.find(day)

    async def save_activity(self, day: ActivityDay) -> None:
        await self._activities.put(day)

    async def activities(self, station: StationId, start: date, end: date) -> Sequence[ActivityDay]:
        return await self._activities.select(
            "WHERE station = %s AND starts_at >= %s AND starts_at < %s ORDER BY starts_at, ordinal",
            station,
            *_moments(start, end),
        )

    async def followed(self, station: StationId) -> Sequence[ActivityDay]:
        return await self._activities.select("WHERE station = %s AND followed ORDER BY starts_at, ordinal", station)

    async def changed_activities(self, stations: Sequence[StationId], since: date) -> Sequence[ActivityDay]:
        return await self._activities.select(
            "WHERE station = ANY(%s) AND changed_until >= %s ORDER BY changed_until, ordinal", [*stations], since
        )


def _moments(start: date, end: date) -> tuple[datetime, datetime]:
    """Return the first moment of *start* and the first after *end*."""
    return moment(start, time.min), moment(end + timedelta(days=1), time.min)
