"""What an installation was set up with, and what is wrong with a file that sets one up.

Settings that stand in the file just as they are wanted are its tables, too.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bot.config import values
from bot.config.dingtalk import DingTalkSettings
from bot.config.keys import Table, listed, optional, required
from bot.config.secrets import Secret
from bot.config.wecom import WeComSettings
from handlers.message import Account
from handlers.people.rules.roster import GroupId, PersonId, Roster

LOOPBACK: Final = "127.0.0.1"


@dataclass(frozen=True, slots=True, kw_only=True)
class StorageSettings:
    """*url* is `tinydb:` and an absolute path, or a database without its password; *key* seals the contact table.

    In *folder* lies what is no record: what was learned, the holidays, what the web chat showed.
    """

    url: str
    folder: Path
    key: Secret
    password: Secret | None = None


class WebChatVoter(Table):
    """A voter who may be chosen as speaker in the web chat."""

    id: str = required(values.id_of(str))
    name: str = required(values.text)
    groups: tuple[GroupId, ...] = optional(listed(values.id_of(GroupId)), values.distinct, default=())


class WebChatSettings(Table):
    """*fast_forward* lets whoever looks on move the bot's clock."""

    enabled: bool = optional(values.yes_or_no, default=True)
    host: str = optional(values.loopback, default=LOOPBACK)
    port: int = optional(values.port, default=8080)
    fast_forward: bool = optional(values.yes_or_no, default=False)
    voters: tuple[WebChatVoter, ...] = optional(listed(WebChatVoter.read), default=())


class WebSettings(Table):
    host: str = optional(values.host, default=LOOPBACK)
    port: int = optional(values.port, default=8081)


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """*bound* tells which account is which person of the roster; *public_phones* may be said in a group.

    *wecom* and *dingtalk* are None where nothing of theirs is set up.
    """

    name: str
    storage: StorageSettings
    webchat: WebChatSettings
    wecom: WeComSettings | None
    dingtalk: DingTalkSettings | None
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
