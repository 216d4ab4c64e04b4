"""A township on the simulated platform: a robot and the webhook of one group, and posts for them to say."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import count
from pathlib import Path
from random import Random
from typing import Final

from bot.config.dingtalk import CallbackRobot, DingTalkSettings, Robot, StreamRobot, Webhook
from bot.config.secrets import FileSecret
from bot.platforms.base import File, Post
from bot.platforms.dingtalk.adapter import DingTalk
from bot.platforms.dingtalk.building import dingtalk
from handlers.dates.china_time import CHINA_TIME
from handlers.message import Account, Choice, Heard, MessageId, Priority, Recalled, Scope
from handlers.people.rules.roster import Place, Roster
from handlers.reports.rules.quotas import Quota, month_of
from tests.simulators.dingtalk.quota import Spent
from tests.simulators.dingtalk.record import Door
from tests.simulators.dingtalk.simulator import Simulator
from tests.support.memory import MemoryStorage
from tests.support.township import LI_VILLAGE, STATION
from tests.support.virtual_time import VirtualClock

NOON: Final = datetime(2026, 11, 20, 12, 0, tzinfo=CHINA_TIME)
CODE, GROUP, NAME = "dingTownshipApp", "cidLiVillage==", "联络站助手"
SECRET, TOKEN, SIGNED_WITH = "a-secret-of-the-tests", "a-token-of-the-tests", "SECofTheTests"
AGENT: Final = 1
TEMPLATE: Final = "template-of-the-tests.schema"
VOTER, OTHER, OUTSIDER = "赵敏", "钱有福", "孙外"
IN_GROUP: Final = Place(platform="dingtalk", account="main", chat=GROUP)
IN_PRIVATE: Final = Place(platform="dingtalk", account="main", chat=VOTER)

_keys = (f"news/{number}" for number in count(1))


@dataclass(slots=True)
class WaitingEar:
    """An ear that waits for what it is told."""

    told: asyncio.Queue[Heard] = field(default_factory=asyncio.Queue)

    async def hear(self, heard: Heard) -> bool:
        await self.told.put(heard)
        return True

    async def recall(self, recalled: Recalled) -> None:
        """Nothing is taken back here."""

    async def miss(self, message: MessageId) -> None:
        """Nobody sends anything but words here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """Everything on it; *ear* is what the bot heard with."""

    simulator: Simulator
    platform: DingTalk
    clock: VirtualClock
    storage: MemoryStorage
    ear: WaitingEar

    def shown(self, chat: str) -> list[str]:
        """Return what people read there, oldest first."""
        return [one.text for one in self.simulator.shown(chat)]

    def doors(self, chat: str) -> list[Door]:
        """Return by which way each came."""
        return [one.door for one in self.simulator.shown(chat)]

    def spent(self, what: Spent) -> int:
        """Return what the platform has counted this month."""
        return self.simulator.world.quota.spent(what)

    async def heard(self, text: str, *, by: str = VOTER, chat: str | None = None) -> Heard:
        """Have somebody say *text*; return it as the bot heard it."""
        await self.simulator.says(by, text if chat is None else f"@{NAME} {text}", chat=chat)
        return await self.ear.told.get()


def a_post(
    text: str,
    place: Place = IN_PRIVATE,
    *,
    key: str | None = None,
    to: Heard | None = None,
    choices: Sequence[tuple[int, str]] = (),
    mention: str | None = None,
    file: File | None = None,
    priority: Priority = Priority.ANSWER,
) -> Post:
    """Return something to say, under a key of its own; *to* is what it answers."""
    return Post(
        key=key or next(_keys),
        place=place,
        scope=Scope.GROUP if place.chat == GROUP else Scope.DIRECT,
        text=text,
        answers=None if to is None else to.id,
        answer=None if to is None else to.answer,
        choices=tuple(Choice(digit=digit, label=label) for digit, label in choices),
        mention=None if mention is None else Account(platform="dingtalk", account=place.account, user=mention),
        file=file,
        priority=priority,
    )


