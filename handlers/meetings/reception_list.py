"""Who receives, as it stands before voters read it: told to the head, who settles by digit what is still open."""

from dataclasses import replace
from datetime import date, datetime
from typing import Final

from handlers.conversation import Answer, Question
from handlers.meetings import reception_list_texts as texts
from handlers.meetings.poster import renew, renew_once_settled
from handlers.meetings.posts import announcement_slot, groups_told
from handlers.meetings.receiving_deputies import CHOICES, fill, is_asked_by_month, once_more
from handlers.meetings.reception_day import Held, asked_about, held_day
from handlers.meetings.rules.notices import announced_on, list_told_at
from handlers.meetings.telling import tell
from handlers.message import Message, Recipient
from handlers.people.rules.roster import Role
from handlers.ports import UnitOfWork
from handlers.timed import Occurrence

LIST: Final = "reception_list"


async def tell_list(occurrence: Occurrence, now: datetime, work: UnitOfWork) -> None:
    """Tell the head who comes, who does not and who is silent, with the poster where it has changed.

    Of a month whose list he has had only what is still open is told.
    """
    day = await held_day(occurrence, work)
    if day is None or day.kept.announced is not None:
        return
    if _is_open(day) or not await is_asked_by_month(day, work):
        await _tell(day, announced_on(day.date, day.station.limits.announce_days), occurrence.key, now, work)


async def tell_of_silence(occurrence: Occurrence, now: datetime, work: UnitOfWork) -> None:
    """Tell the head, just before the first group reads the names, who of them has not answered.

    Where there was no time to tell him who comes he is told now, whoever has answered.
    """
    day = await held_day(occurrence, work)
    if day is None or day.kept.announced is not None:
        return
    limits = day.station.limits
    was_told = list_told_at(day.date, day.station.calendar, limits.ask_deputies_days, limits.announce_days)
    read = groups_told(day.station, announcement_slot(day.kept.id), occurrence.due.date())
    if await is_asked_by_month(day, work):
        wanted = was_told is None and _is_open(day)  # once is enough of one date among many
    else:
        wanted = was_told is None or bool(day.silent)
    if read and wanted:
        await _tell(day, occurrence.due.date(), occurrence.key, now, work)


def _is_open(day: Held) -> bool:
    """Return whether somebody has not answered, or is missing."""
    return bool(day.silent or day.missing)


async def on_list(message: Message, question: Question, answer: Answer, work: UnitOfWork) -> None:
    """Leave the list as it is, ask others in the place of those who are silent, or ask these once more."""
    at = message.sent_at
    day = await asked_about(question, at, work)
    if day is None or at >= day.kept.start:
        text = texts.TOO_LATE
    elif answer.digit == 1:
        text = texts.LEFT
    elif not day.silent:
        text = texts.ALL_ANSWERED
    elif answer.digit == 2:
        text = texts.asked_others(day, await _ask_others(day, message, work))
    else:
        for deputy in day.silent:
            await once_more(deputy, day, key=message.id, at=at, work=work)
        text = texts.asked_again(day)
    await work.outbox.add(message.reply_in_private(text), at=at)


async def _ask_others(day: Held, message: Message, work: UnitOfWork) -> Held:
    """Take those who are silent off the list, tell them, and ask the next in turn; return the day as it then is."""
    at, key = message.sent_at, message.id
    deputies = tuple(one if one.can is not None else replace(one, can=False, at=at) for one in day.kept.deputies)
    for deputy in day.silent:
        await tell(deputy.person, texts.not_waited_for(deputy, day), station=day.station, key=key, at=at, work=work)
    await work.questions.close_about(day.kept.id, topics=set(CHOICES))
    now = await fill(replace(day, kept=replace(day.kept, deputies=deputies)), key=key, at=at, work=work)
    await work.meetings.save_reception(now.kept)
    return await renew_once_settled(now, key=key, at=at, work=work)


async def _tell(day: Held, told: date, key: str, now: datetime, work: UnitOfWork) -> None:
    """Give the head the poster where it has changed, and ask him about those who are silent."""
    await work.meetings.save_reception(day.kept)
    day = await renew(day, key=key, at=now, work=work)
    text = texts.who_comes(day, told, now.date())
    choices = texts.CHOICES if day.silent else ()
    for head in day.station.with_role(Role.HEAD):
        if choices:
            question = Question(
                person=head,
                where=Recipient.person(head),
                topic=LIST,
                subject=day.kept.id,
                choices=choices,
                asked_at=now,
                text=text,
            )
            await work.questions.ask(question)
        await tell(head, text, station=day.station, key=f"{key}/head", at=now, work=work, choices=choices)
