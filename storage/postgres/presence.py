"""Which of the processes that share a database are alive, and what each of them alone is to do.

A process shows itself every few seconds in a row of its own. Who has not done so for a while is struck off by any of
the others, and with his row go his leases: one statement decides, so that two never hold the same. A lock that lasts as
long as a connection would not do: a process that is stopped, or that nobody can reach, keeps its connection open.
"""

import asyncio
import logging
import secrets
from datetime import datetime
from typing import Final

import psycopg
from psycopg import AsyncConnection

from storage.postgres.records import Connection

log = logging.getLogger(__name__)

BEAT: Final = 2.0  # seconds
DEAD_AFTER: Final = 20.0  # seconds
HELD_FOR: Final = 15.0  # seconds from the last beat on; less than the others wait, by the time it takes to let go
ANSWERED_WITHIN: Final = 5.0  # seconds
AGAIN_AFTER: Final = 1.0  # seconds
LOOK_EVERY: Final = 60.0  # seconds: whose end nobody told of is found by then
CALL, END, GROUPS_MOVED = "liaison_call", "liaison_end", "liaison_groups"
"""What the others are told: that something was queued, that one has ended, and that a group is somewhere else."""

IS_ALIVE: Final = "coalesce(holder, 0) = ANY (ARRAY(SELECT number FROM instances))"
"""Whether the process that is the `holder` of a row is alive.

No join: where a row was waited for and is looked at again, what it was joined with is not.
"""

_SHOW: Final = """
    INSERT INTO instances VALUES (%s, clock_timestamp())
    ON CONFLICT (number) DO UPDATE SET seen_at = excluded.seen_at
"""

# Who was away himself, or with the database, finds everybody unseen for long: he strikes off whom he has watched.
_STRIKE_OFF: Final = """
    DELETE FROM instances WHERE number IN (
        SELECT number FROM instances
        WHERE greatest(seen_at, %s) < clock_timestamp() - make_interval(secs => %s)
        FOR UPDATE SKIP LOCKED
    )
"""

_CLAIM: Final = "INSERT INTO leases SELECT unnest(%s::text[]), %s ON CONFLICT DO NOTHING"


class Presence:
    """What one process shows of itself, over a connection of its own that no unit of work holds up."""

    def __init__(self, address: str, instance: int) -> None:
        self._address = address
        self._instance = instance
        self._wanted: set[str] = set()
        self._held: frozenset[str] = frozenset()
        self._held_until = 0.0
        self._calls = asyncio.Event()
        self._ends = asyncio.Event()
        self._looked_at = -LOOK_EVERY
        self._showing: asyncio.Task[None] | None = None
        self.in_reach = True
        """Whether the database answered when it was last spoken to."""
        self.groups_moved = True
        """Whether a group may be somewhere else than this process knows."""

    async def start(self, connection: Connection) -> None:
        """Show the process over *connection* at once, and then over one of its own until it stops."""
        await connection.execute(_SHOW, (self._instance,))
        self._showing = asyncio.create_task(self._stay())

    async def stop(self) -> None:
        """Show it no more."""
        if self._showing is not None:
            self._showing.cancel()
            await asyncio.gather(self._showing, return_exceptions=True)
        self._held = frozenset()

    async def leave(self, connection: Connection) -> None:
        """Have the others see at once that the process has ended, and take over what it alone did."""
        await connection.execute("DELETE FROM instances WHERE number = %s", (self._instance,))
        await connection.execute(f"NOTIFY {END}")

    async def call(self, connection: Connection) -> None:
        """Have all other processes look for what was queued."""
        await connection.execute("SELECT pg_notify(%s, %s)", (CALL, str(self._instance)))

    @property
    def leases(self) -> frozenset[str]:
        """All that this process is the one to do now."""
        return self._held if asyncio.get_running_loop().time() < self._held_until else frozenset()

    async def holds(self, what: str) -> bool:
        self._wanted.add(what)
        return what in self.leases

    async def lost(self, what: str) -> None:
        while await self.holds(what):  # noqa: ASYNC110  # time alone may take it away
            await asyncio.sleep(AGAIN_AFTER)

    async def called(self) -> None:
        await self._calls.wait()
        self._calls.clear()

    async def ended(self) -> None:
        await self._ends.wait()
        self._ends.clear()

    async def _stay(self) -> None:
        while True:
            try:
                async with asyncio.timeout(ANSWERED_WITHIN):
                    connection = await AsyncConnection.connect(self._address, autocommit=True)
                async with connection:
                    await self._show(connection)
            except (psycopg.Error, TimeoutError) as error:
                if self.in_reach:
                    log.warning("the database is away", extra={"error": type(error).__name__})
                self.in_reach = False
                await asyncio.sleep(AGAIN_AFTER)

    async def _show(self, connection: Connection) -> None:
        async with asyncio.timeout(ANSWERED_WITHIN):
            await connection.execute(f"LISTEN {CALL}; LISTEN {END}; LISTEN {GROUPS_MOVED}")
            watched_since = await _now(connection)
        self.groups_moved = True  # nobody has listened for a while
        self._looked_at = -LOOK_EVERY
        while True:
            async with asyncio.timeout(ANSWERED_WITHIN):
                await self._beat(connection, watched_since)
            self.in_reach = True
            async for notice in connection.notifies(timeout=BEAT):
                if notice.channel == GROUPS_MOVED:
                    self.groups_moved = True
                elif notice.channel == END:
                    self._ends.set()
                elif notice.payload != str(self._instance):
                    self._calls.set()

    async def _beat(self, connection: Connection, watched_since: datetime) -> None:
        began = asyncio.get_running_loop().time()
        await connection.execute(_SHOW, (self._instance,))
        struck_off = (await connection.execute(_STRIKE_OFF, (watched_since, DEAD_AFTER))).rowcount
        await connection.execute(_CLAIM, (sorted(self._wanted), self._instance))
        cursor = await connection.execute("SELECT name FROM leases WHERE holder = %s", (self._instance,))
        held = frozenset(name for (name,) in await cursor.fetchall())
        if held - self._held:
            self._calls.set()
        if struck_off or began > self._looked_at + LOOK_EVERY:
            self._looked_at = began
            self._ends.set()
        self._held, self._held_until = held, began + HELD_FOR


async def _now(connection: Connection) -> datetime:
    """Return the time by the clock that all instances share."""
    (row,) = await (await connection.execute("SELECT clock_timestamp()")).fetchall()
    now: datetime = row[0]
    return now


def new_instance() -> int:
    """Return a number that no other process has."""
    return secrets.randbits(62)
