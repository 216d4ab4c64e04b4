"""What a station numbers: calls for views, lists of projects, interviews, projects that are watched; and ballots."""

from collections.abc import Sequence
from typing import Protocol, TypeVar

from handlers.meetings.rules.livelihood import Ballot
from handlers.people.rules.roster import PersonId, StationId


class Numbered(Protocol):
    """A record that its station knows by a number."""

    @property
    def station(self) -> StationId: ...
    @property
    def number(self) -> int: ...


R = TypeVar("R", bound=Numbered)


class Register(Protocol[R]):
    """A station's numbered records of one kind."""

    async def get(self, station: StationId, number: int) -> R | None: ...

    async def save(self, record: R) -> None:
        """Store it in place of the one with its number."""

    async def of(self, station: StationId) -> Sequence[R]:
        """Return all records of a station by their numbers."""


class BallotRepository(Protocol):
    """What people say of projects, sealed until it is counted; one ballot a person and project."""

    async def cast(self, ballot: Ballot) -> None:
        """Keep it, in place of what the same person said of the same project."""

    async def own(self, station: StationId, year: int, person: PersonId) -> Sequence[Ballot]:
        """Return a person's ballots on one list, by project."""

    async def cast_on(self, station: StationId, year: int) -> Sequence[Ballot]:
        """Return all ballots on one list."""

    async def erase(self, station: StationId, year: int) -> None:
        """Erase all ballots on one list."""

    async def forget(self, person: PersonId) -> None:
        """Erase all ballots of a person."""
