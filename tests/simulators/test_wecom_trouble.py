"""Random mischief troubles bots, not the simulator itself: what it shows stays what it was given."""

import asyncio
from typing import Final

import aiohttp
import pytest

from tests.simulators.counterparts import AGENT, GROUP, SOCKET_BOT, URL_BOT, Stage
from tests.simulators.wecom.faults import Mischief

SAYINGS: Final = 12


@pytest.mark.parametrize("seed", range(6))
async def test_the_simulator_outlives_its_own_mischief(stage: Stage, seed: int) -> None:
    await stage.subscribed()
    stage.simulator.mischief(Mischief(seed, 0.3))
    for number in range(SAYINGS):
        for to in (URL_BOT, str(AGENT), SOCKET_BOT):
            try:
                await stage.simulator.says("ZhaoMin", f"第{number}句", to=to)
            except ConnectionError:
                assert to == SOCKET_BOT
        try:
            async with asyncio.timeout(0.5):  # some answers never come
                await stage.hook(f"第{number}条")
        except (aiohttp.ClientError, TimeoutError, ValueError):
            pass
        await stage.time.passes(seconds=20)
    stage.simulator.mischief(None)
    for _ in range(6):
        await stage.time.passes(hours=1)
        await stage.simulator.rests()
    said = {f"第{number}句" for number in range(SAYINGS)}
    heard = "".join(one.plain or "" for one in stage.bot.brought)
    assert {words for words in said if f'"{words}"' not in heard} == set()
    posted = [shown.text for shown in stage.simulator.shown(GROUP)]
    assert len(set(posted)) == len(posted)
    assert sum(stage.simulator.world.faults.struck.values()) > SAYINGS
