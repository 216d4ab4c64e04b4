"""What it takes to write a station's digests with a million petitions stored."""

from collections.abc import Sequence
from itertools import islice
from statistics import median
from time import perf_counter
from typing import Final

from handlers.dates.day_kinds import ONE_DAY
from handlers.people.rules.roster import Roster
from handlers.ports import Storage
from handlers.reports import digest
from handlers.timed import Occurrence
from tests.bench.county import MONDAY
from tests.bench.figures import Figure

ASKED: Final = 50  # stations
WRITTEN: Final = (
    ("first", digest.daily, MONDAY - ONE_DAY),
    ("daily", digest.daily, MONDAY),
    ("weekly", digest.weekly, MONDAY),
    ("monthly", digest.monthly, MONDAY),
)


async def measure(storage: Storage, roster: Roster) -> Sequence[Figure]:
    """Return the median over many stations of each digest, on the day after one that had its own; no record is cached."""
    took: dict[str, list[float]] = {}
    for station in islice(roster.stations.values(), ASKED):
        for name, write, now in WRITTEN:
            day = now.date().isoformat()
            occurrence = Occurrence(key=f"{name}/{station.id}/{day}", station=station, due=now, until=None, subject=day)
            began = perf_counter()
            async with storage.begin() as work:
                await write(occurrence, now, work)
            took.setdefault(name, []).append((perf_counter() - began) * 1e3)
    first = took.pop("first")
    return [Figure(what="the first digest of a process, which reads all names", measured=first[0], unit="ms")] + [
        Figure(what=f"a station's {name} digest, 1 000 000 petitions", measured=median(times), unit="ms", at_most=20)
        for name, times in took.items()
    ]
