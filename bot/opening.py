"""The storage that a configuration names: where it is, what opens it, and the files beside it."""

import gc
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from urllib.parse import quote

from bot.config import Config, FileSecret
from handlers.ports import Storage
from storage.connect import connect, exists
from storage.sealing import KEY_BYTES, load_key


class CannotStart(Exception):
    """Something the bot needs is missing or taken; *reason* names the words in `cli_texts`."""

    def __init__(self, reason: str, fact: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.fact = fact


def folder(config: Config) -> Path:
    """Return the folder the data are kept in."""
    return config.storage.folder


def address(config: Config) -> str:
    """Return where the storage is, with the password of a database that asks for one. Raise `CannotStart`."""
    url, secret = config.storage.url, config.storage.password
    if secret is None:
        return url
    password = secret.read()
    if not password:
        raise CannotStart("password", str(secret.path if isinstance(secret, FileSecret) else secret.name))
    return f"{url}{'&' if '?' in url else '?'}password={quote(password, safe='')}"


def sealing_key(config: Config) -> bytes:
    """Return the key that seals personal data; for a new store a missing key file is made. Raise `CannotStart`."""
    secret = config.storage.key
    try:
        if isinstance(secret, FileSecret):
            if not secret.path.exists() and exists(address(config)):
                raise CannotStart("lost key", str(secret.path))
            secret.path.parent.mkdir(parents=True, exist_ok=True)
            return load_key(secret.path)
        key = bytes.fromhex(secret.read() or "")
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise CannotStart("key", str(secret.path if isinstance(secret, FileSecret) else secret.name))
    return key


@asynccontextmanager
async def stored(config: Config, *, read_only: bool = False) -> AsyncIterator[Storage]:
    """Open the storage of *config*, and close it at the end; *read_only* even while the bot runs."""
    storage = await connect(
        address(config),
        roster=config.roster,
        key=sealing_key(config),
        bound=config.bound,
        folder=folder(config),
        read_only=read_only,
    )
    try:
        yield storage
    finally:
        await storage.close()


@contextmanager
def loading() -> Iterator[None]:
    """Spare the garbage collector what is loaded inside: it stays, and looking through all of it stops everybody."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


async def place_groups(config: Config) -> None:
    """Have the roster of *config* say where staff have said that groups are."""
    if exists(address(config)):
        async with stored(config, read_only=True):
            pass
