"""What it costs to put rows in with a million petitions stored, beside what it costs with ten thousand.

Nobody waits for the disk: that takes as long for one as for the other, and would hide what grows. Whole registrations
stand beside it without a limit: a new matter is compared with those its station was told of late, up to a number that
ten thousand petitions at 752 stations do not reach.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from itertools import count
from statistics import median
from time import perf_counter
from typing import Final

from handlers.message import MessageId
from handlers.people.rules.roster import Roster, StationId
from handlers.petitions.rules.petition import PetitionId
from handlers.ports import Storage
from tests.bench.county import MONDAY, petitions
from tests.bench.figures import Figure
from tests.bench.stream import Stream
from tests.support.records import a_heard, a_line, a_notice, a_petition

ROUNDS: Final = 10
A_ROUND: Final = 40
FIRST: Final = 20_000_000

Put = Callable[[], Awaitable[None]]
"""Does so much as makes a round."""


async def measure(few: Storage, many: Storage, roster: Roster) -> Sequence[Figure]:
    """Return medians of rounds that take turns, so that both stores meet the same machine."""
    rows, more_rows = await _medians(_rows(few), _rows(many))
    whole, more_whole = await _medians(_registrations(few, roster), _registrations(many, roster))
    return [
        Figure(what="a message, petition, notice and line of the trail, 10 000 stored", measured=rows, unit="ms"),
        Figure(what="the same, 1 000 000 stored", measured=more_rows, unit="ms"),
        Figure(what="the same, 1 000 000 beside 10 000", measured=more_rows / rows, unit="x", at_most=1.3),
        Figure(what="a whole registration, 1 000 000 stored", measured=more_whole, unit="ms"),
        Figure(what="a whole registration, 1 000 000 beside 10 000", measured=more_whole / whole, unit="x"),
    ]


def _rows(storage: Storage) -> Put:
    numbers = count(FIRST)

    async def put() -> None:
        for number in (next(numbers) for _ in range(A_ROUND)):
            petition = replace(
                a_petition(number),
                id=PetitionId(f"bench-{number}"),
                station=StationId(f"station-{number % 752}"),
                registered_at=MONDAY,
            )
            async with storage.begin() as work:
                await work.messages.keep(replace(a_heard(), id=MessageId(f"bench:{number}")), at=MONDAY)
                await work.petitions.add(petition)
                await work.outbox.add(a_notice(f"bench/{number}"), at=MONDAY)
                await work.audit.add(replace(a_line(), at=MONDAY, subject=petition.id))

    return put


def _registrations(storage: Storage, roster: Roster) -> Put:
    stream, told = Stream(storage, MONDAY, at_once=1), petitions(roster, at=MONDAY, first=FIRST)

    async def put() -> None:
        await stream.play(told, count=A_ROUND)

    return put


async def _medians(*puts: Put) -> Sequence[float]:
    """Return how many milliseconds each takes for one, once it has warmed up."""
    took: list[list[float]] = [[] for _ in puts]
    for _ in range(1 + ROUNDS):
        for put, times in zip(puts, took, strict=True):
            began = perf_counter()
            await put()
            times.append((perf_counter() - began) / A_ROUND * 1e3)
    return [median(times[1:]) for times in took]
