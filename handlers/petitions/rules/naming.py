"""Whom of the station's people words name: by name, surname and post, given name, a familiar name, or a title."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Final

from handlers.intake.rules.wordlist import any_of
from handlers.people.rules.roster import PersonId, Station
from handlers.people.rules.surnames import surname
from handlers.petitions.rules.assignment import group_of
from handlers.petitions.rules.petition import Petition

_DATA: Final = json.loads(files(__package__).joinpath("interest.json").read_text(encoding="utf-8"))
_PLACE: Final = any_of(_DATA["familiar"]["not_behind"])
_NO_TITLE: Final = any_of(_DATA["titles_not_before"])
_FULL_NAME: Final = 3
"""From how many characters on a name with one wrong, spoken or typed by its sound, is still told from others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """Somebody whom a clause names, and where; not *by_name* where it may be somebody else as well."""

    person: PersonId
    start: int
    end: int
    by_name: bool


def named_in(clause: str, petition: Petition, station: Station) -> Iterator[Named]:
    """Yield whom of the station's people a clause of the petition names."""
    for deputy in station.deputies:
        yield from _found(deputy.person, _names(deputy.name, "deputy"), clause, by_name=True)
    for member in station.staff:
        yield from _found(member.person, _names(member.name, "staff"), clause, by_name=True)
        yield from _found(member.person, _familiar(member.name), clause, by_name=False)
        titles = _DATA["titles"].get(member.role)
        if titles:
            yield from _found(member.person, _any_of(tuple(titles)), clause, by_name=False)
    group = group_of(petition, station)
    if group is not None and group.deputy is not None:
        yield from _found(group.deputy, _any_of(tuple(_DATA["own_deputy"])), clause, by_name=False)


def _found(person: PersonId, names: re.Pattern[str], clause: str, *, by_name: bool) -> Iterator[Named]:
    for found in names.finditer(clause):
        yield Named(person=person, start=found.start(), end=found.end(), by_name=by_name)


@lru_cache(maxsize=1024)
def _names(name: str, post: str) -> re.Pattern[str]:
    """Return the name with or without a post; what is only part of it, or has one character wrong, counts with one."""
    family = surname(name)
    given = name[len(family) :]
    posts = f"(?:{any_of(_DATA['posts'][post])})"
    parts = [re.escape(family), *([re.escape(given)] if len(given) > 1 else ())]
    if len(name) >= _FULL_NAME:
        places = range(len(family), len(name))
        parts += [rf"{re.escape(name[:place])}\w{re.escape(name[place + 1 :])}" for place in places]
    return re.compile(rf"{re.escape(name)}{posts}?|(?:{'|'.join(parts)}){posts}")


@lru_cache(maxsize=1024)
def _familiar(name: str) -> re.Pattern[str]:
    return re.compile(rf"{_DATA['familiar']['before']}{re.escape(surname(name))}(?!{_PLACE})")


@lru_cache(maxsize=64)
def _any_of(titles: Sequence[str]) -> re.Pattern[str]:
    return re.compile(rf"(?:{any_of(titles)})(?!{_NO_TITLE})")
