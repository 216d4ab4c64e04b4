"""Petitions, and all that they are found by."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol

from handlers.people.rules.roster import PersonId, StationId
from handlers.petitions.rules.petition import Petition, PetitionId, State
from handlers.refusals import Refusal


class UnknownPetition(Refusal):
    """There is no petition with that id or tail for the one who asks."""


class PetitionRepository(Protocol):
    """Petitions, found by id, number, voter, deputy, station and what is due. *Open* is what `states.OPEN` says."""

    async def get(self, petition: PetitionId) -> Petition:
        """Return the petition, locked until the unit of work ends. Raise `UnknownPetition`."""

    async def add(self, petition: Petition) -> None:
        """Store a new petition. Raise ValueError where its id exists."""

    async def save(self, petition: Petition) -> None:
        """Store a changed petition. Raise `UnknownPetition` where it was never added."""

    async def delete(self, petition: PetitionId) -> None:
        """Remove a draft for good."""

    async def next_tail(self, station: StationId, year: int) -> int:
        """Return the next number of that station's year, 1 first; a number is never given twice."""

    async def with_tail(self, station: StationId, tail: int) -> Sequence[Petition]:
        """Return the petitions of a station whose number ends in *tail*, newest first (one for each year)."""

    async def of_voter(self, voter: PersonId, *, limit: int = 20) -> Sequence[Petition]:
        """Return a voter's petitions, newest first."""

    async def of_deputy(self, deputy: PersonId, *, limit: int = 20) -> Sequence[Petition]:
        """Return the open petitions assigned to a deputy, soonest due first, those without a date last."""

    async def in_state(self, station: StationId, states: Collection[State], *, limit: int = 20) -> Sequence[Petition]:
        """Return a station's petitions in those states, oldest registration first."""

    async def due_before(self, station: StationId, moment: datetime, *, limit: int = 20) -> Sequence[Petition]:
        """Return a station's open petitions whose *due* lies before *moment*, longest overdue first."""

    async def unheard_since(self, station: StationId, moment: datetime, *, limit: int = 20) -> Sequence[Petition]:
        """Return a station's open petitions whose `silence.last_word` lies before *moment*, longest silence first."""

    async def count_unheard_since(self, station: StationId, moment: datetime) -> int:
        """Return how many `unheard_since` would find without a limit."""

    async def due_between(self, station: StationId, start: datetime, end: datetime) -> Sequence[Petition]:
        """Return a station's open petitions whose *due* lies from *start* to before *end*, soonest due first."""

    async def count_due_before(self, station: StationId, moment: datetime) -> int:
        """Return how many `due_before` would find without a limit."""

    async def standing_alone(
        self, station: StationId, fields: Collection[str], since: datetime, *, limit: int = 20
    ) -> Sequence[Petition]:
        """Return what of a station `states.stands_alone` in those `states.field_of`, from *since* on, newest first."""

    async def following(
        self, station: StationId, fields: Collection[str], since: datetime, *, limit: int = 20
    ) -> Sequence[Petition]:
        """Return what of a station `states.follows` another in those `states.field_of`, as `standing_alone` does."""

    async def followers(self, petition: PetitionId, *, newest: int | None = None) -> Sequence[Petition]:
        """Return what has, or likely has, *petition* for its parent, oldest registration first; archived ones not.

        With *newest* only so many, those registered last.
        """

    async def registered(
        self, station: StationId, start: datetime, end: datetime, *, limit: int = 20
    ) -> Sequence[Petition]:
        """Return a station's petitions that are no drafts, registered from *start* to *end* and then, newest first."""

    async def with_commitment(self, station: StationId, *, limit: int = 500) -> Sequence[Petition]:
        """Return a station's petitions with a commitment still to be kept, whatever their state.

        Those with the earliest promised day come first, those without one last.
        """

    async def with_timer_before(self, moment: datetime, *, limit: int = 100) -> Sequence[Petition]:
        """Return the petitions of all stations whose *timer_at* is not after *moment*, earliest first."""
