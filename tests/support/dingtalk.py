"""The township on the simulated DingTalk: its groups, everybody's private talk, and the robot in one of its modes."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from random import Random
from typing import Final, Self

from aiohttp.test_utils import unused_port

from bot.clock import Clock
from bot.config.dingtalk import CallbackRobot, DingTalkSettings, Robot, StreamRobot, Webhook
from bot.config.secrets import FileSecret
from bot.platforms.dingtalk.adapter import DingTalk
from bot.platforms.dingtalk.building import dingtalk
from bot.platforms.dingtalk.wire.cards import SAID
from handlers.message import Account
from handlers.people.rules.roster import GroupId, PersonId, Place, Roster
from handlers.ports import Storage
from tests.simulators.dingtalk.record import Shown
from tests.simulators.dingtalk.simulator import Simulator
from tests.simulators.passing import Sleep
from tests.support.memory import MemoryStorage
from tests.support.on_platform import GroupOnPlatform, serve_pages
from tests.support.township import LI_VILLAGE, NAMES, STATION, TOWNSHIP
from tests.support.virtual_time import VirtualClock

CODE, NAME, SECRET, TEMPLATE = "dingTownshipApp", "小助手", "a-secret-of-the-tests", "question.schema"
SIGNED_WITH: Final = "SEC-of-the-tests"
VOTERS: Final = ("赵敏", "钱伟", "孙桂香")
ROBOT: Final = "main"


class Mode(StrEnum):
    """How the bot hears."""

    STREAM = "stream"
    CALLBACK = "callback"


def roster() -> Roster:
    """Return the township with its groups on DingTalk, a webhook in each; what becomes of them stays with this one."""
    groups = tuple(
        replace(group, place=Place(platform="dingtalk", account=ROBOT, chat=group.id), webhook=group.id)
        for group in STATION.groups
    )
    return Roster([replace(STATION, groups=groups)])


BOUND: Final[Mapping[Account, PersonId]] = {
    Account(platform="dingtalk", account=ROBOT, user=name): person for name, person in NAMES.items()
}
"""Whose account each is: everybody's id on the platform is his name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Township:
    """The platform's side and the bot's; the bot hears only once it is started."""

    simulator: Simulator
    platform: DingTalk


@asynccontextmanager
async def on_dingtalk(
    folder: Path, mode: Mode, *, storage: Storage, clock: Clock, sleep: Sleep, template: str = ""
) -> AsyncIterator[Township]:
    """Have the township on the platform; the robot asks with buttons where it has a *template* for them."""
    async with Simulator(clock=clock, sleep=sleep) as simulator:
        port = unused_port()
        enter_township(simulator)
        enter_robot(simulator, mode, port)
        platform = dingtalk_platform(folder, simulator, mode, port, storage, clock, template)
        runner = await serve_pages(platform, port)
        try:
            yield Township(simulator=simulator, platform=platform)
        finally:
            await platform.stop()
            await runner.cleanup()


def enter_township(simulator: Simulator) -> None:
    """Enter everybody, the groups, and a webhook for each of them."""
    simulator.add_template(TEMPLATE)
    for group in TOWNSHIP.groups:
        simulator.add_group(group, (*VOTERS, *NAMES), robots=(CODE,))
        simulator.add_webhook(_token(group), group, secret=SIGNED_WITH)


def enter_robot(simulator: Simulator, mode: Mode, port: int) -> None:
    """Enter the robot; where it is called, it is called at that port of this machine."""
    if mode is Mode.STREAM:
        simulator.add_stream_robot(CODE, secret=SECRET, name=NAME)
    else:
        simulator.add_url_robot(CODE, secret=SECRET, name=NAME, url=f"{_address(port)}{DingTalk.path}/robot/{ROBOT}")


def dingtalk_platform(
    folder: Path, simulator: Simulator, mode: Mode, port: int, storage: Storage, clock: Clock, template: str
) -> DingTalk:
    """Return the bot's side, as yet deaf."""
    return dingtalk(
        _settings(folder, simulator, mode, port, template),
        roster=roster(),
        storage=storage,
        clock=clock,
        folder=folder / "media",
        jitter=Random(1),
    )


def _settings(folder: Path, simulator: Simulator, mode: Mode, port: int, template: str) -> DingTalkSettings:
    def secret(words: str) -> FileSecret:
        path = folder / f"{words}.secret"
        path.write_text(words, "utf-8")
        return FileSecret(path)

    client_secret = secret(SECRET)
    robot: Robot = StreamRobot(
        name=ROBOT, mode="stream", client_id=CODE, client_secret=client_secret, aliases=(NAME,), card_template=template
    )
    if mode is Mode.CALLBACK:
        robot = CallbackRobot(
            name=ROBOT,
            mode="callback",
            client_id=CODE,
            client_secret=client_secret,
            aliases=(NAME,),
            card_template=template,
            address=_address(port),
        )
    return DingTalkSettings(
        api=simulator.api,
        oapi=simulator.oapi,
        stream_hosts=(simulator.stream,),
        media_hosts=(simulator.files,),
        robots=(robot,),
        webhooks=tuple(
            Webhook(name=group, access_token=secret(_token(group)), secret=secret(SIGNED_WITH))
            for group in TOWNSHIP.groups
        ),
    )


def _address(port: int) -> str:
    return f"http://127.0.0.1:{port}"


def _token(group: GroupId) -> str:
    return f"token-of-{group}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One message as people see it: of a card, its question."""

    key: str
    chat: str
    text: str

    @classmethod
    def of(cls, shown: Shown) -> Self:
        """Return what people see of a message."""
        text = shown.text if shown.card is None else shown.card["params"]["question"]
        return cls(key=shown.key, chat=shown.chat, text=text)


class DingTalkGroup(GroupOnPlatform):
    """The robot asks with buttons."""

    def __init__(self, township: Township, storage: Storage, clock: VirtualClock) -> None:
        self.simulator = township.simulator
        super().__init__(township.platform, storage, roster(), clock, self._seen_in)

    async def says(self, name: str, text: str) -> None:
        await self._settled(self.simulator.says(name, f"@{NAME} {text}", chat=LI_VILLAGE))

    async def tells(self, name: str, text: str) -> None:
        await self._settled(self.simulator.says(name, text))

    async def presses(self, name: str, label: str) -> None:
        card = next(one.card for one in reversed(self.simulator.shown(name)) if one.card is not None)
        (number,) = (key.removeprefix("label") for key, value in card["params"].items() if value == label)
        said = {SAID: card["params"][f"{SAID}{number}"]}
        await self._settled(self.simulator.presses(name, number, params=said))

    def _seen_in(self, chat: str) -> Sequence[Seen]:
        return [Seen.of(one) for one in self.simulator.shown(chat)]


@asynccontextmanager
async def a_group_on_dingtalk(folder: Path, mode: Mode, start: datetime) -> AsyncIterator[DingTalkGroup]:
    """Have the whole bot run on the platform; whatever the calendar has to say first is said."""
    clock = VirtualClock(start)
    storage = MemoryStorage(roster(), bound=BOUND)
    async with on_dingtalk(
        folder, mode, storage=storage, clock=clock, sleep=asyncio.sleep, template=TEMPLATE
    ) as township:
        group = DingTalkGroup(township, storage, clock)
        await township.platform.start(group.router)
        await group.waits_until(clock.now())
        for chat in (LI_VILLAGE, *VOTERS, *NAMES):
            group.told(chat)
        yield group
