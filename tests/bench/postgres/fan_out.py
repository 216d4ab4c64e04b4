"""How long it takes until every group of a prefecture has its notice, as fast as the platform lets one speak.

The strictest limit that all groups share is DingTalk's: 20 calls a second for an application, of which the bot sends 15
as messages (protocols/dingtalk.md §4.5). Time is virtual: it stands still while the bot works, and goes on to the moment
the bot waits for.
"""

from collections import deque
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from time import perf_counter
from typing import Final

from bot.clock import StandingClock
from bot.delivery import DeliveryRun
from bot.platforms.base import Limit, Post
from bot.platforms.dingtalk.adapter import APPLICATION, ROBOT
from handlers.message import Outgoing, Priority, Recipient
from handlers.people.rules.roster import Place, Roster
from handlers.ports import Storage
from tests.bench.county import MONDAY
from tests.bench.figures import Figure
from tests.bench.postgres.prefecture import GROUPS
from tests.support.platform import FakePlatform
from tests.support.township import PLATFORM

A_SECOND: Final = 15
ALLOWED: Final = 20
SECOND: Final = timedelta(seconds=1)
STEP: Final = SECOND / 2  # a process that is busy looks no oftener


class Robot(FakePlatform):
    """Speaks to all groups for one application, and counts by the platform's own limit."""

    def __init__(self, clock: StandingClock) -> None:
        super().__init__()
        self._clock = clock
        self._of_late: deque[datetime] = deque()
        self.overruns = 0

    def limits(self, place: Place) -> Mapping[str, tuple[Limit, ...]]:
        return {f"{PLATFORM}/{place.account}/{place.chat}": ROBOT, f"{PLATFORM}/{place.account}": APPLICATION}

    async def deliver(self, post: Post) -> None:
        now = self._clock.now()
        while self._of_late and self._of_late[0] <= now - SECOND:
            self._of_late.popleft()
        self._of_late.append(now)
        self.overruns += len(self._of_late) > A_SECOND
        await super().deliver(post)


async def measure(storage: Storage, roster: Roster) -> Sequence[Figure]:
    """Return the time that passed beside the shortest the limit allows, and how often it was overrun."""
    groups = [(station.id, group.id) for station in roster.stations.values() for group in station.groups][:GROUPS]
    for first in range(0, GROUPS, 500):
        async with storage.begin() as work:
            for station, group in groups[first : first + 500]:
                notice = Outgoing(
                    key=f"reception/{group}",
                    to=Recipient.group(group),
                    station=station,
                    text="周五上午九点，代表在联络站接待群众。",
                    priority=Priority.NOTICE,
                )
                await work.outbox.add(notice, at=MONDAY)
    clock = StandingClock(MONDAY)
    robot = Robot(clock)
    delivery = DeliveryRun(storage, {PLATFORM: robot}, clock)
    began = perf_counter()
    await delivery.drain()
    while (ready_at := await delivery.next_ready()) is not None:
        clock.move_to(max(ready_at, clock.now() + STEP))
        await delivery.drain()
    took = perf_counter() - began
    assert len(robot.delivered) == GROUPS
    passed, shortest = clock.now() - MONDAY, (GROUPS / A_SECOND - 1) * SECOND
    return [
        Figure(what="15 500 notices at 15 a second, the shortest there is", measured=shortest / SECOND, unit="s"),
        Figure(what="15 500 notices, beside the shortest", measured=passed / shortest, unit="x", at_most=1.05),
        Figure(what="seconds in which more than 15 were said", measured=robot.overruns, unit="", at_most=0),
        Figure(what="the work of it, without the waiting", measured=took, unit="s"),
    ]
