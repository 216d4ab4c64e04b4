"""The township on both simulated platforms at once: one station, Li village on WeChat Work, Wang village on DingTalk."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from random import Random
from typing import Final

from bot.config.dingtalk import DingTalkSettings, StreamRobot
from bot.config.secrets import FileSecret
from bot.config.wecom import App, SocketBot, Webhook, WeComSettings
from bot.connected import Connected
from bot.delivery import DeliveryRun
from bot.passing_time import PassingTime
from bot.platforms.dingtalk.building import dingtalk
from bot.platforms.wecom.building import wecom
from bot.router import Router
from bot.schedule import Schedule
from handlers.jobs import JOBS
from handlers.message import Account
from handlers.people.rules.roster import Group, GroupId, Place, Roster
from storage.alone import Alone
from tests.simulators.dingtalk.simulator import Simulator as DingTalkSimulator
from tests.simulators.wecom.simulator import Simulator as WeComSimulator
from tests.support.memory import MemoryStorage
from tests.support.township import DEPUTIES, LI_VILLAGE, NAMES, STATION, TOWNSHIP, WANG_VILLAGE
from tests.support.virtual_time import VirtualClock

NAME: Final = "小助手"
SECRET: Final = "a-secret-of-the-tests"
AES_KEY: Final = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
NOWHERE: Final = "http://127.0.0.1:9/"  # the app is asked for buttons, which want an address, and nobody talks to it
CORP, AGENT, BOT, CODE = "wwTownship", 1000002, "aibMain", "dingTownshipApp"
VOTERS: Final = ("赵敏", "钱伟", "孙桂香")


class On(StrEnum):
    """A platform, by its name."""

    WECOM = "wecom"
    DINGTALK = "dingtalk"

    @property
    def account(self) -> str:
        """What the bot is called in the settings there."""
        return f"{self}-bot"

    def place(self, chat: str) -> Place:
        """Return where a group is whose chat is known."""
        return Place(platform=self, account=self.account, chat=chat)

    def somewhere(self, group: GroupId) -> Place:
        """Return where a group is of which nobody has said yet which chat it is."""
        return Place(platform=self, account="", chat=group)


PLACES: Final[Mapping[GroupId, Place]] = {
    LI_VILLAGE: On.WECOM.place(LI_VILLAGE),
    WANG_VILLAGE: On.DINGTALK.place(WANG_VILLAGE),
    DEPUTIES: On.WECOM.place(DEPUTIES),
}
ON_WECOM: Final = {
    Account(platform=On.WECOM, account=On.WECOM.account, user=name): person for name, person in NAMES.items()
}
"""Everybody's id on a platform is his name; the settings know those of WeChat Work."""


