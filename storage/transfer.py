"""Carrying a whole store somewhere: exported, imported, backed up, restored, brought to this version.

Each either does all of it or leaves everything as it was. An export is the same whatever it was taken from: it carries
a file into a database, and a database into a file.
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from typing import Any, Final

from storage import codec
from storage.connect import is_database, path_of
from storage.embedded import database, tables
from storage.embedded.files import Lock, replacing
from storage.errors import Damaged, Missing, NotForDatabases, NotReplaced, Occupied, OtherKey, OtherVersion
from storage.sealing import Sealer
from storage.source import Source

EXPORTED: Final = "station.json"
"""The file of an export, in the layout of TinyDB's own JSONStorage: {table: {number: document}}."""

_INSTALLATION: Final = "installation"

Numbered = tuple[str, int, bytes]
"""Table, number and text of one document."""

Progress = Callable[[int, int], None]
"""Told of each document how many are carried with it, and how many there are in all."""


def _silent(_: int, __: int) -> None:
    """Tell nobody."""


def export(url: str, folder: Path, *, progress: Progress = _silent) -> int:
    """Write all documents to `station.json` in *folder*, sealed ones sealed; return how many.

    A running bot may go on: what is written is the store as it was at one moment. Raise a `StorageRefused`.
    """
    target = folder / EXPORTED
    with _reading(url) as source:
        folder.mkdir(parents=True, exist_ok=True)
        if target.exists():
            raise Occupied(target)
        with replacing(target) as unfinished, unfinished.open("wb") as file:
            about = codec.json_of({"1": {"version": source.version, "fingerprint": source.fingerprint}})
            file.write(b'{"%s": %s' % (_INSTALLATION.encode(), about))
            written = 0
            for name in source.tables:
                file.write(b',\n"%s": {' % name.encode())
                for place, (number, body) in enumerate(source.documents(name)):
                    file.write(b'%s\n"%d": %s' % (b"," if place else b"", number, body))
                    written += 1
                    progress(written, source.size)
                file.write(b"}")
            file.write(b"}\n")
    return written


def import_(url: str, folder: Path, *, key: bytes, progress: Progress = _silent) -> int:
    """Read `station.json` from *folder* into an empty store; return how many documents there were.

    *key* has to be the one its personal data were sealed with. Raise a `StorageRefused`.
    """
    source = folder / EXPORTED
    if not source.exists():
        raise Missing(source)
    exported = codec.tables_from(source.read_bytes())
    about = codec.document_from(bytes(exported.pop(_INSTALLATION)["1"]))
    sealer = Sealer(key)
    if about["version"] > codec.VERSION:
        raise OtherVersion(source, about["version"], codec.VERSION)
    if about["fingerprint"] != sealer.fingerprint:
        raise OtherKey(source)
    every = ((name, int(number), bytes(text)) for name, some in exported.items() for number, text in some.items())
    documents = _told(every, progress, of=sum(map(len, exported.values())))
    if is_database(url):
        from storage.postgres import carrying

        return carrying.build(url, _records(documents, sealer, about["version"], source=source), sealer)
    path = path_of(url)
    with closing(Lock(path)):
        _refuse_unless_empty(path)
        return _build(path, documents, sealer, about["version"], source=source)


def backup(url: str, target: Path) -> int:
    """Have *target* hold the store as it is at one moment, whether or not the bot runs; return how many documents.

    Raise a `StorageRefused`.
    """
    path = _file(url)
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
    path = _file(url)
    database.check(source, may_be_older=True)
    with closing(Lock(path)):
        if path.exists() and not replace:
            raise NotReplaced(path)
        database.copy(source, path)
        return _size(path)


def migrate(url: str, *, key: bytes) -> int:
    """Bring all documents to this program's version; return how many there are. Raise a `StorageRefused`."""
    sealer = Sealer(key)
    if is_database(url):
        from storage.postgres import carrying

        return carrying.bring_up_to_date(url, sealer)
    path = path_of(url)
    with closing(Lock(path)):
        version = database.check(path, fingerprint=sealer.fingerprint, may_be_older=True)
        with database.refusing_damage(path), closing(database.connect(path, read_only=True)) as connection:
            connection.execute("BEGIN")
            return _build(path, _documents(connection), sealer, version, source=path)


def _build(path: Path, documents: Iterable[Numbered], sealer: Sealer, version: int, *, source: Path) -> int:
    """Make a store of *documents* of that version at *path*; return how many there are."""
    definitions = tables.definitions(sealer)
    by_name = {one.name: one for one in definitions}
    rows = (
        (name, number, by_name[name].row(number, by_name[name].key_of(record), record))
        for name, number, record in _records(documents, sealer, version, source=source)
    )
    return database.create(path, definitions, fingerprint=sealer.fingerprint, rows=rows)


def _records(
    documents: Iterable[Numbered], sealer: Sealer, version: int, *, source: Path
) -> Iterator[tuple[str, int, Any]]:
    """Give the records that *documents* of that version are, each with its table and number. Raise `Damaged`."""
    codecs = {one.name: one.codec for one in tables.definitions(sealer)}
    for name, number, text in documents:
        try:
            document = codecs[name].opened(text)
            for step in range(version, codec.VERSION):
                document = codec.MIGRATIONS[step](name, document)
            record = codecs[name].built(document)
        except (KeyError, ValueError):
            raise Damaged(source, f"document {number} of {name} cannot be read") from None
        yield name, number, record


def _told(documents: Iterable[Numbered], progress: Progress, *, of: int) -> Iterator[Numbered]:
    for count, document in enumerate(documents, 1):
        progress(count, of)
        yield document


def _file(url: str) -> Path:
    if is_database(url):
        raise NotForDatabases
    return path_of(url)


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
        return _count(connection)


def _count(connection: sqlite3.Connection) -> int:
    return sum(connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in _names(connection))


def _documents(connection: sqlite3.Connection) -> Iterator[Numbered]:
    for name in _names(connection):
        for number, body in connection.execute(f"SELECT number, body FROM {name} ORDER BY number"):
            yield name, number, body


def _reading(url: str) -> AbstractContextManager[Source]:
    """Give the store at *url* as it is at one moment."""
    if is_database(url):
        from storage.postgres import carrying

        return carrying.reading(url)
    return _reading_file(path_of(url))


@contextmanager
def _reading_file(path: Path) -> Iterator[Source]:
    version = database.check(path)
    with closing(database.connect(path, read_only=True)) as connection:
        connection.execute("BEGIN")
        (fingerprint,) = connection.execute("SELECT fingerprint FROM installation").fetchone()

        def documents(table: str) -> Iterator[tuple[int, bytes]]:
            return connection.execute(f"SELECT number, body FROM {table} ORDER BY number")

        yield Source(
            version=version,
            fingerprint=fingerprint,
            size=_count(connection),
            tables=_names(connection),
            documents=documents,
        )
