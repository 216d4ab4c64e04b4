"""Which of the processes that share a database are alive: as long as one is connected, it holds a lock of its own."""

import secrets
from typing import Final

from storage.postgres.records import Connection

_LOCKS: Final = 0x4C424F54  # "LBOT": the first half of every instance's lock

IS_ALIVE: Final = f"""EXISTS (
    SELECT FROM pg_locks
    WHERE locktype = 'advisory' AND classid = {_LOCKS} AND objid = holder AND objsubid = 2 AND granted
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
)"""
"""Whether the process that is the `holder` of a row is alive. The server lets go of a lock when its connection ends."""


def new_instance() -> int:
    """Return a number that no other process has."""
    return secrets.randbits(31)


async def show_alive(connection: Connection, instance: int) -> None:
    """Have the others see, for as long as *connection* lasts, that this process is alive."""
    await connection.execute("SELECT pg_advisory_lock(%s, %s)", (_LOCKS, instance))


async def take_leave(connection: Connection) -> None:
    """Have the others see at once that this process has ended."""
    await connection.execute("SELECT pg_advisory_unlock_all()")
