"""What each fault of the long connection, and of fetching files, looks like to a client: a proof for every shape."""

import asyncio
import json

import aiohttp
import pytest

from tests.simulators.counterparts import PNG, SOCKET_BOT, SOCKET_SECRET, Stage
from tests.simulators.fault_proofs import shows, spoken_to

# --- the long connection ---


@shows("wrong bot_id or secret")
async def _wrong_secret(stage: Stage, name: str) -> None:
    stage.simulator.fault(name)
    client = await stage.connect()
    answer = await client.subscribe()
    assert (answer["errcode"], answer["errmsg"]) == (853000, "invalid bot_id or secret")
    assert (await client.ask("ping"))["errcode"] == 0


@shows("not acknowledged")
async def _not_acknowledged(stage: Stage, name: str) -> None:
    client, _ = await spoken_to(stage)
    stage.simulator.fault(name)
    body = {"chatid": "ZhaoMin", "chat_type": 1, "msgtype": "markdown", "markdown": {"content": "通知"}}
    await client.say("aibot_send_msg", body)
    ping = await client.say("ping")
    assert (await client.hear())["headers"]["req_id"] == ping
    assert len(stage.simulator.shown("ZhaoMin")) == 1


@shows("acknowledged twice")
async def _twice(stage: Stage, name: str) -> None:
    client, _ = await spoken_to(stage)
    stage.simulator.fault(name)
    assert await client.push() == await client.hear()


@shows("acknowledged after 6 s")
async def _after_six_seconds(stage: Stage, name: str) -> None:
    client, req_id = await spoken_to(stage)
    stage.simulator.fault(name)
    answering = asyncio.create_task(client.respond(req_id))
    await stage.simulator.sees("ZhaoMin")
    await stage.time.passes(seconds=5)
    assert not answering.done()
    await stage.time.passes(seconds=1)
    assert (await answering)["errcode"] == 0


@shows("stray acknowledgement")
async def _stray(stage: Stage, name: str) -> None:
    client, req_id = await spoken_to(stage)
    stage.simulator.fault(name)
    body = {"msgtype": "markdown", "markdown": {"content": "好"}}
    await client.say("aibot_respond_msg", body, req_id=req_id)
    stray, right = await client.hear(), await client.hear()
    assert stray["headers"]["req_id"] != req_id == right["headers"]["req_id"]


@shows("replaced")
async def _replaced(stage: Stage, name: str) -> None:
    client = await stage.subscribed()
    stage.simulator.fault(name)
    event = await client.hear()
    assert event["body"]["event"] == {"eventtype": "disconnected_event"}
    assert "from" not in event["body"]
    assert (await client.push())["errcode"] == 846609
    await stage.time.passes(seconds=1)
    assert (await client.ask("ping"))["errcode"] == 0
    await stage.time.passes(seconds=312)
    assert (await client.socket.receive()).type is aiohttp.WSMsgType.CLOSE


@shows("closed 1000", "closed 1001", "aborted")
async def _closed(stage: Stage, name: str) -> None:
    client = await stage.subscribed()
    stage.simulator.fault(name)
    await client.socket.receive()
    assert client.socket.close_code == {"closed 1000": 1000, "closed 1001": 1001, "aborted": 1006}[name]


@shows("closed before the answer")
async def _closed_before(stage: Stage, name: str) -> None:
    stage.simulator.fault(name)
    client = await stage.connect()
    await client.say("aibot_subscribe", {"bot_id": SOCKET_BOT, "secret": SOCKET_SECRET})
    assert (await client.socket.receive()).type is aiohttp.WSMsgType.CLOSE


@shows("half open")
async def _half_open(stage: Stage, name: str) -> None:
    client = await stage.subscribed()
    stage.simulator.fault(name)
    delivery = await stage.simulator.says("ZhaoMin", "您好", to=SOCKET_BOT)
    assert delivery.tries == [None]
    await client.say("ping")
    with pytest.raises(TimeoutError):
        await client.socket.receive(timeout=0.05)
    assert not client.socket.closed


@shows("not JSON", "an array", "unknown cmd", "without headers", "2 MiB", "binary")
async def _junk(stage: Stage, name: str) -> None:
    client = await stage.subscribed()
    stage.simulator.fault(name)
    frame = await client.socket.receive()
    match name:
        case "binary":
            assert frame.type is aiohttp.WSMsgType.BINARY
        case "not JSON":
            with pytest.raises(json.JSONDecodeError):
                json.loads(frame.data)
        case "an array":
            assert isinstance(json.loads(frame.data), list)
        case "without headers":
            assert "headers" not in json.loads(frame.data)
        case "2 MiB":
            assert len(frame.data) > 2 * 1024 * 1024
        case _:
            assert json.loads(frame.data)["cmd"] == "aibot_get_mcp_config"
    assert (await client.ask("ping"))["errcode"] == 0


# --- pictures and files ---


@shows("HTTP 403", "HTTP 404", "page with 200", "wrong key", "body cut off")
async def _download(stage: Stage, name: str) -> None:
    client = await stage.subscribed()
    await stage.simulator.says("ZhaoMin", pictures=[PNG * 100], to=SOCKET_BOT)
    address = (await client.hear())["body"]["image"]["url"]
    async with stage.http.get(address) as right:
        sealed = await right.read()
    stage.simulator.fault(name)
    if name == "body cut off":
        async with stage.http.get(address) as answer:
            with pytest.raises(aiohttp.ClientPayloadError):
                await answer.read()
        return
    async with stage.http.get(address) as answer:
        body = await answer.read()
    match name:
        case "wrong key":
            assert answer.status == 200
            assert len(body) == len(sealed)
            assert body != sealed
        case "page with 200":
            assert (answer.status, answer.content_type) == (200, "text/html")
        case _:
            assert answer.status == int(name[5:])
