"""What staff ask for to print: the poster of a reception day (domain §4.9)."""

from dataclasses import replace
from datetime import date

from handlers.dates.china_time import CHINA_TIME
from handlers.meetings import poster_texts as texts
from handlers.meetings.notice_numbers import numbered
from handlers.meetings.poster import PICTURE, WORD, poster_of
from handlers.meetings.reception import DAYS_SHOWN, NoReceptionThatDay
from handlers.meetings.reception_day import Held, upcoming
from handlers.message import Message
from handlers.parse_date import leading_day
from handlers.ports import UnitOfWork


async def poster(message: Message, argument: str, work: UnitOfWork) -> None:
    """Give the posters of a day, or else of the next, each as a file to be printed and as a picture."""
    today = message.sent_at.astimezone(CHINA_TIME).date()
    on = leading_day(argument, today)[0] if argument else None
    for day in await _coming_on(on, message, work):
        day = await numbered(day, message.sent_at, work)
        for ending, text in ((WORD, texts.ready(day)), (PICTURE, texts.AS_PICTURE)):
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
