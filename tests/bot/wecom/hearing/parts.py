"""One bot or app each way it can hear, on the simulated platform, in virtual time."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Final

from bot.media.fetching import Fetcher
from bot.platforms.base import Ear
from bot.platforms.wecom.aibot.callback import AibotCallback
from bot.platforms.wecom.aibot.lease import Lease
from bot.platforms.wecom.aibot.socket import AibotSocket
from bot.platforms.wecom.aibot.wire import Robot
from bot.platforms.wecom.app import wire as app_wire
from bot.platforms.wecom.app.callback import AppCallback
from bot.platforms.wecom.callbacks import PATH, Callbacks, Called
from bot.platforms.wecom.cipher import Cipher
from bot.platforms.wecom.media import IncomingMedia
from bot.web.server import make_web, serve
from handlers.dates.china_time import CHINA_TIME
from storage.alone import Alone
from tests.simulators.wecom.simulator import Simulator
from tests.support.virtual_time import VirtualClock

NOON: Final = datetime(2026, 11, 20, 12, 0, tzinfo=CHINA_TIME)
BOT, NAME, SECRET = "aibMain", "联络站助手", "a-secret-of-the-tests"
CORP, AGENT = "wwTownship", 1000002
TOKEN, AES_KEY = "aTokenOfTheTests", "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
GROUP, VOTER, OTHER = "wrLiVillage", "ZhaoMin", "QianYoufu"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """Who plays: the platform, the folder of media, and what somebody was alarmed about."""

    simulator: Simulator
    clock: VirtualClock
    media: IncomingMedia
    alarms: list[str] = field(default_factory=list)

    def shown(self, chat: str) -> list[str]:
        """Return what people read there, oldest first."""
        return [one.text for one in self.simulator.shown(chat)]


@asynccontextmanager
async def the_platform(folder: Path) -> AsyncIterator[Parts]:
    """Have the platform listen, with a group of two members and the bot."""
    clock = VirtualClock(NOON)
    async with Simulator(clock=clock) as simulator:
        simulator.add_group(GROUP, (VOTER, OTHER), bots=(BOT,))
        media = IncomingMedia(folder / "media", Fetcher((simulator.url,)), {})
        yield Parts(simulator=simulator, clock=clock, media=media)
        await media.close()


@asynccontextmanager
async def connected(
    parts: Parts, ear: Ear, *, secret: str = SECRET, lease: Lease | None = None
) -> AsyncIterator[AibotSocket]:
    """Have an AI bot hear over its long connection."""
    if BOT not in parts.simulator.subscriptions:
        parts.simulator.add_socket_bot(BOT, name=NAME, secret=SECRET)
    bot = AibotSocket(
        address=parts.simulator.socket,
        robot=Robot(entry="main", aliases=(NAME,)),
        bot_id=BOT,
        secret=secret,
        lease=lease or Alone(),
        media=parts.media,
        clock=parts.clock,
        jitter=Random(7),
        alarm=parts.alarms.append,
    )
    await bot.start(ear)
    yield bot
    await bot.stop()


@asynccontextmanager
async def called_bot(
    parts: Parts, ear: Ear | None, *, alone: bool = True
) -> AsyncIterator[tuple[AibotCallback, Callbacks]]:
    """Have an AI bot hear at its address."""
    bot = AibotCallback(
        robot=Robot(entry="main", aliases=(NAME,)),
        cipher=Cipher(TOKEN, AES_KEY, ""),
        media=parts.media,
        clock=parts.clock,
        alone=alone,
    )
    async with _served({"aibot/main": bot}, parts, ear) as (callbacks, address):
        parts.simulator.add_url_bot(BOT, name=NAME, url=f"{address}/aibot/main", token=TOKEN, aes_key=AES_KEY)
        yield bot, callbacks


@asynccontextmanager
async def called_app(parts: Parts, ear: Ear | None) -> AsyncIterator[AppCallback]:
    """Have a self-built app hear at its address."""
    app = AppCallback(
        app=app_wire.App(entry="office", corp_id=CORP),
        cipher=Cipher(TOKEN, AES_KEY, CORP),
        media=parts.media,
        clock=parts.clock,
        alarm=parts.alarms.append,
    )
    async with _served({"app/office": app}, parts, ear) as (_, address):
        entered = parts.simulator.add_app(CORP, AGENT, SECRET)
        parts.simulator.set_url(entered, url=f"{address}/app/office", token=TOKEN, aes_key=AES_KEY)
        yield app


@asynccontextmanager
async def _served(called: dict[str, Called], parts: Parts, ear: Ear | None) -> AsyncIterator[tuple[Callbacks, str]]:
    callbacks = Callbacks(called, parts.clock)
    if ear is not None:
        callbacks.start(ear)
    runner = await serve(make_web(metrics=bytes, ready={}, parts={PATH: callbacks.application()}), port=0)
    yield callbacks, f"http://127.0.0.1:{runner.addresses[0][1]}{PATH}"
    await runner.cleanup()
