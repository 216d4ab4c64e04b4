"""What a message costs at 100 000 stored petitions, beside what it costs at 1 000."""

import gc
import tempfile
from collections.abc import Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from statistics import median
from time import process_time
from typing import Final

from tests.bench.county import MONDAY, county, opened, petitions
from tests.bench.figures import Figure, report
from tests.bench.lives import REGISTERED, fill
from tests.bench.stream import Stream

FEW: Final = 1_000
MANY: Final = 100_000
ROUNDS: Final = 15
A_ROUND: Final = 200


async def measure() -> Sequence[Figure]:
    """Return the median of CPU time a message in rounds that take turns, so that both meet the same machine."""
    roster = county()
    costs: dict[int, list[float]] = {FEW: [], MANY: []}
    with tempfile.TemporaryDirectory(dir=Path.cwd(), prefix=".bench-") as folder:
        async with AsyncExitStack() as stack:
            streams = {}
            for stored in costs:
                path = Path(folder) / f"{stored}.db"
                await fill(path, roster, stored, REGISTERED)
                storage = await opened(path, roster)
                stack.push_async_callback(storage.close)
                streams[stored] = Stream(storage, MONDAY), petitions(roster, at=MONDAY)
            gc.collect()
            gc.freeze()
            for _ in range(ROUNDS):
                for stored, (stream, told) in streams.items():
                    began = process_time()
                    await stream.play(told, count=A_ROUND)
                    costs[stored].append((process_time() - began) / A_ROUND)
    few, many = (median(costs[stored]) for stored in (FEW, MANY))
    return [
        Figure(what="CPU time a message, 1 000 petitions stored", measured=few * 1e6, unit="us"),
        Figure(what="CPU time a message, 100 000 petitions stored", measured=many * 1e6, unit="us"),
        Figure(what="CPU time a message, 100 000 petitions beside 1 000", measured=many / few, unit="x", at_most=1.3),
    ]


if __name__ == "__main__":
    report(measure)
