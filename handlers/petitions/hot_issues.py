"""What many voters tell, asked for by staff and put beside the weekly topic: counts and places, never names."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from handlers.message import Citation, Message
from handlers.people.rules.masking import masked
from handlers.people.rules.roster import Station
from handlers.petitions import hot_issues_texts as texts
from handlers.petitions.rules.categories import CATEGORIES, OTHER
from handlers.petitions.rules.hot_issues import HotIssue, hot_issues
from handlers.ports import UnitOfWork

WEEK: Final = timedelta(days=7)
MONTH: Final = timedelta(days=30)
MOST_READ: Final = 1000
"""So many petitions of a month are looked through, the newest."""


async def show(message: Message, argument: None, work: UnitOfWork) -> None:
    """Show what many voters have told in the last week and month."""
    now, station = message.sent_at, message.station
    week, month = [await told_most(station, now - period, now, work) for period in (WEEK, MONTH)]
    reply = message.reply_in_private(texts.hot_issues(week, month), cites=cited((*week, *month)))
    await work.outbox.add(reply, at=now)


def cited(issues: Iterable[HotIssue]) -> tuple[Citation, ...]:
    """Return the words that a list of *issues* has of the petition that told of each first."""
    return tuple(
        Citation(about=one.petitions[0], words=one.words, instead=CATEGORIES[one.category or OTHER].topic)
        for one in issues
    )


async def told_most(station: Station, start: datetime, end: datetime, work: UnitOfWork) -> list[HotIssue]:
    """Return what several voters told a station from *start* to *end*, in words that point to nobody."""
    petitions = await work.petitions.registered(station.id, start, end, limit=MOST_READ)
    names = await work.voters.names()
    return [replace(issue, words=masked(issue.words, names)) for issue in hot_issues(petitions, station)]
