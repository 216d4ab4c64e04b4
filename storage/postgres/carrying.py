"""A whole database as documents, and documents as a whole database."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import chain, groupby
from operator import itemgetter
from typing import Any, Final

from storage import codec
from storage.errors import Occupied
from storage.postgres.connecting import administering, place
from storage.postgres.definition import Definition
from storage.postgres.migrating import Connection, check, migrate
from storage.postgres.tables import Tables
from storage.sealing import KEY_BYTES, Sealer
from storage.source import Numbered, Source

_TABLES: Final = tuple(one.name for one in Tables(Sealer(bytes(KEY_BYTES))).all())  # of which only the names are asked

_ORDINAL: Final = {"outbox": "number"}
"""What a table calls the number of a document, where it has another name for that."""


@contextmanager
def reading(url: str) -> Iterator[Source]:
    """Give the store as it is now, whoever writes it meanwhile. Raise a `StorageRefused`."""
    with administering(url) as connection:
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        fingerprint = check(connection, place=place(url))

        def documents(table: str) -> Iterator[Numbered]:
            ordinal = _ORDINAL.get(table, "ordinal")
            with connection.cursor(name=table) as rows:
                yield from rows.execute(f"SELECT {ordinal}, record FROM {table} ORDER BY {ordinal}")

        yield Source(
            version=codec.VERSION,
            fingerprint=fingerprint,
            size=_size(connection),
            tables=_TABLES,
            documents=documents,
        )


def build(url: str, records: Iterable[tuple[str, int, Any]], sealer: Sealer) -> int:
    """Fill an empty database with *records*, each with its table and number; return how many.

    Raise a `StorageRefused`.
    """
    definitions = {one.name: one for one in Tables(sealer).all()}
    with administering(url) as connection:
        migrate(connection, place=place(url), fingerprint=sealer.fingerprint)
        if any(connection.execute(f"SELECT 1 FROM {name} LIMIT 1").fetchone() for name in definitions):
            raise Occupied(place(url))
        written = sum(
            _fill(connection, definitions[table], numbered) for table, numbered in groupby(records, key=itemgetter(0))
        )
        connection.execute(_UNIQUE_FOR_EVER)
    return written


def bring_up_to_date(url: str, sealer: Sealer) -> int:
    """Bring the tables of a database to this program's version; return how many documents there are."""
    with administering(url) as connection:
        migrate(connection, place=place(url), fingerprint=sealer.fingerprint)
        return _size(connection)


def _size(connection: Connection) -> int:
    counts = (connection.execute(f"SELECT count(*) FROM {name}").fetchone() for name in _TABLES)
    return sum(row[0] for row in counts if row is not None)


def _fill(connection: Connection, definition: Definition[Any], numbered: Iterable[tuple[str, int, Any]]) -> int:
    name, ordinal = definition.name, _ORDINAL.get(definition.name, "ordinal")
    rows = (
        {**definition.columns(record), ordinal: number, "record": definition.codec.encode(record).decode()}
        for _, number, record in numbered
    )
    first = next(rows)
    with connection.cursor() as cursor:
        with cursor.copy(f"COPY {name} ({', '.join(first)}) FROM STDIN") as copy:
            for row in chain([first], rows):
                copy.write_row(tuple(row.values()))
        written = cursor.rowcount
    connection.execute(f"SELECT setval(pg_get_serial_sequence(%s, %s), max({ordinal})) FROM {name}", (name, ordinal))
    return written


_UNIQUE_FOR_EVER: Final = """
    INSERT INTO message_ids (id, received_at) SELECT id, received_at FROM messages;
    INSERT INTO outbox_keys (key, number, queued_at) SELECT key, number, queued_at FROM outbox;
"""
