"""What was agreed is followed: whoever does it is told and asked, whoever raised it hears how it ended."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Final

from handlers.conversation import Answer, Question
from handlers.dates.china_time import CHINA_TIME
from handlers.meetings.activities import texts
from handlers.meetings.activities.occasion import Occasion, topic_of
from handlers.meetings.rules.activity_kinds import KINDS
from handlers.meetings.rules.activity_records import ActivityDay, ActivityId, Agreed
from handlers.meetings.rules.following import asked_on
from handlers.meetings.telling import tell, tell_heads
from handlers.meetings.topic_raised import tell_who_raised
from handlers.message import Message, Recipient
from handlers.people.on_duty import on_duty
from handlers.people.rules.roster import PersonId, Station
from handlers.ports import UnitOfWork
from handlers.timed import Occurrence
from handlers.trail import note

AGREED: Final = "agreed"
WHY_NOT: Final = "agreed_why_not"
"""Both are about one thing agreed: their subject is the activity and the number of the thing in it."""


async def hand_out(one: Occasion, at: datetime, work: UnitOfWork) -> None:
    """Tell each who was named for a thing that it is his."""
    for number, agreed in enumerate(one.kept.agreed):
        for person in named_in(agreed, one.station):
            key = f"{one.kept.id}/agreed/{number}/{agreed.what}"
            await tell(person, texts.yours(one, agreed), station=one.station, key=key, at=at, work=work)


async def follow(occurrence: Occurrence, now: datetime, work: UnitOfWork) -> None:
    """Ask how far each thing is whose time it is: whoever was named for it, or the staff."""
    station, today = occurrence.station, date.fromisoformat(occurrence.subject)
    for day in await work.meetings.followed(station.id):
        since = day.start.astimezone(CHINA_TIME).date()
        for number, agreed in enumerate(day.agreed):
            if agreed.is_open and asked_on(agreed, since, today, station.calendar):
                text = texts.how_far(day, KINDS[day.kind], agreed, today)
                for person in named_in(agreed, station) or on_duty(station):
                    question = _question(person, AGREED, f"{day.id} {number}", text, now)
                    await work.questions.ask(question)
                    key = f"{occurrence.key}/{day.id}/{number}"
                    await tell(person, text, station=station, key=key, at=now, work=work, choices=question.choices)


async def on_agreed(message: Message, question: Question, answer: Answer, work: UnitOfWork) -> None:
    """Note that a thing is done or goes on; one that is not to be done wants a reason."""
    at = message.sent_at
    if answer.digit == 1:
        text = texts.done(await _end(question, "", message, work))
    elif answer.digit == 2:
        text = texts.STILL
    else:
        text = texts.WHY_NOT
        await work.questions.ask(_question(message.sender, WHY_NOT, question.subject, text, at))
    await work.outbox.add(message.reply_in_private(text), at=at)


async def on_why_not(message: Message, question: Question, answer: Answer, work: UnitOfWork) -> None:
    """Note that a thing is not to be done, and tell why."""
    await _end(question, answer.words, message, work)
    await work.outbox.add(message.reply_in_private(texts.WHY_NOTED), at=message.sent_at)


def named_in(agreed: Agreed, station: Station) -> tuple[PersonId, ...]:
    """Return who of the station is named for a thing; nobody where it is somebody else's."""
    names = {one.person: one.name for one in station.deputies} | {one.person: one.name for one in station.staff}
    return tuple(person for person, name in names.items() if name in agreed.who)


async def _end(question: Question, dropped: str, message: Message, work: UnitOfWork) -> int:
    """Keep how a thing ended and tell head and voters once; return how many voters were told."""
    name, _, number = question.subject.rpartition(" ")
    day = await work.meetings.activity(ActivityId(name))
    if day is None or not day.agreed[int(number)].is_open:
        return 0  # somebody else was quicker
    at = message.sent_at
    ended = replace(day.agreed[int(number)], ended=at.astimezone(CHINA_TIME).date(), dropped=dropped)
    await work.meetings.save_activity(replace(day, agreed=_with(day, int(number), ended)))
    await work.questions.close_about(question.subject)
    await note(message, about=day.id, event="agreed", after="dropped" if dropped else "done", work=work)
    station = work.roster.stations[day.station]
    key = f"{day.id}/ended/{number}"
    await tell_heads(texts.ended_for_head(KINDS[day.kind], ended), station=station, key=key, at=at, work=work)
    week = await topic_of(day, work)
    if week is None:
        return 0
    return await tell_who_raised(
        week, texts.ended_for_voter(week.topic, ended), part=f"ended/{number}", at=at, work=work
    )


def _with(day: ActivityDay, number: int, agreed: Agreed) -> tuple[Agreed, ...]:
    before: Sequence[Agreed] = day.agreed
    return (*before[:number], agreed, *before[number + 1 :])


def _question(person: PersonId, topic: str, subject: str, text: str, at: datetime) -> Question:
    return Question(
        person=person,
        where=Recipient.person(person),
        topic=topic,
        subject=subject,
        choices=texts.AGREED_CHOICES if topic == AGREED else (),
        asked_at=at,
        words=topic == WHY_NOT,
        text=text,
    )
