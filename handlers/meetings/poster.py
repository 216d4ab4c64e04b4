"""The poster of a reception day, as a Word file to be printed and as a picture to be passed on (domain §4.9)."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime

from handlers.dates.china_time import CHINA_TIME
from handlers.document import Cell, Document
from handlers.meetings import poster_texts as texts
from handlers.meetings.notice_numbers import numbered
from handlers.meetings.reception_day import Held
from handlers.meetings.telling import tell_heads
from handlers.ports import UnitOfWork

WORD, PICTURE = "docx", "png"
"""How a file's name ends."""


async def give_to_heads(day: Held, text: str, *, key: str, at: datetime, work: UnitOfWork) -> Held:
    """Tell the head *text*, with the poster of *day* to be printed and as a picture unless he was given that poster."""
    says = texts.says(day)
    if day.kept.poster == says:
        await tell_heads(text, station=day.station, key=key, at=at, work=work)
        return day
    day = await numbered(replace(day, kept=replace(day.kept, poster=says)), at, work)
    await work.meetings.save_reception(day.kept)
    today = at.astimezone(CHINA_TIME).date()
    for ending, said in ((WORD, text + texts.READY), (PICTURE, texts.as_picture(day))):
        document = poster_of(day, ending, today)
        part = key if ending == WORD else f"{key}/{ending}"
        await tell_heads(said, station=day.station, key=part, at=at, work=work, document=document)
    return day


async def give_together(days: Sequence[Held], text: str, *, key: str, at: datetime, work: UnitOfWork) -> None:
    """Tell the head *text* of one date: with the poster of its one place, or else with how to have those of all."""
    if len(days) == 1:
        await give_to_heads(days[0], text, key=key, at=at, work=work)
        return
    for day in days:
        known = await numbered(replace(day, kept=replace(day.kept, poster=texts.says(day))), at, work)
        await work.meetings.save_reception(known.kept)
    text += texts.on_request(days[0].date)
    await tell_heads(text, station=days[0].station, key=key, at=at, work=work)


async def renew(day: Held, *, key: str, at: datetime, work: UnitOfWork) -> Held:
    """Give the head the poster anew where the one he was given is no longer true, and say what changed."""
    before, says = day.kept.poster, texts.says(day)
    if before is None or before == says or at >= day.kept.start:
        return day
    text = texts.renewed(before, says)
    return await give_to_heads(day, text, key=f"{key}/poster/{day.kept.id}", at=at, work=work)


async def renew_once_settled(day: Held, *, key: str, at: datetime, work: UnitOfWork) -> Held:
    """Do the same, but not while somebody is asked to step in, whose answer would change it again."""
    return day if day.asked_to_step_in else await renew(day, key=key, at=at, work=work)


def poster_of(day: Held, ending: str, on: date) -> Document:
    """Return the poster of a day that has its number, issued *on* that date."""
    notice = day.kept.notice
    assert notice is not None
    lines = zip(texts.NUMERALS, _facts(day), strict=False)
    return Document(
        name=texts.file_name(day, ending),
        title=texts.title(day.station),
        paragraphs=(texts.number(notice), texts.opening(day)),
        rows=tuple((Cell(label=f"{numeral}、{label}", value=value),) for numeral, (label, value) in lines),
        footer=texts.signature(day.station, on),
        large=True,
        code=day.station.link or texts.how_to_reach(day.station),
    )


def _facts(day: Held) -> Iterator[tuple[str, str]]:
    yield texts.WHEN, texts.when(day)
    yield texts.WHERE, texts.where(day)
    yield texts.WHO, texts.who(day)
    if day.kept.offices:
        yield texts.OFFICES, "、".join(day.kept.offices)
    yield texts.ABOUT, texts.THE_ABOUT
    yield texts.DOORS, texts.doors(day.station)
    yield texts.ELSEWHERE, texts.elsewhere(day.station)
    yield texts.CALL, texts.call(day.station)
