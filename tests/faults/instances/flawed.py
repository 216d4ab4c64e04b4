"""Instances that break promises: `python -m tests.faults.instances.flawed KEPT,LIVING run --config FILE` breaks two.

Classes that the bot is joined of are replaced by others of their kind before it starts.
"""

import itertools
import random
import signal
import sys
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cached_property, reduce
from typing import Any, Final, cast

from bot import app, cli
from bot.clock import Clock
from bot.delivery import DeliveryRun
from bot.platforms.base import Ear, Platform
from bot.platforms.wecom import building
from bot.platforms.wecom.aibot.socket import AibotSocket
from bot.router import Router
from handlers.message import Heard, MessageId, Outgoing, Recalled
from handlers.ports import Storage
from storage.alone import Alone
from storage.postgres import store
from storage.postgres.occurrences import PostgresOccurrences
from storage.postgres.outbox import PostgresOutbox
from tests.faults.instances.checks import CALENDAR, Promise
from tests.faults.troubled.bot import Flaw
from tests.faults.troubled.checks import Promise as OfOne
from tests.faults.troubled.flaws import PLANTED

LIFE: Final = 10  # seconds
OF_ONE: Final = {promise: flaw for flaw, _, promise in PLANTED}
"""What is wrong with a single bot, by the promise it breaks."""
AS_OF_ONE: Final = {
    Promise.KEPT: OfOne.KEPT,
    Promise.REGISTERED_ONCE: OfOne.ONCE,
    Promise.SHOWN_ONCE: OfOne.SHOWN_ONCE,
    Promise.SAID: OfOne.ORDER,  # the last answer of all is never followed by the one that was held back
}


LATER: Final = itertools.cycle((timedelta(seconds=3), timedelta(0)))

planted: Final[list[Flaw]] = []
"""Those of one bot that this process has."""


class Sound:
    """The ear of a router as it should be."""

    def __init__(self, router: Router) -> None:
        self._router = router

    async def hear(self, heard: Heard) -> bool:
        return await Router.hear(self._router, heard)

    async def recall(self, recalled: Recalled) -> None:
        await Router.recall(self._router, recalled)

    async def miss(self, message: MessageId) -> None:
        await Router.miss(self._router, message)


class Hearing(Router):
    """Hears with all that is wrong."""

    @cached_property
    def _ear(self) -> Ear:
        return reduce(lambda ear, flaw: flaw.ear(ear), planted, cast(Ear, Sound(self)))

    async def hear(self, heard: Heard) -> bool:
        return await self._ear.hear(heard)


class Speaking(DeliveryRun):
    """Speaks with all that is wrong."""

    def __init__(
        self, storage: Storage, platforms: Mapping[str, Platform], clock: Clock, *, public_phones: Collection[str] = ()
    ) -> None:
        flawed = {
            name: reduce(lambda speaking, flaw: flaw.platform(speaking), planted, platform)
            for name, platform in platforms.items()
        }
        super().__init__(storage, flawed, clock, public_phones=public_phones)


class Unclaimed(PostgresOccurrences):
    """Lets everybody have what one has claimed, whether they come at the same moment or later."""

    async def claim(self, key: str, *, at: datetime) -> bool:
        await super().claim(key, at=at)
        return True

    async def is_claimed(self, key: str) -> bool:
        return False

    async def claimed(self, keys: Collection[str]) -> Collection[str]:
        return ()


class Outbox(PostgresOutbox):
    """Queues once more what the clock had queued before, and has answers overtake each other."""

    repeats = False
    hurries = False

    async def add(self, outgoing: Outgoing, *, at: datetime) -> bool:
        added = await super().add(outgoing, at=at)
        if self.repeats and not added and outgoing.key.startswith(CALENDAR):
            return await super().add(replace(outgoing, key=f"{outgoing.key}/{random.random()}"), at=at)
        if self.hurries and added and outgoing.answers is not None:
            (entry,) = await self._entries.select("WHERE state = 'waiting' ORDER BY number DESC LIMIT 1")
            await self._entries.put(replace(entry, ready_at=at + next(LATER)))
        return added


class Selfish(AibotSocket):
    """Holds a bot's connection without asking whether it may."""

    def __init__(self, **parts: Any) -> None:
        super().__init__(**{**parts, "lease": Alone()})


def plant(promise: Promise) -> None:
    """Have this process break *promise*."""
    match promise:
        case Promise.QUEUED_ONCE:
            vars(store).update(PostgresOccurrences=Unclaimed, PostgresOutbox=Outbox)
            Outbox.repeats = True
        case Promise.IN_ORDER:
            vars(store).update(PostgresOutbox=Outbox)
            Outbox.hurries = True
        case Promise.ONE_HOLDER:
            vars(building)["AibotSocket"] = Selfish
        case Promise.LIVING:
            if sys.argv[-1].endswith("-1.toml"):  # one is enough, and the others go on
                signal.alarm(LIFE)
        case _:
            planted.append(OF_ONE[AS_OF_ONE[promise]])
            vars(app).update(Router=Hearing, DeliveryRun=Speaking)


if __name__ == "__main__":
    for name in sys.argv.pop(1).split(","):
        plant(Promise[name])
    sys.exit(cli.main())
