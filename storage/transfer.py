"""Carrying a whole embedded store somewhere: exported, imported, backed up, restored, brought to this version.

Each works on the file of a `tinydb:` address and either does all of it or leaves everything as it was.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import BinaryIO, Final

from storage import codec
from storage.connect import path_of
from storage.embedded import database, tables
from storage.embedded.definition import Row
from storage.embedded.files import Lock, replacing
from storage.errors import Damaged, Missing, NotReplaced, Occupied, OtherKey, OtherVersion
from storage.sealing import Sealer

EXPORTED: Final = "station.json"
"""The file of an export, in the layout of TinyDB's own JSONStorage: {table: {number: document}}."""

_INSTALLATION: Final = "installation"

Numbered = tuple[str, int, bytes]
"""Table, number and text of one document."""


def export(url: str, folder: Path) -> int:
    """Write all documents to `station.json` in *folder*, sealed ones sealed; return how many.

    A running bot may go on: what is written is the store as it was at one moment. Raise a `StorageRefused`.
    """
    path = path_of(url)
    version = database.check(path)
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / EXPORTED
    if target.exists():
        raise Occupied(target)
    with (
        replacing(target) as unfinished,
        unfinished.open("wb") as file,
        closing(database.connect(path, read_only=True)) as connection,
    ):
        connection.execute("BEGIN")
        (fingerprint,) = connection.execute("SELECT fingerprint FROM installation").fetchone()
        about = codec.json_of({"1": {"version": version, "fingerprint": fingerprint}})
        file.write(b'{"%s": %s' % (_INSTALLATION.encode(), about))
        written = sum(_write_table(file, connection, name) for name in _names(connection))
        file.write(b"}\n")
    return written


def import_(url: str, folder: Path, *, key: bytes) -> int:
    """Read `station.json` from *folder* into an empty store; return how many documents there were.

    *key* has to be the one its personal data were sealed with. Raise a `StorageRefused`.
    """
    path = path_of(url)
    source = folder / EXPORTED
    if not source.exists():
        raise Missing(source)
    exported = codec.document_from(source.read_bytes())
    about = exported.pop(_INSTALLATION)["1"]
    sealer = Sealer(key)
    if about["version"] > codec.VERSION:
        raise OtherVersion(source, about["version"], codec.VERSION)
    if about["fingerprint"] != sealer.fingerprint:
        raise OtherKey(source)
    documents = (
        (name, int(number), codec.json_of(document))
        for name, numbered in exported.items()
        for number, document in numbered.items()
    )
    with closing(Lock(path)):
        _refuse_unless_empty(path)
        return _build(path, documents, sealer, about["version"], source=source)


def backup(url: str, target: Path) -> int:
    """Have *target* hold the store as it is at one moment, whether or not the bot runs; return how many documents.

    Raise a `StorageRefused`.
    """
    path = path_of(url)
    database.check(path, may_be_older=True)
    if target.exists():
        raise Occupied(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    database.copy(path, target)
    return _size(target)


def restore(url: str, source: Path, *, replace: bool = False) -> int:
    """Put a backup in the place of the store, with *replace* of one that exists already; return how many documents.

    Raise a `StorageRefused`, `InUse` among them while the bot runs.
    """
    path = path_of(url)
    database.check(source, may_be_older=True)
    with closing(Lock(path)):
        if path.exists() and not replace:
            raise NotReplaced(path)
        database.copy(source, path)
        return _size(path)


def migrate(url: str, *, key: bytes) -> int:
    """Bring all documents to this program's version; return how many there are. Raise a `StorageRefused`."""
    path = path_of(url)
    sealer = Sealer(key)
    with closing(Lock(path)):
        version = database.check(path, fingerprint=sealer.fingerprint, may_be_older=True)
        with database.refusing_damage(path), closing(database.connect(path, read_only=True)) as connection:
            connection.execute("BEGIN")
            return _build(path, _documents(connection), sealer, version, source=path)


def _build(path: Path, documents: Iterable[Numbered], sealer: Sealer, version: int, *, source: Path) -> int:
    """Make a store of *documents* of that version at *path*; return how many there are."""
    definitions = tables.definitions(sealer)
    by_name = {one.name: one for one in definitions}

    def rows() -> Iterator[tuple[str, int, Row]]:
        for name, number, text in documents:
            try:
                definition = by_name[name]
                document = definition.codec.opened(text)
                for step in range(version, codec.VERSION):
                    document = codec.MIGRATIONS[step](name, document)
                record = definition.codec.built(document)
                yield name, number, definition.row(number, definition.key_of(record), record)
            except (KeyError, ValueError):
                raise Damaged(source, f"document {number} of {name} cannot be read") from None

    return database.create(path, definitions, fingerprint=sealer.fingerprint, rows=rows())


def _refuse_unless_empty(path: Path) -> None:
    try:
        database.check(path, may_be_older=True)
    except Missing:
        return
    with database.refusing_damage(path), closing(database.connect(path, read_only=True)) as connection:
        if any(connection.execute(f"SELECT 1 FROM {name} LIMIT 1").fetchone() for name in _names(connection)):
            raise Occupied(path)


def _names(connection: sqlite3.Connection) -> list[str]:
    found = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> ?", (_INSTALLATION,))
    return [name for (name,) in found]


def _size(path: Path) -> int:
    with closing(database.connect(path, read_only=True)) as connection:
        return sum(connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in _names(connection))


def _documents(connection: sqlite3.Connection) -> Iterator[Numbered]:
    for name in _names(connection):
        for number, body in connection.execute(f"SELECT number, body FROM {name} ORDER BY number"):
            yield name, number, body


def _write_table(file: BinaryIO, connection: sqlite3.Connection, name: str) -> int:
    file.write(b',\n"%s": {' % name.encode())
    written = 0
    for written, (number, body) in enumerate(connection.execute(f"SELECT number, body FROM {name} ORDER BY number"), 1):
        file.write(b'%s\n"%d": %s' % (b"," if written > 1 else b"", number, body))
    file.write(b"}")
    return written
