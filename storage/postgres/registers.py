"""What a station numbers, and ballots."""

from collections.abc import Sequence
from typing import Generic

from handlers.meetings.rules.livelihood import Ballot
from handlers.people.rules.roster import PersonId, StationId
from handlers.ports.registers import R
from storage.postgres.records import Connection, Records, lock
from storage.sealing import Sealer


class PostgresRegister(Generic[R]):
    """Whoever looks through a station's register may be about to give the next number: the next to look waits."""

    def __init__(self, connection: Connection, records: Records[R]) -> None:
        self._connection = connection
        self._records = records

    async def get(self, station: StationId, number: int) -> R | None:
        return await self._records.find(station, number)

    async def save(self, record: R) -> None:
        await self._records.put(record)

    async def of(self, station: StationId) -> Sequence[R]:
        await lock(self._connection, self._records.name, station)
        return await self._records.select("WHERE station = %s ORDER BY number", station)


class PostgresBallots:
    def __init__(self, ballots: Records[Ballot], *, sealer: Sealer) -> None:
        self._ballots = ballots
        self._sealer = sealer

    async def cast(self, ballot: Ballot) -> None:
        await self._ballots.put(ballot)

    async def own(self, station: StationId, year: int, person: PersonId) -> Sequence[Ballot]:
        theirs = await self._ballots.select("WHERE person = %s", self._sealer.hidden(person))
        return sorted((one for one in theirs if (one.station, one.year) == (station, year)), key=lambda one: one.number)

    async def cast_on(self, station: StationId, year: int) -> Sequence[Ballot]:
        return await self._ballots.select("WHERE station = %s AND year = %s ORDER BY ordinal", station, year)

    async def erase(self, station: StationId, year: int) -> None:
        await self._ballots.delete("WHERE station = %s AND year = %s", station, year)

    async def forget(self, person: PersonId) -> None:
        await self._ballots.delete("WHERE person = %s", self._sealer.hidden(person))
