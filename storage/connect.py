"""An address -> the storage behind it: the one place that names an implementation."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from handlers.message import Account
from handlers.people.rules.roster import PersonId, Roster
from handlers.ports import Storage
from storage.embedded.files import Lock
from storage.embedded.store import EmbeddedStorage
from storage.errors import InUse, NoDriver, UnknownStorage

_EMBEDDED: Final = "tinydb:"
_POSTGRES: Final = "postgresql:"


async def connect(
    url: str,
    *,
    roster: Roster,
    key: bytes,
    bound: Mapping[Account, PersonId],
    folder: Path | None = None,
    read_only: bool = False,
) -> Storage:
    """Return the open storage at *url*, made first where there is none.

    *key* seals personal data; *bound* are the accounts that the configuration gives to persons; what the station has
    learned lies in *folder*, or beside a store that is a file. With *read_only* it is shown as it is now, even while
    another process writes it. Raise a `StorageRefused`.
    """
    if not is_database(url):
        return EmbeddedStorage(path_of(url), roster=roster, key=key, bound=bound, read_only=read_only)
    try:
        from storage.postgres.store import PostgresStorage
    except ModuleNotFoundError:  # only who uses it has its driver installed
        raise NoDriver from None
    storage = PostgresStorage(url, roster=roster, key=key, bound=bound, folder=folder, read_only=read_only)
    await storage.open()
    return storage


def is_database(url: str) -> bool:
    """Return whether the storage at *url* is a database, which several processes may use."""
    return url.startswith(_POSTGRES)


def exists(url: str) -> bool:
    """Return whether there is a storage at *url* yet. Raise `OutOfReach`."""
    if not is_database(url):
        return path_of(url).exists()
    try:
        from storage.postgres.connecting import is_set_up
    except ModuleNotFoundError:
        raise NoDriver from None
    return is_set_up(url)


def is_in_use(url: str) -> bool:
    """Return whether a process writes the store at *url* that lets only one do so."""
    if is_database(url) or not path_of(url).exists():
        return False
    try:
        Lock(path_of(url)).close()
    except InUse:
        return True
    return False


def path_of(url: str) -> Path:
    """Return the file of the embedded store that *url* names. Raise `UnknownStorage`."""
    if not url.startswith(_EMBEDDED):
        raise UnknownStorage(url.partition(":")[0])
    return Path(url.removeprefix(_EMBEDDED))
