"""A deputy's interview with whoever answers for a matter (L1 art. 29): asked for, arranged, written down."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from handlers.people.rules.roster import PersonId, Station, StationId
from handlers.petitions.rules.assignment import village_of
from handlers.petitions.rules.categories import CATEGORIES, Category
from handlers.petitions.rules.company import may_have_company
from handlers.petitions.rules.petition import Petition, State

FEWEST_WITH_PLACES: Final = 3
"""Where fewer matters are open, their villages might point to somebody."""

_PARTS: Final = re.compile(r"\W+")
_FOR_PEOPLE: Final = frozenset({State.EMERGENCY, State.PRIVATE_HUMAN})


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """What is open about one subject: a category of the list, how many matters, and in which villages."""

    category: str
    matters: int
    villages: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Interview:
    """An interview that *deputy* asked for with *official* about *subject*; *number* counts a station's.

    *on* and *place*, an hour with it, are empty until staff have arranged it, *answer* and *follow_up* until somebody
    wrote them down.
    """

    station: StationId
    number: int
    deputy: PersonId
    official: str
    subject: str
    asked_at: datetime
    topics: tuple[Topic, ...] = ()
    on: date | None = None
    place: str = ""
    answer: str = ""
    follow_up: str = ""

    @property
    def key(self) -> str:
        """What it is called among all that is kept."""
        return f"{self.station}/interview/{self.number}"


def topics(official: str, subject: str, petitions: Iterable[Petition], station: Station) -> Iterator[Topic]:
    """Yield what is open and *official*'s, or is what *subject* speaks of, by category, most matters first.

    Nobody's words are in it, and nothing that is for a person alone.
    """
    found: dict[str, list[Petition]] = {}
    for petition in petitions:
        category = CATEGORIES.get(petition.category or "")
        if category is None or petition.state in _FOR_PEOPLE or not may_have_company(petition):
            continue
        if petition.unit == official or _is_about(category, official, subject):
            found.setdefault(category.code, []).append(petition)
    for code, matters in sorted(found.items(), key=lambda one: (-len(one[1]), one[0])):
        villages = dict.fromkeys(filter(None, (village_of(one, station) for one in matters)))
        shown = tuple(villages) if len(matters) >= FEWEST_WITH_PLACES else ()
        yield Topic(category=code, matters=len(matters), villages=shown)


def _is_about(category: Category, official: str, subject: str) -> bool:
    """Return whether *official* usually handles a category, or *subject* names what it is about."""
    offices = _PARTS.split(f"{category.township_office} {category.county_department}")
    named = any(part and part in subject for part in _PARTS.split(category.topic))
    return official in offices or named or any(word and word in category.topic for word in _PARTS.split(subject))
