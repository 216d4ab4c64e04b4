"""Why a storage cannot be opened, moved or read; each is said to whoever runs the bot, in one line."""

from pathlib import Path


class StorageRefused(Exception):
    """The storage cannot be used like this; nothing was changed."""


class UnknownStorage(StorageRefused):
    """No storage of this program answers to that address."""

    def __init__(self, scheme: str) -> None:
        super().__init__(f"no storage for {scheme!r} in this version: write tinydb:PATH")
        self.scheme = scheme


class InUse(StorageRefused):
    """Another process has the store open for writing."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} is in use by another process")
        self.path = path


class Damaged(StorageRefused):
    """The file is no whole store of this program."""

    def __init__(self, path: Path, what: str) -> None:
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

    def __init__(self, path: Path, version: int, known: int) -> None:
        way = "use a newer program" if version > known else "run migrate"
        super().__init__(f"{path} holds documents of version {version}, this program knows {known}: {way}")
        self.path = path
        self.version = version
        self.known = known


class OtherKey(StorageRefused):
    """What is sealed in there was sealed with another key."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} was sealed with another key")
        self.path = path


class Missing(StorageRefused):
    """There is nothing at that path."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} does not exist")
        self.path = path


class Occupied(StorageRefused):
    """Something is there already and would be overwritten."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} is not empty and is left as it is")
        self.path = path


class NotReplaced(Occupied):
    """A store stands where a backup is to go, and nobody said that it may be replaced."""
