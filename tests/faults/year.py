"""A year of the bot on a real file, to be killed at any moment and started again.

Run as `python -m tests.faults.year STORE LOG START DAYS HOURS_DOWN`: it goes on where the store stands, so many hours
later. LOG gets a line for each word that was acknowledged and each post a platform took; lines of a killed process
are whole, for each is one write.
"""

import asyncio
import json
import os
import sys
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Final

from bot.clock import StandingClock
from bot.delivery import DeliveryRun
from bot.passing_time import PassingTime
from bot.platforms.base import Ear, KeepsNothing, Limit, Post
from bot.router import Router
from bot.schedule import Schedule
from handlers.dates.china_time import moment
from handlers.jobs import JOBS
from handlers.message import Account, Heard, MessageId, Scope
from handlers.people.rules.roster import Place
from storage.connect import connect
from tests.support.township import BOUND, LI_VILLAGE, PLATFORM, ROBOT, TOWNSHIP

KEY: Final = bytes(32)
HEAD: Final = "何建平"


class Log:
    """Lines that outlive the process as soon as they are written."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def write(self, **facts: str) -> None:
        os.write(self._file, (json.dumps(facts, ensure_ascii=False) + "\n").encode())


class LoggedPlatform(KeepsNothing):
    """A platform that takes everything and writes it down, knowing nothing of keys it took before."""

    def __init__(self, clock: StandingClock, log: Log) -> None:
        self._clock = clock
        self._log = log

    @property
    def name(self) -> str:
        return PLATFORM

    def limits(self, place: Place) -> Mapping[str, tuple[Limit, ...]]:
        return {place.chat: (Limit(count=30, window=timedelta(minutes=1)),)}

    def saves(self, post: Post) -> bool:
        return False

    def messages(self, post: Post) -> int:
        return 1

    async def start(self, ear: Ear) -> None:
        """Hear nothing by itself."""

    async def stop(self) -> None:
        """Have nothing to stop."""

    async def deliver(self, post: Post) -> None:
        self._log.write(what="post", key=post.key, at=self._clock.now().isoformat(), text=post.text)


def words_of(day: date) -> list[tuple[str, str, int]]:
    """Return who says what at which hour of a day: a matter each day, and a topic on Fridays."""
    said = [(f"选民{day.toordinal() % 50}", f"/诉求 {day.month}月{day.day}日村口的路灯坏了", 10)]
    if day.weekday() == 4:
        said.append((HEAD, f"/议题 停车难之{day.isocalendar().week}", 16))
    return said


async def live(store: Path, log: Log, start: date, days: int, down: timedelta) -> None:
    """Live from where the store stands to the end of the year, and say that it is over."""
    storage = await connect(f"tinydb:{store}", roster=TOWNSHIP, key=KEY, bound=BOUND)
    async with storage.begin() as work:
        last = await work.occurrences.last_tick()
    begin = moment(start, datetime.min.time())
    clock = StandingClock(begin if last is None else last + down)
    delivery = DeliveryRun(storage, {PLATFORM: LoggedPlatform(clock, log)}, clock)
    router = Router(storage, clock, changed=delivery.wake)
    schedule = Schedule(storage, TOWNSHIP, JOBS, clock, changed=delivery.wake)
    time = PassingTime(clock, router, schedule, delivery)
    await delivery.take_over()
    for number in range(days):
        day = start + timedelta(days=number)
        for name, text, hour in words_of(day):
            at = moment(day, datetime.min.time()) + timedelta(hours=hour)
            if at < clock.now() - timedelta(days=1):
                continue  # said while the bot was away for longer than a platform repeats it
            await time.pass_until(max(at, clock.now()))
            heard = _heard(name, text, at)
            await router.hear(heard)
            log.write(what="acknowledged", key=heard.id, at=clock.now().isoformat(), text=text)
            await time.settle()
    await time.pass_until(moment(start + timedelta(days=days), datetime.min.time()))
    await storage.close()
    log.write(what="done", key="", at=clock.now().isoformat(), text="")


def _heard(name: str, text: str, at: datetime) -> Heard:
    in_group = name != HEAD
    return Heard(
        id=MessageId(f"year:{name}:{at.isoformat()}"),
        place=Place(platform=PLATFORM, account=ROBOT, chat=LI_VILLAGE if in_group else name),
        scope=Scope.GROUP if in_group else Scope.DIRECT,
        sender=Account(platform=PLATFORM, account=ROBOT, user=name),
        sender_name=name,
        sent_at=at,
        text=text,
    )


if __name__ == "__main__":
    store, log, start, days, hours_down = sys.argv[1:]
    asyncio.run(
        live(Path(store), Log(Path(log)), date.fromisoformat(start), int(days), timedelta(hours=float(hours_down)))
    )
