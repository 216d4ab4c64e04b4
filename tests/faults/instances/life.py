"""Several instances, what befalls them by chance, and what was seen of it."""

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import chain
from pathlib import Path
from random import Random
from typing import Final

import aiohttp
from aiohttp.test_utils import unused_port

from bot import opening
from bot.clock import Clock, StandingClock, WallClock
from bot.config import Config, load
from bot.schedule import Schedule
from handlers.dates.china_time import moment
from handlers.dates.lunar import is_silent
from handlers.jobs import JOBS
from handlers.message import MessageId
from handlers.people.rules.roster import PersonId, StationId
from handlers.petitions.rules.petition import State
from handlers.ports import Progress, Storage
from tests.faults.instances.balancer import Balancer
from tests.faults.instances.doors import DOORS, SURNAMES
from tests.faults.instances.people import People
from tests.faults.instances.processes import BOT, Blow, Instance, Suffered
from tests.faults.instances.seen import Seen, Shown
from tests.faults.instances.setting_up import ANNOUNCED_BEFORE, enter_everybody, write_config
from tests.simulators.dingtalk import mischief as dingtalk_mischief
from tests.simulators.dingtalk.quota import Spent
from tests.simulators.dingtalk.simulator import Simulator as DingTalk
from tests.simulators.wecom import faults as wecom_mischief
from tests.simulators.wecom.simulator import Simulator as WeCom
from tests.support.dingtalk import Seen as SeenOnDingTalk
from tests.support.memory import MemoryStorage
from tests.support.postgres import Server

INSTANCES: Final = 3
NINE: Final = time(9, 31)  # every group may have been told by then
DATABASE: Final = "instances"
RATE: Final = 0.3
AGAIN_ON_WECOM: Final = (31, 33)
"""Rows of the fault table: brought again, out of order."""
AGAIN_ON_DINGTALK: Final = (27, 28, 47)
LONGEST_SLEEP: Final = 5.0  # seconds: what platforms do after minutes they do here after these
BROUGHT_WITHIN: Final = 3 * LONGEST_SLEEP
FROZEN_FOR: Final = 6.0  # seconds at most, or where there is time enough longer than whoever is alive may be silent
LONG_FROZEN_FOR: Final = 40.0
EVERYTHING: Final = 1_000_000
HEARD: Final = re.compile(r" bot\.router: heard message_id=(\S+)")


async def _sleep(seconds: float) -> None:
    await asyncio.sleep(min(seconds, LONGEST_SLEEP))


