"""The names of all people known by account, which each instance unseals once and then follows."""

from collections.abc import AsyncIterator, Iterable, Sequence
from typing import Final

from handlers.people.rules.names import Names
from handlers.people.rules.roster import PersonId
from storage.codec import Known
from storage.postgres.records import Connection, Records

AT_ONCE: Final = 1000  # contacts: unsealing them takes 20 ms, in which the process does nothing else


class Followed:
    """What one process knows of names; *renamed* tells it which of them to read again.

    What changed is told by transactions, not by a clock: everything since the oldest one that was still open when this
    process last looked is read again.
    """

    def __init__(self) -> None:
        self._of: dict[str, str] = {}
        self._names = Names()
        self._since: int | None = None
        self._doubtful: set[PersonId] = set()

    async def current(self, connection: Connection, contacts: Records[Known]) -> Names:
        """Return the names of all people known by account."""
        oldest_open = await _oldest_open(connection)
        if self._since is None:
            self._of, self._names = {}, Names()  # an attempt that broke off may have left some
            async for some in _everybody(contacts):
                self._learn_from(some)
        elif changed := await self._changed(connection, self._since):
            known = await contacts.select("WHERE person = ANY(%s)", changed)
            for person in changed:
                self._learn(person, None)
            self._learn_from(known)
        self._doubtful.clear()
        self._since = oldest_open  # now that all of it was read: a name that is missed here would be said in a group
        return self._names

    def doubt(self, persons: Iterable[PersonId]) -> None:
        """Read again how *persons* are called: what was learned of them has been undone."""
        self._doubtful.update(persons)

    async def _changed(self, connection: Connection, since: int) -> list[str]:
        cursor = await connection.execute(
            "SELECT person FROM renamed WHERE by >= %s::text::xid8 UNION SELECT unnest(%s::text[])",
            (since, list(self._doubtful)),
        )
        return [person for (person,) in await cursor.fetchall()]

    def _learn_from(self, known: Iterable[Known]) -> None:
        for one in known:
            self._learn(one.person, one.contact.name)

    def _learn(self, person: str, name: str | None) -> None:
        before = self._of.pop(person, None)
        if before is not None:
            self._names.remove(before)
        if name is not None:
            self._of[person] = name
            self._names.add(name)


async def _everybody(contacts: Records[Known]) -> AsyncIterator[Sequence[Known]]:
    """Yield all contacts, a few at a time; who changes meanwhile is read again by what is told of him."""
    after = ""
    while some := await contacts.select("WHERE person > %s ORDER BY person LIMIT %s", after, AT_ONCE):
        yield some
        after = some[-1].person


async def _oldest_open(connection: Connection) -> int:
    cursor = await connection.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
    row = await cursor.fetchone()
    assert row is not None
    return int(row[0])
