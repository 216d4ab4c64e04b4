"""An address -> the storage behind it: the one place that names an implementation."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from handlers.message import Account
from handlers.people.rules.roster import PersonId, Roster
from storage.embedded.files import Lock
from storage.embedded.store import EmbeddedStorage
from storage.errors import InUse, UnknownStorage

_EMBEDDED: Final = "tinydb:"


async def connect(
    url: str, *, roster: Roster, key: bytes, bound: Mapping[Account, PersonId], read_only: bool = False
) -> EmbeddedStorage:
    """Return the open storage at *url*, made first where there is none.

    *key* seals personal data; *bound* are the accounts that the configuration gives to persons. With *read_only* it
    is shown as it is now, even while another process writes it. Raise a `StorageRefused`.
    """
    return EmbeddedStorage(path_of(url), roster=roster, key=key, bound=bound, read_only=read_only)


def is_in_use(url: str) -> bool:
    """Return whether a process writes the storage at *url*."""
    path = path_of(url)
    if not path.exists():
        return False
    try:
        Lock(path).close()
    except InUse:
        return True
    return False


def path_of(url: str) -> Path:
    """Return the file of the embedded store that *url* names. Raise `UnknownStorage`."""
    if not url.startswith(_EMBEDDED):
        raise UnknownStorage(url.partition(":")[0])
    return Path(url.removeprefix(_EMBEDDED))
