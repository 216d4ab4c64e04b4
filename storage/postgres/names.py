"""The names of all people known by account, which each instance unseals once and then follows."""

from collections.abc import Iterable

from handlers.people.rules.names import Names
from handlers.people.rules.roster import PersonId
from storage.codec import Known
from storage.postgres.records import Connection, Records


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
            changed, known = [], await contacts.select("")
        else:
            changed = await self._changed(connection, self._since)
            known = await contacts.select("WHERE person = ANY(%s)", changed) if changed else []
        for person in changed:
            self._learn(person, None)
        for one in known:
            self._learn(one.person, one.contact.name)
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

    def _learn(self, person: str, name: str | None) -> None:
        before = self._of.pop(person, None)
        if before is not None:
            self._names.remove(before)
        if name is not None:
            self._of[person] = name
            self._names.add(name)


async def _oldest_open(connection: Connection) -> int:
    cursor = await connection.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
    row = await cursor.fetchone()
    assert row is not None
    return int(row[0])
