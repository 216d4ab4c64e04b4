"""The township on the simulated WeChat Work: its groups, everybody's private talk, and the bot in one of its modes."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from random import Random
from typing import Final

from aiohttp.test_utils import unused_port

from bot.clock import Clock
from bot.config.secrets import FileSecret
from bot.config.wecom import AIBot, App, CallbackBot, SocketBot, Webhook, WeComSettings
from bot.platforms.wecom.adapter import WeCom
from bot.platforms.wecom.building import wecom
from handlers.message import Account
from handlers.people.rules.roster import GroupId, PersonId, Place, Roster
from storage.alone import Alone
from tests.simulators.passing import Sleep
from tests.simulators.wecom.simulator import Simulator
from tests.support.memory import MemoryStorage
from tests.support.on_platform import GroupOnPlatform, serve_pages
from tests.support.township import LI_VILLAGE, NAMES, STATION, TOWNSHIP
from tests.support.virtual_time import VirtualClock

CORP, AGENT, BOT, NAME = "wwTownship", 1000002, "aibMain", "小助手"
TOKEN, AES_KEY, SECRET = "aTokenOfTheTests", "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG", "a-secret-of-the-tests"
VOTERS: Final = ("赵敏", "钱伟", "孙桂香")
BY_BOT, BY_APP = "main", "office"


class Mode(StrEnum):
    """How the bot hears. Where an app hears, groups cannot be heard, and their robots tell them the news."""

    SOCKET = "socket"
    CALLBACK = "callback"
    APP = "app"

    @property
    def account(self) -> str:
        """The entry of the settings that people talk to."""
        return BY_APP if self is Mode.APP else BY_BOT

    @property
    def talk(self) -> str:
        """Its id on the platform."""
        return str(AGENT) if self is Mode.APP else BOT


def roster(mode: Mode) -> Roster:
    """Return the township with its groups on WeChat Work, a robot in each."""
    groups = tuple(
        replace(group, place=Place(platform="wecom", account=mode.account, chat=group.id), webhook=group.id)
        for group in STATION.groups
    )
    return Roster([replace(STATION, groups=groups)])


def bound(mode: Mode) -> Mapping[Account, PersonId]:
    """Return whose account each is: everybody's id on the platform is his name."""
    return {Account(platform="wecom", account=mode.account, user=name): person for name, person in NAMES.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Township:
    """The platform's side and the bot's; the bot hears only once it is started."""

    simulator: Simulator
    platform: WeCom


@asynccontextmanager
async def on_wecom(
    folder: Path, mode: Mode, *, clock: Clock, sleep: Sleep, pause: Sleep = asyncio.sleep
) -> AsyncIterator[Township]:
    """Have the township on the platform, whose time goes by *sleep*; by *pause* the bot lets time pass between parts."""
    async with Simulator(clock=clock, sleep=sleep) as simulator:
        enter_township(simulator)
        port = unused_port()
        enter_bot(simulator, mode, port)
        platform = wecom_platform(folder, simulator, mode, clock, pause)
        runner = await serve_pages(platform, port)
        try:
            yield Township(simulator=simulator, platform=platform)
        finally:
            await platform.stop()
            await runner.cleanup()


def enter_township(simulator: Simulator) -> None:
    """Enter everybody, the groups, and a robot for each of them."""
    for group in TOWNSHIP.groups:
        simulator.add_group(group, (*VOTERS, *NAMES), bots=(BOT,))
        simulator.add_webhook(_robot_key(group), group)


def enter_bot(simulator: Simulator, mode: Mode, port: int) -> None:
    """Enter the app, and the AI bot where there is one; both are called at that port of this machine."""
    address = f"http://127.0.0.1:{port}{WeCom.path}"
    app = simulator.add_app(CORP, AGENT, SECRET)
    simulator.set_url(app, url=f"{address}/app/{BY_APP}", token=TOKEN, aes_key=AES_KEY)
    if mode is Mode.SOCKET:
        simulator.add_socket_bot(BOT, name=NAME, secret=SECRET)
    if mode is Mode.CALLBACK:
        url = f"{address}/aibot/{BY_BOT}"
        simulator.add_url_bot(BOT, name=NAME, url=url, token=TOKEN, aes_key=AES_KEY)


def wecom_platform(folder: Path, simulator: Simulator, mode: Mode, clock: Clock, pause: Sleep = asyncio.sleep) -> WeCom:
    """Return the bot's side, as yet deaf."""
    return wecom(
        _settings(folder, simulator, mode),
        roster=roster(mode),
        clock=clock,
        folder=folder / "media",
        lease=Alone(),
        jitter=Random(1),
        sleep=pause,
    )


def _settings(folder: Path, simulator: Simulator, mode: Mode) -> WeComSettings:
    def secret(words: str) -> FileSecret:
        path = folder / f"{words}.secret"
        path.write_text(words, "utf-8")
        return FileSecret(path)

    bots: dict[Mode, AIBot] = {
        Mode.SOCKET: SocketBot(name=BY_BOT, mode="socket", bot_id=BOT, secret=secret(SECRET), app=BY_APP),
        Mode.CALLBACK: CallbackBot(
            name=BY_BOT, mode="callback", token=secret(TOKEN), encoding_aes_key=secret(AES_KEY), app=BY_APP
        ),
    }
    office = App(
        name=BY_APP,
        corp_id=CORP,
        agent_id=AGENT,
        secret=secret(SECRET),
        token=secret(TOKEN),
        encoding_aes_key=secret(AES_KEY),
    )
    return WeComSettings(
        qyapi=simulator.url,
        socket=simulator.socket,
        media_hosts=(simulator.url,),
        aibots=tuple(bot for at, bot in bots.items() if at is mode),
        apps=(office,),
        webhooks=tuple(Webhook(name=group, key=secret(_robot_key(group))) for group in TOWNSHIP.groups),
    )


def _robot_key(group: GroupId) -> str:
    return f"key-of-{group}"


class WeComGroup(GroupOnPlatform):
    """What was shown is what people see: several answers in one bubble where a callback's stream shows them so."""

    def __init__(self, township: Township, mode: Mode, clock: VirtualClock) -> None:
        storage = MemoryStorage(roster(mode), bound=bound(mode))
        super().__init__(township.platform, storage, roster(mode), clock, township.simulator.shown)
        self.simulator = township.simulator
        self.mode = mode

    async def says(self, name: str, text: str) -> None:
        if self.mode is Mode.APP:
            await self.tells(name, text)
        else:
            await self._settled(self.simulator.says(name, f"@{NAME} {text}", chat=LI_VILLAGE, to=self.mode.talk))

    async def tells(self, name: str, text: str) -> None:
        await self._settled(self.simulator.says(name, text, to=self.mode.talk))

    async def presses(self, name: str, label: str) -> None:
        cards = (one.card for one in reversed(self.simulator.shown(name)) if one.card is not None)
        (key,) = (button["key"] for button in next(cards)["button_list"] if button["text"] == label)
        await self._settled(self.simulator.presses(name, key))


@asynccontextmanager
async def a_group_on_wecom(folder: Path, mode: Mode, start: datetime) -> AsyncIterator[WeComGroup]:
    """Have the whole bot run on the platform; whatever the calendar has to say first is said."""
    clock = VirtualClock(start)
    async with on_wecom(folder, mode, clock=clock, sleep=asyncio.sleep) as township:
        group = WeComGroup(township, mode, clock)
        await township.platform.start(group.router)
        await group.waits_until(clock.now())
        for chat in (LI_VILLAGE, *VOTERS, *NAMES):
            group.told(chat)
        yield group
