"""A group on a simulated platform and everybody's private talk, the whole bot behind them."""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Callable, Coroutine, Sequence
from datetime import datetime
from typing import Protocol

from aiohttp.web import AppRunner

from bot.connected import Connected
from bot.delivery import DeliveryRun
from bot.passing_time import PassingTime
from bot.platforms.base import Platform
from bot.router import Router
from bot.schedule import Schedule
from bot.web.server import make_web, serve
from handlers.jobs import JOBS
from handlers.people.rules.roster import Roster
from handlers.ports import Storage
from tests.support.township import LI_VILLAGE
from tests.support.virtual_time import VirtualClock


class Shown(Protocol):
    """One message on people's screens."""

    @property
    def key(self) -> str: ...
    @property
    def text(self) -> str: ...


async def serve_pages(platform: Connected, port: int) -> AppRunner:
    """Serve what the platform calls."""
    return await serve(make_web(metrics=bytes, ready={}, parts={platform.path: platform.pages()}), port=port)


class GroupOnPlatform(ABC):
    """The group of Li village. What was shown is what people see: a card with its words."""

    def __init__(
        self,
        platform: Platform,
        storage: Storage,
        roster: Roster,
        clock: VirtualClock,
        shown: Callable[[str], Sequence[Shown]],
    ) -> None:
        """*shown* is what a group, or somebody in private, was shown, oldest first."""
        self.clock = clock
        self.storage = storage
        self.delivery = DeliveryRun(storage, {platform.name: platform}, clock)
        self.router = Router(storage, clock, changed=self.delivery.wake)
        schedule = Schedule(storage, roster, JOBS, clock, changed=self.delivery.wake)
        self._time = PassingTime(clock, self.router, schedule, self.delivery)
        self._shown = shown
        self._seen: set[str] = set()

    @abstractmethod
    async def says(self, name: str, text: str) -> None:
        """Have somebody say something in the group; where no group is heard, he says it in private."""

    @abstractmethod
    async def tells(self, name: str, text: str) -> None:
        """Have somebody say something to the bot in private."""

    @abstractmethod
    async def presses(self, name: str, label: str) -> None:
        """Have somebody press the button with that label on his newest card."""

    async def waits_until(self, moment: datetime) -> None:
        """Let time pass until *moment*, everything that is due happening in its moment."""
        await self._time.pass_until(moment)

    def heard(self) -> str:
        """Return all that the group was shown since the last look."""
        return self._new(LI_VILLAGE)

    def told(self, name: str) -> str:
        """Return all that somebody was shown in private since the last look."""
        return self._new(name)

    async def _settled(self, done: Coroutine[None, None, object]) -> None:
        """Return once nothing follows any more: no frame is on its way, no stream runs."""
        await done
        await asyncio.sleep(1)
        await self._time.settle()
        await asyncio.sleep(10)

    def _new(self, chat: str) -> str:
        new = [one for one in self._shown(chat) if one.key not in self._seen]
        self._seen |= {one.key for one in new}
        return "\n\n".join(one.text for one in new)
