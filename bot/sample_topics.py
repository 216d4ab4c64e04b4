"""Topics of weeks nobody has set one for, marked as samples: a rehearsal has no head to choose them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Final

from bot import cli_texts
from handlers.meetings.plan import topic_week_id, topics_unset
from handlers.meetings.rules.records import TopicWeek
from handlers.meetings.topic_proposals import proposed
from handlers.meetings.topic_week import hindrance
from handlers.people.rules.roster import Role, Station
from handlers.ports import UnitOfWork
from handlers.timed import Job, Occurrence

AFTER_BEING_ASKED: Final = timedelta(hours=1)


def _weeks(station: Station, start: datetime, end: datetime) -> Iterator[Occurrence]:
    """Yield one for each week, when its head has been asked for the topic and has not answered."""
    for one in topics_unset(station, start - AFTER_BEING_ASKED, end - AFTER_BEING_ASKED):
        yield replace(one, key=f"{one.key}/sample", due=one.due + AFTER_BEING_ASKED)


async def _set_sample(occurrence: Occurrence, now: datetime, work: UnitOfWork) -> None:
    """Set the first topic that the bot itself would propose, or one made up."""
    station, monday = occurrence.station, date.fromisoformat(occurrence.subject)
    week = topic_week_id(station, monday)
    heads = station.with_role(Role.HEAD)
    if not heads or hindrance(station, monday) is not None or await work.meetings.topic(week) is not None:
        return
    found = await proposed(station, now, work)
    title = cli_texts.sample_topic(found[0].title if found else None)
    sample = TopicWeek(id=week, station=station.id, monday=monday, topic=title, set_by=heads[0], set_at=now)
    await work.meetings.save_topic(sample)


SAMPLE_TOPICS: Final = Job(name="set a sample topic", plan=_weeks, run=_set_sample, missed=_set_sample)
