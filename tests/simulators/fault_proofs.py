"""What each fault of a call by HTTP looks like from outside: a proof for every shape, and for every errcode."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any, Final

import aiohttp
import pytest

from tests.simulators.counterparts import AGENT, CORP, GROUP, HOOK, SECRET, SOCKET_BOT, URL_BOT, Client, Stage
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


async def spoken_to(stage: Stage) -> tuple[Client, str]:
    """Return a subscribed connection and the req_id of what it has heard."""
    client = await stage.subscribed()
    await stage.simulator.says("ZhaoMin", "您好", to=SOCKET_BOT)
    return client, (await client.hear())["headers"]["req_id"]


@occasion(Point.FRAME)
@occasion(Point.PUSH)
@occasion(Point.SPEAK)
async def _push(stage: Stage) -> Any:
    stage.simulator.subscriptions[SOCKET_BOT].holder = None
    client, _ = await spoken_to(stage)
    return await client.push()


@occasion(Point.RESPOND)
async def _respond(stage: Stage) -> Any:
    stage.simulator.subscriptions[SOCKET_BOT].holder = None
    client, req_id = await spoken_to(stage)
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
