"""The one SQLite file under the embedded store: made whole, checked when opened, written by one process."""

import sqlite3
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from itertools import chain
from pathlib import Path
from typing import Any, Final

from storage import codec
from storage.embedded.definition import Definition, IndexPlace, Row
from storage.embedded.files import beside, has_journal, replacing
from storage.errors import Damaged, Missing, OtherKey, OtherVersion

APPLICATION: Final = 0x4C424F54  # "LBOT"; sqlite.org/pragma.html#pragma_application_id
_WAL_PAGES: Final = 4000  # 16 MB of changes between two checkpoints, each of which is one more fsync

Definitions = Sequence[Definition[Any]]
Changed = Mapping[str, Mapping[int, Row | None]]
"""By table and number the rows as they shall be; None where a row shall be no more."""


class Database:
    """An open file. Whoever writes it holds a `Lock`; who only reads sees it as it was when opened."""

    def __init__(self, path: Path, definitions: Definitions, *, read_only: bool = False) -> None:
        self.path: Final = path
        self._upserts = {one.name: _upsert(one) for one in definitions}
        self._placed = {one.name: "".join(f", {column}" for column in _placed(one)) for one in definitions}
        self._finished = {(one.name, index.name) for one in definitions for index in one.indexes if index.finished}
        self._writer = None if read_only else connect(path)
        self._reader = connect(path, read_only=True)
        if read_only:
            for one in _missing(self._reader, definitions):  # whoever writes the file has not come by since
                self._reader.execute(f"CREATE TEMP {_table(one)}")
            self._reader.execute("BEGIN")

    def close(self) -> None:
        """Let go of the file; the last to do so leaves all of it in one piece, without a journal beside it."""
        self._reader.close()
        if self._writer is not None:
            self._writer.close()

    # --- reading ---

    def resident(self, table: str) -> Iterator[tuple[int, Row]]:
        """Return number and row of whatever stays in memory."""
        # A bot starts as fast as this loop runs: a county has some 150 000 such rows.
        # By name: a file that is older may have columns for what is no more asked.
        rows = self._reader.execute(f"SELECT number, key, body{self._placed[table]} FROM {table} WHERE resident")
        buckets, intern = range(3, len(rows.description), 2), sys.intern  # behind each bucket its order
        for row in rows:
            number, key, body = row[:3]
            placed = [None if row[at] is None else IndexPlace(intern(row[at]), row[at + 1], number) for at in buckets]
            yield number, Row(key, True, body, tuple(placed))

    def last_number(self, table: str) -> int:
        """Return the highest number in a table, 0 where it is empty."""
        (number,) = self._reader.execute(f"SELECT coalesce(max(number), 0) FROM {table}").fetchone()
        return int(number)

    def by_key(self, table: str, key: str) -> tuple[int, bytes] | None:
        found: tuple[int, bytes] | None = self._reader.execute(
            f"SELECT number, body FROM {table} WHERE key = ?", (key,)
        ).fetchone()
        return found

    def by_keys(self, table: str, keys: Sequence[str]) -> Iterable[tuple[int, str]]:
        asked = ", ".join("?" for _ in keys)
        return self._reader.execute(f"SELECT number, key FROM {table} WHERE key IN ({asked})", keys)

    def by_number(self, table: str, number: int) -> bytes | None:
        found = self._reader.execute(f"SELECT body FROM {table} WHERE number = ?", (number,)).fetchone()
        return None if found is None else found[0]

    def numbers(self, table: str) -> Iterator[int]:
        return (number for (number,) in self._reader.execute(f"SELECT number FROM {table} ORDER BY number"))

    def finished(
        self, table: str, index: str, bucket: str, start: int, below: tuple[int, int], *, newest_first: bool
    ) -> Iterator[tuple[int, int, bytes]]:
        direction = "DESC" if newest_first else "ASC"
        return self._reader.execute(
            f"SELECT {index}_order, number, body FROM {table} WHERE {index} = ? AND NOT resident"
            f" AND {index}_order >= ? AND ({index}_order, number) < (?, ?)"
            f" ORDER BY {index}_order {direction}, number {direction}",
            (bucket, start, *below),
        )

    # --- writing ---

    def write(self, changed: Changed) -> None:
        """Put all of *changed* down in one transaction, not durable before `commit`."""
        assert self._writer is not None, "opened for reading only"
        self._writer.execute("BEGIN IMMEDIATE")
        for table, rows in changed.items():
            deleted = [(number,) for number, row in rows.items() if row is None]
            if deleted:
                self._writer.executemany(f"DELETE FROM {table} WHERE number = ?", deleted)
            stored = ((number, *_columns(row)) for number, row in rows.items() if row is not None)
            self._writer.executemany(self._upserts[table], stored)

    def commit(self) -> None:
        """Make what was written durable."""
        assert self._writer is not None, "opened for reading only"
        self._writer.execute("COMMIT")


def connect(path: Path, *, read_only: bool = False) -> sqlite3.Connection:
    """Return a connection on which every commit is on disk when it returns."""
    mode = "ro" if read_only else "rw"
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}", uri=True, isolation_level=None, check_same_thread=False
    )
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA secure_delete = ON")  # what was erased is not left lying between the rows
    connection.execute(f"PRAGMA wal_autocheckpoint = {_WAL_PAGES}")
    return connection


