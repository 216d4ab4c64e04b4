"""Why a storage cannot be opened, moved or read; each is said to whoever runs the bot, in one line."""

from pathlib import Path

Place = Path | str
"""Where a storage is: a file, or a database as its address without the password."""


class StorageRefused(Exception):
    """The storage cannot be used like this; nothing was changed."""


class UnknownStorage(StorageRefused):
    """No storage of this program answers to that address."""

    def __init__(self, scheme: str) -> None:
        super().__init__(f"no storage for {scheme!r} in this version: write tinydb:PATH or postgresql://HOST/NAME")
        self.scheme = scheme


class InUse(StorageRefused):
    """Another process has the store open for writing."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} is in use by another process")
        self.path = path


class Damaged(StorageRefused):
    """The file is no whole store of this program."""

    def __init__(self, path: Place, what: str) -> None:
        super().__init__(f"{path} is damaged or no store: {what}; restore a backup")
        self.path = path
        self.what = what


class Unwritable(StorageRefused):
    """The disk did not take what had to be written."""

    def __init__(self, path: Path, what: str) -> None:
        super().__init__(f"{path} cannot be written: {what}")
        self.path = path
        self.what = what


class OtherVersion(StorageRefused):
    """The documents are of another version: a newer one needs a newer program, an older one `migrate`."""

    def __init__(self, path: Place, version: int, known: int) -> None:
        way = "use a newer program" if version > known else "run migrate"
        super().__init__(f"{path} holds documents of version {version}, this program knows {known}: {way}")
        self.path = path
        self.version = version
        self.known = known


class OtherKey(StorageRefused):
    """What is sealed in there was sealed with another key."""

    def __init__(self, path: Place) -> None:
        super().__init__(f"{path} was sealed with another key")
        self.path = path


class Missing(StorageRefused):
    """There is nothing at that path."""

    def __init__(self, path: Place) -> None:
        super().__init__(f"{path} does not exist")
        self.path = path


class Occupied(StorageRefused):
    """Something is there already and would be overwritten."""

    def __init__(self, path: Place) -> None:
        super().__init__(f"{path} is not empty and is left as it is")
        self.path = path


class NotReplaced(Occupied):
    """A store stands where a backup is to go, and nobody said that it may be replaced."""


class OutOfReach(StorageRefused):
    """The database does not answer, or does not let this program in."""

    def __init__(self, path: Place, what: str) -> None:
        super().__init__(f"{path} cannot be reached: {what}")
        self.path = path
        self.what = what


class OnlyRead(OutOfReach):
    """The database answers, and nobody can change anything in it: it is a standby, or was set so."""


class NoDriver(StorageRefused):
    """What speaks to PostgreSQL is not installed."""

    def __init__(self) -> None:
        super().__init__("psycopg is missing: install liaison-bot[postgres]")


class NewerSchema(StorageRefused):
    """A newer program has changed the tables of the database: this one would not know what it does there."""

    def __init__(self, path: Place, schema: int, known: int) -> None:
        super().__init__(f"{path} has tables of version {schema}, this program knows {known}: use a newer program")
        self.path = path
        self.schema = schema
        self.known = known


class NotForDatabases(StorageRefused):
    """A database is backed up and restored by its own tools."""

    def __init__(self) -> None:
        super().__init__("a database is backed up and restored by PostgreSQL's own tools")
