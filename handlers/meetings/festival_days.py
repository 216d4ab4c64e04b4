"""Receptions that fall on a festival's own days: the head decides beforehand (domain §7.3)."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from handlers.conversation import Answer, Question
from handlers.dates.festivals import festival_on
from handlers.meetings import festival_texts as texts
from handlers.meetings.moving import decide, is_taken
from handlers.meetings.reception import call_off
from handlers.meetings.reception_day import Held, asked_about, held_day, upcoming
from handlers.meetings.rules.reception_days import festival_in_the_way, workday_after
from handlers.meetings.telling import ask_person
from handlers.meetings.texts import offices_to_tell
from handlers.message import Message
from handlers.people.rules.roster import Role
from handlers.ports import UnitOfWork
from handlers.timed import Occurrence

FESTIVAL: Final = "reception_on_festival"
KEEP, MOVE = 1, 2


async def ask(occurrence: Occurrence, now: datetime, work: UnitOfWork) -> None:
    """Ask the head whether a reception on a festival's day is held, moved or called off."""
    day = await held_day(occurrence, work)
    festival = None if day is None else festival_in_the_way(day.planned.day, occurrence.station.calendar)
    if day is None or festival is None:
        return
    await work.meetings.save_reception(day.kept)
    text = texts.what_of(day, festival, _first_workday_after(day))
    for head in day.station.with_role(Role.HEAD):
        await ask_person(
            head,
            text,
            topic=FESTIVAL,
            subject=day.kept.id,
            station=day.station,
            key=occurrence.key,
            at=now,
            work=work,
            choices=texts.CHOICES,
        )


async def on_festival(message: Message, question: Question, answer: Answer, work: UnitOfWork) -> None:
    """Do what the head decided, and have those told who were told otherwise."""
    day = await asked_about(question, message.sent_at, work)
    festival = None if day is None else festival_in_the_way(day.planned.day, day.station.calendar)
    if day is None or festival is None:
        text = texts.SETTLED
    elif answer.digit == KEEP:
        await decide(day, day.date, texts.KEPT, message, work)
        text = texts.kept(day, festival)
    elif answer.digit == MOVE:
        to, reason = _first_workday_after(day), texts.reason(festival)
        moved, groups = await decide(day, to, reason, message, work)
        text = texts.moved(day.date, moved, groups) + offices_to_tell(day)
    else:
        groups = await call_off(day, texts.reason(festival), await _later(day, work), message, work)
        text = texts.called_off(day.date, groups) + offices_to_tell(day)
    await work.outbox.add(message.reply_in_private(text), at=message.sent_at)


def _first_workday_after(day: Held) -> date:
    """Return the first workday after a festival's days on which the same deputies do not receive already."""
    rule, calendar = day.planned.reception.rule, day.station.calendar
    to = workday_after(day.date, rule, calendar)
    while festival_on(to) is not None or is_taken(day, to):
        to = workday_after(to, rule, calendar)
    return to


async def _later(day: Held, work: UnitOfWork) -> Sequence[Held]:
    return [one for one in await upcoming(day.station, day.date, work) if one.date > day.date]
