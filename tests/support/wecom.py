"""The township on the simulated WeChat Work: its groups, everybody's private talk, and the bot in one of its modes."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from random import Random
from typing import Final

from bot.clock import Clock
from bot.config.secrets import FileSecret
from bot.config.wecom import AIBot, App, CallbackBot, SocketBot, Webhook, WeComSettings
from bot.platforms.wecom.adapter import WeCom
from bot.platforms.wecom.building import wecom
from bot.platforms.wecom.lease import OnlyProcess
from bot.web.server import make_web, serve
from handlers.message import Account
from handlers.people.rules.roster import GroupId, PersonId, Place, Roster
from tests.simulators.wecom.passing import Sleep
from tests.simulators.wecom.simulator import Simulator
from tests.support.township import NAMES, STATION, TOWNSHIP

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
async def on_wecom(folder: Path, mode: Mode, *, clock: Clock, sleep: Sleep) -> AsyncIterator[Township]:
    """Have the township on the platform."""
    async with Simulator(clock=clock, sleep=sleep) as simulator:
        people = (*VOTERS, *NAMES)
        for group in TOWNSHIP.groups:
            simulator.add_group(group, people, bots=(BOT,))
            simulator.add_webhook(_robot_key(group), group)
        platform = wecom(
            _settings(folder, simulator, mode),
            roster=roster(mode),
            clock=clock,
            folder=folder / "media",
            lease=OnlyProcess(),
            jitter=Random(1),
        )
        runner = await serve(make_web(metrics=bytes, ready={}, parts={platform.path: platform.pages()}), port=0)
        address = f"http://127.0.0.1:{runner.addresses[0][1]}{platform.path}"
        app = simulator.add_app(CORP, AGENT, SECRET)
        app.has_url = True
        match mode:
            case Mode.SOCKET:
                simulator.add_socket_bot(BOT, name=NAME, secret=SECRET)
            case Mode.CALLBACK:
                url = f"{address}/aibot/{BY_BOT}"
                simulator.add_url_bot(BOT, name=NAME, url=url, token=TOKEN, aes_key=AES_KEY)
            case Mode.APP:
                simulator.set_url(app, url=f"{address}/app/{BY_APP}", token=TOKEN, aes_key=AES_KEY)
        try:
            yield Township(simulator=simulator, platform=platform)
        finally:
            await platform.stop()
            await runner.cleanup()


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
