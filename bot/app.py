"""The composition root: the one place that builds the parts and joins them."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Awaitable, Callable, Coroutine, Iterator, Mapping
from contextlib import AsyncExitStack, suppress
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from aiohttp import web

from bot import connected
from bot.clock import WallClock
from bot.config import Config
from bot.delivery import DeliveryRun
from bot.holidays import Holidays
from bot.metrics import Figure, Limits, Metrics, of_database
from bot.opening import CannotStart, folder, loading, place_groups, sealing_key, stored
from bot.passing_time import PassingTime
from bot.platforms.base import Platform
from bot.platforms.webchat.access import kept_token
from bot.platforms.webchat.adapter import WebChat
from bot.platforms.webchat.history import History
from bot.platforms.webchat.pages import PATH, chat_pages
from bot.platforms.webchat.people import People
from bot.readings import Readings
from bot.router import Router
from bot.schedule import Schedule, alarm_clock
from bot.telling_staff import tell_staff
from bot.web.feeds import PATH as FEEDS
from bot.web.feeds import calendar_feeds
from bot.web.server import make_waiting, make_web, serve
from handlers.commands_texts import BOT_NAMES
from handlers.jobs import JOBS
from handlers.meetings.plan import receptions_announced
from handlers.people.rules.roster import Roster
from handlers.ports import Storage, TryAgain
from storage.connect import is_in_use
from storage.errors import OutOfReach

log = logging.getLogger(__name__)

TWO_MONTHS: Final = timedelta(days=62)
SOON: Final = 1.0  # seconds until a storage that is away is looked for
A_MOMENT: Final = 0.1  # seconds in which whoever queues something sends most of it himself
LAST_ANSWERS: Final = 15.0  # seconds: with all that ends after it, the process has ended 25 after it was told to
LAST_MOMENTS: Final = 8.0  # seconds: a hundred posts that a slow platform is taking, and a slow database is booking


class Bot:
    """The parts of a running bot, joined."""

    def __init__(self, config: Config, storage: Storage) -> None:
        self._folder = folder(config)
        self._roster = config.roster
        self._holidays = Holidays(self._folder)
        self._readings = Readings(self._folder, storage)
        self.clock = WallClock()
        self.storage = storage
        self.chat = WebChat(
            people=People(config.roster, config.webchat.voters),
            history=History(self._folder / "webchat.db"),
            clock=self.clock,
            names=BOT_NAMES,
        )
        self.connected = connected.connected(config, storage=storage, clock=self.clock, folder=self._folder)
        self.metrics = Metrics(self._figures)
        platforms: dict[str, Platform] = {self.chat.name: self.chat} if config.webchat.enabled else {}
        platforms |= {platform.name: platform for platform in self.connected}
        self.delivery = DeliveryRun(storage, platforms, self.clock, public_phones=config.public_phones)
        self.router = Router(storage, self.clock, changed=self.delivery.wake)
        self.schedule = Schedule(storage, config.roster, JOBS, self.clock, changed=self.delivery.wake)
        self.time = PassingTime(self.clock, self.router, self.schedule, self.delivery)
        self.platforms = tuple(platforms.values())

    async def catch_up_with_clock(self, *, may_be_ahead: bool) -> None:
        """Go on from where a clock was that had been moved forward; the store's time never goes back."""
        async with self.storage.begin() as work:
            last = await work.occurrences.last_tick()
        if last is None or last <= self.clock.now():
            return
        if may_be_ahead:
            self.clock.move_to(last)
        else:
            log.warning("the machine's clock is behind the last moment in the store")

    async def ring(self) -> None:
        """Do what is due this minute, unless the storage is away: then it is due the next."""
        try:
            await self._do_what_is_due()
        except TryAgain:
            log.warning("the storage is away: what is due waits")

    async def help(self) -> None:
        """Send what other processes have queued, whenever they call."""
        while True:
            await self.storage.peers.called()
            await asyncio.sleep(A_MOMENT)
            self.delivery.wake()

    async def take_over(self) -> None:
        """Do what processes have left undone that have ended, whenever one has."""
        while True:
            await self.storage.peers.ended()
            try:
                await self.delivery.take_over()
                await self.router.resume()
            except TryAgain:
                log.warning("the storage is away: what others left waits")
            self.delivery.wake()

    async def _do_what_is_due(self) -> None:
        self._holidays.teach(self._roster)
        await self._tell_of(await self._readings.take_over())
        await self.router.resume()
        await self.delivery.take_over()
        await self.schedule.tick()
        for platform in self.connected:
            await self._tell_of(platform.troubles())
        await self.metrics.update(self.clock.now(), self.storage, self._budgets())

    def ready(self) -> Mapping[str, Callable[[], bool]]:
        """Return what tells of each part whether it can work."""
        parts: dict[str, Callable[[], bool]] = {"storage": self._keeps}
        for platform in self.connected:
            parts |= platform.ready()
        return parts

    def _keeps(self) -> bool:
        return self.storage.in_reach and not self.storage.failed.is_set()

    def _figures(self) -> Iterator[Figure]:
        """Yield what the parts tell of themselves."""
        for part, is_ready in self.ready().items():
            yield Figure("liaison_ready", "Whether a part can work", float(is_ready()), {"part": part})
        if self.storage.connections is not None:
            yield from of_database(self.storage.connections)
        for platform in self.connected:
            yield from platform.figures()

    def _budgets(self) -> Mapping[str, Limits]:
        """Return the limits of every group, by what is counted."""
        budgets: dict[str, Limits] = {}
        for platform in self.platforms:
            for group in self._roster.groups.values():
                if group.place.platform == platform.name:
                    for name, limits in platform.limits(group.place).items():
                        budgets[name] = [(limit.count, limit.window) for limit in limits]
        return budgets

    async def _tell_of(self, troubles: Mapping[str, str]) -> None:
        """Tell staff, once a day, what somebody has to put right."""
        now = self.clock.now()
        async with self.storage.begin() as work:
            for key, words in troubles.items():
                for station in self._roster.stations.values():
                    await tell_staff(words, key=f"{key}/{now.date()}/{station.id}", station=station, at=now, work=work)