class Simulated:
    """Both platforms; what is to happen there after minutes happens after seconds."""

    def __init__(self, clock: Clock, seed: int) -> None:
        self.clock: Final = clock
        self.wecom: Final = WeCom(clock=clock, sleep=_sleep, seed=seed)
        self.dingtalk: Final = DingTalk(clock=clock, sleep=_sleep, seed=seed)
        self.dingtalk.world.quota.limits = dict.fromkeys(Spent, EVERYTHING)  # ten minutes take more than a month has
        self._seed = seed

    def trouble(self, rate: float) -> None:
        """Bring so many of all messages twice, or after those that were said later."""
        self.wecom.mischief(wecom_mischief.Mischief(self._seed, rate, AGAIN_ON_WECOM))
        self.dingtalk.mischief(dingtalk_mischief.Mischief(self._seed, rate, AGAIN_ON_DINGTALK))

    def shown(self) -> Iterator[Shown]:
        """Yield every state of every message."""
        for one in self.wecom.world.record.history:
            yield Shown(key=one.key, chat=one.chat, text=one.text, at=one.at)
        for other in self.dingtalk.world.record.history:
            seen = SeenOnDingTalk.of(other)
            yield Shown(key=seen.key, chat=seen.chat, text=seen.text, at=other.at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """What an instance runs as, and with what in its environment."""

    arguments: Sequence[str] = BOT
    environment: Mapping[str, str]


class Installation:
    """The instances, and what befell them."""

    def __init__(self, instances: Sequence[Instance], server: Server, clock: Clock, chance: Random) -> None:
        self.suffered: list[Suffered] = []
        self.instances: Final = instances
        self._server = server
        self._database = asyncio.Lock()
        self._seconds = 0.0
        self._clock = clock
        self._chance = chance

    def start(self) -> None:
        """Have all of them run."""
        for one in self.instances:
            one.start()

    async def hears(self) -> None:
        """Return once every instance answers."""
        async with aiohttp.ClientSession() as session:
            for one in self.instances:
                while not await _answers(session, one.port):  # noqa: ASYNC110  # nothing tells when it does
                    await asyncio.sleep(0.1)

    async def watch(self) -> None:
        """Start again whatever ends by itself, as long as this is not cancelled."""
        while True:
            await asyncio.sleep(0.2)
            for one in self.instances:
                if one.has_ended and not one.busy:
                    now = self._clock.now()
                    self.suffered.append(Suffered(blow=Blow.ENDED, instance=one.number, at=now, until=now))
                    one.start()

    async def suffer(self, seconds: float) -> None:
        """Have one thing after the other go wrong for that long; return once nothing does any more."""
        self._seconds = seconds
        end = asyncio.get_running_loop().time() + seconds
        async with asyncio.TaskGroup() as going_on:
            while asyncio.get_running_loop().time() < end:
                blows = [self._kill, self._kill, self._freeze, self._freeze, self._crash, self._disconnect]
                self._chance.shuffle(blows)
                for blow in blows:
                    await asyncio.sleep(self._chance.uniform(1, 4))
                    if asyncio.get_running_loop().time() < end:
                        going_on.create_task(blow())

    async def _kill(self) -> None:
        one, begin = self._idle(), self._clock.now()
        if one is not None:
            one.kill()
            await asyncio.sleep(self._chance.uniform(0, 2))
            one.start()
            self._note(one, Blow.KILLED, begin)

    async def _freeze(self) -> None:
        one, begin = self._idle(), self._clock.now()
        if one is not None:
            one.freeze()
            longest = LONG_FROZEN_FOR if self._seconds > 2 * LONG_FROZEN_FOR else FROZEN_FOR
            await asyncio.sleep(min(self._chance.paretovariate(0.7), longest))
            one.thaw()
            self._note(one, Blow.FROZEN, begin)

    async def _crash(self) -> None:
        """Have the database be away for a moment."""
        async with self._database:
            self._server.stop()
            await asyncio.sleep(self._chance.uniform(0, 3))
            self._server.start()
            while not self._server.answers():  # noqa: ASYNC110  # nothing tells when it lets the first one in
                await asyncio.sleep(0.05)

    async def _disconnect(self) -> None:
        async with self._database:
            self._server.disconnect_all()

    def _idle(self) -> Instance | None:
        idle = [one for one in self.instances if not one.busy and not one.has_ended]
        if not idle:
            return None
        one = self._chance.choice(idle)
        one.busy = True
        return one

    def _note(self, one: Instance, blow: Blow, begin: datetime) -> None:
        one.busy = False
        self.suffered.append(Suffered(blow=blow, instance=one.number, at=begin, until=self._clock.now()))


Meanwhile = Callable[[Installation], Awaitable[None]]
"""What befalls an installation while people speak."""


async def _answers(session: aiohttp.ClientSession, port: int) -> bool:
    try:
        async with session.get(f"http://127.0.0.1:{port}/healthz", timeout=aiohttp.ClientTimeout(total=1)) as answer:
            return answer.status == 200
    except (aiohttp.ClientError, TimeoutError):
        return False


@asynccontextmanager
async def installed(
    folder: Path, server: Server, program: Program, number: int, simulated: Simulated, ahead: int, chance: Random
) -> AsyncIterator[tuple[Installation, Balancer, Config]]:
    """Have that *number* of instances run and hear, the balancer before them; they end with this."""
    door, ports = unused_port(), [unused_port() for _ in range(number)]
    enter_everybody(simulated, f"http://127.0.0.1:{door}")
    now, database = simulated.clock.now(), server.database(DATABASE)
    paths = [
        write_config(folder, number, port=port, database=database, at=simulated, today=now.date())
        for number, port in enumerate(ports, 1)
    ]
    environment = {**program.environment, "LIAISON_AHEAD": str(ahead)}
    instances = [
        Instance(number, path, port, environment, program.arguments)
        for number, (path, port) in enumerate(zip(paths, ports, strict=True), 1)
    ]
    config = load(paths[0])
    async with opening.stored(config) as storage, storage.begin() as work:
        await work.occurrences.ticked(now - timedelta(days=1))  # so that the day's occurrences are somebody's loss
    installation = Installation(instances, server, simulated.clock, chance)
    installation.start()
    watching = asyncio.create_task(installation.watch())
    try:
        async with Balancer(door, ports, chance) as balancer:
            await installation.hears()
            yield installation, balancer, config
    finally:
        watching.cancel()
        for one in instances:
            one.kill()


async def lived(
    folder: Path,
    server: Server,
    program: Program,
    seed: int,
    *,
    instances: int = INSTANCES,
    voters: int = len(SURNAMES),
    seconds: float = 0.0,
    rest: float,
    calm: bool = False,
    meanwhile: Meanwhile | None = None,
) -> Seen:
    """Return what was seen of so many *seconds*, in which nothing goes wrong where they are *calm*.

    *voters* speak at each door. Given *meanwhile*, that happens in place of what goes wrong by chance, for as long as it
    takes. *rest* is how long the instances have to come to rest after them.
    """
    chance = Random(seed)
    clock = WallClock()
    now = clock.now()
    ahead = int((_a_morning_after(now) - now).total_seconds())
    clock.move_to(now + timedelta(seconds=ahead))
    simulated = Simulated(clock, seed)
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(simulated.wecom)
        await stack.enter_async_context(simulated.dingtalk)
        installation, balancer, config = await stack.enter_async_context(
            installed(folder, server, program, instances, simulated, ahead, chance)
        )
        people = People(simulated, chance, voters)
        speaking = [asyncio.create_task(one) for one in people.speak_on()]
        if meanwhile is not None:
            await meanwhile(installation)
        elif calm:
            await asyncio.sleep(seconds)
        else:
            balancer.rate = RATE
            simulated.trouble(RATE)
            await installation.suffer(seconds)
            balancer.rate = 0.0
            simulated.trouble(0.0)
        for task in speaking:
            task.cancel()
        await asyncio.wait(speaking)
        await installation.hears()
        await asyncio.gather(*people.speak_once())
        async with opening.stored(config, read_only=True) as storage:
            await _rested(storage, people, rest)
            return await _seen(storage, simulated, people, installation, await _due(config, clock.now()))


def _a_morning_after(now: datetime) -> datetime:
    """Return a morning to come on which a reception day is announced."""
    day = now.date() + timedelta(days=1)
    while is_silent(day) or (day + ANNOUNCED_BEFORE).day > 28:
        day += timedelta(days=1)
    return moment(day, NINE)


async def _rested(storage: Storage, people: People, seconds: float) -> None:
    """Return once all that was brought is handled and all that was queued is said, or that time is over."""
    brought = [asyncio.create_task(said.delivery.done()) for said in people.said]
    _, late = await asyncio.wait(brought, timeout=BROUGHT_WITHIN)
    for task in late:
        task.cancel()
    try:
        async with asyncio.timeout(seconds):
            while not await _rests(storage):  # noqa: ASYNC110  # other processes decide when it does
                await asyncio.sleep(0.5)
            await asyncio.sleep(1.0)  # what was shown is to be booked, and what is shown twice to be seen
    except TimeoutError:
        return  # the checks tell what is left


async def _rests(storage: Storage) -> bool:
    async with storage.begin() as work:
        waiting = [entry for entry in await work.outbox.waiting() if not entry.is_for_later]
        kept = await work.messages.newest(limit=EVERYTHING)
    return not waiting and all(one.progress is not Progress.KEPT for one in kept)


async def _due(config: Config, now: datetime) -> Collection[str]:
    """Return the keys of what one instance alone queues that was down since the day before."""
    storage = MemoryStorage(config.roster, bound=config.bound)
    async with storage.begin() as work:
        await work.occurrences.ticked(now - timedelta(days=1))
    await Schedule(storage, config.roster, JOBS, StandingClock(now), changed=lambda: None).tick()
    async with storage.begin() as work:
        return [entry.outgoing.key for entry in await work.outbox.waiting()]


async def _seen(
    storage: Storage, simulated: Simulated, people: People, installation: Installation, due: Collection[str]
) -> Seen:
    async with storage.begin() as work:
        kept = await work.messages.newest(limit=EVERYTHING)
        petitions = await work.petitions.in_state(StationId("qs"), set(State), limit=EVERYTHING)
        outbox = work.outbox
        given_up = await outbox.given_up(StationId("qs"), limit=EVERYTHING)
        entries = [*await outbox.sent(limit=EVERYTHING), *given_up, *await outbox.waiting()]
        roster = work.roster
    names = {one.heard.id: one.heard.sender.user for one in kept}  # everybody's id is his name
    (station,) = roster.stations.values()
    chats = {one.person: one.name for one in station.deputies} | {one.person: one.name for one in station.staff}
    for entry in entries:
        if entry.outgoing.answers is not None:
            chats.setdefault(PersonId(entry.outgoing.to.id), names[entry.outgoing.answers])
    acknowledging = {door.name for door in DOORS if door.acknowledges}
    taken = {
        said.id for said in people.said if said.delivery.taken and (said.calm or said.id.split(":")[1] in acknowledging)
    }
    return Seen(
        said=people.said,
        acknowledged=taken | set(_heard(installation.instances)),
        kept=kept,
        petitions=petitions,
        entries=sorted(entries, key=lambda entry: entry.number),
        shown=list(simulated.shown()),
        cut_off=[at for one in simulated.wecom.subscriptions.values() for at in one.replaced],
        suffered=installation.suffered,
        due=due,
        chats=chats,
    )


def _heard(instances: Sequence[Instance]) -> Iterator[MessageId]:
    """Yield what instances said that they had kept."""
    logs = (one.log.read_text("utf-8", errors="replace") for one in instances)
    yield from (MessageId(id) for id in chain.from_iterable(HEARD.findall(log) for log in logs))
