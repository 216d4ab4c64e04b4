"""What an installation was set up with, and what is wrong with a file that sets one up."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from handlers.message import Account
from handlers.people.rules.roster import GroupId, PersonId, Roster


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


Secret = EnvSecret | FileSecret


@dataclass(frozen=True, slots=True, kw_only=True)
class StorageSettings:
    """*url* is `tinydb:` and an absolute path; *key* seals the contact table."""

    url: str
    key: Secret


@dataclass(frozen=True, slots=True, kw_only=True)
class WebChatVoter:
    """A voter who may be chosen as speaker in the web chat."""

    id: str
    name: str
    groups: tuple[GroupId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WebChatSettings:
    """*fast_forward* lets whoever looks on move the bot's clock."""

    enabled: bool
    host: str
    port: int
    fast_forward: bool
    voters: tuple[WebChatVoter, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WebSettings:
    host: str
    port: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """*bound* tells which account is which person of the roster; *public_phones* may be said in a group."""

    name: str
    storage: StorageSettings
    webchat: WebChatSettings
    web: WebSettings
    roster: Roster
    bound: Mapping[Account, PersonId]
    public_phones: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """One thing wrong in a configuration file.

    *table* is written as its header, *said* as the file has it; either is empty where there is none. *line* 0 is
    the file itself.
    *right* says what is wrong and what would be right.
    """

    table: str
    key: str
    line: int
    said: str
    right: str


class ConfigErrors(Exception):
    """A configuration nobody can start with; carries every mistake, first line first."""

    def __init__(self, path: Path, mistakes: Sequence[Mistake]) -> None:
        super().__init__(f"{path.name}: {len(mistakes)} mistakes")
        self.path = path
        self.mistakes = tuple(sorted(mistakes, key=lambda mistake: mistake.line))
