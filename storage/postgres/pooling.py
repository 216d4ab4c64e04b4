"""A connection that units of work have in turns, and that is made anew when it breaks."""

from collections.abc import Awaitable, Callable
from select import POLLIN, poll
from typing import Final

from psycopg_pool import AsyncConnectionPool

from storage.postgres.records import Connection

_WAITING: Final = 1000  # units of work that wait for their turn; what is heard beyond that the platform repeats
_AT_IT_FOR: Final = 5.0  # seconds in which a connection is tried for, at longer and longer intervals, before it is anew

Pool = AsyncConnectionPool[Connection]


def one_connection(
    address: str, *, configure: Callable[[Connection], Awaitable[None]], failed: Callable[[Pool], None]
) -> Pool:
    """Return a pool of a single connection, not opened yet; *failed* is called where none could be made for a while."""
    return AsyncConnectionPool(
        address,
        min_size=1,
        max_size=1,
        max_waiting=_WAITING,
        reconnect_timeout=_AT_IT_FOR,
        reconnect_failed=failed,
        configure=configure,
        check=_check,
        open=False,
    )


async def _check(connection: Connection) -> None:
    """Have a connection that has broken be made anew.

    It costs a round trip only where the server said something unasked, as it does in the end: a message that is kept
    takes a single one.
    """
    said = poll()
    said.register(connection.fileno(), POLLIN)
    if said.poll(0):
        await AsyncConnectionPool.check_connection(connection)
