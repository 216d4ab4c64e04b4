"""The whole bot on a simulated platform, dying and coming back on what it had kept."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from aiohttp.web import AppRunner

from bot.connected import Connected
from bot.delivery import DeliveryRun
from bot.dispatch import dispatch
from bot.platforms.base import Ear, Platform
from bot.router import Handle, Router
from bot.schedule import Schedule
from handlers.jobs import JOBS
from handlers.message import Heard, MessageId, Recalled
from handlers.people.rules.roster import Roster
from handlers.ports import Connections, Peers, Storage, StorageFailed, UnitOfWork
from storage.connect import connect
from tests.faults.troubled.stage import Stage
from tests.support.memory import MemoryStorage
from tests.support.on_platform import serve_pages
from tests.support.virtual_time import VirtualClock

KEY: Final = bytes(32)
A_MINUTE: Final = 60.0

Opening = Callable[[], Awaitable[Storage]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Flaw:
    """What is wrong with a bot: how it listens, thinks or speaks; by default nothing."""

    ear: Callable[[Ear], Ear] = lambda ear: ear
    handle: Handle = dispatch
    platform: Callable[[Platform], Platform] = lambda platform: platform


SOUND: Final = Flaw()


def in_memory(stage: Stage) -> Opening:
    """Return what opens a model of a storage, the same each time."""
    storage = MemoryStorage(stage.roster, bound=stage.bound)

    async def opening() -> Storage:
        return storage

    return opening


def on_disk(stage: Stage, folder: Path) -> Opening:
    """Return what opens the embedded store."""

    async def opening() -> Storage:
        address = f"tinydb:{folder / 'station.db'}"
        return await connect(address, roster=stage.roster, key=KEY, bound=stage.bound)

    return opening


class Bot:
    """One installation. *heard* are the messages that its ear held to be kept, whoever it was at the time."""

    def __init__(self, stage: Stage, clock: VirtualClock, opening: Opening, flaw: Flaw) -> None:
        self.heard: set[MessageId] = set()
        self.deaths = 0
        self._stage = stage
        self._clock = clock
        self._opening = opening
        self._flaw = flaw
        self._process: _Process | None = None

    @property
    def storage(self) -> Storage:
        """What the process that runs keeps."""
        return self._running.storage

    async def starts(self) -> None:
        """Start a process, and return once it hears."""
        storage = _Mortal(await self._opening())
        platform = self._stage.platform(storage)
        runner = await serve_pages(platform, self._stage.port)
        self._process = _Process(storage, platform, runner, self._stage.roster, self._clock, self._flaw)
        await self._process.starts(self.heard)

    async def dies(self) -> None:
        """End the process in the middle of everything. Raise what ended it before."""
        self.deaths += 1
        self._stage.process_dies()
        await self._running.dies()

    async def ends(self) -> None:
        """Have the process stop as it should. Raise what ended it before."""
        await self._running.stops()

    @property
    def _running(self) -> "_Process":
        assert self._process is not None
        return self._process


class _Process:
    """One process, its parts joined as `bot.app` joins them."""

    def __init__(
        self,
        storage: "_Mortal",
        platform: Connected,
        runner: AppRunner,
        roster: Roster,
        clock: VirtualClock,
        flaw: Flaw,
    ) -> None:
        self.storage = storage
        self._platform = platform
        self._runner = runner
        self._flaw = flaw
        self._delivery = DeliveryRun(storage, {platform.name: flaw.platform(platform)}, clock)
        self._router = Router(storage, clock, changed=self._delivery.wake, handle=flaw.handle)
        self._schedule = Schedule(storage, roster, JOBS, clock, changed=self._delivery.wake)
        self._running: list[asyncio.Task[None]] = []

    async def starts(self, heard: set[MessageId]) -> None:
        await self._delivery.take_over()
        await self._platform.start(_Witness(self._flaw.ear(self._router), heard))
        self._running = [asyncio.create_task(self._delivery.run()), asyncio.create_task(self._ring())]

    async def _ring(self) -> None:
        while True:
            await self._router.resume()
            await self._schedule.tick()
            await asyncio.sleep(A_MINUTE)

    async def dies(self) -> None:
        self.storage.dead = True
        await self.stops()

    async def stops(self) -> None:
        for task in self._running:
            if task.done():
                task.result()
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)
        await self._router.idle()
        await self._delivery.idle()
        await self._platform.stop()
        await self._runner.cleanup()
        await self.storage.close()


class _Mortal:
    """A storage that keeps nothing any more once its process is dead."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self.dead = False

    @property
    def failed(self) -> asyncio.Event:
        return self._storage.failed

    @property
    def in_reach(self) -> bool:
        return self._storage.in_reach

    @property
    def peers(self) -> Peers:
        return self._storage.peers

    @property
    def connections(self) -> Connections | None:
        return self._storage.connections

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[UnitOfWork]:
        async with self._storage.begin() as work:
            yield work
            if self.dead:
                raise StorageFailed

    async def keep(self, heard: Heard, *, at: datetime) -> bool:
        async with self.begin() as work:
            return await work.messages.keep(heard, at=at)

    async def close(self) -> None:
        await self._storage.close()


class _Witness:
    """An ear that notes what it held to be kept."""

    def __init__(self, ear: Ear, heard: set[MessageId]) -> None:
        self._ear = ear
        self._heard = heard

    async def hear(self, heard: Heard) -> bool:
        is_new = await self._ear.hear(heard)
        self._heard.add(heard.id)
        return is_new

    async def recall(self, recalled: Recalled) -> None:
        await self._ear.recall(recalled)

    async def miss(self, message: MessageId) -> None:
        await self._ear.miss(message)


class Errors(logging.Handler):
    """Collects what is logged as an error while it is entered."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)

    def __enter__(self) -> "Errors":
        logging.getLogger().addHandler(self)
        return self

    def __exit__(self, *_: object) -> None:
        logging.getLogger().removeHandler(self)
