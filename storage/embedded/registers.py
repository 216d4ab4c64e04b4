"""What a station numbers, and ballots."""

from collections.abc import Sequence
from typing import Generic

from handlers.meetings.rules.livelihood import Ballot
from handlers.people.rules.roster import PersonId, StationId
from handlers.ports.registers import R
from storage.embedded.table import Table
from storage.keys import joined
from storage.sealing import Sealer


class EmbeddedRegister(Generic[R]):
    def __init__(self, records: Table[R]) -> None:
        self._records = records

    async def get(self, station: StationId, number: int) -> R | None:
        return self._records.find(joined(station, number))

    async def save(self, record: R) -> None:
        self._records.put(record)

    async def of(self, station: StationId) -> Sequence[R]:
        return self._records.span("station", station)


class EmbeddedBallots:
    def __init__(self, ballots: Table[Ballot], sealer: Sealer) -> None:
        self._ballots = ballots
        self._sealer = sealer

    async def cast(self, ballot: Ballot) -> None:
        self._ballots.put(ballot)

    async def own(self, station: StationId, year: int, person: PersonId) -> Sequence[Ballot]:
        theirs = self._ballots.span("person", self._sealer.hidden(person))
        return sorted((one for one in theirs if (one.station, one.year) == (station, year)), key=lambda one: one.number)

    async def cast_on(self, station: StationId, year: int) -> Sequence[Ballot]:
        return self._ballots.span("list", joined(station, year))

    async def erase(self, station: StationId, year: int) -> None:
        self._drop(await self.cast_on(station, year))

    async def forget(self, person: PersonId) -> None:
        self._drop(self._ballots.span("person", self._sealer.hidden(person)))

    def _drop(self, ballots: Sequence[Ballot]) -> None:
        for ballot in ballots:
            self._ballots.drop(self._ballots.definition.key_of(ballot) or "")
