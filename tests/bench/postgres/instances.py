"""`python -m tests.bench.postgres.instances URL FIRST KIND`: one of several instances, and what they do together.

An instance is a process that has registrations go the whole way from the router to the outbox. Beside it stands what the
processor allows: processes that do nothing but go to the database as often.
"""

import asyncio
import logging
import sys
from collections.abc import Sequence
from itertools import count, islice
from statistics import median
from time import perf_counter
from typing import Final

from psycopg import AsyncConnection

from tests.bench.county import MONDAY, petitions
from tests.bench.figures import Figure
from tests.bench.postgres.prefecture import opened, prefecture
from tests.bench.stream import Stream

SECONDS: Final = 6.0
ROUNDS: Final = 2
AT_ONCE: Final = 20  # conversations: an instance has one connection, which they take in turn
WARMING: Final = 40  # registrations, after which statements are prepared
FIRST: Final = 30_000_000
APART: Final = 1_000_000  # numbers of the messages that each process is told
TRIPS: Final = 45  # statements of a registration


async def measure(url: str) -> Sequence[Figure]:
    """Return what one and two of them do in a second, in rounds that take turns."""
    firsts = count(FIRST, APART)
    rates: dict[tuple[str, int], list[float]] = {}
    for _ in range(ROUNDS):
        for kind in ("whole", "bare"):
            for processes in (1, 2):
                rate = await _together(url, [(next(firsts), kind) for _ in range(processes)])
                rates.setdefault((kind, processes), []).append(rate)
    one, two, bare, two_bare = (median(rates[kind, n]) for kind in ("whole", "bare") for n in (1, 2))
    allowed = two_bare / bare
    return [
        Figure(what="two processes that only go to the database beside one, for scale", measured=allowed, unit="x"),
        Figure(what="registrations a second by one instance", measured=one, unit="/s"),
        Figure(what="registrations a second by two instances", measured=two, unit="/s"),
        Figure(what="two instances beside one", measured=two / one, unit="x", at_least=min(1.7, 0.9 * allowed)),
    ]


async def _together(url: str, told: Sequence[tuple[int, str]]) -> float:
    """Return how much is done in a second by a process for each of *told*, all begun at the same time."""
    processes = [
        await asyncio.create_subprocess_exec(
            sys.executable, "-m", __name__, url, str(first), kind,
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
        )
        for first, kind in told
    ]  # fmt: skip
    pipes = [(one.stdin, one.stdout) for one in processes if one.stdin is not None and one.stdout is not None]
    for _, said in pipes:
        await said.readline()  # it is ready
    for tell, _ in pipes:
        tell.write(b"go\n")
    return sum([float(await said.readline()) for _, said in pipes])


async def _whole(url: str, first: int) -> None:
    roster = prefecture()
    storage = await opened(url, roster)
    stream = Stream(storage, MONDAY, at_once=AT_ONCE)
    elsewhere = first // APART * 997 % len(roster.groups)  # no two begin in the same group
    told = islice(petitions(roster, at=MONDAY, first=first), elsewhere, None)
    await stream.play(told, count=WARMING)
    _say("ready")
    await asyncio.to_thread(sys.stdin.readline)
    _say(str(await stream.play(told, seconds=SECONDS)))
    await storage.close()


async def _bare(url: str, first: int) -> None:
    async with await AsyncConnection.connect(url, autocommit=True) as connection:
        _say("ready")
        await asyncio.to_thread(sys.stdin.readline)
        began, done = perf_counter(), 0
        while perf_counter() - began < SECONDS:
            async with connection.transaction():
                for number in range(TRIPS):
                    await connection.execute("SELECT record FROM petitions WHERE id = %s", (f"{first}-{number}",))
                await connection.execute("INSERT INTO renamed (person) VALUES (%s)", (f"bench-{first}-{done}",))
            done += 1
        _say(str(done / (perf_counter() - began)))


def _say(word: str) -> None:
    print(word, flush=True)


if __name__ == "__main__":
    logging.disable(logging.INFO)
    _, _url, _first, _kind = sys.argv
    asyncio.run({"whole": _whole, "bare": _bare}[_kind](_url, int(_first)))
