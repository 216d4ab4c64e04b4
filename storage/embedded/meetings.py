"""Reception days and topic weeks."""

from collections.abc import Sequence
from datetime import date, time, timedelta

from handlers.dates.china_time import moment
from handlers.meetings.rules.records import ReceptionDay, ReceptionDayId, TopicWeek, TopicWeekId
from handlers.people.rules.roster import StationId
from storage.embedded.keys import microseconds
from storage.embedded.table import Table


class EmbeddedMeetings:
    def __init__(self, receptions: Table[ReceptionDay], topics: Table[TopicWeek]) -> None:
        self._receptions = receptions
        self._topics = topics

    async def reception(self, day: ReceptionDayId) -> ReceptionDay | None:
        return self._receptions.find(day)

    async def save_reception(self, day: ReceptionDay) -> None:
        self._receptions.put(day)

    async def receptions(self, station: StationId, start: date, end: date) -> Sequence[ReceptionDay]:
        first, after = moment(start, time.min), moment(end + timedelta(days=1), time.min)
        return self._receptions.span("station", station, start=microseconds(first), below=(microseconds(after), 0))

    async def decided(self, station: StationId, since: date) -> Sequence[ReceptionDay]:
        return self._receptions.span("decided", station, start=since.toordinal())

    async def topic(self, week: TopicWeekId) -> TopicWeek | None:
        return self._topics.find(week)

    async def save_topic(self, week: TopicWeek) -> None:
        self._topics.put(week)
