"""What is noted as it happens: occurrences, figures, corrections, and the trail."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from handlers.people.rules.roster import PersonId, StationId


class OccurrenceRepository(Protocol):
    """The ledger of what the clock has set off, each at most once."""

    async def claim(self, key: str, *, at: datetime) -> bool:
        """Return True for the first claim of *key* and False ever after."""

    async def claim_each(self, keys: Collection[str], *, at: datetime) -> Collection[str]:
        """Claim all of *keys*, which differ; return those for which it was the first claim."""

    async def is_claimed(self, key: str) -> bool:
        """Return whether *key* was claimed."""

    async def claimed(self, keys: Collection[str]) -> Collection[str]:
        """Return those of *keys* that were claimed."""

    async def last_tick(self) -> datetime | None:
        """Return up to when everything due was looked at, or None before the first tick."""

    async def ticked(self, at: datetime) -> None: ...


class FigureRepository(Protocol):
    """Counts for digests, kept as things happen."""

    async def add(self, station: StationId, day: date, figure: str, count: int = 1) -> None: ...

    async def between(self, station: StationId, start: date, end: date) -> Mapping[str, int]:
        """Return the sum of each figure from *start* to *end*, both included."""

    async def by_day(self, station: StationId, start: date, end: date) -> Mapping[date, Mapping[str, int]]:
        """Return the figures of each day from *start* to *end* on which there were any, oldest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected:
    """What somebody showed a petition's words to be; *about* is the petition's id, *category* a code of domain §9."""

    about: str
    at: datetime
    text: str
    petition: bool
    category: str | None


class CorrectionRepository(Protocol):
    """What the recogniser may learn from; sealed, and kept no longer than the words themselves."""

    async def add(self, corrected: Corrected) -> None:
        """Keep it, in place of an earlier one about the same petition."""

    async def newest(self, *, limit: int) -> Sequence[Corrected]:
        """Return up to *limit* of them, newest last."""

    async def forget(self, about: str) -> None:
        """Erase what is kept about a petition."""

    async def forget_before(self, moment: datetime, *, limit: int) -> int:
        """Erase up to *limit* of what was kept before *moment*; return how many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditLine:
    """One line of the trail (domain §8.4).

    *actor* None is the bot itself; *via* is chat, web, timer or command.
    """

    at: datetime
    station: StationId | None
    actor: PersonId | None
    role: str
    via: str
    subject: str
    event: str
    before: str = ""
    after: str = ""
    reason: str = ""
    hash: str = ""


class AuditTrail(Protocol):
    """Append-only; each line carries the hash of the line before."""

    async def add(self, line: AuditLine) -> None:
        """Append *line*; its hash is computed here."""

    async def of(self, subject: str, *, limit: int = 100) -> Sequence[AuditLine]:
        """Return the newest *limit* lines about a subject, oldest first."""

    async def verify(self) -> int:
        """Return how many lines the trail has. Raise ValueError naming the first that is not as it was written."""