async def trials(config: Config, *, take_over: bool = False) -> AsyncGenerator[tuple[str, bool], None]:
    """Yield how each entry of each platform fares, in words, and whether something has to be put right.

    What cuts off whoever holds a bot's one connection, perhaps on another machine, is tried only to *take_over*.
    """
    running = is_in_use(config.storage.url)
    await place_groups(config)
    async for one in connected.trials(config, clock=WallClock(), running=running, take_over=take_over):
        yield one


async def run(config: Config, *, say: Callable[[str], None], stop: asyncio.Event) -> bool:
    """Run the bot until *stop* is set; *say* is given the web chat's address. Return False where the storage failed."""
    folder(config).mkdir(parents=True, exist_ok=True)
    async with AsyncExitStack() as stack:
        storage = await _awaited(config, stack, stop)
        if storage is None:
            return True
        with loading():
            bot = Bot(config, storage)
        await _insist(partial(bot.catch_up_with_clock, may_be_ahead=config.webchat.fast_forward), stop)
        sites = [await _serve(site, *address, stack) for address, site in _sites(config, bot).items()]
        await _insist(bot.delivery.take_over, stop)
        for platform in bot.platforms:
            stack.push_async_callback(platform.stop)
            await _insist(partial(platform.start, bot.router), stop)
        await bot.ring()
        stack.push_async_callback(bot.delivery.stop, within=LAST_MOMENTS)
        stack.push_async_callback(bot.router.stop, within=LAST_ANSWERS)
        for site in sites:  # nothing more is heard before what was heard is worked off
            stack.push_async_callback(site.cleanup)
        alarm = alarm_clock(bot.ring)
        alarm.start()
        stack.callback(alarm.shutdown, wait=False)
        if config.webchat.enabled:
            say(f"http://{config.webchat.host}:{config.webchat.port}{PATH}?token={_token(config)}")
        parts = bot.delivery.run(), bot.help(), bot.take_over()
        await _first(*parts, bot.storage.failed.wait(), stop.wait())
        return not bot.storage.failed.is_set()


async def _awaited(config: Config, stack: AsyncExitStack, stop: asyncio.Event) -> Storage | None:
    """Return the storage, opened for as long as *stack* is; None where *stop* is set while it is away.

    Till it is there whoever calls is asked to call again.
    """
    async with AsyncExitStack() as waiting:
        sites: list[web.AppRunner] = []
        while not stop.is_set():
            try:
                with loading():
                    return await stack.enter_async_context(stored(config))
            except OutOfReach as away:
                log.warning("the storage is away", extra={"error": away.what})
            sites = sites or [await _serve(make_waiting(), config.web.host, config.web.port, waiting)]
            with suppress(TimeoutError):
                async with asyncio.timeout(SOON):
                    await stop.wait()
    return None


async def _insist(step: Callable[[], Awaitable[None]], stop: asyncio.Event) -> None:
    """Do *step*, as soon as the storage can be reached, unless *stop* is set before."""
    while not stop.is_set():
        try:
            await step()
        except TryAgain:
            log.warning("the storage is away: the start waits")
            await asyncio.sleep(SOON)
        else:
            return


async def _first(*parts: Coroutine[None, None, object]) -> None:
    """Run the *parts* until one of them ends, and end the others."""
    tasks = [asyncio.create_task(part) for part in parts]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)
    for task in done:
        task.result()


def _sites(config: Config, bot: Bot) -> dict[tuple[str, int], web.Application]:
    """Return the HTTP applications by host and port: health and figures, and the web chat."""
    feeds = calendar_feeds(bot.storage, config.roster, key=sealing_key(config), clock=bot.clock)
    parts: dict[tuple[str, int], dict[str, web.Application]] = {(config.web.host, config.web.port): {FEEDS: feeds}}
    if config.webchat.enabled:
        address = config.webchat.host, config.webchat.port
        parts.setdefault(address, {})[PATH] = chat_pages(
            bot.chat,
            token=_token(config),
            clock=bot.clock,
            fast_forward=bot.time.pass_until if config.webchat.fast_forward else None,
            next_announcement=partial(_next_announcement, config.roster),
        )
    for platform in bot.connected:
        parts[config.web.host, config.web.port][platform.path] = platform.pages()
    return {
        address: make_web(metrics=bot.metrics.exposition, ready=bot.ready(), parts=mounted)
        for address, mounted in parts.items()
    }


def _next_announcement(roster: Roster, after: datetime) -> datetime | None:
    """Return the first moment after *after* by which a reception day has to be announced.

    Where a group has other posts it is told a day or two sooner: the last of the days that are planned counts.
    """
    soon = after + TWO_MONTHS
    last: dict[str, datetime] = {}
    for station in roster.stations.values():
        for one in receptions_announced(station, after, soon):
            last[one.subject] = max(one.due, last.get(one.subject, one.due))
    return min((due for due in last.values() if due > after), default=None)


async def _serve(site: web.Application, host: str, port: int, stack: AsyncExitStack) -> web.AppRunner:
    """Serve *site* for as long as *stack* is open. Raise `CannotStart`."""
    try:
        runner = await serve(site, host=host, port=port)
    except OSError as error:
        raise CannotStart("port", f"{host}:{port}") from error
    stack.push_async_callback(runner.cleanup)
    return runner


def _token(config: Config) -> str:
    return kept_token(folder(config) / "webchat.token")