class TwoPlatforms:
    """Everybody is a member on both, every group has a chat on both; which of them are the station's, the roster says.

    `heard` and `told` are what a group, or somebody alone, was shown on one platform since the last look.
    """

    def __init__(
        self, folder: Path, clock: VirtualClock, on_wecom: WeComSimulator, on_dingtalk: DingTalkSimulator
    ) -> None:
        self._folder = folder
        self._clock = clock
        self._wecom = on_wecom
        self._dingtalk = on_dingtalk
        self._platforms: tuple[Connected, ...] = ()
        self._seen: set[tuple[On, str]] = set()
        self.storage = MemoryStorage(Roster([]), bound={})

    async def starts(self, places: Mapping[GroupId, Place] = PLACES) -> None:
        """Have the bot run, with its groups at those *places* and all that was kept before."""
        await self.stops()
        groups = tuple(_at(places[group.id], group) for group in STATION.groups)
        roster = Roster([replace(STATION, groups=groups)])
        self.storage = self.storage.opened_with(roster, bound=ON_WECOM)
        self._platforms = (self._on_wecom(roster), self._on_dingtalk(roster))
        delivery = DeliveryRun(self.storage, {one.name: one for one in self._platforms}, self._clock)
        router = Router(self.storage, self._clock, changed=delivery.wake)
        schedule = Schedule(self.storage, roster, JOBS, self._clock, changed=delivery.wake)
        self._time = PassingTime(self._clock, router, schedule, delivery)
        for platform in self._platforms:
            await platform.start(router)
        await self.waits_until(self._clock.now())

    async def stops(self) -> None:
        """End the bot."""
        for platform in self._platforms:
            await platform.stop()

    async def says(self, on: On, name: str, text: str, *, chat: GroupId) -> None:
        """Have somebody say something to the bot in a group."""
        await self._said(on, name, f"@{NAME} {text}", chat)

    async def tells(self, on: On, name: str, text: str) -> None:
        """Have somebody say something to the bot alone."""
        await self._said(on, name, text, None)

    async def waits_until(self, moment: datetime) -> None:
        """Let time pass until *moment*, everything that is due happening in its moment."""
        await self._time.pass_until(moment)

    def heard(self, on: On, chat: GroupId) -> str:
        return self._new(on, chat)

    def told(self, on: On, name: str) -> str:
        return self._new(on, name)

    @property
    def breaches(self) -> list[str]:
        """What the bot did that a platform forbids."""
        return [*self._wecom.breaches, *self._dingtalk.breaches]

    async def _said(self, on: On, name: str, text: str, chat: str | None) -> None:
        """Return once nothing follows any more."""
        if on is On.WECOM:
            await self._wecom.says(name, text, chat=chat, to=BOT)
        else:
            await self._dingtalk.says(name, text, chat=chat)
        await asyncio.sleep(1)
        await self._time.settle()
        await asyncio.sleep(10)

    def _new(self, on: On, chat: str) -> str:
        shown = self._wecom.shown(chat) if on is On.WECOM else self._dingtalk.shown(chat)
        new = [one for one in shown if (on, one.key) not in self._seen]
        self._seen |= {(on, one.key) for one in new}
        return "\n\n".join(one.text for one in new)

    def _on_wecom(self, roster: Roster) -> Connected:
        """Return the bot's side, as yet deaf; whom the bot may not tell something, the app does."""
        secret, aes_key = self._secret(SECRET), self._secret(AES_KEY)
        bot = SocketBot(name=On.WECOM.account, mode="socket", bot_id=BOT, secret=secret, app="office")
        app = App(name="office", corp_id=CORP, agent_id=AGENT, secret=secret, token=secret, encoding_aes_key=aes_key)
        settings = WeComSettings(
            qyapi=self._wecom.url,
            socket=self._wecom.socket,
            media_hosts=(self._wecom.url,),
            aibots=(bot,),
            apps=(app,),
            webhooks=tuple(Webhook(name=group, key=self._secret(SECRET + group)) for group in PLACES),
        )
        return wecom(
            settings,
            roster=roster,
            clock=self._clock,
            folder=self._folder / "wecom",
            lease=Alone(),
            jitter=Random(1),
        )

    def _on_dingtalk(self, roster: Roster) -> Connected:
        """Return the bot's side, as yet deaf."""
        robot = StreamRobot(name=On.DINGTALK.account, mode="stream", client_id=CODE, client_secret=self._secret(SECRET))
        settings = DingTalkSettings(
            api=self._dingtalk.api,
            oapi=self._dingtalk.oapi,
            stream_hosts=(self._dingtalk.stream,),
            media_hosts=(self._dingtalk.files,),
            robots=(robot,),
        )
        return dingtalk(
            settings,
            roster=roster,
            storage=self.storage,
            clock=self._clock,
            folder=self._folder / "dingtalk",
            jitter=Random(1),
        )

    def _secret(self, words: str) -> FileSecret:
        path = self._folder / f"{words}.secret"
        path.write_text(words, "utf-8")
        return FileSecret(path)


def _at(place: Place, group: Group) -> Group:
    """Return a group at that place; on WeChat Work a robot speaks in each, as usual."""
    return replace(group, place=place, webhook=group.id if place.platform == On.WECOM else "")


@asynccontextmanager
async def on_two_platforms(folder: Path, start: datetime) -> AsyncIterator[TwoPlatforms]:
    """Have the whole bot run on both; whatever the calendar has to say first is said."""
    clock = VirtualClock(start)
    async with (
        WeComSimulator(clock=clock, sleep=asyncio.sleep) as on_wecom,
        DingTalkSimulator(clock=clock, sleep=asyncio.sleep) as on_dingtalk,
    ):
        app = on_wecom.add_app(CORP, AGENT, SECRET)
        on_wecom.set_url(app, url=NOWHERE, token=SECRET, aes_key=AES_KEY)
        on_wecom.add_socket_bot(BOT, name=NAME, secret=SECRET)
        on_dingtalk.add_stream_robot(CODE, secret=SECRET, name=NAME)
        for group in TOWNSHIP.groups:
            on_wecom.add_group(group, (*VOTERS, *NAMES), bots=(BOT,))
            on_wecom.add_webhook(SECRET + group, group)
            on_dingtalk.add_group(group, (*VOTERS, *NAMES), robots=(CODE,))
        platforms = TwoPlatforms(folder, clock, on_wecom, on_dingtalk)
        await platforms.starts()
        try:
            yield platforms
        finally:
            await platforms.stops()
