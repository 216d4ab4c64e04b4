"""A stretch of time run through at once on the real configuration, with everything the bot would say."""

import tempfile
from collections.abc import AsyncGenerator, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from bot.clock import StandingClock
from bot.config.settings import Config
from bot.delivery import DeliveryRun
from bot.passing_time import PassingTime
from bot.platforms.base import KeepsNothing, Limit, Post
from bot.router import Router
from bot.sample_topics import SAMPLE_TOPICS
from bot.schedule import Schedule
from handlers.jobs import JOBS
from handlers.people.rules.roster import Place
from storage.connect import connect

STEP: Final = timedelta(days=1)


class Listener(KeepsNothing):
    """A platform that hears nothing and hands on all it is to say."""

    def __init__(self, name: str, clock: StandingClock, said: list[tuple[datetime, Post]]) -> None:
        self._name = name
        self._clock = clock
        self._said = said

    @property
    def name(self) -> str:
        return self._name

    def limits(self, place: Place) -> Mapping[str, tuple[Limit, ...]]:
        return {}

    def saves(self, post: Post) -> bool:
        return False

    def messages(self, post: Post) -> int:
        return 1

    async def start(self, ear: object) -> None:
        """Hear nothing."""

    async def stop(self) -> None:
        """Have nothing to stop."""

    async def deliver(self, post: Post) -> None:
        self._said.append((self._clock.now(), post))


async def rehearse(config: Config, start: datetime, end: datetime) -> AsyncGenerator[tuple[datetime, Post], None]:
    """Run the bot from *start* to *end* on an empty store of its own; yield each message with its moment.

    Nobody answers it; weeks get topics marked as samples.
    """
    clock = StandingClock(start)
    said: list[tuple[datetime, Post]] = []
    platforms = {group.place.platform for group in config.roster.groups.values()}
    platforms |= {account.platform for account in config.bound}
    with tempfile.TemporaryDirectory() as folder:
        storage = await connect(
            f"tinydb:{Path(folder) / 'rehearsal.db'}", roster=config.roster, key=bytes(32), bound=config.bound
        )
        try:
            listeners = {name: Listener(name, clock, said) for name in platforms}
            delivery = DeliveryRun(storage, listeners, clock, public_phones=config.public_phones)
            router = Router(storage, clock, changed=delivery.wake)
            schedule = Schedule(storage, config.roster, (*JOBS, SAMPLE_TOPICS), clock, changed=delivery.wake)
            passing = PassingTime(clock, router, schedule, delivery)
            while (now := clock.now()) < end:
                await passing.pass_until(min(now + STEP, end))
                for one in said:
                    yield one
                said.clear()
        finally:
            await storage.close()
