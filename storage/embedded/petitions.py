"""Petitions, each question answered by an index."""

from collections.abc import Collection, Sequence
from datetime import datetime

from handlers.people.rules.roster import PersonId, StationId
from handlers.petitions.rules.petition import Petition, PetitionId, State
from handlers.ports import UnknownPetition
from storage.embedded.marks import Marks
from storage.embedded.table import Table
from storage.keys import EVERYTHING, joined, microseconds


class EmbeddedPetitions:
    def __init__(self, petitions: Table[Petition], marks: Marks) -> None:
        self._petitions = petitions
        self._marks = marks

    async def get(self, petition: PetitionId) -> Petition:
        found = self._petitions.find(petition)
        if found is None:
            raise UnknownPetition(petition)
        return found

    async def add(self, petition: Petition) -> None:
        if not self._petitions.put_new(petition):
            raise ValueError(f"petition {petition.id} exists")

    async def save(self, petition: Petition) -> None:
        if not self._petitions.has(petition.id):
            raise UnknownPetition(petition.id)
        self._petitions.put(petition)

    async def delete(self, petition: PetitionId) -> None:
        self._petitions.drop(petition)

    async def next_tail(self, station: StationId, year: int) -> int:
        name = joined("tail", station, year)
        tail = int(self._marks[name] or 0) + 1
        self._marks[name] = str(tail)
        return tail

    async def with_tail(self, station: StationId, tail: int) -> Sequence[Petition]:
        return self._petitions.span("tail", joined(station, tail), newest_first=True)

    async def of_voter(self, voter: PersonId, *, limit: int = 20) -> Sequence[Petition]:
        return self._petitions.span("of_voter", voter, newest_first=True, limit=limit)

    async def of_deputy(self, deputy: PersonId, *, limit: int = 20) -> Sequence[Petition]:
        return self._petitions.span("of_deputy", deputy, limit=limit)

    async def in_state(self, station: StationId, states: Collection[State], *, limit: int = 20) -> Sequence[Petition]:
        buckets = {joined(station, state) for state in states}
        return self._petitions.span("state", *buckets, limit=limit)

    async def due_before(self, station: StationId, moment: datetime, *, limit: int = 20) -> Sequence[Petition]:
        return self._petitions.span("due", station, below=(microseconds(moment), 0), limit=limit)

    async def unheard_since(self, station: StationId, moment: datetime, *, limit: int = 20) -> Sequence[Petition]:
        return self._petitions.span("unheard", station, below=(microseconds(moment), 0), limit=limit)

    async def count_unheard_since(self, station: StationId, moment: datetime) -> int:
        return self._petitions.size("unheard", station, below=microseconds(moment))

    async def due_between(self, station: StationId, start: datetime, end: datetime) -> Sequence[Petition]:
        return self._petitions.span("due", station, start=microseconds(start), below=(microseconds(end), 0))

    async def count_due_before(self, station: StationId, moment: datetime) -> int:
        return self._petitions.size("due", station, below=microseconds(moment))

    async def standing_alone(
        self, station: StationId, fields: Collection[str], since: datetime, *, limit: int = 20
    ) -> Sequence[Petition]:
        return self._in_fields("standing_alone", station, fields, since, limit)

    async def following(
        self, station: StationId, fields: Collection[str], since: datetime, *, limit: int = 20
    ) -> Sequence[Petition]:
        return self._in_fields("following", station, fields, since, limit)

    def _in_fields(
        self, index: str, station: StationId, fields: Collection[str], since: datetime, limit: int
    ) -> Sequence[Petition]:
        buckets = [joined(station, field) for field in fields]
        return self._petitions.span(index, *buckets, start=microseconds(since), newest_first=True, limit=limit)

    async def followers(self, petition: PetitionId, *, newest: int | None = None) -> Sequence[Petition]:
        return self._petitions.span("parent", petition, newest_first=True, limit=newest)[::-1]

    async def registered(
        self, station: StationId, start: datetime, end: datetime, *, limit: int = 20
    ) -> Sequence[Petition]:
        return self._petitions.span(
            "registered",
            station,
            start=microseconds(start),
            below=(microseconds(end) + 1, 0),
            newest_first=True,
            limit=limit,
        )

    async def with_commitment(self, station: StationId, *, limit: int = 500) -> Sequence[Petition]:
        return self._petitions.span("commitment", station, limit=limit)

    async def with_timer_before(self, moment: datetime, *, limit: int = 100) -> Sequence[Petition]:
        return self._petitions.span("timer", EVERYTHING, below=(microseconds(moment) + 1, 0), limit=limit)
