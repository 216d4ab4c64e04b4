"""An activity as it is planned, with what is kept of it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final

from handlers.conversation import Question
from handlers.meetings.activities.plan import planned
from handlers.meetings.decided import as_decided
from handlers.meetings.rules.activity_days import PlannedActivity
from handlers.meetings.rules.activity_kinds import WEEKLY_TOPIC, Kind, Turns
from handlers.meetings.rules.activity_records import ActivityDay, ActivityId
from handlers.meetings.rules.records import Attendance, TopicWeek, TopicWeekId
from handlers.meetings.topic_texts import proposed_title
from handlers.people.rules.roster import Deputy, PersonId, Station
from handlers.petitions.hot_issues import told_most
from handlers.ports import UnitOfWork

OF_LATE: Final = timedelta(days=92)


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """One activity: when and where it is, as planned, and what was done for it."""

    station: Station
    planned: PlannedActivity
    kept: ActivityDay

    @property
    def kind(self) -> Kind:
        return self.planned.kind

    @property
    def date(self) -> date:
        return self.planned.date

    @property
    def subject(self) -> str:
        """What it is about, by whoever set it, the rotation, or its kind."""
        return subject_of(self.planned, self.kept)

    @property
    def coming(self) -> tuple[Deputy, ...]:
        """The deputies who agreed to come."""
        return self._deputies(one for one in self.kept.invited if one.can)

    @property
    def silent(self) -> tuple[Deputy, ...]:
        """The deputies who were asked and have not answered."""
        return self._deputies(one for one in self.kept.invited if one.can is None)

    def _deputies(self, invited: Iterable[Attendance]) -> tuple[Deputy, ...]:
        found = (self.station.deputy(one.person) for one in invited)
        return tuple(one for one in found if one is not None)

    def answered(self, person: PersonId, *, can: bool | None, at: datetime | None = None) -> "Occasion":
        """Return it with what *person* said to being invited; None while there is no answer."""
        own = Attendance(person=person, can=can, at=at)
        known = any(one.person == person for one in self.kept.invited)
        invited = tuple(own if one.person == person else one for one in self.kept.invited)
        return replace(self, kept=replace(self.kept, invited=invited if known else (*invited, own)))


def subject_of(planned: PlannedActivity, kept: ActivityDay | None) -> str:
    """Return what an activity is about, as far as anything of it is *kept*."""
    turn = planned.turn if planned.kind.turns is Turns.SUBJECT else ""
    return ("" if kept is None else kept.subject) or turn or planned.kind.subject


async def occasion(name: ActivityId, station: Station, now: datetime, work: UnitOfWork) -> Occasion | None:
    """Return an activity of a station, None where it is not held; of weekly topics only those that were posted."""
    station = await as_decided(station, now.date(), work)
    as_planned, kept = planned(name, station), await work.meetings.activity(name)
    if as_planned is None or (kept is None and as_planned.kind.id == WEEKLY_TOPIC):
        return None
    if kept is None:
        kept = new(as_planned, station)
        if as_planned.kind.turns is Turns.MATTER:
            kept = replace(kept, subject=await _told_most(station, now, work))
    kept = replace(kept, start=as_planned.starts, place=as_planned.place)
    return Occasion(station=station, planned=as_planned, kept=kept)


async def asked_about(question: Question, now: datetime, work: UnitOfWork) -> Occasion | None:
    """Return the activity a question was about, None where it is not held any more."""
    kept = await work.meetings.activity(ActivityId(question.subject))
    return None if kept is None else await occasion(kept.id, work.roster.stations[kept.station], now, work)


def new(one: PlannedActivity, station: Station, subject: str = "") -> ActivityDay:
    """Return the record of an activity for which nothing was done yet."""
    return ActivityDay(
        id=one.id,
        station=station.id,
        kind=one.kind.id,
        nominal=one.day.nominal,
        start=one.starts,
        place=one.place,
        subject=subject,
    )


async def topic_of(day: ActivityDay, work: UnitOfWork) -> TopicWeek | None:
    """Return the week whose topic an activity talks over, None for any other kind."""
    if day.kind != WEEKLY_TOPIC:
        return None
    return await work.meetings.topic(TopicWeekId(f"{day.station}/{day.nominal}"))


async def _told_most(station: Station, now: datetime, work: UnitOfWork) -> str:
    told = await told_most(station, now - OF_LATE, now, work)
    return next((proposed_title(issue) for issue in told if issue.category is not None), "")
