"""The township on DingTalk, its robot keeping the deputies' to-dos and calendars; the whole bot behind it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Final

from bot.config.dingtalk import DingTalkSettings, StreamRobot
from bot.config.secrets import FileSecret
from bot.platforms.dingtalk.adapter import DingTalk
from bot.platforms.dingtalk.building import dingtalk
from handlers.people.rules.roster import Roster
from handlers.ports import Entered, Storage
from handlers.reports.rules.quotas import Quota, month_of
from tests.simulators.dingtalk.quota import Spent
from tests.simulators.dingtalk.record import Door, Shown
from tests.simulators.dingtalk.simulator import Simulator
from tests.support.dingtalk import (
    BOUND,
    CODE,
    NAME,
    ROBOT,
    SECRET,
    DingTalkGroup,
    Mode,
    Township,
    enter_robot,
    enter_township,
    roster,
)
from tests.support.memory import MemoryStorage
from tests.support.virtual_time import VirtualClock

UNHOOKED: Final = Roster(
    [
        replace(one, groups=tuple(replace(group, webhook="") for group in one.groups))
        for one in roster().stations.values()
    ]
)
"""The township, no webhook in its groups."""
PAGE: Final = "https://station.example/duties"
MINUTES: Final = 3  # within which the lists have caught up


class Deputies(DingTalkGroup):
    """The group, and what stands on its deputies' lists."""

    def __init__(self, township: Township, storage: Storage, clock: VirtualClock) -> None:
        super().__init__(township, storage, clock)
        self.platform = township.platform

    def todos(self, name: str) -> list[str]:
        """Return what somebody has to do, oldest first."""
        return [one.text for one in self.standing(name, Door.TODO)]

    def events(self, name: str) -> list[tuple[str, str, str]]:
        """Return what somebody has to be at: what, when it begins, and where."""
        cards = [one.card or {} for one in self.standing(name, Door.CALENDAR)]
        return [(card["summary"], card["start"]["dateTime"], card["location"]["displayName"]) for card in cards]

    def standing(self, name: str, door: Door) -> list[Shown]:
        """Return what stands on one of somebody's lists."""
        return [one for one in self.simulator.shown(name) if one.door is door]

    def made(self, door: Door) -> int:
        """Return how many entries there ever were."""
        return len({one.key for one in self.simulator.world.record.history if one.door is door})

    def spent(self) -> int:
        """Return how many calls the platform has counted this month."""
        return self.simulator.world.quota.spent(Spent.API)

    async def catches_up(self, minutes: int = MINUTES) -> None:
        """Let some minutes pass, and what is due in the last moment of them happen."""
        await asyncio.sleep(60 * minutes + 1)

    async def entered(self) -> list[Entered]:
        """Return what the bot has noted of all lists."""
        async with self.storage.begin() as work:
            return list(await work.duties.entered())

    async def has_spent(self, calls: int) -> None:
        """Have another process have made so many calls yesterday; the bot learns of it with its next own."""
        today = self.clock.now().date()
        async with self.storage.begin() as work:
            quota = await work.quotas.get("dingtalk//api", month_of(today))
            assert quota is not None
            await work.quotas.save(quota.plus(calls, today - timedelta(days=1)))


def platform(
    folder: Path,
    simulator: Simulator,
    storage: Storage,
    clock: VirtualClock,
    *,
    page: str = PAGE,
    calendar: bool = True,
) -> DingTalk:
    """Return the bot's side, as yet idle."""
    secret = folder / "client.secret"
    secret.write_text(SECRET, "utf-8")
    robot = StreamRobot(
        name=ROBOT,
        mode="stream",
        client_id=CODE,
        client_secret=FileSecret(secret),
        aliases=(NAME,),
        todo_page=page,
        calendar=calendar,
    )
    settings = DingTalkSettings(
        api=simulator.api,
        oapi=simulator.oapi,
        stream_hosts=(simulator.stream,),
        media_hosts=(simulator.files,),
        robots=(robot,),
    )
    media = folder / "media"
    return dingtalk(settings, roster=UNHOOKED, storage=storage, clock=clock, folder=media, jitter=Random(1))


@asynccontextmanager
async def deputies(
    folder: Path,
    start: datetime,
    *,
    page: str = PAGE,
    calendar: bool = True,
    spent: Quota | None = None,
    storage: MemoryStorage | None = None,
) -> AsyncIterator[Deputies]:
    """Have everybody there from *start* on; *spent* is what the book knows from before."""
    clock = VirtualClock(start)
    storage = storage or MemoryStorage(roster(), bound=BOUND)
    async with Simulator(clock=clock) as simulator:
        enter_township(simulator)
        enter_robot(simulator, Mode.STREAM, 0)
        own = platform(folder, simulator, storage, clock, page=page, calendar=calendar)
        group = Deputies(Township(simulator=simulator, platform=own), storage, clock)
        if spent is not None:
            async with storage.begin() as work:
                await work.quotas.save(spent)
        await own.start(group.router)
        try:
            yield group
        finally:
            await own.stop()
    assert simulator.breaches == []
