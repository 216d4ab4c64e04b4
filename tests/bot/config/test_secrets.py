"""Every secret may come from the environment, as a service gives it; none has to lie in a file."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from bot.config import EnvSecret, FileSecret, Secret
from bot.config.keys import Table
from bot.config.secrets import secret
from tests.bot.config.example import changed, loaded

STORAGE: Final = """
url = "postgresql://liaison@db/station"
key = "env:STORAGE_KEY"
password = "env:STORAGE_PASSWORD"
"""
PLATFORMS: Final = """
[[wecom.aibots]]
name = "held"
mode = "socket"
bot_id = "aibHeld"
secret = "env:SOCKET_BOT_SECRET"

[[wecom.aibots]]
name = "called"
mode = "callback"
token = "env:CALLBACK_BOT_TOKEN"
encoding_aes_key = "env:CALLBACK_BOT_ENCODING_AES_KEY"

[[wecom.apps]]
name = "office"
corp_id = "ww"
agent_id = 1
secret = "env:APP_SECRET"
token = "env:APP_TOKEN"
encoding_aes_key = "env:APP_ENCODING_AES_KEY"

[[wecom.webhooks]]
name = "village"
key = "env:WEBHOOK_KEY"

[[dingtalk.robots]]
name = "stream"
mode = "stream"
client_id = "ding"
client_secret = "env:ROBOT_CLIENT_SECRET"

[[dingtalk.webhooks]]
name = "village"
access_token = "env:WEBHOOK_ACCESS_TOKEN"
secret = "env:WEBHOOK_SECRET"

[webchat]
"""
NAMES: Final = re.findall(r"env:(\w+)", STORAGE + PLATFORMS)


def secrets_in(value: object) -> Iterator[Secret]:
    """Yield every secret of a configuration, however deep."""
    if isinstance(value, EnvSecret | FileSecret):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from secrets_in(one)
    else:
        slots = getattr(value, "__slots__", ())
        for name in (*slots, *getattr(value, "__dict__", ())):
            yield from secrets_in(getattr(value, name, None))


def tables(of: type[Table]) -> Iterator[type[Table]]:
    for table in of.__subclasses__():
        yield table
        yield from tables(table)


def test_whatever_is_secret_is_read_from_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number, name in enumerate(NAMES):
        monkeypatch.setenv(name, f"{number:0<43}")
    source = changed(
        ('url = "tinydb:data/station.db"', ""),
        ('key = "file:data/contacts.key"', STORAGE),
        ("[webchat]\n", PLATFORMS),
    )
    read = {one.read() for one in secrets_in(loaded(tmp_path, source))}
    assert read == {f"{number:0<43}" for number in range(len(NAMES))}


def test_every_key_that_holds_a_secret_is_tried_here() -> None:
    declared = {name for table in tables(Table) for name, key in table.declared.items() if key.read is secret}
    assert declared == set(re.findall(r'(\w+) = "env:', STORAGE + PLATFORMS))
