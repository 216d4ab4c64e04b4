"""Occurrences: what the clock sets off, each claimed once by its key."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime

from handlers.people.rules.roster import Station
from handlers.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    """Something that is due once at a station.

    *key* is made of facts and unique over all stations. *subject* is what the job needs to know: a day, a group.
    Later than *until* it is of no use any more; None means that it never goes stale.
    """

    key: str
    station: Station
    due: datetime
    until: datetime | None
    subject: str


Plan = Callable[[Station, datetime, datetime], Iterable[Occurrence]]
"""Gives a station's occurrences due from the first moment (included) up to the second (not included); pure."""

Run = Callable[[Occurrence, datetime, UnitOfWork], Awaitable[None]]
"""Queues what an occurrence has to say, at the moment given. A moment later than *due* is said so: 补发."""

Begin = Callable[[], AbstractAsyncContextManager[UnitOfWork]]
"""Opens a unit of work, as `Storage.begin` does."""

Preparation = Callable[[Occurrence, datetime, Begin], AsyncIterator[None]]
"""Does a part at a time, each in a unit of work of its own, until nothing is left: cut off, it is done again.

After each it yields, so that others have their turn. Several processes may do it at once.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One kind of timed work; *missed* does what is left to do when an occurrence was found too late to be of use.

    *prepare* does what is too much for the one unit of work in which an occurrence is claimed and run.
    *made_up_for* says that a bot started for the first time still does what was due shortly before.
    """

    name: str
    plan: Plan
    run: Run
    missed: Run
    prepare: Preparation | None = None
    made_up_for: bool = False
