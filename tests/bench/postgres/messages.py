"""What it takes to keep a message, beside the same work as a single bare statement.

The bare statement puts the same bytes down under the same claim, over a connection of its own to the same database; all
else is the store's: sealing, the way to a connection, whatever the program does about it. Both wait for the same disk,
and on the same core: which of the server's processes shares one with the bot is chance, and as much as a sixth of it.
"""

import os
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from contextlib import asynccontextmanager, suppress
from itertools import islice
from statistics import median
from time import perf_counter
from typing import Final

from psycopg import AsyncConnection

from handlers.message import Heard
from handlers.ports import Kept, Progress, Storage
from storage.postgres.tables import Tables
from storage.sealing import Sealer
from tests.bench.county import KEY, MONDAY, county, petitions
from tests.bench.figures import Figure

ROUNDS: Final = 30
A_ROUND: Final = 40
MESSAGES: Final = Tables(Sealer(KEY)).messages
FIRST: Final = 10_000_000  # no message before was called by such a number

KEPT: Final = """
    WITH claimed AS (INSERT INTO message_ids (id, received_at) VALUES (%s, %s) ON CONFLICT DO NOTHING RETURNING *)
    INSERT INTO messages (id, received_at, unhandled, worded, said_in, holder, record)
    SELECT id, received_at, true, false, %s, 1, %s FROM claimed
"""
PLAIN: Final = "INSERT INTO plain (id, received_at, record) VALUES (%s, %s, %s)"


async def measure(url: str, storage: Storage) -> Sequence[Figure]:
    """Return medians of rounds that take turns, so that all meet the same machine."""
    invented = petitions(county(), at=MONDAY, first=FIRST)
    rows = [_row(heard) for heard in islice(invented, ROUNDS * A_ROUND)]
    told, bare_rows, plain_rows = iter(list(islice(invented, ROUNDS * A_ROUND))), enumerate(rows), enumerate(rows)
    async with await AsyncConnection.connect(url, autocommit=True) as bare:
        await bare.execute("CREATE TABLE plain (id text PRIMARY KEY, received_at timestamptz NOT NULL, record json)")

        async def keep() -> None:
            await storage.keep(next(told), at=MONDAY)

        async def state() -> None:
            number, (said_in, record) = next(bare_rows)
            await bare.execute(KEPT, (f"bare:{number}", MONDAY, said_in, record))

        async def insert() -> None:
            number, (_, record) = next(plain_rows)
            await bare.execute(PLAIN, (f"plain:{number}", MONDAY, record))

        async with _one_core(bare):
            kept, stated, inserted = await _medians(keep, state, insert)
        await bare.execute("DELETE FROM messages WHERE unhandled")  # or what is said there next would wait for them
    return [
        Figure(what="a row put into a plain table, for scale", measured=inserted, unit="ms"),
        Figure(what="a message claimed and kept by a bare statement, for scale", measured=stated, unit="ms"),
        Figure(what="a message claimed and kept by the store", measured=kept, unit="ms"),
        Figure(what="the same beside the bare statement", measured=kept / stated, unit="x", at_most=1.3),
    ]


def _row(heard: Heard) -> tuple[object, str]:
    """Return what the store would put down for *heard*: in which conversation it was said, and the sealed record."""
    kept = Kept(heard=heard, received_at=MONDAY, progress=Progress.KEPT, tries=0)
    return dict(MESSAGES.columns(kept))["said_in"], MESSAGES.codec.encode(kept).decode()


@asynccontextmanager
async def _one_core(connection: AsyncConnection) -> AsyncIterator[None]:
    """Have this process and what serves it at the database share one core meanwhile, where that is allowed."""
    found = await connection.execute(
        "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'client backend'"
    )
    processes = 0, *(pid for (pid,) in await found.fetchall())
    cores = os.sched_getaffinity(0)
    try:
        _keep_on({min(cores)}, processes)
        yield
    finally:
        _keep_on(cores, processes)


def _keep_on(cores: set[int], processes: Iterable[int]) -> None:
    for process in processes:
        with suppress(PermissionError, ProcessLookupError):  # another's, or ended meanwhile
            os.sched_setaffinity(process, cores)


async def _medians(*works: Callable[[], Awaitable[None]]) -> Sequence[float]:
    """Return how many milliseconds each of *works* takes."""
    took: list[list[float]] = [[] for _ in works]
    for _ in range(ROUNDS):
        for work, times in zip(works, took, strict=True):
            for _ in range(A_ROUND):
                began = perf_counter()
                await work()
                times.append((perf_counter() - began) * 1e3)
    return [median(times) for times in took]
