"""Reception days ahead for which deputies are missing: told to the head each week, so that there is time to mend it."""

from datetime import datetime, timedelta
from typing import Final

from handlers.dates.china_time import CHINA_TIME
from handlers.meetings import roster_texts as texts
from handlers.meetings.reception_day import upcoming
from handlers.meetings.telling import tell_heads
from handlers.ports import UnitOfWork
from handlers.timed import Occurrence

LOOKED_AHEAD: Final = timedelta(days=30)


async def check(occurrence: Occurrence, now: datetime, work: UnitOfWork) -> None:
    """Tell the head of the gaps of the next thirty days; without one there is nothing to tell."""
    station = occurrence.station
    coming = await upcoming(station, now.astimezone(CHINA_TIME).date(), work, within=LOOKED_AHEAD)
    gaps = [day for day in coming if day.missing and day.kept.end > now]
    if gaps:
        await tell_heads(texts.gaps(gaps), station=station, key=occurrence.key, at=now, work=work)
