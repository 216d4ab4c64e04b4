"""The pre-review of budget and reports before a congress (domain §2.3.8): where to read, and what deputies would ask.

No figure of a budget is told in a chat: the bot names places, links and sections only.
"""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from handlers.dates.china_time import day_of
from handlers.intake.rules.normalise import fold
from handlers.intake.rules.wordlist import any_of
from handlers.meetings.asking import budget_texts as texts
from handlers.meetings.asking import words
from handlers.meetings.rules.calls import Call, Item
from handlers.meetings.telling import tell
from handlers.parse import Missing, NotUnderstood
from handlers.people.rules.roster import Deputy, Station
from handlers.ports import UnitOfWork
from handlers.refusals import Refusal

REMINDED_BEFORE: Final = timedelta(days=3)
AGAIN: Final = "again"

_MONEY: Final = re.compile(rf"[0-9] *(?:{any_of(words.MONEY)})")
_LINK: Final = re.compile(rf"(?:{any_of(words.LINKS)})[!-~]+")


class BudgetFigure(Refusal):
    """The name of a section, or a place, holds an amount of money."""


def where_to_read(text: str) -> tuple[str, str]:
    """Return the place and the link that *text* names, either empty. Raise `BudgetFigure`, or `NotUnderstood`."""
    found = _LINK.search(text)
    link = found[0] if found else ""
    place = text.replace(link, "").strip() if link else text.strip()
    if not place and not link:
        raise NotUnderstood(Missing.WORDS)
    _refuse_figures(place)
    return place, link


def checked(sections: Iterable[Item]) -> tuple[Item, ...]:
    """Return *sections*. Raise `BudgetFigure` where one of them tells an amount."""
    sections = tuple(sections)
    for section in sections:
        _refuse_figures(section.label)
    return sections


def _refuse_figures(text: str) -> None:
    if _MONEY.search(fold(text).text):
        raise BudgetFigure


async def remind(call: Call, deputies: Iterable[Deputy], part: str, at: datetime, work: UnitOfWork) -> int:
    """Tell *deputies* where the papers are and how to ask; *part* tells this reminder from others. Return how many."""
    station = work.roster.stations[call.station]
    count = 0
    for deputy in deputies:
        key = f"{call.key}/{part}"
        await tell(deputy.person, texts.reminder(call), station=station, key=key, at=at, work=work)
        count += 1
    return count


async def remind_the_silent(call: Call, station: Station, now: datetime, work: UnitOfWork) -> None:
    """Remind once, some days before the call closes, those who have said nothing."""
    if day_of(now) >= call.closes - REMINDED_BEFORE:
        spoke = {view.by for view in call.views}
        silent = [one for one in station.deputies if one.person not in spoke]
        await remind(call, silent, AGAIN, now, work)
