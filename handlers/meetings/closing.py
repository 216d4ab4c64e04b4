"""The end of a reception day: what it brought is asked for, told to the groups, and recorded (MSG-J9, J10, J14)."""

from dataclasses import replace
from datetime import datetime, time
from typing import Final

from handlers.conversation import Answer, Question
from handlers.dates.china_time import CHINA_TIME, moment
from handlers.dates.day_kinds import ONE_DAY
from handlers.meetings import texts
from handlers.meetings.posts import groups_told, reception_slot
from handlers.meetings.reception import next_held
from handlers.meetings.reception_day import Held, asked_about, held_day, upcoming
from handlers.meetings.record import Matters, give_to_heads, matters_of
from handlers.meetings.rules.records import Counts
from handlers.meetings.telling import GroupPost, post, tell
from handlers.message import Message, Recipient
from handlers.parse import NotUnderstood, counts
from handlers.people.on_duty import on_duty
from handlers.people.rules.roster import PersonId
from handlers.ports import UnitOfWork
from handlers.reports.rules import figures
from handlers.timed import Occurrence
from handlers.trail import note

COUNTS: Final = "reception_counts"


async def end(occurrence: Occurrence, now: datetime, work: UnitOfWork) -> None:
    """Ask staff what the day brought; what was entered there is counted already and only confirmed."""
    day = await held_day(occurrence, work)
    if day is None:
        return
    await work.meetings.save_reception(day.kept)
    text = texts.ask_counts(day.planned, day.station, _counted(day, await matters_of(day, work)))
    for person in on_duty(day.station):
        await _ask(day, Recipient.person(person), text, now, work)
        choices = texts.COUNTS_CHOICES if day.kept.received else ()
        await tell(person, text, station=day.station, key=occurrence.key, at=now, work=work, choices=choices)


async def on_counts(message: Message, question: Question, answer: Answer, work: UnitOfWork) -> None:
    """Note what a reception day brought; the groups hear of it on the day itself, later it is only noted."""
    day = await asked_about(question, message.sent_at, work)
    if day is None:
        await work.outbox.add(message.reply_in_private(texts.NOT_HELD), at=message.sent_at)
        return
    known = _counted(day, await matters_of(day, work))
    try:
        brought = known if known is not None and answer.digit == 1 else counts(answer.words)
    except NotUnderstood:
        text = texts.COUNTS_NOT_UNDERSTOOD
        await _ask(day, message.here, text, message.sent_at, work)
        await work.outbox.add(message.reply_in_private(text), at=message.sent_at)
        return
    day = replace(day, kept=replace(day.kept, counts=brought))
    await work.meetings.save_reception(day.kept)
    await work.questions.close_about(day.kept.id, topics={COUNTS})
    await note(message, about=day.kept.id, event="reception_counts", work=work)
    for figure, count in figures.of_reception(brought):
        await work.figures.add(day.station.id, day.date, figure, count)
    same_day = message.sent_at.astimezone(CHINA_TIME).date() == day.date
    if same_day:
        await _post_end(day, brought, message, work)
    await work.outbox.add(message.reply_in_private(texts.counts_noted(brought, told=same_day)), at=message.sent_at)
    await give_to_heads(day, message.sent_at, work)


def _counted(day: Held, matters: Matters) -> Counts | None:
    """Return what was entered at the reception itself, None where nothing was."""
    if not day.kept.received:
        return None
    people = sum(one.people for one in day.kept.received)
    return Counts(people=people, matters=len(day.kept.received), answered=len(matters.answered))


async def _post_end(day: Held, brought: Counts, message: Message, work: UnitOfWork) -> None:
    later = await upcoming(day.station, day.date + ONE_DAY, work)
    slot = reception_slot(day.kept.id)
    closing = GroupPost(
        key=f"reception/{day.kept.id}/ended",
        station=day.station,
        slot=slot,
        text=texts.ended(brought, len(day.kept.received), next_held(day, later)),
        due=message.sent_at,
        until=moment(day.date + ONE_DAY, time()),
    )
    await post(closing, groups_told(day.station, slot, day.date), message.sent_at, work)


async def _ask(day: Held, where: Recipient, text: str, at: datetime, work: UnitOfWork) -> None:
    await work.questions.ask(
        Question(
            person=PersonId(where.id),
            where=where,
            topic=COUNTS,
            subject=day.kept.id,
            choices=texts.COUNTS_CHOICES if day.kept.received else (),
            asked_at=at,
            words=True,
            text=text,
        )
    )
