"""Petitions, each question answered by an index."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Final

from handlers.people.rules.roster import PersonId, StationId
from handlers.petitions.rules.petition import Petition, PetitionId, State
from handlers.ports import UnknownPetition
from storage.keys import joined
from storage.postgres.marks import Marks
from storage.postgres.records import Records

_NEWEST_FIRST: Final = "ORDER BY registered_at DESC, ordinal DESC"


class PostgresPetitions:
    def __init__(self, petitions: Records[Petition], marks: Marks) -> None:
        self._petitions = petitions
        self._marks = marks

    async def get(self, petition: PetitionId) -> Petition:
        found = await self._petitions.find(petition)
        if found is None:
            raise UnknownPetition(petition)
        return found

    async def add(self, petition: Petition) -> None:
        if not await self._petitions.put_new(petition):
            raise ValueError(f"petition {petition.id} exists")

    async def save(self, petition: Petition) -> None:
        if not await self._petitions.has(petition.id):
            raise UnknownPetition(petition.id)
        await self._petitions.put(petition)

    async def delete(self, petition: PetitionId) -> None:
        await self._petitions.drop(petition)

    async def next_tail(self, station: StationId, year: int) -> int:
        name = joined("tail", station, year)
        tail = int(await self._marks.get(name) or 0) + 1
        await self._marks.set(name, str(tail))
        return tail

    async def with_tail(self, station: StationId, tail: int) -> Sequence[Petition]:
        return await self._petitions.select(f"WHERE station = %s AND tail = %s {_NEWEST_FIRST}", station, tail)

    async def of_voter(self, voter: PersonId, *, limit: int = 20) -> Sequence[Petition]:
        return await self._petitions.select(f"WHERE voter = %s {_NEWEST_FIRST} LIMIT %s", voter, limit)

    async def of_deputy(self, deputy: PersonId, *, limit: int = 20) -> Sequence[Petition]:
        return await self._petitions.select("WHERE open AND deputy = %s ORDER BY due, ordinal LIMIT %s", deputy, limit)

    async def in_state(self, station: StationId, states: Collection[State], *, limit: int = 20) -> Sequence[Petition]:
        # From each state its first ones, so that the index gives them in order however many there are.
        return await self._petitions.select(
            """WHERE id IN (
                SELECT first.id FROM unnest(%s::text[]) AS wanted (state) CROSS JOIN LATERAL (
                    SELECT id FROM petitions WHERE station = %s AND state = wanted.state
                    ORDER BY registered_at, ordinal LIMIT %s
                ) AS first
            ) ORDER BY registered_at, ordinal LIMIT %s""",
            list(states),
            station,
            limit,
            limit,
        )

    async def due_before(self, station: StationId, moment: datetime, *, limit: int = 20) -> Sequence[Petition]:
        return await self._petitions.select(
            "WHERE open AND station = %s AND due < %s ORDER BY due, ordinal LIMIT %s", station, moment, limit
        )

    async def unheard_since(self, station: StationId, moment: datetime, *, limit: int = 20) -> Sequence[Petition]:
        return await self._petitions.select(
            "WHERE open AND station = %s AND last_word < %s ORDER BY last_word, ordinal LIMIT %s",
            station,
            moment,
            limit,
        )

    async def count_unheard_since(self, station: StationId, moment: datetime) -> int:
        return await self._petitions.count("WHERE open AND station = %s AND last_word < %s", station, moment)

    async def due_between(self, station: StationId, start: datetime, end: datetime) -> Sequence[Petition]:
        return await self._petitions.select(
            "WHERE open AND station = %s AND due >= %s AND due < %s ORDER BY due, ordinal", station, start, end
        )

    async def count_due_before(self, station: StationId, moment: datetime) -> int:
        return await self._petitions.count("WHERE open AND station = %s AND due < %s", station, moment)

    async def standing_alone(
        self, station: StationId, fields: Collection[str], since: datetime, *, limit: int = 20
    ) -> Sequence[Petition]:
        return await self._in_fields("stands_alone", station, fields, since, limit)

    async def following(
        self, station: StationId, fields: Collection[str], since: datetime, *, limit: int = 20
    ) -> Sequence[Petition]:
        return await self._in_fields("follows", station, fields, since, limit)

    async def _in_fields(
        self, how: str, station: StationId, fields: Collection[str], since: datetime, limit: int
    ) -> Sequence[Petition]:
        return await self._petitions.select(
            f"""WHERE id IN (
                SELECT newest.id FROM unnest(%s::text[]) AS wanted (field) CROSS JOIN LATERAL (
                    SELECT id FROM petitions
                    WHERE {how} AND station = %s AND field = wanted.field AND registered_at >= %s
                    {_NEWEST_FIRST} LIMIT %s
                ) AS newest
            ) {_NEWEST_FIRST} LIMIT %s""",
            list(fields),
            station,
            since,
            limit,
            limit,
        )

    async def followers(self, petition: PetitionId, *, newest: int | None = None) -> Sequence[Petition]:
        found = await self._petitions.select(
            f"WHERE parent = %s AND state <> 'archived' {_NEWEST_FIRST} LIMIT %s", petition, newest
        )
        return found[::-1]

    async def registered(
        self, station: StationId, start: datetime, end: datetime, *, limit: int = 20
    ) -> Sequence[Petition]:
        return await self._petitions.select(
            f"WHERE station = %s AND state <> 'draft' AND registered_at BETWEEN %s AND %s {_NEWEST_FIRST} LIMIT %s",
            station,
            start,
            end,
            limit,
        )

    async def with_commitment(self, station: StationId, *, limit: int = 500) -> Sequence[Petition]:
        return await self._petitions.select(
            "WHERE promised AND station = %s ORDER BY promised_until, ordinal LIMIT %s", station, limit
        )

    async def with_timer_before(self, moment: datetime, *, limit: int = 100) -> Sequence[Petition]:
        return await self._petitions.select("WHERE timer_at <= %s ORDER BY timer_at, ordinal LIMIT %s", moment, limit)
