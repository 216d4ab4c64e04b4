"""One robot each way it can hear, on the simulated platform, in virtual time."""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Final

from bot.media.fetching import Fetcher
from bot.platforms.base import Ear
from bot.platforms.dingtalk.building import judge_of
from bot.platforms.dingtalk.calls.api import Api
from bot.platforms.dingtalk.calls.application import Application
from bot.platforms.dingtalk.hearing.callback import PATH, Callbacks, Called
from bot.platforms.dingtalk.hearing.ears import Hearing
from bot.platforms.dingtalk.hearing.gateway import Gateway
from bot.platforms.dingtalk.hearing.media import IncomingMedia
from bot.platforms.dingtalk.hearing.stream import Stream
from bot.platforms.dingtalk.speaking.cards import Callback, Cards
from bot.platforms.dingtalk.speaking.robot import Robot
from bot.platforms.dingtalk.speaking.session import Sessions
from bot.platforms.dingtalk.wire import told
from bot.sending.ways import Buttons
from bot.web.server import make_web, serve
from handlers.dates.china_time import CHINA_TIME
from handlers.message import Choice
from tests.simulators.deliveries import Delivery
from tests.simulators.dingtalk.simulator import Simulator
from tests.support.memory import MemoryStorage
from tests.support.township import TOWNSHIP
from tests.support.virtual_time import VirtualClock

NOON: Final = datetime(2026, 11, 20, 12, 0, tzinfo=CHINA_TIME)
ENTRY, CODE, NAME, SECRET = "main", "dingTownshipApp", "联络站助手", "a-secret-of-the-tests"
GROUP, VOTER, OTHER, OUTSIDER = "cidLiVillage==", "赵敏", "钱有福", "孙桂香"
TEMPLATE: Final = "question.schema"
CAN_COME: Final = (Choice(digit=1, label="能来"), Choice(digit=2, label="不能来"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """Who plays: the platform, the robot, its ears, and what somebody was alarmed about."""

    simulator: Simulator
    clock: VirtualClock
    robot: Robot
    application: Application
    media: IncomingMedia
    hearing: Hearing
    alarms: list[str]

    async def asks(self, text: str, *, key: str = "can-come/1", callback: Callback | None = None) -> None:
        """Have the robot ask the voter whether he can come."""
        judge = judge_of(self.clock)
        cards = Cards(ENTRY, TEMPLATE, CODE, self.application, self.robot, callback, judge)
        await cards.tell(VOTER, Buttons(key, text, CAN_COME), key)

    async def presses(self, number: int, name: str = VOTER) -> Delivery:
        """Have somebody press that button of the voter's newest card."""
        said = self.card()[f"said{number}"]
        return await self.simulator.presses(name, str(number), chat=VOTER, params={"said": said})

    def card(self) -> dict[str, str]:
        """Return the variables of the voter's newest card."""
        card = self.simulator.shown(VOTER)[-1].card
        assert card is not None
        params: dict[str, str] = card["params"]
        return params


@asynccontextmanager
async def the_platform(folder: Path) -> AsyncIterator[Parts]:
    """Have the platform listen, with a group of two members and the robot, and somebody from outside."""
    clock = VirtualClock(NOON)
    async with Simulator(clock=clock) as simulator:
        simulator.add_group(GROUP, (VOTER, OTHER), robots=(CODE,))
        simulator.add_outsiders(OUTSIDER)
        simulator.add_template(TEMPLATE)
        api = Api(simulator.api, simulator.oapi, clock)
        application = Application(f"robot {ENTRY}", CODE, SECRET, api, judge_of(clock), clock, spend=lambda: None)
        robot = Robot(CODE, application, clock, MemoryStorage(TOWNSHIP), saves=lambda: False)
        media = IncomingMedia(folder / "media", Fetcher((simulator.files,)), {ENTRY: robot.address_of})
        alarms: list[str] = []
        hearing = Hearing(
            told.Robot(entry=ENTRY, aliases=(NAME,)),
            media=media,
            reply=Sessions(ENTRY, (simulator.oapi,), api, judge_of(clock), clock, spend=lambda: None).excuse,
            settle=Cards(ENTRY, TEMPLATE, CODE, application, robot, None, judge_of(clock)).settle,
            clock=clock,
            alarm=alarms.append,
            spend=lambda: None,
        )
        yield Parts(
            simulator=simulator,
            clock=clock,
            robot=robot,
            application=application,
            media=media,
            hearing=hearing,
            alarms=alarms,
        )
        await media.close()
        await api.close()


@asynccontextmanager
async def connected(parts: Parts, ear: Ear, *, secret: str = SECRET, connections: int = 1) -> AsyncIterator[Stream]:
    """Have the robot hear over connections of its own."""
    if CODE not in parts.simulator.credentials.apps:
        parts.simulator.add_stream_robot(CODE, secret=SECRET, name=NAME)
    gateway = Gateway(parts.simulator.api, (parts.simulator.stream,), client_id=CODE, client_secret=secret)
    stream = Stream(
        parts.hearing,
        gateway,
        connections=connections,
        clock=parts.clock,
        jitter=Random(7),
        alarm=parts.alarms.append,
        well=parts.alarms.clear,
    )
    await stream.start(ear)
    yield stream
    await stream.stop()


@asynccontextmanager
async def called(parts: Parts, ear: Ear | None) -> AsyncIterator[tuple[Callbacks, str]]:
    """Have the robot hear at its address, which is given without what ends it."""
    callbacks = Callbacks({ENTRY: Called(hearing=parts.hearing, secret=SECRET)}, parts.clock)
    if ear is not None:
        callbacks.start(ear)
    runner = await serve(make_web(metrics=bytes, ready={}, parts={PATH: callbacks.application()}), port=0)
    address = f"http://127.0.0.1:{runner.addresses[0][1]}{PATH}"
    parts.simulator.add_url_robot(CODE, secret=SECRET, name=NAME, url=f"{address}/robot/{ENTRY}")
    yield callbacks, address
    await callbacks.stop()
    await runner.cleanup()


WAYS: Final = ("stream", "callback")


def on_its_way(way: str, parts: Parts, ear: Ear) -> AbstractAsyncContextManager[object]:
    """Have the robot hear in one of the *WAYS*."""
    return connected(parts, ear) if way == "stream" else called(parts, ear)
