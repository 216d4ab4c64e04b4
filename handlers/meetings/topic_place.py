"""In which week a topic is posted: the first that has room; what cannot be posted in its own week waits."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from handlers.dates.weeks import ONE_WEEK, monday_of
from handlers.meetings import topic_texts as texts
from handlers.meetings.plan import topic_week_id
from handlers.meetings.rules.records import TopicWeek
from handlers.meetings.rules.topic import Hindrance, PassedOver
from handlers.meetings.telling import tell_heads
from handlers.meetings.topic_week import hindrance, posted_at
from handlers.people.rules.roster import Station
from handlers.ports import UnitOfWork
from handlers.refusals import Refusal

WEEKS_TRIED: Final = 12


class NoRoomForTopics(Refusal):
    """For a quarter of a year no week has room for a topic."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The week of *monday*, in which a topic is posted, and those *passed_over* before it."""

    monday: date
    passed_over: tuple[PassedOver, ...]


async def place_from(
    station: Station, monday: date, why_not: Hindrance | None, work: UnitOfWork, *, beside: bool
) -> Place | None:
    """Return the first week from that of *monday* on in which a topic can be posted, None where there is none.

    *why_not* stands in the way in the first of them. *beside* says that it takes the place of no other topic.
    """
    passed_over: list[PassedOver] = []
    for _ in range(WEEKS_TRIED):
        why = why_not or hindrance(station, monday)
        if why is None and beside and await work.meetings.topic(topic_week_id(station, monday)) is not None:
            why = Hindrance.TAKEN
        if why is None:
            return Place(monday=monday, passed_over=tuple(passed_over))
        passed_over.append(PassedOver(monday=monday, why=why))
        monday, why_not = monday + ONE_WEEK, None
    return None


async def carry_over(week: TopicWeek, station: Station, why: Hindrance, now: datetime, work: UnitOfWork) -> None:
    """Let a topic that cannot be posted in its week wait for the next that is free, and tell the head."""
    place = await place_from(station, week.monday, why, work, beside=True)
    await work.meetings.drop_topic(week.id)
    if place is None:
        text = texts.given_up(week.topic, WEEKS_TRIED)
    else:
        kept = replace(week, id=topic_week_id(station, place.monday), monday=place.monday)
        await work.meetings.save_topic(kept)
        this_monday = monday_of(now.date())
        text = texts.carried_over(week.topic, posted_at(station, place.monday), place.passed_over, this_monday)
    key = f"topic/{week.id}/carried_over/{now.date()}"
    await tell_heads(text, station=station, key=key, at=now, work=work)
