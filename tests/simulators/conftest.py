"""The stages on which the simulated platforms are tested."""

from collections.abc import AsyncIterator

import aiohttp
import pytest

from tests.simulators import dingtalk_counterparts
from tests.simulators.counterparts import NOON, Stage
from tests.simulators.dingtalk.simulator import Simulator as DingTalk
from tests.simulators.passing import SteppedTime
from tests.simulators.wecom.simulator import Simulator


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    time = SteppedTime(NOON)
    async with aiohttp.ClientSession() as http, Simulator(clock=time, sleep=time.sleep) as simulator:
        stage = Stage(simulator, time, http)
        async with stage.bot.server, stage.app.server:
            await stage.enter_all()
            yield stage
            await stage.leave()


@pytest.fixture
async def dingtalk() -> AsyncIterator[dingtalk_counterparts.Stage]:
    time = SteppedTime(NOON)
    async with aiohttp.ClientSession() as http, DingTalk(clock=time, sleep=time.sleep) as simulator:
        stage = dingtalk_counterparts.Stage(simulator, time, http)
        async with stage.bot.server:
            stage.enter_all()
            yield stage
            await stage.leave()
