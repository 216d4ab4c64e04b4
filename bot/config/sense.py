"""What must hold between the tables of config.toml.

Judged on the file as read, wrong values and all, so that one run finds these mistakes together with all others.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import Final

from bot.config.keys import Finding
from bot.config.lines import Path
from bot.config.secrets import EnvSecret, FileSecret
from bot.config.words import DINGTALK, PLATFORMS, STAFF_ROLES, WECOM
from handlers.people.rules.roster import Role

UNIQUE_EVERYWHERE: Final = (
    ("stations", "id"),
    ("stations", "code"),
    ("stations", "name"),
    ("stations.groups", "id"),
    ("stations.groups", "name"),
    ("stations.groups", "chat"),
    ("stations.groups", "webhook"),
    ("webchat.voters", "id"),
    ("webchat.voters", "name"),
    ("wecom.webhooks", "name"),
    ("dingtalk.webhooks", "name"),
)
UNIQUE_AT_A_STATION: Final = (
    ("points", "id"),
    ("points", "name"),
    ("doors", "name"),
    ("doors", "redirect"),
    ("receptions", "id"),
    ("deputies", "id"),
)
REFERENCES_AT_A_STATION: Final = (
    ("deputies", "point", "points"),
    ("groups", "point", "points"),
    ("groups", "deputy", "deputies"),
    ("receptions", "point", "points"),
    ("receptions", "deputies", "deputies"),
    ("receptions.exceptions", "deputies", "deputies"),
)
SECRETS: Final = {
    "storage": ("password",),
    "wecom.aibots": ("secret", "token", "encoding_aes_key"),
    "wecom.apps": ("secret", "token", "encoding_aes_key"),
    "wecom.webhooks": ("key",),
    "dingtalk.robots": ("client_secret",),
    "dingtalk.webhooks": ("access_token", "secret"),
}
SPEAKERS: Final = {WECOM: ("wecom.aibots", "wecom.apps"), DINGTALK: ("dingtalk.robots",)}
"""Whose name is an account, by platform."""
AES_KEY: Final = re.compile(r"[A-Za-z0-9+/]{43}=?")  # developer.work.weixin.qq.com 101033
NEEDED_ROLES: Final = (Role.STAFF, Role.HEAD)


@dataclass(frozen=True, slots=True)
class _Table:
    path: Path
    values: Mapping[str, object]

    def texts(self, key: str) -> Iterator[tuple[Path, str]]:
        """Yield the text at *key*, or each text of the list there, with its path."""
        value = self.values.get(key)
        if isinstance(value, str):
            yield (*self.path, key), value
        elif isinstance(value, list):
            yield from (((*self.path, key, n), one) for n, one in enumerate(value) if isinstance(one, str))

    def text(self, key: str) -> str | None:
        value = self.values.get(key)
        return value if isinstance(value, str) else None


def findings(document: Mapping[str, object], folder: FilePath) -> Iterator[Finding]:
    """Yield what does not fit together; relative paths are taken from *folder*."""
    root = _Table((), document)
    for name, key in UNIQUE_EVERYWHERE:
        yield from _repeated(_tables(root, name), key)
    yield from _dangling(_tables(root, "webchat.voters"), "groups", _tables(root, "stations.groups"))
    yield from _renamed(_people(root, "stations."))
    yield from _on_roster(_tables(root, "webchat.voters"), _people(root, "stations."))
    yield from _at_platforms(root)
    for name, keys in SECRETS.items():
        for key in keys:
            yield from _unreadable(_tables(root, name), key, folder)
    for station in _tables(root, "stations"):
        for name, key in UNIQUE_AT_A_STATION:
            yield from _repeated(_tables(station, name), key)
        for name, key, target in REFERENCES_AT_A_STATION:
            yield from _dangling(_tables(station, name), key, _tables(station, target))
        yield from _namesakes(_people(station))
        yield from _unmanned(station)


def _tables(parent: _Table, name: str) -> list[_Table]:
    """Return all tables of that dotted name below *parent*."""
    head, _, rest = name.partition(".")
    inner = parent.values.get(head)
    if isinstance(inner, dict):
        found = [_Table((*parent.path, head), inner)]
    elif isinstance(inner, list):
        found = [_Table((*parent.path, head, n), one) for n, one in enumerate(inner) if isinstance(one, dict)]
    else:
        found = []
    return [deeper for one in found for deeper in _tables(one, rest)] if rest else found


def _people(parent: _Table, prefix: str = "") -> list[_Table]:
    return [*_tables(parent, f"{prefix}deputies"), *_tables(parent, f"{prefix}staff")]


def _repeated(tables: list[_Table], key: str) -> Iterator[Finding]:
    seen: dict[str, Path] = {}
    for table in tables:
        value = table.text(key)
        if value is not None and value in seen:
            yield Finding(path=(*table.path, key), code="taken", facts={"first": seen[value]})
        elif value is not None:
            seen[value] = (*table.path, key)


def _at_platforms(root: _Table) -> Iterator[Finding]:
    """Yield what names a bot, an app or a robot that is not set up."""
    speakers = {
        platform: [one for name in names for one in _tables(root, name)] for platform, names in SPEAKERS.items()
    }
    everybody = [one for some in speakers.values() for one in some]
    yield from _repeated(everybody, "name")
    yield from _dangling(_tables(root, "wecom.aibots"), "app", _tables(root, "wecom.apps"), by="name")
    groups = _tables(root, "stations.groups")
    for platform, some in speakers.items():
        there = [one for one in groups if PLATFORMS.get((one.text("platform") or "").strip().lower()) == platform]
        yield from _dangling(there, "account", some, by="name")
        yield from _dangling(there, "webhook", _tables(root, f"{platform}.webhooks"), by="name")
        if platform not in root.values:
            yield from (Finding(path=(*one.path, "platform"), code=f"no_{platform}") for one in there)
    names = {one.text("name"): None for one in everybody}
    for person in _people(root, "stations."):
        accounts = person.values.get("accounts")
        for name in accounts if isinstance(accounts, dict) else ():
            if name not in names:
                path = (*person.path, "accounts", name)
                yield Finding(path=path, code="unknown_reference", facts={"value": name, "known": names})


def _unreadable(tables: list[_Table], key: str, folder: FilePath) -> Iterator[Finding]:
    """Yield the secrets at *key* that cannot be read, or are none."""
    for table in tables:
        kind, _, rest = (table.text(key) or "").partition(":")
        if kind not in {"file", "env"} or not rest:
            continue
        held = FileSecret(folder / rest).read() if kind == "file" else EnvSecret(rest).read()
        if held is None and kind == "file":
            yield Finding(path=(*table.path, key), code="secret_file")
        elif held is not None and not held.strip():
            yield Finding(path=(*table.path, key), code="secret_empty")
        elif held is not None and key == "encoding_aes_key" and not AES_KEY.fullmatch(held):
            yield Finding(path=(*table.path, key), code="aes_key")


def _dangling(tables: list[_Table], key: str, targets: list[_Table], *, by: str = "id") -> Iterator[Finding]:
    known = {one: target.text("name") for target in targets if (one := target.text(by)) is not None}
    for table in tables:
        for path, value in table.texts(key):
            if value not in known:
                yield Finding(path=path, code="unknown_reference", facts={"value": value, "known": known})


def _renamed(people: list[_Table]) -> Iterator[Finding]:
    """Yield whoever goes by another name than before: one id is one person, in every list."""
    names: dict[str, str | None] = {}
    for person in people:
        one, name = person.text("id"), person.text("name")
        if one is not None and names.setdefault(one, name) != name:
            yield Finding(path=(*person.path, "name"), code="renamed", facts={"id": one, "name": names[one]})


def _namesakes(people: list[_Table]) -> Iterator[Finding]:
    """Yield whoever has the name of another person: commands at a station name people by name."""
    ids: dict[str, str | None] = {}
    for person in people:
        name, one = person.text("name"), person.text("id")
        if name is not None and ids.setdefault(name, one) != one:
            yield Finding(path=(*person.path, "name"), code="namesake", facts={"name": name})


def _on_roster(voters: list[_Table], people: list[_Table]) -> Iterator[Finding]:
    """Yield the web chat's voters who are deputies or staff: these may be chosen as speaker without being listed."""
    known = {person.text("id") for person in people}
    for voter in voters:
        if voter.text("id") in known - {None}:
            yield Finding(path=(*voter.path, "id"), code="on_roster")


def _unmanned(station: _Table) -> Iterator[Finding]:
    """Yield the roles nobody holds; where a role is not understood, it may be just the one that is needed."""
    roles = {STAFF_ROLES.get((member.text("role") or "").strip().lower()) for member in _tables(station, "staff")}
    missing = [role for role in NEEDED_ROLES if role not in roles]
    if roles and None not in roles and missing:
        yield Finding(path=station.path, code="nobody", facts={"roles": missing})
