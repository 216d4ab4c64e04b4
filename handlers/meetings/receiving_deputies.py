"""The deputies of a reception day: asked a week ahead, replaced where one cannot come (MSG-J1 to J4, J7)."""

from dataclasses import replace
from datetime import datetime
from typing import Final

from handlers.conversation import Answer, Question
from handlers.dates.day_kinds import ONE_DAY
from handlers.meetings import texts
from handlers.meetings.reception_day import Held, asked_about, held_day
from handlers.meetings.rules.notices import announced_on, deputies_asked_again_at
from handlers.meetings.rules.records import Attendance
from handlers.meetings.rules.rotation import next_in_turn
from handlers.meetings.telling import tell, tell_heads
from handlers.message import Message, Recipient
from handlers.people.on_duty import on_duty
from handlers.people.rules.roster import Deputy
from handlers.ports import UnitOfWork
from handlers.timed import Occurrence
from handlers.timed_texts import when_late

CAN_COME: Final = "can_come"
STEP_IN: Final = "step_in"
CHOICES: Final = {CAN_COME: texts.CAN_COME_CHOICES, STEP_IN: texts.STEP_IN_CHOICES}
TO_DO_SHOWN: Final = 3


async def ask(occurrence: Occurrence, now: datetime, work: UnitOfWork) -> None:
    """Ask the deputies whose turn it is, and give the head their names."""
    day = await held_day(occurrence, work)
    if day is None:
        return
    await work.meetings.save_reception(day.kept)
    station = day.station
    limits = station.limits
    answer_by = deputies_asked_again_at(day.date, station.calendar, limits.ask_deputies_days).date()
    for deputy in day.deputies:
        text = texts.can_you_come(deputy, day.planned, station, answer_by if now.date() < answer_by else None)
        await _ask(deputy, CAN_COME, text, day, occurrence.key, now, work)
    names = texts.names_of(day.deputies)
    until = announced_on(day.date, limits.announce_days)
    text = texts.list_for_head(day.planned, station, names, until)
    await tell_heads(
        when_late(text, due=occurrence.due, now=now), station=station, key=occurrence.key, at=now, work=work
    )


async def ask_again(occurrence: Occurrence, now: datetime, work: UnitOfWork) -> None:
    """Ask those once more who have not answered, unless the first question went out late."""
    day = await held_day(occurrence, work)
    if day is None:
        return
    text = texts.can_you_come_after_all(day.planned, day.station.phone)
    await work.meetings.save_reception(day.kept)
    silent = {one.person for one in day.kept.deputies if one.can is None}
    for deputy in day.deputies:
        if deputy.person in silent and not await _was_just_asked(deputy, day, now, work):
            await _ask(deputy, CAN_COME, text, day, occurrence.key, now, work)


async def remind(day: Held, occurrence: Occurrence, now: datetime, work: UnitOfWork) -> None:
    """Remind those who receive, each with what waits for an answer."""
    for deputy in day.deputies:
        to_do = await work.petitions.of_deputy(deputy.person)
        text = texts.tomorrow_for_deputy(deputy, day.planned, day.station, now.date(), to_do, TO_DO_SHOWN)
        text = when_late(text, due=occurrence.due, now=now)
        await tell(deputy.person, text, station=day.station, key=occurrence.key, at=now, work=work)


async def on_can_come(message: Message, question: Question, answer: Answer, work: UnitOfWork) -> None:
    """Note that a deputy comes, or ask the next in turn; it is the same for a deputy who was asked to step in."""
    day = await asked_about(question, message.sent_at, work)
    if day is None:
        await work.outbox.add(message.reply_in_private(texts.NOT_HELD), at=message.sent_at)
        return
    can = answer.digit == 1
    asked = [
        replace(one, can=can, at=message.sent_at) if one.person == message.sender else one for one in day.kept.deputies
    ]
    name = work.roster.name(message.sender) or message.sender_name
    if can:
        text = texts.will_come(day.planned, day.station)
        news = texts.stepped_in(name, day.planned, day.station) if question.topic == STEP_IN else None
    else:
        text = texts.CANNOT_COME
        following = day.station.deputy(next_in_turn(day.turn, asked))
        if following is not None:
            asked.append(Attendance(person=following.person))
            invitation = texts.step_in(following, day.planned, day.station)
            await _ask(following, STEP_IN, invitation, day, message.id, message.sent_at, work)
        news = texts.declined(name, day.planned, day.station, None if following is None else following.name)
    await work.meetings.save_reception(replace(day.kept, deputies=tuple(asked)))
    await work.outbox.add(message.reply_in_private(text), at=message.sent_at)
    if news is not None:
        for person in on_duty(day.station):
            await tell(person, news, station=day.station, key=message.id, at=message.sent_at, work=work)


async def _was_just_asked(deputy: Deputy, day: Held, now: datetime, work: UnitOfWork) -> bool:
    questions = await work.questions.open(deputy.person, Recipient.person(deputy.person))
    return any(one.subject == day.kept.id and now - one.asked_at < ONE_DAY for one in questions)


async def _ask(deputy: Deputy, topic: str, text: str, day: Held, key: str, at: datetime, work: UnitOfWork) -> None:
    choices = CHOICES[topic]
    await work.questions.ask(
        Question(
            person=deputy.person,
            where=Recipient.person(deputy.person),
            topic=topic,
            subject=day.kept.id,
            choices=choices,
            asked_at=at,
            text=text,
        )
    )
    await tell(deputy.person, text, station=day.station, key=key, at=at, work=work, choices=choices)
