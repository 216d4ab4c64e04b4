"""What each fault of Stream looks like to a client: a proof for every shape."""

import asyncio
import json

import aiohttp
import pytest

from tests.simulators.dingtalk.letters import Kind
from tests.simulators.dingtalk_call_proofs import shows
from tests.simulators.dingtalk_counterparts import GROUP, ROBOT, Client, Stage


async def spoken_to(stage: Stage, client: Client, text: str = "您好") -> str:
    """Have a message brought and acknowledged; return its frame."""
    saying = asyncio.create_task(stage.simulator.says("赵敏", text, to=ROBOT))
    frame = await client.hear()
    await client.acknowledge(frame)
    await saying
    return json.dumps(frame)


async def passes(stage: Stage, client: Client, seconds: int) -> None:
    """Let time pass, pings being acknowledged."""
    for _ in range(seconds // 25):
        await stage.time.passes(seconds=25)
        await client.acknowledge_ping()
    await stage.time.passes(seconds=seconds % 25)


# --- opening ---


@shows("refused 400", "refused 401")
async def _refused(stage: Stage, name: str) -> None:
    stage.simulator.fault(name)
    answer = await stage.open()
    assert (answer["status"], answer["code"]) == (int(name[-3:]), "invalidClientIdOrSecret")


@shows("opening 503")
async def _unavailable(stage: Stage, name: str) -> None:
    stage.simulator.fault(name)
    assert await stage.open() == {"status": 503}


@shows("opening answered by a page")
async def _page(stage: Stage, name: str) -> None:
    stage.simulator.fault(name)
    with pytest.raises(json.JSONDecodeError):
        await stage.open()


@shows("no ticket")
async def _no_ticket(stage: Stage, name: str) -> None:
    stage.simulator.fault(name)
    answer = await stage.open()
    assert (answer["status"], "ticket" in answer) == (200, False)


@shows("ticket refused 400", "ticket refused 401", "ticket refused 403")
async def _ticket_refused(stage: Stage, name: str) -> None:
    stage.simulator.fault(name)
    with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
        await stage.connect()
    assert refused.value.status == int(name[-3:])


# --- the connection ---


@shows("disconnect", "disconnect every 30 s")
async def _disconnect(stage: Stage, name: str) -> None:
    client = await stage.connect()
    stage.simulator.fault(name)
    if name != "disconnect":
        await stage.time.somebody_sleeps()
        await passes(stage, client, 30)
    frame = await client.hear()
    assert (frame["type"], frame["headers"]["topic"]) == ("SYSTEM", "disconnect")
    assert json.loads(frame["data"]) == {"reason": "connection is expired"}
    with pytest.raises(ConnectionError):
        await stage.simulator.says("赵敏", "您好", to=ROBOT)
    await stage.time.passes(seconds=9)
    assert not client.socket.closed
    await stage.time.passes(seconds=1)
    assert (await client.socket.receive()).type is aiohttp.WSMsgType.CLOSED
    assert stage.simulator.breaches == []


@shows("zombie")
async def _zombie(stage: Stage, name: str) -> None:
    client = await stage.connect()
    stage.simulator.fault(name)
    await stage.time.passes(seconds=60)
    await client.socket.ping()
    with pytest.raises(TimeoutError):
        await client.socket.receive(timeout=0.05)
    assert not client.socket.closed
    assert stage.simulator.breaches == []


@shows("reset", "closed 1001", "closed without a code", "closed 1011")
async def _closed(stage: Stage, name: str) -> None:
    client = await stage.connect()
    stage.simulator.fault(name)
    await client.socket.receive()
    assert client.socket.close_code == {"closed 1001": 1001, "closed 1011": 1011}.get(name, 1006)


@shows("ping")
async def _ping(stage: Stage, name: str) -> None:
    client = await stage.connect()
    stage.simulator.fault(name)
    frame = await client.hear()
    assert (frame["specVersion"], frame["type"], frame["headers"]["topic"]) == ("1.0", "SYSTEM", "ping")
    await client.acknowledge(frame, {"opaque": "another"})
    await spoken_to(stage, client)
    assert stage.simulator.breaches == ["a ping is acknowledged wrongly"]


@shows("unknown topic", "unknown type", "KEEPALIVE", "data not JSON", "data an object", "frame above 1 MiB")
async def _strange_frame(stage: Stage, name: str) -> None:
    client = await stage.connect()
    stage.simulator.fault(name)
    frame = await client.hear()
    match name:
        case "unknown topic":
            assert (frame["type"], frame["headers"]["topic"]) == ("CALLBACK", "/v1.0/unknown")
        case "unknown type":
            assert frame["type"] not in ("CALLBACK", "EVENT", "SYSTEM")
        case "KEEPALIVE":
            assert (frame["type"], frame["headers"]["topic"]) == ("SYSTEM", "KEEPALIVE")
        case "data not JSON":
            with pytest.raises(json.JSONDecodeError):
                json.loads(frame["data"])
        case "data an object":
            assert isinstance(frame["data"], dict)
        case _:
            assert len(frame["data"]) > 1024 * 1024
    await client.acknowledge(frame, code={"unknown topic": 404, "KEEPALIVE": 200}.get(name, 400))
    await spoken_to(stage, client)
    assert stage.simulator.breaches == []


@shows("frame not JSON", "headers missing", "frame binary")
async def _no_frame(stage: Stage, name: str) -> None:
    client = await stage.connect()
    stage.simulator.fault(name)
    frame = await client.socket.receive()
    match name:
        case "frame binary":
            assert frame.type is aiohttp.WSMsgType.BINARY
        case "frame not JSON":
            with pytest.raises(json.JSONDecodeError):
                json.loads(frame.data)
        case _:
            assert "headers" not in json.loads(frame.data)
    await spoken_to(stage, client)


# --- pushes ---


@shows("pushed again after 16 s", "pushed again after 60 s", "pushed again with another messageId")
async def _again(stage: Stage, name: str) -> None:
    client = await stage.connect()
    stage.simulator.fault(name)
    first = json.loads(await spoken_to(stage, client))
    await stage.time.somebody_sleeps()
    await passes(stage, client, 16 if "16" in name else 60)
    again = await client.hear()
    await client.acknowledge(again)
    assert again["data"] == first["data"]
    if name.endswith("messageId"):
        assert again["headers"]["messageId"] != first["headers"]["messageId"]
    assert stage.simulator.breaches == []


@shows("pushed again on another connection", "another connection's turn")
async def _elsewhere(stage: Stage, name: str) -> None:
    clients = [await stage.connect(), await stage.connect()]
    hearing = [asyncio.create_task(client.hear()) for client in clients]
    if name == "another connection's turn":
        saying = asyncio.create_task(stage.simulator.says("赵敏", "第一句", to=ROBOT))
    else:
        stage.simulator.fault(name)
        saying = asyncio.create_task(stage.simulator.says("赵敏", "您好", to=ROBOT))
    await asyncio.wait(hearing, return_when=asyncio.FIRST_COMPLETED)
    first = next(number for number, task in enumerate(hearing) if task.done())
    await clients[first].acknowledge(hearing[first].result())
    await saying
    if name == "another connection's turn":
        stage.simulator.fault(name)
        saying = asyncio.create_task(stage.simulator.says("赵敏", "第二句", to=ROBOT))
        frame = await hearing[1 - first]
    else:
        await stage.time.passes(seconds=25)
        await clients[1 - first].acknowledge(ping := await hearing[1 - first], json.loads(ping["data"]))
        await clients[first].acknowledge_ping()
        await passes(stage, clients[1 - first], 0)
        await stage.time.passes(seconds=25)
        for client in clients:
            await client.acknowledge_ping()
        await stage.time.passes(seconds=10)
        frame = await clients[1 - first].hear()
    assert frame["headers"]["topic"] == Kind.MESSAGE
    await clients[1 - first].acknowledge(frame)


@shows("acknowledgement not heard")
async def _not_heard(stage: Stage, name: str) -> None:
    client = await stage.connect()
    stage.simulator.fault(name)
    first = json.loads(await spoken_to(stage, client))
    await stage.time.somebody_sleeps()
    await passes(stage, client, 60)
    again = await client.hear()
    await client.acknowledge(again)
    assert again["data"] == first["data"]
    assert stage.simulator.breaches == []


@shows("event pushed again")
async def _event(stage: Stage, name: str) -> None:
    client = await stage.connect()
    stage.simulator.fault(name)
    happening = asyncio.create_task(stage.simulator.happens("chat_update_title", GROUP, to=ROBOT, title="新名"))
    first = await client.hear()
    assert first["type"] == "EVENT"
    await client.acknowledge(first, {"status": "SUCCESS", "message": "success"})
    assert (await happening).taken
    await stage.time.somebody_sleeps()
    await passes(stage, client, 60)
    again = await client.hear()
    await client.acknowledge(again, {"status": "SUCCESS", "message": "success"})
    assert again["headers"]["eventId"] == first["headers"]["eventId"]
    assert stage.simulator.breaches == []


# --- clicks ---


@shows("clicked again", "clicked by somebody else", "clicked on an old card")
async def _click(stage: Stage, name: str) -> None:
    client = await stage.connect()
    await stage.card()
    stage.simulator.fault(name)
    pressing = asyncio.create_task(stage.simulator.presses("赵敏", "yes", chat=GROUP))
    first = await client.heard()
    assert (await pressing).tries == [200]
    second = await client.heard()
    differ = {key for key in first if first[key] != second[key]}
    assert differ == {"clicked by somebody else": {"userId"}, "clicked on an old card": {"outTrackId"}}.get(name, set())
    assert stage.simulator.breaches == []
