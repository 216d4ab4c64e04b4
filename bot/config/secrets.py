"""Where a secret lies: never in config.toml itself."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from bot.config.keys import Table, wrong

S = TypeVar("S")
T = TypeVar("T", bound=Table)


@dataclass(frozen=True, slots=True)
class EnvSecret:
    """A secret in an environment variable; it stays there until it is read."""

    name: str

    def read(self) -> str | None:
        """Return the secret, or None where the variable is not set."""
        return os.environ.get(self.name)


@dataclass(frozen=True, slots=True)
class FileSecret:
    """A secret in a file, which may be yet to be made."""

    path: Path

    def read(self) -> str | None:
        """Return the one line in the file, or None where there is no such file."""
        try:
            return self.path.read_text("utf-8-sig").strip()
        except (OSError, UnicodeDecodeError):
            return None


Secret = EnvSecret | FileSecret


def secret(value: object) -> Secret:
    """Return where a secret lies."""
    kind, _, rest = value.partition(":") if isinstance(value, str) else ("", "", "")
    if kind == "file" and rest:
        return FileSecret(Path(rest))
    if kind != "env" or not rest:
        raise wrong("secret")
    if rest not in os.environ:
        raise wrong("secret_unset", name=rest)
    return EnvSecret(rest)


def within(folder: Path, table: T) -> T:
    """Return the same table, the files of its secrets taken from *folder*."""
    secrets = {name: rooted(folder, one) for name, one in vars(table).items() if isinstance(one, FileSecret)}
    return type(table)(**{**vars(table), **secrets})


def rooted(folder: Path, secret: S) -> S | FileSecret:
    """Return the same secret, its file, where it has one, taken from *folder*."""
    return FileSecret(folder / secret.path) if isinstance(secret, FileSecret) else secret