def settings(
    folder: Path,
    simulator: Simulator,
    *,
    mode: str = "stream",
    secret: str = SECRET,
    keyword: str = "",
    signed_with: str | None = SIGNED_WITH,
    template: str = "",
    agent: int | None = None,
    api_quota: int = 5000,
    push_quota: int = 3000,
    api: str = "",
) -> DingTalkSettings:
    """Return the settings of that organisation."""

    def kept(words: str) -> FileSecret:
        path = folder / f"{words}.txt"
        path.write_text(words, "utf-8")
        return FileSecret(path)

    robot: Robot = StreamRobot(
        name="main",
        mode=mode,
        client_id=CODE,
        client_secret=kept(secret),
        aliases=(NAME,),
        card_template=template,
        agent_id=agent,
    )
    if mode == "callback":
        robot = CallbackRobot(name="main", mode=mode, client_id=CODE, client_secret=kept(secret))
    return DingTalkSettings(
        api=api or simulator.api,
        oapi=simulator.oapi,
        stream_hosts=(simulator.stream,),
        api_quota=api_quota,
        push_quota=push_quota,
        robots=(robot,),
        webhooks=(
            Webhook(
                name="li",
                access_token=kept(TOKEN),
                secret=None if signed_with is None else kept(signed_with),
                keyword=keyword,
            ),
        ),
    )


def a_roster(place: Place = IN_GROUP, *, webhook: str = "li") -> Roster:
    """Return the township, its first group at *place* with that robot."""
    groups = tuple(
        replace(group, place=place, webhook=webhook) if group.id == LI_VILLAGE else group for group in STATION.groups
    )
    return Roster([replace(STATION, groups=groups)])


@asynccontextmanager
async def the_simulator(*, keywords: Sequence[str] = (), signed: bool = True) -> AsyncIterator[Simulator]:
    """Have the platform listen, with a group, its webhook, and the robot."""
    clock = VirtualClock(NOON)
    async with Simulator(clock=clock) as simulator:
        simulator.add_group(GROUP, (VOTER, OTHER), robots=(CODE,))
        simulator.add_outsiders(OUTSIDER)
        simulator.add_webhook(TOKEN, GROUP, secret=SIGNED_WITH if signed else None, keywords=keywords)
        simulator.add_stream_robot(CODE, secret=SECRET, name=NAME, agent_id=AGENT)
        yield simulator


@asynccontextmanager
async def on_stage(
    folder: Path,
    *,
    roster: Roster | None = None,
    mode: str = "stream",
    keyword: str = "",
    template: str = "",
    agent: int | None = None,
    api_quota: int = 5000,
    push_quota: int = 3000,
    spent: Quota | None = None,
    api: str = "",
) -> AsyncIterator[Stage]:
    """Open the stage, everybody on it; *spent* is what the book knows from before, *api* another host to call."""
    async with the_simulator(keywords=(keyword,) if keyword else ()) as simulator:
        clock = VirtualClock(NOON)
        storage = MemoryStorage(roster or a_roster())
        if spent is not None:
            async with storage.begin() as work:
                await work.quotas.save(spent)
        platform = dingtalk(
            settings(
                folder,
                simulator,
                mode=mode,
                keyword=keyword,
                template=template,
                agent=agent,
                api_quota=api_quota,
                push_quota=push_quota,
                api=api,
            ),
            roster=roster or a_roster(),
            storage=storage,
            clock=clock,
            folder=folder / "media",
            jitter=Random(1),
        )
        ear = WaitingEar()
        await platform.start(ear)
        try:
            yield Stage(simulator=simulator, platform=platform, clock=clock, storage=storage, ear=ear)
        finally:
            await platform.stop()


def a_quota(kind: str, spent: int, *, most: int) -> Quota:
    """Return so much spent on the days of this month up to now."""
    today = NOON.date()
    days = dict.fromkeys(range(1, today.day), spent // today.day)
    quota = Quota(name=f"dingtalk//{kind}", called=kind, month=month_of(today), most=most, days=days)
    return quota.plus(spent - quota.spent, today)