def create(path: Path, definitions: Definitions, *, fingerprint: str, rows: Iterable[tuple[str, int, Row]] = ()) -> int:
    """Make a new store at *path* that holds *rows* and return how many: there is either all of it or nothing.

    The caller holds the `Lock`, and nothing but a file to be replaced is at *path*.
    """
    with replacing(path) as unfinished, closing(sqlite3.connect(unfinished, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("BEGIN")
        connection.execute(f"PRAGMA application_id = {APPLICATION}")
        connection.execute(f"PRAGMA user_version = {codec.VERSION}")
        connection.execute("CREATE TABLE installation (fingerprint TEXT NOT NULL)")
        connection.execute("INSERT INTO installation VALUES (?)", (fingerprint,))
        for definition in definitions:
            for statement in _schema(definition):
                connection.execute(statement)
        upserts = {one.name: _upsert(one) for one in definitions}
        written = 0
        for table, number, row in rows:
            connection.execute(upserts[table], (number, *_columns(row)))
            written += 1
        connection.execute("COMMIT")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # closing would do so too, and not say if it failed
    return written


def copy(source: Path, target: Path) -> None:
    """Have *target* hold what *source* holds at this moment, whoever writes it meanwhile.

    Raise `Damaged` where *source* is not in order, or `Unwritable`.
    """
    with (
        replacing(target) as unfinished,
        closing(sqlite3.connect(unfinished)) as writer,
        closing(connect(source, read_only=True)) as reader,
    ):
        reader.backup(writer)
        look_over(source, writer)


def check(path: Path, *, fingerprint: str | None = None, may_be_older: bool = False) -> int:
    """Return the version of the store at *path*: a whole one, sealed with that key (None: with any).

    Raise `Missing`, `Damaged`, `OtherVersion` or `OtherKey`.
    """
    if not path.exists():
        if beside(path, "-wal").exists():
            raise Damaged(path, "the file is missing, its journal is there")
        raise Missing(path)
    if path.stat().st_size == 0:  # SQLite would take it for a new one, and throw its journal away
        raise Damaged(path, "it is empty")
    with refusing_damage(path), closing(connect(path, read_only=True)) as connection:
        found = {name: int(connection.execute(f"PRAGMA {name}").fetchone()[0]) for name in _ASKED}
        if found["application_id"] != APPLICATION:
            raise Damaged(path, "it was not written by this program")
        if path.stat().st_size < found["page_count"] * found["page_size"] and not has_journal(path):
            raise Damaged(path, "it is cut short")
        version = found["user_version"]
        if version > codec.VERSION or (version < codec.VERSION and not may_be_older):
            raise OtherVersion(path, version, codec.VERSION)
        (sealed_with,) = connection.execute("SELECT fingerprint FROM installation").fetchone()
        if fingerprint not in {None, sealed_with}:
            raise OtherKey(path)
    return version


def prepare(path: Path, definitions: Definitions, *, fingerprint: str) -> None:
    """Make a new store where there is none; otherwise put what its journal holds into the file itself.

    Tables that have been added to the program since are added. Raise `Damaged`. The caller holds the `Lock`.
    """
    try:
        check(path, may_be_older=True)
    except Missing:
        create(path, definitions, fingerprint=fingerprint)
    if has_journal(path):  # the last process did not end well
        with refusing_damage(path), closing(connect(path)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            look_over(path, connection)
    with refusing_damage(path), closing(connect(path)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        for definition in _missing(connection, definitions):
            for statement in _schema(definition):
                connection.execute(statement)
        connection.execute("COMMIT")


def look_over(path: Path, connection: sqlite3.Connection) -> None:
    """Read all of a file, as SQLite sees it. Raise `Damaged` in the name of *path* where it is not in order."""
    (said,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    if said != "ok":
        raise Damaged(path, said)


@contextmanager
def refusing_damage(path: Path) -> Iterator[None]:
    """Turn what SQLite says of a broken file into `Damaged`."""
    try:
        yield
    except sqlite3.Error as error:
        raise Damaged(path, str(error)) from None


_NOWHERE: Final = (None, None)
_ASKED: Final = ("application_id", "user_version", "page_count", "page_size")


def _missing(connection: sqlite3.Connection, definitions: Definitions) -> Iterable[Definition[Any]]:
    """Return those of which the file has no table."""
    there = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    return [one for one in definitions if one.name not in there]


def _table(definition: Definition[Any]) -> str:
    places = "".join(f", {index.name} TEXT, {index.name}_order INTEGER" for index in definition.indexes)
    return (
        f"TABLE {definition.name} (number INTEGER PRIMARY KEY, key TEXT UNIQUE, resident INTEGER NOT NULL,"
        f" body BLOB NOT NULL{places})"
    )


def _schema(definition: Definition[Any]) -> Iterable[str]:
    name = definition.name
    yield f"CREATE {_table(definition)}"
    yield f"CREATE INDEX {name}_resident ON {name} (number) WHERE resident"
    for index in definition.indexes:
        if index.finished:
            yield (
                f"CREATE INDEX {name}_{index.name} ON {name} ({index.name}, {index.name}_order)"
                f" WHERE {index.name} IS NOT NULL AND NOT resident"
            )


def _placed(definition: Definition[Any]) -> Sequence[str]:
    """Return the columns that say where a row stands: of each index the bucket and the order in it."""
    return [column for index in definition.indexes for column in (index.name, f"{index.name}_order")]


def _upsert(definition: Definition[Any]) -> str:
    columns = ["key", "resident", "body", *_placed(definition)]
    values = ", ".join("?" for _ in columns)
    updates = ", ".join(f"{column} = excluded.{column}" for column in columns)
    return (
        f"INSERT INTO {definition.name} (number, {', '.join(columns)}) VALUES (?, {values})"
        f" ON CONFLICT (number) DO UPDATE SET {updates}"
    )


def _columns(row: Row) -> tuple[object, ...]:
    places = [_NOWHERE if place is None else (place.bucket, place.order) for place in row.places]
    return row.key, row.resident, row.body, *chain.from_iterable(places)
