"""The running bot: how fast it starts, what it holds in memory, what it does while nothing happens, what a minute costs."""

import asyncio
import os
import socket
import sys
import tempfile
from collections.abc import Sequence
from datetime import datetime, time, timedelta
from pathlib import Path
from time import perf_counter
from typing import Final

import psutil

from bot.clock import StandingClock, WallClock
from bot.schedule import Schedule
from handlers.dates.china_time import moment
from handlers.jobs import JOBS
from handlers.meetings.plan import receptions_announced
from handlers.people.rules.roster import Roster
from tests.bench.county import county, opened
from tests.bench.county_config import STORE, write_config
from tests.bench.figures import Figure, report
from tests.bench.lives import fill

PETITIONS: Final = 50_000
IDLE_SECONDS: Final = 20.0
STARTS: Final = 5
A_MONTH: Final = timedelta(days=31)
MEGABYTE: Final = 2**20


async def measure() -> Sequence[Figure]:
    """Return the figures of an empty bot, and of one with a county's petitions and their histories."""
    with tempfile.TemporaryDirectory(dir=Path.cwd(), prefix=".bench-") as folder:
        empty, full = Path(folder) / "empty", Path(folder) / "full"
        empty.mkdir()
        full.mkdir()
        # Lived yesterday, so that nothing is due all at once, and by day, when people are told; the next reception day is
        # near.
        now = WallClock().now()
        roster = county(received_on=min((now + timedelta(days=7)).day, 28))
        await fill(full / STORE, roster, PETITIONS, at=(now - timedelta(days=1)).replace(hour=10))
        return [
            await _libraries(),
            *await _run(write_config(empty, county(1, 10), ports=_free_ports()), "empty", start=1, memory=60),
            *await _run(write_config(full, roster, ports=_free_ports()), "50 000 petitions", start=3, memory=350),
            *await _ticks(full / STORE, roster, now),
        ]


async def _libraries() -> Figure:
    """Start Python with the web library alone: no bot on this machine can start faster."""
    starts = []
    for _ in range(STARTS):
        began = perf_counter()
        python = await asyncio.create_subprocess_exec(sys.executable, "-c", "import aiohttp.web")
        await python.wait()
        starts.append(perf_counter() - began)
    return Figure(what="start of Python with aiohttp alone, for scale", measured=min(starts), unit="s")


async def _run(config: Path, holding: str, *, start: float, memory: float) -> Sequence[Figure]:
    """Start the bot on *config* a few times, and watch it do nothing; the best start is what the machine can do."""
    starts = [await _start_and_stop(config) for _ in range(STARTS - 1)]
    bot, started = await _start(config)
    process = psutil.Process(bot.pid)
    await asyncio.sleep(5)
    used = _cpu_seconds(process)
    await asyncio.sleep(IDLE_SECONDS)
    idle = (_cpu_seconds(process) - used) / IDLE_SECONDS
    resident = process.memory_info().rss / MEGABYTE
    await _stop(bot)
    return [
        Figure(what=f"start, {holding}", measured=min(*starts, started), unit="s", at_most=start),
        Figure(what=f"resident memory, {holding}", measured=resident, unit="MB", at_most=memory),
        Figure(what=f"idle CPU, {holding}", measured=idle * 100, unit="%", at_most=1),
    ]


async def _start(config: Path) -> tuple[asyncio.subprocess.Process, float]:
    """Start the bot, and return it with the seconds until it said its address.

    As anywhere but where a setting forbids it, what was compiled at the first start is there for the others.
    """
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment["PYTHONPYCACHEPREFIX"] = str(config.parent / "compiled")
    began = perf_counter()
    bot = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "run", "--config", str(config), stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL, env=environment,
    )  # fmt: skip
    assert bot.stdout is not None
    said = b""
    while b"http://" not in said:
        said = await bot.stdout.readline()
        assert said, "the bot did not start"
    return bot, perf_counter() - began


async def _start_and_stop(config: Path) -> float:
    bot, started = await _start(config)
    await _stop(bot)
    return started


async def _stop(bot: asyncio.subprocess.Process) -> None:
    bot.terminate()
    await bot.wait()


def _cpu_seconds(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


def _free_ports() -> tuple[int, int]:
    with socket.socket() as one, socket.socket() as two:
        one.bind(("127.0.0.1", 0))
        two.bind(("127.0.0.1", 0))
        return one.getsockname()[1], two.getsockname()[1]


async def _ticks(store: Path, roster: Roster, now: datetime) -> Sequence[Figure]:
    """Let the schedule tick as time passes until a reception day was announced, and return what single minutes cost."""
    storage = await opened(store, roster)
    clock = StandingClock(now)
    schedule = Schedule(storage, roster, JOBS, clock, changed=lambda: None)
    await schedule.tick()

    async def cost(at: datetime) -> float:
        clock.move_to(at)
        began = perf_counter()
        await schedule.tick()
        return (perf_counter() - began) * 1e3

    ordinary = sorted([await cost(clock.now() + timedelta(minutes=1)) for _ in range(20)])
    tomorrow = now.date() + timedelta(days=1)
    await cost(moment(tomorrow, time()) - timedelta(minutes=1))
    midnight = await cost(moment(tomorrow, time()))
    posts = (post for one in roster.stations.values() for post in receptions_announced(one, now, now + A_MONTH))
    announced = sorted({post.due for post in posts})[2]  # on the first two days only where a group had another post
    await cost(announced - timedelta(minutes=1))
    announcing = await cost(announced)
    await storage.close()
    scale = "1 200 groups, 50 000 petitions"
    return [
        Figure(what=f"an ordinary minute, {scale}", measured=ordinary[len(ordinary) // 2], unit="ms", at_most=20),
        Figure(what="the slowest of twenty ordinary minutes", measured=ordinary[-1], unit="ms"),
        Figure(what="the first minute of a day, which plans it", measured=midnight, unit="ms"),
        Figure(what="the minute in which 1 200 groups hear of a reception day", measured=announcing, unit="ms"),
    ]


if __name__ == "__main__":
    report(measure)
