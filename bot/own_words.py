"""What the bot says whatever is filled in: no voter can be meant by it, whatever a voter's account is called."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import chain
from types import CodeType, FunctionType
from typing import Final

from bot import texts as bot_texts
from handlers import commands_texts, long_answers_texts, timed_texts
from handlers.dates import texts as dates_texts
from handlers.intake import enquiry_texts
from handlers.intake import texts as intake_texts
from handlers.meetings import calendar_texts, topic_texts
from handlers.meetings import texts as meetings_texts
from handlers.meetings.activities import texts as activity_texts
from handlers.meetings.asking import call_texts, project_texts
from handlers.meetings.rules.activity_kinds import KINDS
from handlers.meetings.watching import sheet_texts
from handlers.people import door_texts
from handlers.people import texts as people_texts
from handlers.petitions import redirect_texts
from handlers.petitions import texts as petitions_texts
from handlers.petitions.station import handling_texts
from handlers.petitions.voters import private_texts, register_texts
from handlers.reports import texts as reports_texts

_CHINESE: Final = re.compile(r"[\u4e00-\u9fff]")
_BRACES: Final = re.compile(r"\{\w+\}")
_MODULES: Final = (
    activity_texts,
    bot_texts,
    calendar_texts,
    call_texts,
    commands_texts,
    dates_texts,
    door_texts,
    enquiry_texts,
    handling_texts,
    intake_texts,
    long_answers_texts,
    meetings_texts,
    people_texts,
    project_texts,
    petitions_texts,
    private_texts,
    redirect_texts,
    register_texts,
    reports_texts,
    sheet_texts,
    timed_texts,
    topic_texts,
)


@cache
def own_words() -> frozenset[str]:
    """Return every line that stands in the texts themselves: constants, and what functions say around their facts."""
    found = (text for module in _MODULES for value in vars(module).values() for text in _texts(value, module.__name__))
    around = (part for kind in KINDS.values() for text in kind.texts for part in _BRACES.split(text))
    return frozenset(line for text in chain(found, around) for line in text.splitlines() if _CHINESE.search(line))


def _texts(value: object, module: str) -> Iterator[str]:
    match value:
        case str():
            yield value
        case FunctionType() if value.__module__ == module:
            yield from _texts(value.__code__, module)
        case CodeType():
            for constant in value.co_consts:
                yield from _texts(constant, module)
        case Mapping():
            for one in value.values():
                yield from _texts(one, module)
        case tuple():
            for one in value:
                yield from _texts(one, module)
