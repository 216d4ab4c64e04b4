"""How a process reaches its database: the address, and what every connection is set up with."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final
from urllib.parse import urlsplit

import psycopg
from psycopg.abc import Buffer
from psycopg.adapt import Loader
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from storage.errors import OutOfReach
from storage.postgres.records import Connection

_SETTINGS: Final = {
    "timezone": "Asia/Shanghai",
    "statement_timeout": "30s",
    "lock_timeout": "10s",
    "idle_in_transaction_session_timeout": "60s",  # a process that was stopped holds up nobody for longer
    "tcp_keepalives_idle": "10",
    "tcp_keepalives_interval": "5",
    "tcp_keepalives_count": "3",
}
_REACHING: Final = {
    "application_name": "liaison-bot",
    "connect_timeout": "10",
    "keepalives_idle": "10",
    "keepalives_interval": "5",
    "keepalives_count": "3",
}


class _AsWritten(Loader):
    """Gives JSON as it was written: codecs read it, and an export is compared byte by byte."""

    def load(self, data: Buffer) -> bytes:
        return bytes(data)


def conninfo(url: str) -> str:
    """Return all that is needed to connect to *url*; what stands in there goes before what we would choose."""
    options = " ".join(f"-c {name}={value}" for name, value in _SETTINGS.items())
    given = {name: str(value) for name, value in conninfo_to_dict(url).items()}
    return make_conninfo("", **{"options": options, **_REACHING, **given})


def place(url: str) -> str:
    """Return *url* as it may be shown: without a password."""
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    return f"{parts.scheme}://{host}{parts.path}"


async def prepare(connection: Connection) -> None:
    """Set up a connection that was just made."""
    connection.adapters.register_loader("json", _AsWritten)
    await connection.set_autocommit(True)


@asynccontextmanager
async def connected(url: str) -> AsyncIterator[Connection]:
    """Open a connection of its own to *url*. Raise `OutOfReach`."""
    try:
        connection = await psycopg.AsyncConnection.connect(conninfo(url))
    except psycopg.OperationalError as error:
        raise OutOfReach(place(url), str(error)) from None
    async with connection:
        await prepare(connection)
        yield connection
