"""The records of one table as one unit of work sees and changes them."""

from collections.abc import Iterator, Sequence
from typing import Final, Generic

from psycopg import AsyncConnection
from psycopg.rows import TupleRow

from handlers.ports import Overtaken
from storage.postgres.definition import Definition, R

Connection = AsyncConnection[TupleRow]
Key = tuple[object, ...]


class Records(Generic[R]):
    """What is asked for by its key is locked until the unit of work ends: whoever asks next waits, and sees the change.

    What was found in a list is not. It is saved only over what was read: where another process has changed it since,
    the whole unit of work is to be done again.
    """

    def __init__(self, connection: Connection, definition: Definition[R], *, read_only: bool = False) -> None:
        self._connection = connection
        self._definition = definition
        self._read_only = read_only
        self._seen: dict[Key, bytes] = {}
        self._is_it = " AND ".join(f"{column} = %s" for column in definition.key)
        self.name: Final = definition.name
        self.for_update: Final = "" if read_only else " FOR UPDATE"

    async def find(self, *key: object) -> R | None:
        """Return the record with that key, or None, locked: even where there is none, nobody else can put one there."""
        found = await self._find(key)
        if found is None and not self._read_only:
            await lock(self._connection, self.name, *key)
            found = await self._find(key)
        return found

    async def has(self, *key: object) -> bool:
        """Return whether there is a record with that key."""
        cursor = await self._connection.execute(f"SELECT FROM {self.name} WHERE {self._is_it}", key)
        return bool(cursor.rowcount)

    async def one(self, rest: str, *values: object) -> R | None:
        """Return the record that a query finds, which names no more than one, or None."""
        return next(iter(await self.select(rest, *values)), None)

    async def select(self, rest: str, *values: object) -> list[R]:
        """Return the records that a query finds; *rest* is what comes behind its FROM and the table."""
        columns = ", ".join((*self._definition.key, "record"))
        cursor = await self._connection.execute(f"SELECT {columns} FROM {self.name} {rest}", values)
        return list(self._read(await cursor.fetchall()))

    async def count(self, rest: str, *values: object) -> int:
        """Return how many records a query finds."""
        cursor = await self._connection.execute(f"SELECT count(*) FROM {self.name} {rest}", values)
        row = await cursor.fetchone()
        assert row is not None
        return int(row[0])

    async def put(self, record: R) -> None:
        """Store *record* in place of the one with its key, or as a new one. Raise `Overtaken`."""
        columns, body = self._row(record)
        key = self._key(columns)
        before = self._seen.get(key)
        if before is None:
            await self._insert(columns, body, f"DO UPDATE SET {_assigned((*columns, 'record'))}")
        else:
            assigned = ", ".join(f"{column} = %s" for column in (*columns, "record"))
            cursor = await self._connection.execute(
                f"UPDATE {self.name} SET {assigned} WHERE {self._is_it} AND record::text = %s",
                (*columns.values(), body.decode(), *key, before.decode()),
            )
            if not cursor.rowcount:
                raise Overtaken(f"a record of {self.name} was changed by another process")
        self._seen[key] = body

    async def put_last(self, record: R) -> None:
        """Store *record* in place of the one with its key, behind all others."""
        columns, body = self._row(record)
        await self._insert(columns, body, f"DO UPDATE SET {_assigned((*columns, 'ordinal', 'record'))}")
        self._seen[self._key(columns)] = body

    async def put_new(self, record: R) -> bool:
        """Store *record* and return True; return False where there is one with its key (nothing changes then)."""
        columns, body = self._row(record)
        return bool(await self._insert(columns, body, "DO NOTHING"))

    async def drop(self, *key: object) -> None:
        """Delete the record with that key, if there is one."""
        self._seen.pop(key, None)
        await self._connection.execute(f"DELETE FROM {self.name} WHERE {self._is_it}", key)

    async def delete(self, rest: str, *values: object) -> int:
        """Delete the records that a query finds; return how many."""
        cursor = await self._connection.execute(f"DELETE FROM {self.name} {rest}", values)
        return cursor.rowcount

    async def _find(self, key: Key) -> R | None:
        return await self.one(f"WHERE {self._is_it}{self.for_update}", *key)

    async def _insert(self, columns: "dict[str, object]", body: bytes, on_conflict: str) -> int:
        names = (*columns, "record")
        cursor = await self._connection.execute(
            f"INSERT INTO {self.name} ({', '.join(names)}) VALUES ({', '.join(['%s'] * len(names))})"
            f" ON CONFLICT ({', '.join(self._definition.key)}) {on_conflict}",
            (*columns.values(), body.decode()),
        )
        return cursor.rowcount

    def _row(self, record: R) -> tuple[dict[str, object], bytes]:
        return dict(self._definition.columns(record)), self._definition.codec.encode(record)

    def _key(self, columns: "dict[str, object]") -> Key:
        return tuple(columns[name] for name in self._definition.key)

    def _read(self, rows: Sequence[TupleRow]) -> Iterator[R]:
        for *key, body in rows:
            self._seen[tuple(key)] = body
            yield self._definition.codec.decode(body)


async def lock(connection: Connection, *facts: object) -> None:
    """Wait until nobody else holds what *facts* name, then hold it until the unit of work ends."""
    await connection.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", ("\x1f".join(map(str, facts)),))


def _assigned(columns: Sequence[str]) -> str:
    return ", ".join(f"{column} = excluded.{column}" for column in columns)
