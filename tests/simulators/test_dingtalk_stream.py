"""The Stream gateway: tickets, pushes, acknowledgements, and what comes again."""

import asyncio
import json
from typing import Any

import aiohttp
import pytest

from tests.simulators.dingtalk_counterparts import GROUP, ROBOT, SECRET, Client, Stage


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


async def test_a_message_is_lost_where_no_connection_stands_and_does_not_come_again(dingtalk: Stage) -> None:
    with pytest.raises(ConnectionError):
        await dingtalk.simulator.says("赵敏", "您好", to=ROBOT)
    client = await dingtalk.connect()
    for _ in range(3):
        await dingtalk.time.passes(seconds=25)
        await client.acknowledge_ping()


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


async def test_what_a_dying_process_does_not_acknowledge_is_held_against_nobody(dingtalk: Stage) -> None:
    client = await dingtalk.connect()
    dingtalk.simulator.loses_the_process()
    saying = asyncio.create_task(dingtalk.simulator.says("赵敏", "您好", to=ROBOT))
    await client.hear()
    await dingtalk.time.passes(seconds=3)
    assert (await saying).tries == [None]
    assert dingtalk.simulator.breaches == []


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


# --- what the platform expects of an acknowledgement ---


async def heard(stage: Stage, client: Client) -> Any:
    """Return the frame of somebody's message, not yet acknowledged."""
    stage.simulator.world.later(said(stage))
    return await client.hear()


async def said(stage: Stage) -> None:
    await stage.simulator.says("赵敏", "您好", to=ROBOT)


@pytest.mark.parametrize(
    ("code", "data", "breach"),
    [
        (200, {"response": None}, None),
        (500, {"response": None}, None),
        (404, {"response": None}, "/v1.0/im/bot/messages/get is acknowledged with 404"),
        (200, {"status": "SUCCESS"}, "a callback is acknowledged without a response"),
    ],
)
async def test_a_message_is_acknowledged_as_the_protocol_says_or_a_rule_is_broken(
    dingtalk: Stage, code: int, data: object, breach: str | None
) -> None:
    client = await dingtalk.connect()
    await client.acknowledge(await heard(dingtalk, client), data, code=code)
    await dingtalk.simulator.rests()
    assert dingtalk.simulator.breaches == ([breach] if breach else [])


async def test_an_acknowledgement_on_another_connection_breaks_a_rule(dingtalk: Stage) -> None:
    client = await dingtalk.connect()
    frame = await heard(dingtalk, client)
    other = await dingtalk.connect()
    await other.acknowledge(frame)
    await other.socket.close()
    await client.acknowledge(frame)
    await dingtalk.simulator.rests()
    assert [breach[:23] for breach in dingtalk.simulator.breaches] == ["an acknowledgement of w"]


@pytest.mark.parametrize("text", ["好", "[]", '{"code": 200}', '{"code":200,"headers":{},"message":"","data":"{"}'])
async def test_an_acknowledgement_that_cannot_be_read_breaks_a_rule(dingtalk: Stage, text: str) -> None:
    client = await dingtalk.connect()
    await client.socket.send_str(text)
    await client.acknowledge(await heard(dingtalk, client))
    await dingtalk.simulator.rests()
    assert [breach[:26] for breach in dingtalk.simulator.breaches] == ["an acknowledgement that ca"]


async def test_a_strange_frame_that_is_acknowledged_as_if_it_were_understood_breaks_a_rule(dingtalk: Stage) -> None:
    client = await dingtalk.connect()
    dingtalk.simulator.fault("unknown topic")
    await client.acknowledge(await client.hear())
    await client.acknowledge(await heard(dingtalk, client))
    await dingtalk.simulator.rests()
    assert dingtalk.simulator.breaches == ["a frame that is none is acknowledged with 200"]


async def test_a_click_is_waited_for_two_seconds_and_not_brought_again(dingtalk: Stage) -> None:
    client = await dingtalk.connect()
    await dingtalk.card()
    pressing = asyncio.create_task(dingtalk.simulator.presses("赵敏", "yes", chat=GROUP))
    await client.hear()
    await dingtalk.time.passes(seconds=1.9)
    assert not pressing.done()
    await dingtalk.time.passes(seconds=0.1)
    delivery = await pressing
    await delivery.done()
    assert delivery.tries == [None]


async def test_an_event_comes_again_until_it_is_a_success(dingtalk: Stage) -> None:
    client = await dingtalk.connect()
    happening = asyncio.create_task(dingtalk.simulator.happens("chat_disband", GROUP, to=ROBOT))
    first = await client.hear()
    await client.acknowledge(first, {"status": "LATER", "message": "later"})
    delivery = await happening
    assert delivery.tries == [None]
    for _ in range(2):
        await dingtalk.time.passes(seconds=25)
        await client.acknowledge_ping()
    await dingtalk.time.passes(seconds=10)
    again = await client.hear()
    await client.acknowledge(again, {"status": "SUCCESS", "message": "success"})
    await delivery.done()
    assert delivery.tries == [None, 200]
    assert again["headers"]["eventId"] == first["headers"]["eventId"]
    assert dingtalk.simulator.breaches == []


async def test_an_event_that_is_acknowledged_like_a_message_breaks_a_rule(dingtalk: Stage) -> None:
    client = await dingtalk.connect()
    happening = asyncio.create_task(dingtalk.simulator.happens("chat_disband", GROUP, to=ROBOT))
    await client.acknowledge(await client.hear())
    await happening
    assert dingtalk.simulator.breaches == ["an event is acknowledged without its status"]


async def test_a_ping_that_is_not_acknowledged_breaks_a_rule(dingtalk: Stage) -> None:
    client = await dingtalk.connect()
    await dingtalk.time.passes(seconds=25)
    await client.hear()
    await dingtalk.time.passes(seconds=9)
    assert dingtalk.simulator.breaches == []
    await dingtalk.time.passes(seconds=1)
    assert dingtalk.simulator.breaches == ["a ping is not acknowledged"]


# --- several connections ---


async def test_each_push_goes_to_one_connection_at_random(dingtalk: Stage) -> None:
    clients = [await dingtalk.connect(), await dingtalk.connect()]
    counts = [0, 0]

    async def listen(number: int) -> None:
        while True:
            await clients[number].heard()
            counts[number] += 1

    listening = [asyncio.create_task(listen(number)) for number in (0, 1)]
    for _ in range(40):
        await dingtalk.simulator.says("赵敏", "您好", to=ROBOT)
    for task in listening:
        task.cancel()
    assert sum(counts) == 40
    assert min(counts) > 5


async def test_who_opens_connections_without_a_pause_breaks_a_rule(dingtalk: Stage) -> None:
    for _ in range(30):
        await dingtalk.open()
    assert dingtalk.simulator.breaches == []
    await dingtalk.time.passes(seconds=1)
    await dingtalk.open()
    assert dingtalk.simulator.breaches == ["connections are opened again and again without a pause"]


async def test_an_opening_that_does_not_ask_for_json_breaks_a_rule(dingtalk: Stage) -> None:
    body = {"clientId": ROBOT, "clientSecret": SECRET, "subscriptions": [{"type": "EVENT", "topic": "/v1.0/x"}]}
    async with dingtalk.http.post(f"{dingtalk.simulator.api}/v1.0/gateway/connections/open", json=body) as answer:
        assert answer.status == 200
    assert dingtalk.simulator.breaches == [
        "connections/open does not ask for JSON",
        "a subscription to EVENT /v1.0/x",
    ]
