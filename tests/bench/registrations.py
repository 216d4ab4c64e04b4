"""Registrations a second, each durable before its receipt may leave, with 10 000 petitions stored."""

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from bot.opening import loading
from tests.bench.county import MONDAY, county, opened, petitions
from tests.bench.figures import Figure, report
from tests.bench.lives import REGISTERED, fill
from tests.bench.stream import Stream

STORED: Final = 10_000
SECONDS: Final = 12.0


async def measure() -> Sequence[Figure]:
    """Return the rate of the embedded store on the disk under the working folder."""
    roster = county()
    with tempfile.TemporaryDirectory(dir=Path.cwd(), prefix=".bench-") as folder:
        path = Path(folder) / "station.db"
        await fill(path, roster, STORED, REGISTERED)
        with loading():  # as the running bot does
            storage = await opened(path, roster)
        stream = Stream(storage, MONDAY)
        told = petitions(roster, at=MONDAY)
        await stream.play(told, count=2 * len(roster.groups))  # each group has had its notice of the quarter
        rate = await stream.play(told, seconds=SECONDS)
        await storage.close()
    return [Figure(what="registrations a second, 10 000 petitions stored", measured=rate, unit="/s", at_least=300)]


if __name__ == "__main__":
    report(measure)
