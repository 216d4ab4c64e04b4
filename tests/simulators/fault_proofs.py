"""What each fault of HTTP and the long connection looks like from outside: a proof for every shape."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any, Final

import aiohttp
import pytest

from tests.simulators.counterparts import AGENT, CORP, GROUP, HOOK, PNG, SECRET, SOCKET_BOT, URL_BOT, Client, Stage
from tests.simulators.wecom.fault_table import Fault, Point

Proof = Callable[[Stage], Awaitable[None]]
PROOFS: Final[dict[str, Proof]] = {}
Occasion = Callable[[Stage], Awaitable[Any]]
OCCASIONS: Final[dict[Point, Occasion]] = {}


def shows(*names: str) -> Callable[[Callable[[Stage, str], Awaitable[None]]], None]:
    """Register the proof of those faults; it is told which."""

    def register(proof: Callable[[Stage, str], Awaitable[None]]) -> None:
        for name in names:
            PROOFS[name] = lambda stage, name=name: proof(stage, name)  # type: ignore[misc]

    return register


def occasion(point: Point) -> Callable[[Occasion], Occasion]:
    """Register what a client does at that point; it returns the answer."""

    def register(done: Occasion) -> Occasion:
        OCCASIONS[point] = done
        return done

    return register


async def prove_answer(stage: Stage, fault: Fault) -> None:
    """The errcode is answered as often as it was ordered, and no more."""
    at = OCCASIONS[fault.at]
    assert (await at(stage))["errcode"] == 0
    stage.simulator.fault(fault.name, times=2)
    assert [(await at(stage))["errcode"] for _ in range(3)] == [fault.errcode, fault.errcode, 0]


# --- what a client does ---


@occasion(Point.TOKEN)
async def _token(stage: Stage) -> Any:
    return await stage.get("gettoken", corpid=CORP, corpsecret=SECRET)


@occasion(Point.APP)
@occasion(Point.SEND)
async def _send(stage: Stage) -> Any:
    return await stage.send()


@occasion(Point.LOGIN)
async def _login(stage: Stage) -> Any:
    code = stage.simulator.app_api.sign_in("ZhaoMin")
    return await stage.get("auth/getuserinfo", access_token=await stage.token(), code=code)


@occasion(Point.WEBHOOK)
async def _hook(stage: Stage) -> Any:
    return await stage.hook()


@occasion(Point.MEDIA_ID)
async def _media(stage: Stage) -> Any:
    uploaded = await stage.upload("webhook/upload_media", "file", b"a file", key=HOOK)
    body = {"msgtype": "file", "file": {"media_id": uploaded["media_id"]}}
    return await stage.post("webhook/send", body, key=HOOK)


@occasion(Point.RESPONSE)
async def _response(stage: Stage) -> Any:
    await stage.simulator.says("ZhaoMin", "您好", to=URL_BOT)
    code = stage.bot.read[-1]["response_url"].split("=")[1]
    body = {"msgtype": "markdown", "markdown": {"content": "好"}}
    return await stage.post("aibot/response", body, response_code=code)


@occasion(Point.SUBSCRIBE)
async def _subscribe(stage: Stage) -> Any:
    client = await stage.connect()
    return await client.subscribe()


async def _spoken_to(stage: Stage) -> tuple[Client, str]:
    """Return a subscribed connection and the req_id of what it has heard."""
    client = await stage.subscribed()
    await stage.simulator.says("ZhaoMin", "您好", to=SOCKET_BOT)
    return client, (await client.hear())["headers"]["req_id"]


@occasion(Point.FRAME)
@occasion(Point.PUSH)
@occasion(Point.SPEAK)
async def _push(stage: Stage) -> Any:
    stage.simulator.subscriptions[SOCKET_BOT].holder = None
    client, _ = await _spoken_to(stage)
    return await client.push()


@occasion(Point.RESPOND)
async def _respond(stage: Stage) -> Any:
    stage.simulator.subscriptions[SOCKET_BOT].holder = None
    client, req_id = await _spoken_to(stage)
    return await client.respond(req_id)


# --- tokens, receivers, silence ---


@shows("token expired", "token invalidated", "token expired for all at once")
async def _one_token_dies(stage: Stage, name: str) -> None:
    token = await stage.token()
    stage.simulator.fault(name)
    body = {"touser": "ZhaoMin", "msgtype": "text", "agentid": AGENT, "text": {"content": "您好"}}
    answers = await asyncio.gather(*(stage.post("message/send", body, access_token=token) for _ in range(20)))
    assert {answer["errcode"] for answer in answers} == {40014 if name == "token invalidated" else 42001}
    assert await stage.token() != token
    assert (await stage.send())["errcode"] == 0


@shows("some receivers bad")
async def _some_receivers_bad(stage: Stage, name: str) -> None:
    stage.simulator.fault(name)
    answer = await stage.send(to="zhangmingyuan|ZhaoMin")
    assert (answer["errcode"], answer["invaliduser"]) == (0, "zhaomin")
    assert (len(stage.simulator.shown("zhangmingyuan")), stage.simulator.shown("ZhaoMin")) == (1, [])


@shows("dropped in silence")
async def _dropped(stage: Stage, name: str) -> None:
    stage.simulator.fault(name)
    assert (await stage.send())["errcode"] == 0
    assert stage.simulator.shown("ZhaoMin") == []


@shows("media_id expired")
async def _media_expired(stage: Stage, name: str) -> None:
    uploaded = await stage.upload("webhook/upload_media", "file", b"a file", key=HOOK)
    body = {"msgtype": "file", "file": {"media_id": uploaded["media_id"]}}
    stage.simulator.fault(name)
    assert (await stage.post("webhook/send", body, key=HOOK))["errcode"] == 40007
    assert (await stage.post("webhook/send", body, key=HOOK))["errcode"] == 40007
    assert (await _media(stage))["errcode"] == 0


@shows("app disabled, 48006", "app disabled, 50003")
async def _disabled(stage: Stage, name: str) -> None:
    await stage.token()
    stage.simulator.fault(name)
    assert (await stage.send())["errcode"] == int(name[-5:])
    (event,) = await stage.app.have(1)
    assert event.plain is not None
    assert "<Event><![CDATA[close_inactive_agent]]></Event>" in event.plain


# --- broken lines ---


@shows("HTTP 500", "HTTP 502 with a page", "HTTP 504")
async def _http_error(stage: Stage, name: str) -> None:
    stage.simulator.fault(name)
    address = f"{stage.simulator.url}/cgi-bin/webhook/send?key={HOOK}"
    async with stage.http.post(address, data='{"msgtype":"text","text":{"content":"您好"}}') as answer:
        assert answer.status == int(name[5:8])
        assert ("html" in await answer.text()) == ("page" in name)
    assert stage.simulator.shown(GROUP) == []


@shows("answer cut off", "answer {}")
async def _answer_spoilt(stage: Stage, name: str) -> None:
    stage.simulator.fault(name)
    if name == "answer {}":
        assert await stage.hook() == {}
    else:
        with pytest.raises(json.JSONDecodeError):
            await stage.hook()
    assert len(stage.simulator.shown(GROUP)) == 1


@shows("reset after processing")
async def _reset(stage: Stage, name: str) -> None:
    stage.simulator.fault(name)
    with pytest.raises(aiohttp.ClientConnectionError):
        await stage.hook()
    assert len(stage.simulator.shown(GROUP)) == 1


@shows("answer after 20 s")
async def _late_answer(stage: Stage, name: str) -> None:
    stage.simulator.fault(name)
    calling = asyncio.create_task(stage.hook())
    await stage.simulator.sees(GROUP)
    await stage.time.passes(seconds=19)
    assert not calling.done()
    await stage.time.passes(seconds=1)
    assert (await calling)["errcode"] == 0


@shows("no answer")
async def _no_answer(stage: Stage, name: str) -> None:
    stage.simulator.fault(name)
    calling = asyncio.create_task(stage.hook())
    await stage.time.somebody_sleeps()
    await stage.time.passes(hours=1)
    assert not calling.done()
    assert stage.simulator.shown(GROUP) == []
    calling.cancel()


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
    client, _ = await _spoken_to(stage)
    stage.simulator.fault(name)
    body = {"chatid": "ZhaoMin", "chat_type": 1, "msgtype": "markdown", "markdown": {"content": "通知"}}
    await client.say("aibot_send_msg", body)
    ping = await client.say("ping")
    assert (await client.hear())["headers"]["req_id"] == ping
    assert len(stage.simulator.shown("ZhaoMin")) == 1


@shows("acknowledged twice")
async def _twice(stage: Stage, name: str) -> None:
    client, _ = await _spoken_to(stage)
    stage.simulator.fault(name)
    assert await client.push() == await client.hear()


@shows("acknowledged after 6 s")
async def _after_six_seconds(stage: Stage, name: str) -> None:
    client, req_id = await _spoken_to(stage)
    stage.simulator.fault(name)
    answering = asyncio.create_task(client.respond(req_id))
    await stage.simulator.sees("ZhaoMin")
    await stage.time.passes(seconds=5)
    assert not answering.done()
    await stage.time.passes(seconds=1)
    assert (await answering)["errcode"] == 0


@shows("stray acknowledgement")
async def _stray(stage: Stage, name: str) -> None:
    client, req_id = await _spoken_to(stage)
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
    await client.say("aibot_subscribe", {"bot_id": SOCKET_BOT, "secret": "the-secret-of-the-bot"})
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
