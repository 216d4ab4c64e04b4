"""A township on the simulated platform: a bot, an app and a robot of one group, and posts for them to say."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import count
from pathlib import Path
from random import Random
from typing import Final

from bot.config.secrets import FileSecret
from bot.config.wecom import AIBot, App, CallbackBot, SocketBot, Webhook, WeComSettings
from bot.platforms.base import File, Post
from bot.platforms.wecom.adapter import WeCom
from bot.platforms.wecom.building import wecom
from handlers.dates.china_time import CHINA_TIME
from handlers.message import Account, Choice, MessageId, Recalled, Scope
from handlers.message import Heard as Message
from handlers.people.rules.roster import Place, Roster
from storage.alone import Alone
from tests.simulators.passing import SteppedTime
from tests.simulators.wecom.simulator import Simulator
from tests.support.township import LI_VILLAGE, STATION

NOON: Final = datetime(2026, 11, 20, 12, 0, tzinfo=CHINA_TIME)
CORP, AGENT, BOT, GROUP = "wwTownship", 1000002, "aibMain", "wrLiVillage"
KEY: Final = "0f0e0d0c-0b0a-4908-8706-050403020100"
TOKEN, AES_KEY = "aTokenOfTheTests", "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
SECRET: Final = "a-secret-of-the-tests"
VOTER: Final = "ZhaoMin"
IN_GROUP: Final = Place(platform="wecom", account="main", chat=GROUP)
IN_PRIVATE: Final = Place(platform="wecom", account="main", chat=VOTER)
BY_APP: Final = Place(platform="wecom", account="office", chat=VOTER)

_keys = (f"news/{number}" for number in count(1))


class Heard:
    """An ear that waits for what it is told."""

    def __init__(self) -> None:
        self.told: asyncio.Queue[Message] = asyncio.Queue()

    async def hear(self, heard: Message) -> bool:
        await self.told.put(heard)
        return True

    async def recall(self, recalled: Recalled) -> None:
        """Nothing is taken back here."""

    async def miss(self, message: MessageId) -> None:
        """Nobody sends anything but words here."""


@dataclass(slots=True)
class Stage:
    """Everything on it; *heard* is what the bot was told."""

    simulator: Simulator
    platform: WeCom
    time: SteppedTime
    heard: Heard

    def shown(self, chat: str) -> list[str]:
        """Return what people read there, oldest first."""
        return [one.text for one in self.simulator.shown(chat)]

    def speakers(self, chat: str) -> list[str]:
        """Return who said it: a bot, an app or a robot, by its id there."""
        return [one.by for one in self.simulator.shown(chat)]

    async def answer_to(self, text: str, *, chat: str | None = None) -> str:
        """Have the voter say *text*; return the platform's way to answer just that."""
        await self.simulator.says(VOTER, text, chat=chat, to=BOT)
        answer = (await self.heard.told.get()).answer
        assert answer is not None
        return answer


def a_post(
    text: str,
    place: Place = IN_PRIVATE,
    *,
    key: str | None = None,
    answer: str | None = None,
    choices: Sequence[tuple[int, str]] = (),
    mention: str | None = None,
    file: File | None = None,
) -> Post:
    """Return something to say, under a key of its own."""
    return Post(
        key=key or next(_keys),
        place=place,
        scope=Scope.GROUP if place.chat in {GROUP, LI_VILLAGE} else Scope.DIRECT,
        text=text,
        answer=answer,
        choices=tuple(Choice(digit=digit, label=label) for digit, label in choices),
        mention=None if mention is None else Account(platform="wecom", account=place.account, user=mention),
        file=file,
    )


def settings(
    folder: Path, simulator: Simulator, *, mode: str = "socket", app: bool = True, bot_secret: str = SECRET
) -> WeComSettings:
    """Return the settings of that corporation; *app* says whether an app stands behind the bot."""

    def secret(words: str) -> FileSecret:
        path = folder / f"{words}.txt"
        path.write_text(words, "utf-8")
        return FileSecret(path)

    behind = "office" if app else ""
    bot: AIBot = SocketBot(name="main", mode=mode, bot_id=BOT, secret=secret(bot_secret), app=behind)
    if mode == "callback":
        bot = CallbackBot(name="main", mode=mode, token=secret(TOKEN), encoding_aes_key=secret(AES_KEY), app=behind)
    return WeComSettings(
        qyapi=simulator.url,
        socket=simulator.socket,
        aibots=(bot,),
        apps=(
            App(
                name="office",
                corp_id=CORP,
                agent_id=AGENT,
                secret=secret(SECRET),
                token=secret(TOKEN),
                encoding_aes_key=secret(AES_KEY),
            ),
        ),
        webhooks=(Webhook(name="li", key=secret(KEY)),),
    )


def a_roster(place: Place = IN_GROUP, *, webhook: str = "li") -> Roster:
    """Return the township, its first group at *place* with that robot."""
    groups = tuple(
        replace(group, place=place, webhook=webhook) if group.id == LI_VILLAGE else group for group in STATION.groups
    )
    return Roster([replace(STATION, groups=groups)])


@asynccontextmanager
async def on_stage(
    folder: Path,
    *,
    mode: str = "socket",
    app: bool = True,
    bot_secret: str = SECRET,
    roster: Roster | None = None,
) -> AsyncIterator[Stage]:
    """Open the stage, everybody on it."""
    time = SteppedTime(NOON)
    async with Simulator(clock=time, sleep=time.sleep) as simulator:
        simulator.add_group(GROUP, (VOTER, "zhangmingyuan"), bots=(BOT,))
        simulator.add_webhook(KEY, GROUP)
        simulator.add_app(CORP, AGENT, SECRET).has_url = True
        if mode == "socket":
            simulator.add_socket_bot(BOT, name="小助手", secret=SECRET)
        platform = wecom(
            settings(folder, simulator, mode=mode, app=app, bot_secret=bot_secret),
            roster=roster or a_roster(),
            clock=time,
            folder=folder / "media",
            lease=Alone(),
            jitter=Random(1),
            sleep=lambda seconds: time.passes(seconds=seconds),
        )
        heard = Heard()
        await platform.start(heard)
        try:
            yield Stage(simulator=simulator, platform=platform, time=time, heard=heard)
        finally:
            await platform.stop()
