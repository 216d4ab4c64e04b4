"""How long people wait for their answer while fifty messages a second come in."""

import asyncio
import tempfile
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from statistics import quantiles
from time import perf_counter
from typing import Final

from bot.clock import WallClock
from bot.delivery import DeliveryRun
from bot.platforms.base import Post
from bot.router import Router
from handlers.message import MessageId
from tests.bench.county import county, opened, petitions
from tests.bench.figures import Figure, report
from tests.support.platform import FakePlatform
from tests.support.township import PLATFORM

A_SECOND: Final = 50
MESSAGES: Final = 500


class Watch(FakePlatform):
    """Notes when the first answer to each message was shown."""

    def __init__(self) -> None:
        super().__init__()
        self.answered: dict[MessageId, float] = {}
        self.all_answered = asyncio.Event()

    async def deliver(self, post: Post) -> None:
        if post.answers is not None:
            self.answered.setdefault(post.answers, perf_counter())
        if len(self.answered) == MESSAGES:
            self.all_answered.set()


async def measure() -> Sequence[Figure]:
    """Return the median and the slowest hundredth from hearing to showing."""
    roster = county()
    clock = WallClock()
    with tempfile.TemporaryDirectory(dir=Path.cwd(), prefix=".bench-") as folder:
        storage = await opened(Path(folder) / "station.db", roster)
        watch = Watch()
        delivery = DeliveryRun(storage, {PLATFORM: watch}, clock)
        router = Router(storage, clock, changed=delivery.wake)
        delivering = asyncio.create_task(delivery.run())
        heard: dict[MessageId, float] = {}
        hearing = []
        began = perf_counter()
        for number, one in enumerate(islice(petitions(roster, at=clock.now()), MESSAGES)):
            await asyncio.sleep(began + number / A_SECOND - perf_counter())
            heard[one.id] = perf_counter()
            hearing.append(asyncio.create_task(router.hear(one)))
        await asyncio.gather(*hearing)
        await watch.all_answered.wait()
        delivering.cancel()
        await asyncio.gather(delivering, return_exceptions=True)
        await storage.close()
    waited = quantiles([(watch.answered[one] - at) * 1e3 for one, at in heard.items()], n=100)
    return [
        Figure(what="from a word to its answer at 50 messages a second, median", measured=waited[49], unit="ms"),
        Figure(what="from a word to its answer at 50 messages a second, slowest 1 %", measured=waited[98], unit="ms"),
    ]


if __name__ == "__main__":
    report(measure)
