"""The tables of the database, brought to this program's version: numbered files, each applied once, never taken back.

Plain files and not a migration library: they are read by whoever looks after the database as they are, PostgreSQL runs
them in a transaction of its own, and what would be left for a library is the loop below.
"""

from importlib import resources
from typing import Final

from storage import codec
from storage.errors import Missing, NewerSchema, OtherKey, OtherVersion
from storage.postgres.records import Connection

_FILES: Final = sorted(
    (one for one in resources.files("storage.postgres").joinpath("schema").iterdir() if one.name.endswith(".sql")),
    key=lambda one: one.name,
)
KNOWN: Final = len(_FILES)
"""The version of the tables that this program knows."""

_ONE_AT_A_TIME: Final = 7_281_046_229  # any number that nobody else locks by


async def migrate(connection: Connection, *, place: str, fingerprint: str) -> None:
    """Bring the tables to this program's version, whichever instance comes first, and check whose they are.

    Raise `NewerSchema`, or as `check` does.
    """
    async with connection.transaction():
        await connection.execute("SELECT pg_advisory_xact_lock(%s)", (_ONE_AT_A_TIME,))
        applied = await _applied(connection)
        if applied > KNOWN:
            raise NewerSchema(place, applied, KNOWN)
        if applied == 0:
            await connection.execute("CREATE TABLE applied (number integer PRIMARY KEY, at timestamptz DEFAULT now())")
        for number, file in enumerate(_FILES[applied:], applied + 1):
            await connection.execute(file.read_text("utf-8"))
            await connection.execute("INSERT INTO applied (number) VALUES (%s)", (number,))
        await connection.execute(
            "INSERT INTO installation SELECT %s, %s WHERE NOT EXISTS (SELECT FROM installation)",
            (fingerprint, codec.VERSION),
        )
        await check(connection, place=place, fingerprint=fingerprint)


async def check(connection: Connection, *, place: str, fingerprint: str | None = None) -> str:
    """Return the fingerprint of the key that sealed what is in there, which has to be that one (None: any).

    Raise `Missing`, `NewerSchema`, `OtherVersion` or `OtherKey`.
    """
    applied = await _applied(connection)
    if applied == 0:
        raise Missing(place)
    if applied > KNOWN:
        raise NewerSchema(place, applied, KNOWN)
    cursor = await connection.execute("SELECT fingerprint, version FROM installation")
    row = await cursor.fetchone()
    assert row is not None
    sealed_with, version = row
    if version != codec.VERSION:
        raise OtherVersion(place, version, codec.VERSION)
    if fingerprint not in {None, sealed_with}:
        raise OtherKey(place)
    return str(sealed_with)


async def _applied(connection: Connection) -> int:
    cursor = await connection.execute("SELECT to_regclass('applied')")
    if await cursor.fetchone() == (None,):
        return 0
    cursor = await connection.execute("SELECT max(number) FROM applied")
    row = await cursor.fetchone()
    assert row is not None
    return int(row[0])
