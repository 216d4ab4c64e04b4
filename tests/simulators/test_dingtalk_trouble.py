"""Random mischief troubles bots, not the simulated DingTalk itself, in stepped time and in virtual time."""

import asyncio
import json
from typing import Any, Final

import aiohttp
import pytest

from tests.simulators.dingtalk.mischief import Mischief
from tests.simulators.dingtalk.simulator import Simulator
from tests.simulators.dingtalk_counterparts import GROUP, NAME, NOON, ROBOT, SECRET, TOPICS, URL_ROBOT, Stage
from tests.support.virtual_time import VirtualClock, VirtualTimeLoop

SAYINGS: Final = 12


@pytest.mark.parametrize("seed", range(6))
async def test_the_simulator_outlives_its_own_mischief(dingtalk: Stage, seed: int) -> None:
    simulator = dingtalk.simulator
    simulator.mischief(Mischief(seed, 0.3))
    for number in range(SAYINGS):
        await simulator.says("赵敏", f"第{number}句", to=URL_ROBOT)
        try:
            async with asyncio.timeout(0.5):  # some answers take their time, which stands still
                await dingtalk.hook(f"第{number}条")
                await dingtalk.send(f"第{number}则")
        except (aiohttp.ClientError, TimeoutError, ValueError, KeyError):
            pass
        await dingtalk.time.passes(seconds=20)
    simulator.mischief(None)
    for _ in range(6):
        await dingtalk.time.passes(hours=1)
        await simulator.rests()
    posted = [shown.text for shown in simulator.shown(GROUP)]
    assert len(set(posted)) == len(posted)
    assert sum(simulator.world.faults.struck.values()) > SAYINGS


async def _listen(simulator: Simulator, http: aiohttp.ClientSession) -> list[Any]:
    """Return what a patient client heard in its session, which it ends with the word for it."""
    heard: list[Any] = []
    subscriptions = [{"type": kind, "topic": topic} for kind, topic in TOPICS]
    body = {"clientId": ROBOT, "clientSecret": SECRET, "subscriptions": subscriptions}
    address = f"{simulator.api}/v1.0/gateway/connections/open"
    async with http.post(address, json=body, headers={"Accept": "application/json"}) as answer:
        opened = await answer.json()
    async with http.ws_connect(opened["endpoint"], params={"ticket": opened["ticket"]}) as socket:
        async for frame in socket:
            read = json.loads(frame.data)
            data = read["data"] if read["type"] == "SYSTEM" else '{"response":null}'
            headers = {"messageId": read["headers"]["messageId"], "contentType": "application/json"}
            await socket.send_str(json.dumps({"code": 200, "headers": headers, "message": "OK", "data": data}))
            if read["type"] == "CALLBACK":
                heard.append(json.loads(read["data"])["text"]["content"].strip())
            if heard[-1:] == ["再见"]:
                break
    return heard


async def _three_hours() -> tuple[list[Any], list[str]]:
    clock = VirtualClock(NOON)
    async with Simulator(clock=clock) as simulator, aiohttp.ClientSession() as http:
        simulator.add_stream_robot(ROBOT, secret=SECRET, name=NAME)
        simulator.add_group(GROUP, ("赵敏",), robots=(ROBOT,))
        listening = asyncio.create_task(_listen(simulator, http))
        await simulator.connected()
        for text in ("一点", "两点", "再见"):
            await simulator.says("赵敏", f"@{NAME} {text}", chat=GROUP)
            await asyncio.sleep(3600)
        return await listening, simulator.breaches


def test_three_hours_pass_at_once_in_virtual_time() -> None:
    with asyncio.Runner(loop_factory=VirtualTimeLoop) as runner:
        assert runner.run(_three_hours()) == (["一点", "两点", "再见"], [])
