"""One robot each way it can hear, on the simulated platform, in virtual time."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Final

from bot.media.fetching import Fetcher
from bot.platforms.base import Ear
from bot.platforms.dingtalk.gateway import Gateway
from bot.platforms.dingtalk.hearing import Hearing
from bot.platforms.dingtalk.media import IncomingMedia
from bot.platforms.dingtalk.stream import Stream
from bot.platforms.dingtalk.wire.told import Robot
from bot.router import Router
from handlers.dates.china_time import CHINA_TIME
from handlers.message import Message
from handlers.people.rules.roster import Roster
from handlers.ports import UnitOfWork
from tests.simulators.dingtalk.simulator import Simulator
from tests.support.memory import MemoryStorage
from tests.support.township import STATION
from tests.support.virtual_time import VirtualClock

NOON: Final = datetime(2026, 11, 20, 12, 0, tzinfo=CHINA_TIME)
ENTRY, CODE, NAME, SECRET = "main", "dingTownshipApp", "联络站助手", "a-secret-of-the-tests"
GROUP, VOTER, OTHER = "cidLiVillage==", "赵敏", "钱有福"


class Book:
    """An ear that keeps what it hears as the bot does, and writes down what was handled."""

    def __init__(self, clock: VirtualClock) -> None:
        self.handled: list[str] = []
        self.router = Router(MemoryStorage(Roster([STATION])), clock, changed=lambda: None, handle=self._handle)

    async def _handle(self, message: Message, work: UnitOfWork) -> None:
        self.handled.append(message.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """Who plays: the platform, the robot's ears, what somebody was alarmed about, and what was said to whom at once."""

    simulator: Simulator
    clock: VirtualClock
    folder: Path
    alarms: list[str] = field(default_factory=list)
    excuses: list[tuple[str, str]] = field(default_factory=list)

    async def excuse(self, answer: str, text: str) -> None:
        """Write down what would be said."""
        self.excuses.append((answer, text))


@asynccontextmanager
async def the_platform(folder: Path) -> AsyncIterator[Parts]:
    """Have the platform listen, with a group of two members and the robot."""
    clock = VirtualClock(NOON)
    async with Simulator(clock=clock) as simulator:
        simulator.add_group(GROUP, (VOTER, OTHER), robots=(CODE,))
        yield Parts(simulator=simulator, clock=clock, folder=folder)


@asynccontextmanager
async def ears(parts: Parts) -> AsyncIterator[Hearing]:
    """Have a robot's ears, which fetch media from the platform."""

    async def locate(code: str) -> str:
        raise NotImplementedError

    media = IncomingMedia(parts.folder, Fetcher(()), {ENTRY: locate})
    robot = Robot(entry=ENTRY, aliases=(NAME,))
    yield Hearing(robot, media=media, reply=parts.excuse, clock=parts.clock, alarm=parts.alarms.append)
    await media.close()


@asynccontextmanager
async def connected(parts: Parts, ear: Ear, *, secret: str = SECRET, connections: int = 1) -> AsyncIterator[Stream]:
    """Have a robot hear over connections of its own."""
    if CODE not in parts.simulator.credentials.apps:
        parts.simulator.add_stream_robot(CODE, secret=SECRET, name=NAME)
    gateway = Gateway(parts.simulator.api, (parts.simulator.stream,), client_id=CODE, client_secret=secret)
    async with ears(parts) as hearing:
        stream = Stream(hearing, gateway, connections=connections, clock=parts.clock, jitter=Random(7))
        await stream.start(ear)
        yield stream
        await stream.stop()
