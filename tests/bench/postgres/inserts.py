"""What it costs to put rows in with a million petitions stored, beside what it costs with ten thousand."""

from collections.abc import Mapping, Sequence
from statistics import median
from time import perf_counter
from typing import Final

from handlers.people.rules.roster import Roster
from handlers.ports import Storage
from tests.bench.county import MONDAY, petitions
from tests.bench.figures import Figure
from tests.bench.stream import Stream

ROUNDS: Final = 12
A_ROUND: Final = 40
FIRST: Final = 20_000_000


async def measure(few: Storage, many: Storage, roster: Roster) -> Sequence[Figure]:
    """Return the medians of whole registrations, one at a time, in rounds that take turns.

    Nobody waits for the disk: that takes as long for one as for the other, and would hide what grows.
    """
    streams = {
        storage: (Stream(storage, MONDAY, at_once=1), petitions(roster, at=MONDAY, first=FIRST))
        for storage in (few, many)
    }
    for stream, told in streams.values():
        await stream.play(told, count=A_ROUND)
    costs: Mapping[Storage, list[float]] = {few: [], many: []}
    for _ in range(ROUNDS):
        for storage, (stream, told) in streams.items():
            began = perf_counter()
            await stream.play(told, count=A_ROUND)
            costs[storage].append((perf_counter() - began) / A_ROUND * 1e3)
    with_few, with_many = median(costs[few]), median(costs[many])
    return [
        Figure(what="all rows of a registration, 10 000 petitions stored", measured=with_few, unit="ms"),
        Figure(what="all rows of a registration, 1 000 000 petitions stored", measured=with_many, unit="ms"),
        Figure(what="the same, 1 000 000 beside 10 000", measured=with_many / with_few, unit="x", at_most=1.3),
    ]
