"""The poster of a reception day, as a Word file to be printed and as a picture to be passed on (domain §4.9)."""

from collections.abc import Iterator
from datetime import date, datetime

from handlers.dates.china_time import CHINA_TIME
from handlers.document import Cell, Document
from handlers.meetings import poster_texts as texts
from handlers.meetings.reception_day import Held
from handlers.meetings.telling import tell_heads
from handlers.ports import UnitOfWork

WORD, PICTURE = "docx", "png"
"""How a file's name ends."""


async def give_to_heads(day: Held, text: str, *, key: str, at: datetime, work: UnitOfWork) -> None:
    """Tell the head *text*, with the poster of *day* to be printed, and then as a picture."""
    today = at.astimezone(CHINA_TIME).date()
    for ending, said in ((WORD, text + texts.READY), (PICTURE, texts.AS_PICTURE)):
        document = poster_of(day, ending, today)
        part = key if ending == WORD else f"{key}/{ending}"
        await tell_heads(said, station=day.station, key=part, at=at, work=work, document=document)


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
    yield texts.ELSEWHERE, texts.elsewhere(day.station)
    yield texts.CALL, texts.call(day.station)
