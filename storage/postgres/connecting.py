"""How a process reaches its database: the address, and what every connection is set up with."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final
from urllib.parse import urlsplit

import psycopg
from psycopg.abc import AdaptContext, Buffer
from psycopg.adapt import Loader
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg.errors import ReadOnlySqlTransaction
from psycopg.rows import TupleRow

from storage.errors import OnlyRead, OutOfReach

_SETTINGS: Final = {
    "timezone": "Asia/Shanghai",
    "statement_timeout": "30s",
    "lock_timeout": "2s",  # then a unit of work is done again, and others have their turn before it
    "idle_in_transaction_session_timeout": "5s",  # a process that was stopped holds up nobody for longer
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
    "tcp_user_timeout": "10000",  # milliseconds: what was sent to a server that is gone is not waited for longer
}
_WITH_ALL_AT_ONCE: Final = """
    SET statement_timeout = 0;
    SET lock_timeout = '10s';
    SET idle_in_transaction_session_timeout = '60s'
"""
"""A million rows take their time, and so does the disk that they are read from or written to."""


class _AsWritten(Loader):
    """Gives JSON as it was written: codecs read it."""

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
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"


def read_json_as_written(connection: AdaptContext) -> None:
    """Have *connection* give JSON as bytes."""
    connection.adapters.register_loader("json", _AsWritten)


@contextmanager
def administering(url: str) -> Iterator[psycopg.Connection[TupleRow]]:
    """Open a connection for what is done to a database as a whole, in one transaction.

    Raise `OutOfReach`, as `OnlyRead` where something was to be changed and cannot.
    """
    try:
        connection = psycopg.connect(conninfo(url))
    except psycopg.OperationalError as error:
        raise OutOfReach(place(url), str(error)) from None
    with connection:
        read_json_as_written(connection)
        connection.execute(_WITH_ALL_AT_ONCE)
        try:
            yield connection
        except ReadOnlySqlTransaction as error:
            raise OnlyRead(place(url), str(error)) from None


def is_set_up(url: str) -> bool:
    """Return whether the database at *url* has the tables of a store. Raise `OutOfReach`."""
    with administering(url) as connection:
        return connection.execute("SELECT to_regclass('applied')").fetchone() != (None,)
