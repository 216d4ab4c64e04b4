"""Records for tests: `a_petition()` is one that is good enough, `petitions()` draws any; change what matters by `replace`."""

from datetime import datetime, timedelta
from typing import Final

from hypothesis import strategies as st

from handlers.conversation import Question
from handlers.dates.china_time import CHINA_TIME
from handlers.meetings.rules.activity_records import ActivityDay, ActivityId
from handlers.meetings.rules.records import (
    Attendance,
    Counts,
    NoticeNumber,
    Received,
    ReceptionDay,
    ReceptionDayId,
    TopicWeek,
    TopicWeekId,
    View,
)
from handlers.message import Account, Choice, Citation, Heard, MessageId, Outgoing, Priority, Recipient, Scope
from handlers.people.rules.roster import GroupId, PersonId, Place, StationId
from handlers.people.rules.voters import Voter
from handlers.petitions.rules.petition import Action, Petition, PetitionId, Source, State, Step, Supplement
from handlers.ports import AuditLine

STATION: Final = StationId("qs")
VOTER: Final = PersonId("p_zhaomin")
DEPUTY: Final = PersonId("zhang")
GROUP: Final = GroupId("li-village")
NOON: Final = datetime(2026, 3, 4, 12, tzinfo=CHINA_TIME)
ACCOUNT: Final = Account(platform="fake", account="main", user="wx-8107")


def later(**amount: float) -> datetime:
    """Return the moment that long after `NOON`."""
    return NOON + timedelta(**amount)


def a_petition(tail: int = 1) -> Petition:
    """Return a petition that was just registered; *tail* tells several apart."""
    return Petition(
        id=PetitionId(f"qs-2026-{tail}"),
        station=STATION,
        tail=tail,
        voter=VOTER,
        named=False,
        source=Source.GROUP,
        group=GROUP,
        registered_at=NOON,
        text="3号楼电梯停运三天",
        summary="3号楼电梯停运",
        state=State.REGISTERED,
        history=(Step(action=Action.REGISTER, by=VOTER, at=NOON, state=State.REGISTERED),),
    )


def a_heard(number: int = 1) -> Heard:
    """Return something said in a group; *number* tells several apart."""
    return Heard(
        id=MessageId(f"fake:{number}"),
        place=Place(platform="fake", account="main", chat=GROUP),
        scope=Scope.GROUP,
        sender=ACCOUNT,
        sender_name="赵敏",
        sent_at=NOON,
        text="3号楼电梯停运三天",
    )


def a_notice(key: str = "notice/1", *, to: Recipient | None = None, priority: Priority = Priority.NOTICE) -> Outgoing:
    """Return a message to `VOTER` in private, or to somebody else."""
    return Outgoing(
        key=key, to=to or Recipient.person(VOTER), station=STATION, text="尾号 1 已转代表。", priority=priority
    )


def a_citation(about: str = "qs-2026-1") -> Citation:
    """Return words of a petition that stand in `a_notice`."""
    return Citation(about=about, words="尾号 1", instead="…")


def a_question(topic: str = "register", subject: str = "qs-2026-1") -> Question:
    """Return a question to `VOTER` in private."""
    return Question(
        person=VOTER,
        where=Recipient.person(VOTER),
        topic=topic,
        subject=subject,
        choices=(Choice(digit=1, label="登记"), Choice(digit=2, label="不登记")),
        asked_at=NOON,
    )


def a_reception_day(start: datetime = NOON) -> ReceptionDay:
    """Return a reception day of three hours."""
    return ReceptionDay(
        id=ReceptionDayId(f"qs/station/{start.date()}"),
        station=STATION,
        point=None,
        reception="station",
        nominal=start.date(),
        start=start,
        end=start + timedelta(hours=3),
        moved_because=None,
        deputies=(Attendance(person=DEPUTY, can=True, at=NOON, steps_in=True),),
        reserves=(PersonId("chen"),),
        offices=("派出所警务室",),
        recorder="林晓",
        notice=NoticeNumber(year=start.year, number=3),
        present=(DEPUTY,),
        received=(Received(petition=PetitionId("qs-2026-1"), people=2),),
        counts=Counts(people=3, matters=2, answered=1),
    )


def a_topic_week() -> TopicWeek:
    """Return a week's topic with one view."""
    return TopicWeek(
        id=TopicWeekId("qs/2026-W10"),
        station=STATION,
        monday=NOON.date() - timedelta(days=NOON.weekday()),
        topic="小区停车",
        set_by=DEPUTY,
        set_at=NOON,
        views=(View(by=VOTER, at=NOON, text="夜里没有车位"),),
    )


def an_activity(start: datetime = NOON) -> ActivityDay:
    """Return an inspection nobody was asked to yet."""
    return ActivityDay(
        id=ActivityId(f"qs/monthly_inspection/{start.date()}"),
        station=STATION,
        kind="monthly_inspection",
        nominal=start.date(),
        start=start,
        place="镇政府门口",
    )


def a_line(subject: str = "qs-2026-1", event: str = "register") -> AuditLine:
    """Return a line for the audit trail."""
    return AuditLine(at=NOON, station=STATION, actor=VOTER, role="voter", via="chat", subject=subject, event=event)


def a_voter() -> Voter:
    """Return a voter who spoke in a group."""
    return Voter(id=VOTER, station=STATION, home=GROUP)


MOMENTS: Final = st.sampled_from([NOON, later(microseconds=1), later(days=1)]) | st.datetimes(
    min_value=datetime(2024, 1, 1),  # noqa: DTZ001  # hypothesis adds the zone itself
    max_value=datetime(2030, 1, 1),  # noqa: DTZ001
    timezones=st.just(CHINA_TIME),
)
"""Moments of some years, to the microsecond, some of them often."""

PEOPLE: Final = st.sampled_from([VOTER, PersonId("p_sunwei"), DEPUTY])

STEPS: Final = st.builds(
    Step,
    action=st.sampled_from(Action),
    by=st.none() | PEOPLE,
    at=MOMENTS,
    state=st.sampled_from(State),
    reason=st.text(),
)


TAILS: Final = st.integers(1, 6)
"""Few enough that several records are about one petition."""


def petitions(tails: st.SearchStrategy[int] = TAILS) -> st.SearchStrategy[Petition]:
    """Return petitions with every field drawn, whether or not that could come about."""
    return st.builds(
        Petition,
        id=tails.map(lambda tail: PetitionId(f"qs-2026-{tail}")),
        station=st.sampled_from([STATION, StationId("bs")]),
        tail=tails,
        voter=st.none() | PEOPLE,
        group=st.none() | st.just(GROUP),
        registered_at=MOMENTS,
        history=st.lists(STEPS, max_size=4).map(tuple),
        deputy=st.none() | PEOPLE,
        due=st.none() | MOMENTS,
        timer_at=st.none() | MOMENTS,
        supplements=st.lists(st.builds(Supplement, at=MOMENTS, by=PEOPLE), max_size=2).map(tuple),
        planned_for=st.none() | MOMENTS,
        parent=st.none(),
    )
