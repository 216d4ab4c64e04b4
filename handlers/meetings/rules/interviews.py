"""A deputy's interview with whoever answers for a matter (L1 art. 29): asked for, arranged, written down."""

from dataclasses import dataclass
from datetime import datetime

from handlers.people.rules.roster import PersonId, StationId


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """What is open about one subject: a category of the list, how many matters, and in which villages."""

    category: str
    matters: int
    villages: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Interview:
    """An interview that *deputy* asked for with *official*, a unit, about *subject*; *number* counts a station's.

    *at* and *place* are empty until staff have arranged it, *answer* and *follow_up* until somebody wrote them down.
    """

    station: StationId
    number: int
    deputy: PersonId
    official: str
    subject: str
    asked_at: datetime
    topics: tuple[Topic, ...] = ()
    at: datetime | None = None
    place: str = ""
    answer: str = ""
    follow_up: str = ""
