"""The tables of the database, brought to this program's version: numbered files, each applied once, never taken back.

Plain files and not a migration library: they are read by whoever looks after the database as they are, PostgreSQL runs
each of them whole or not at all, and what a library would do beyond that is the loop below.

Instances are brought to a newer version one after the other, so that for a while the version before runs on the tables
of the one after. Therefore

* a file only adds: tables, indexes, columns that may be left out (NULL or a default). What nobody uses any more, the
  version after the one that stopped using it takes away;
* of the tables that are in use a file changes one: with two it would wait for whoever waits for it;
* documents hold to the same. A field that the version before does not know it drops when it writes the document, so
  a new version must be able to do without. A value that it cannot read (a new state) is not written before all can.

An instance of the version before that is started again in between refuses the newer tables. What cannot be done like
that (`codec.VERSION`) needs all instances stopped.
"""

from importlib import resources
from typing import Final

import psycopg
from psycopg.rows import TupleRow

from storage import codec
from storage.errors import Missing, NewerSchema, OtherKey, OtherVersion

_FILES: Final = sorted(
    (one for one in resources.files("storage.postgres").joinpath("schema").iterdir() if one.name.endswith(".sql")),
    key=lambda one: one.name,
)
KNOWN: Final = len(_FILES)
"""The version of the tables that this program knows."""

_ONE_AT_A_TIME: Final = 7_281_046_229  # any number that nobody else locks by

Connection = psycopg.Connection[TupleRow]


def migrate(connection: Connection, *, place: str, fingerprint: str) -> None:
    """Bring the tables to this program's version, whichever instance comes first, and check whose they are.

    A database belongs to the key that was the first to come. Raise `NewerSchema`, or as `check` does.
    """
    while (applied := _applied_so_far(connection)) < KNOWN:
        if applied == 0:
            connection.execute("CREATE TABLE applied (number integer PRIMARY KEY, at timestamptz DEFAULT now())")
        connection.execute(_FILES[applied].read_bytes())
        connection.execute("INSERT INTO applied (number) VALUES (%s)", (applied + 1,))
        connection.commit()
    if applied > KNOWN:
        raise NewerSchema(place, applied, KNOWN)
    connection.execute(
        "INSERT INTO installation SELECT %s, %s WHERE NOT EXISTS (SELECT FROM installation)",
        (fingerprint, codec.VERSION),
    )
    check(connection, place=place, fingerprint=fingerprint)


def check(connection: Connection, *, place: str, fingerprint: str | None = None) -> str:
    """Return the fingerprint of the key that sealed what is in there, which has to be that one (None: any).

    Raise `Missing`, `NewerSchema`, `OtherVersion` or `OtherKey`.
    """
    applied = _applied(connection)
    if applied == 0:
        raise Missing(place)
    if applied > KNOWN:
        raise NewerSchema(place, applied, KNOWN)
    row = connection.execute("SELECT fingerprint, version FROM installation").fetchone()
    assert row is not None
    sealed_with, version = row
    if version != codec.VERSION:
        raise OtherVersion(place, version, codec.VERSION)
    if fingerprint not in {None, sealed_with}:
        raise OtherKey(place)
    return str(sealed_with)


def _applied_so_far(connection: Connection) -> int:
    """Return the version of the tables, which nobody else changes until the transaction ends."""
    connection.execute("SELECT pg_advisory_xact_lock(%s)", (_ONE_AT_A_TIME,))
    return _applied(connection)


def _applied(connection: Connection) -> int:
    if connection.execute("SELECT to_regclass('applied')").fetchone() == (None,):
        return 0
    row = connection.execute("SELECT max(number) FROM applied").fetchone()
    assert row is not None
    return int(row[0])
