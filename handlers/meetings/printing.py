"""What staff ask for to print: the poster of a reception day and its record (domain §4.2, §4.9)."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from handlers.dates.china_time import CHINA_TIME
from handlers.meetings import poster_texts as texts
from handlers.meetings import record_texts
from handlers.meetings.matters import matters_of
from handlers.meetings.notice_numbers import numbered
from handlers.meetings.poster import PICTURE, WORD, poster_of
from handlers.meetings.reception import DAYS_SHOWN, NoReceptionThatDay
from handlers.meetings.reception_day import Held, upcoming
from handlers.message import Message
from handlers.parse_date import leading_day
from handlers.ports import UnitOfWork
from handlers.trail import note

LOOKED_BACK: Final = timedelta(days=366)


async def poster(message: Message, argument: str, work: UnitOfWork) -> None:
    """Give the posters of a day, or else of the next, each as a file to be printed and as a picture."""
    today = message.sent_at.astimezone(CHINA_TIME).date()
    on = leading_day(argument, today)[0] if argument else None
    for day in await _coming_on(on, message, work):
        day = await numbered(day, message.sent_at, work)
        for ending, text in ((WORD, texts.ready(day)), (PICTURE, texts.as_picture(day))):
            reply = message.reply_in_private(text, part=f"{ending}/{day.kept.id}")
            await work.outbox.add(replace(reply, document=poster_of(day, ending, today)), at=message.sent_at)


async def _coming_on(on: date | None, message: Message, work: UnitOfWork) -> list[Held]:
    """Return the receptions of a day, or of the next that has any, that are not over. Raise `NoReceptionThatDay`."""
    today = message.sent_at.astimezone(CHINA_TIME).date()
    coming = [day for day in await upcoming(message.station, today, work) if day.kept.end > message.sent_at]
    on = on or next((day.date for day in coming), today)
    found = [day for day in coming if day.date == on]
    if not found:
        raise NoReceptionThatDay(on, tuple(sorted({day.date for day in coming}))[:DAYS_SHOWN])
    return found


async def record(message: Message, argument: str, work: UnitOfWork) -> None:
    """Give the records of the receptions of a day, or else of the last."""
    today = message.sent_at.astimezone(CHINA_TIME).date()
    days = await upcoming(message.station, today - LOOKED_BACK, work, within=LOOKED_BACK)
    begun = [day for day in days if day.kept.start <= message.sent_at]
    on = leading_day(argument, today)[0] if argument else max((day.date for day in begun), default=today)
    found = [day for day in begun if day.date == on]
    if not found:
        raise NoReceptionThatDay(on, ())
    for day in found:
        entered = await matters_of(day, work)
        brought, matters = entered.brought(day), entered.for_eyes_of(message.sender)
        paper = record_texts.record(day, brought, matters, work.roster.name, message.sent_at)
        reply = message.reply_in_private(record_texts.told(day, brought, matters), part=f"record/{day.kept.id}")
        await work.outbox.add(replace(reply, document=paper, cites=matters.cites), at=message.sent_at)
        await note(message, about=day.kept.id, event="export", work=work)
