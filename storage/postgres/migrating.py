"""The tables of the database, brought to this program's version: numbered files, each applied once, never taken back.

Plain files and not a migration library: they are read by whoever looks after the database as they are, PostgreSQL runs
all of them or none, and what a library would do beyond that is the loop below.
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
    connection.execute("SELECT pg_advisory_xact_lock(%s)", (_ONE_AT_A_TIME,))
    applied = _applied(connection)
    if applied > KNOWN:
        raise NewerSchema(place, applied, KNOWN)
    if applied == 0:
        connection.execute("CREATE TABLE applied (number integer PRIMARY KEY, at timestamptz DEFAULT now())")
    for number, file in enumerate(_FILES[applied:], applied + 1):
        connection.execute(file.read_bytes())
        connection.execute("INSERT INTO applied (number) VALUES (%s)", (number,))
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


def _applied(connection: Connection) -> int:
    if connection.execute("SELECT to_regclass('applied')").fetchone() == (None,):
        return 0
    row = connection.execute("SELECT max(number) FROM applied").fetchone()
    assert row is not None
    return int(row[0])
