"""The trail, for those who answer for the station: one matter's, or what was erased by rule (domain §8.3, §8.4)."""

from datetime import timedelta
from typing import Final

from handlers.dates.china_time import CHINA_TIME
from handlers.message import Message
from handlers.people import auditing_texts as texts
from handlers.people.retention import ERASED
from handlers.petitions.access import theirs
from handlers.ports import UnitOfWork
from handlers.trail import note

LISTED: Final = 30
LOOKED_BACK: Final = timedelta(days=30)


async def audit(message: Message, argument: int | None, work: UnitOfWork) -> None:
    """Show the trail of one petition; without a tail, what the last month's nights have erased, and by which rule."""
    if argument is None:
        text = await _erased(message, work)
    else:
        petition = await theirs(message, argument, work)
        lines = await work.audit.of(petition.id, limit=LISTED)
        text = texts.trail(petition.tail, [(line, work.roster.name(line.actor)) for line in lines])
        await note(message, about=petition.id, event="audit", work=work)
    await work.outbox.add(message.reply_in_private(text), at=message.sent_at)


async def _erased(message: Message, work: UnitOfWork) -> str:
    today = message.sent_at.astimezone(CHINA_TIME).date()
    figures = await work.figures.between(message.station.id, today - LOOKED_BACK, today)
    counts = {kind: figures.get(figure, 0) for kind, figure in ERASED.items()}
    return texts.erased(counts, message.station.limits, LOOKED_BACK.days)
