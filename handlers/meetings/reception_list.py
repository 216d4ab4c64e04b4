"""Who receives, as it stands before voters read it: told to the head, who settles by digit what is still open."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Final

from handlers.conversation import Answer, Question
from handlers.meetings import reception_list_texts as texts
from handlers.meetings.poster import renew, renew_once_settled
from handlers.meetings.posts import announcement_slot, groups_told
from handlers.meetings.receiving_deputies import CHOICES, fill, is_asked_by_month, once_more
from handlers.meetings.reception_day import Held, day_named, held_together
from handlers.meetings.rules.notices import announced_on, list_told_at
from handlers.meetings.rules.records import ReceptionDayId
from handlers.meetings.telling import ask_person, tell
from handlers.message import Message
from handlers.people.rules.roster import Role
from handlers.ports import UnitOfWork
from handlers.timed import Occurrence

LIST: Final = "reception_list"
LEAVE, ASK_OTHERS = 1, 2


async def tell_list(occurrence: Occurrence, now: datetime, work: UnitOfWork) -> None:
    """Tell the head who comes, who does not and who is silent, with the poster where it has changed.

    Of a month whose list he has had only what is still open is told.
    """
    days = await _of_its_date(occurrence, now, work)
    wanted = [day for day in days if _is_open(day) or not await is_asked_by_month(day, work)]
    if wanted:
        told = announced_on(wanted[0].date, occurrence.station.limits.announce_days)
        await _tell(wanted, told, occurrence.key, now, work)


async def tell_of_silence(occurrence: Occurrence, now: datetime, work: UnitOfWork) -> None:
    """Tell the head, just before the first group reads the names, who of them has not answered.

    Where there was no time to tell him who comes he is told now, whoever has answered.
    """
    today = occurrence.due.date()
    days = [
        day
        for day in await _of_its_date(occurrence, now, work)
        if groups_told(day.station, announcement_slot(day.kept.id), today) and await _is_news(day, work)
    ]
    if days:
        await _tell(days, today, occurrence.key, now, work)


async def _of_its_date(occurrence: Occurrence, now: datetime, work: UnitOfWork) -> Sequence[Held]:
    """Return all receptions of a date that voters have not been told of, once."""
    return [one for one in await held_together(occurrence, "list", now, work) if one.kept.announced is None]


async def _is_news(day: Held, work: UnitOfWork) -> bool:
    """Return whether the head has to hear of a list on the day voters do; of one date among many once is enough."""
    limits = day.station.limits
    was_told = list_told_at(day.date, day.station.calendar, limits.ask_deputies_days, limits.announce_days)
    if await is_asked_by_month(day, work):
        return was_told is None and _is_open(day)
    return was_told is None or bool(day.silent)


def _is_open(day: Held) -> bool:
    """Return whether somebody has not answered, or is missing."""
    return bool(day.silent or day.missing)


async def on_list(message: Message, question: Question, answer: Answer, work: UnitOfWork) -> None:
    """Leave the list as it is, ask others in the place of those who are silent, or ask these once more."""
    at = message.sent_at
    found = [await day_named(ReceptionDayId(name), at, work) for name in question.subject.split()]
    days = [day for day in found if day is not None and at < day.kept.start]
    silent = [day for day in days if day.silent]
    if not days:
        text = texts.TOO_LATE
    elif answer.digit == LEAVE:
        text = texts.LEFT
    elif not silent:
        text = texts.ALL_ANSWERED
    elif answer.digit == ASK_OTHERS:
        text = "\n".join([texts.asked_others(day, await _ask_others(day, message, work)) for day in silent])
    else:
        for day in silent:
            for deputy in day.silent:
                await once_more(deputy, day, key=f"{message.id}/{day.kept.id}", at=at, work=work)
        text = texts.asked_again(silent)
    await work.outbox.add(message.reply_in_private(text), at=at)


async def _ask_others(day: Held, message: Message, work: UnitOfWork) -> Held:
    """Take those who are silent off the list, tell them, and ask the next in turn; return the day as it then is."""
    at, key = message.sent_at, f"{message.id}/{day.kept.id}"
    deputies = tuple(one if one.can is not None else replace(one, can=False, at=at) for one in day.kept.deputies)
    for deputy in day.silent:
        await tell(deputy.person, texts.not_waited_for(deputy, day), station=day.station, key=key, at=at, work=work)
    await work.questions.close_about(day.kept.id, topics=set(CHOICES))
    now = await fill(replace(day, kept=replace(day.kept, deputies=deputies)), key=key, at=at, work=work)
    await work.meetings.save_reception(now.kept)
    return await renew_once_settled(now, key=key, at=at, work=work)


async def _tell(days: Sequence[Held], told: date, key: str, now: datetime, work: UnitOfWork) -> None:
    """Give the head the posters that have changed, and ask him about those who are silent."""
    for day in days:
        await work.meetings.save_reception(day.kept)
        await renew(day, key=key, at=now, work=work)
    text = texts.who_comes(days, told, now.date())
    choices = texts.CHOICES if any(day.silent for day in days) else ()
    station = days[0].station
    for head in station.with_role(Role.HEAD):
        if choices:
            subject = " ".join(day.kept.id for day in days)
            await ask_person(
                head,
                text,
                topic=LIST,
                subject=subject,
                station=station,
                key=f"{key}/head",
                at=now,
                work=work,
                choices=choices,
            )
        else:
            await tell(head, text, station=station, key=f"{key}/head", at=now, work=work)
