"""The Stream gateway: tickets, pushes, acknowledgements, and what comes again."""

import asyncio
import json

import aiohttp
import pytest

from tests.simulators.dingtalk_counterparts import GROUP, ROBOT, SECRET, Stage


async def test_who_mentions_the_robot_in_a_group_is_heard_and_can_be_answered(dingtalk: Stage) -> None:
    client = await dingtalk.connect()
    saying = asyncio.create_task(dingtalk.simulator.says("赵敏", "@小助手 路灯坏了", chat=GROUP, to=ROBOT))
    data = await client.heard()
    assert (await saying).tries == [200]
    assert (data["text"]["content"], data["senderStaffId"], data["conversationId"]) == (" 路灯坏了", "赵敏", GROUP)
    assert await dingtalk.reply(data, "已登记") == {"errcode": 0, "errmsg": "ok"}
    assert [shown.text for shown in dingtalk.simulator.shown(GROUP)] == ["已登记"]
    assert dingtalk.simulator.breaches == []


async def test_who_does_not_mention_the_robot_is_not_heard(dingtalk: Stage) -> None:
    await dingtalk.connect()
    assert (await dingtalk.simulator.says("赵敏", "路灯坏了", chat=GROUP, to=ROBOT)).tries == []


async def test_a_message_is_lost_where_no_connection_stands(dingtalk: Stage) -> None:
    with pytest.raises(ConnectionError):
        await dingtalk.simulator.says("赵敏", "您好", to=ROBOT)


@pytest.mark.parametrize(("seconds", "status"), [(90, 101), (91, 401)])
async def test_a_ticket_opens_one_connection_within_ninety_seconds(dingtalk: Stage, seconds: int, status: int) -> None:
    opened = await dingtalk.open()
    await dingtalk.time.passes(seconds=seconds)
    if status == 101:
        await dingtalk.connect(opened)
    with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
        await dingtalk.connect(opened)
    assert refused.value.status == 401
    assert len(dingtalk.simulator.breaches) == 1


async def test_who_shows_wrong_credentials_again_at_once_breaks_a_rule(dingtalk: Stage) -> None:
    assert (await dingtalk.open(secret="wrong"))["code"] == "invalidClientIdOrSecret"
    await dingtalk.time.passes(minutes=1)
    assert (await dingtalk.open(secret="wrong"))["status"] == 400
    assert dingtalk.simulator.breaches == []
    await dingtalk.time.passes(seconds=50)
    await dingtalk.open(secret=SECRET)
    assert len(dingtalk.simulator.breaches) == 1


async def test_what_is_not_acknowledged_in_three_seconds_comes_again_after_a_minute(dingtalk: Stage) -> None:
    client = await dingtalk.connect()
    saying = asyncio.create_task(dingtalk.simulator.says("赵敏", "您好", to=ROBOT))
    first = await client.hear()
    await dingtalk.time.passes(seconds=2)
    assert not saying.done()
    await dingtalk.time.passes(seconds=1)
    delivery = await saying
    assert delivery.tries == [None]
    assert len(dingtalk.simulator.breaches) == 1
    for _ in range(2):
        await dingtalk.time.passes(seconds=25)
        await client.acknowledge_ping()
    await dingtalk.time.passes(seconds=10)
    again = await client.hear()
    assert json.loads(again["data"]) == json.loads(first["data"])
    await client.acknowledge(again)
    await delivery.done()
    assert delivery.taken


async def test_a_push_of_the_robot_is_shown_in_its_group(dingtalk: Stage) -> None:
    assert (await dingtalk.send("周五代表接待日"))["processQueryKey"]
    assert [shown.text for shown in dingtalk.simulator.shown(GROUP)] == ["周五代表接待日"]
    assert dingtalk.simulator.breaches == []
