"""What each fault of a call by HTTP looks like from outside: a proof for every shape, and for every code."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from email.utils import parsedate_to_datetime
from typing import Any, Final

import aiohttp
import pytest

from tests.simulators.dingtalk.answers import Refused
from tests.simulators.dingtalk.fault_table import Fault, Point
from tests.simulators.dingtalk.gates import TOKEN
from tests.simulators.dingtalk_counterparts import GROUP, HOOK, PNG, ROBOT, SECRET, Stage

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


def occasion(*points: Point) -> Callable[[Occasion], Occasion]:
    """Register what a client does at those points; it returns the answer."""

    def register(done: Occasion) -> Occasion:
        for point in points:
            OCCASIONS[point] = done
        return done

    return register


async def prove_answer(stage: Stage, fault: Fault) -> None:
    """The body of that code is answered as often as it was ordered, and no more."""
    assert fault.code is not None
    at, refused = OCCASIONS[fault.at], Refused(fault.code, fault.text)
    await at(stage)
    stage.simulator.fault(fault.name, times=2)
    for _ in range(2):
        answer = await at(stage)
        expected = refused.body("R")
        request_id = next((key for key in ("requestid", "request_id") if key in expected), None)
        if request_id is not None:
            assert answer[request_id]
            expected[request_id] = answer[request_id]
        assert answer == expected | ({"status": refused.status} if "status" in answer else {})
    answer = await at(stage)
    assert answer.get("errcode", 0) == 0
    assert answer.get("status", 200) == 200


# --- what a client does ---


@occasion(Point.NEW_TOKEN)
async def _new_token(stage: Stage) -> Any:
    body = {"appKey": ROBOT, "appSecret": SECRET}
    async with stage.http.post(f"{stage.simulator.api}/v1.0/oauth2/accessToken", json=body) as answer:
        return {"status": answer.status, **(await answer.json())}


@occasion(Point.OLD_TOKEN)
async def _old_token(stage: Stage) -> Any:
    params = {"appkey": ROBOT, "appsecret": SECRET}
    async with stage.http.get(f"{stage.simulator.oapi}/gettoken", params=params) as answer:
        return await answer.json()


@occasion(Point.NEW, Point.NEW_APP, Point.SEND, Point.GROUP)
async def _send(stage: Stage) -> Any:
    return await stage.send()


@occasion(Point.OLD, Point.OLD_APP)
async def _contact(stage: Stage) -> Any:
    return await stage.contact()


@occasion(Point.WEBHOOK)
async def _hook(stage: Stage) -> Any:
    return await stage.hook()


@occasion(Point.SESSION)
async def _reply(stage: Stage) -> Any:
    client = await stage.connect()
    saying = asyncio.create_task(stage.simulator.says("赵敏", "您好", to=ROBOT))
    data = await client.heard()
    await saying
    await client.socket.close()
    return await stage.reply(data)


@occasion(Point.CODE)
async def _download(stage: Stage) -> Any:
    return await stage.download(stage.simulator.world.offer(PNG, ROBOT))


# --- what is more than a code ---


@shows("webhook too often, 130101", "webhook too often, 660026", "webhook too often, 410100")
async def _webhook_too_often(stage: Stage, name: str) -> None:
    stage.simulator.fault(name)
    assert (await stage.hook())["errcode"] == int(name[-6:])
    await stage.time.passes(minutes=9, seconds=59)
    assert (await stage.hook())["errcode"] == int(name[-6:])
    assert len(stage.simulator.breaches) == 1
    await stage.time.passes(seconds=1)
    assert (await stage.hook())["errcode"] == 0


@shows("somebody unknown", "somebody told too often")
async def _partly(stage: Stage, name: str) -> None:
    stage.simulator.fault(name)
    answer = await stage.send_to_people("赵敏", "张明远")
    unknown, slowed = (["赵敏"], []) if name == "somebody unknown" else ([], ["张明远"])
    assert answer["status"] == 200
    assert answer["processQueryKey"]
    assert (answer["invalidStaffIdList"], answer["flowControlledStaffIdList"]) == (unknown, slowed)
    shown = {userid for userid in ("赵敏", "张明远") if stage.simulator.shown(userid)}
    assert shown == {"赵敏", "张明远"} - {*unknown, *slowed}


@shows("card not delivered")
async def _card(stage: Stage, name: str) -> None:
    stage.simulator.fault(name)
    answer = await stage.card()
    result = {"spaceType": "IM_GROUP", "spaceId": GROUP, "success": False, "errorMsg": "SYSTEM_ERROR"}
    assert answer == {"status": 200, "success": True, "result": {"outTrackId": "card-1", "deliverResults": [result]}}
    assert stage.simulator.shown(GROUP) == []


@shows("notice dropped in silence")
async def _notice(stage: Stage, name: str) -> None:
    stage.simulator.fault(name)
    answer = await stage.notice()
    assert answer["errcode"] == 0
    result = await stage.notice_result(answer["task_id"])
    assert result["forbidden_list"] == [{"code": "143106", "count": 1, "userid": "赵敏"}]
    assert stage.simulator.shown("赵敏") == []


@shows("outcome unknown, sent")
async def _unknown(stage: Stage, name: str) -> None:
    stage.simulator.fault(name)
    assert (await stage.send())["code"] == "unknown.send.result"
    assert len(stage.simulator.shown(GROUP)) == 1


@shows("time-out 15, done", "time-out 88, done")
async def _timed_out(stage: Stage, name: str) -> None:
    stage.simulator.fault(name)
    answer = await stage.hook()
    assert (answer["errcode"], len(stage.simulator.shown(GROUP))) == (int(name[9:11]), 1)


@shows("errcode as a string")
async def _string(stage: Stage, name: str) -> None:
    stage.simulator.fault(name)
    assert await stage.hook() == {"errcode": "0", "errmsg": "ok"}


# --- broken lines: on both hosts ---


async def raw(stage: Stage) -> list[aiohttp.ClientResponse]:
    """Return the answers of both hosts to a message for the group, read to their ends."""
    param = json.dumps({"content": "您好"})
    push = {"msgKey": "sampleText", "msgParam": param, "openConversationId": GROUP, "robotCode": ROBOT}
    word = {"msgtype": "text", "text": {"content": "您好"}}
    headers = {TOKEN: await stage.token()}
    name = stage.simulator.world.faults.waiting[0].name
    stage.simulator.fault(name)
    answers = []
    for address, body in (
        (f"{stage.simulator.api}/v1.0/robot/groupMessages/send", push),
        (f"{stage.simulator.oapi}/robot/send?access_token={HOOK}", word),
    ):
        async with stage.http.post(address, json=body, headers=headers if body is push else {}) as answer:
            await answer.read()
            answers.append(answer)
    return answers


async def ordered(stage: Stage, name: str) -> list[aiohttp.ClientResponse]:
    """Return the answers of both hosts, each struck by that fault."""
    await stage.token()
    stage.simulator.fault(name)
    return await raw(stage)


@shows(
    "banned, a page with 200", "banned, a page with 403", "banned, status 1111", "HTTP 503", "HTTP 503 with a page"
)  # fmt: skip
async def _not_worked_on(stage: Stage, name: str) -> None:
    status = {"1111": 200, "page": 503}.get(name[-4:]) or int(name[-3:])
    for answer in await ordered(stage, name):
        assert answer.status == status
        if "page" in name:
            assert answer.content_type == "text/html"
        if name == "banned, status 1111":
            assert (await answer.json())["status"] == 1111
    assert stage.simulator.shown(GROUP) == []


@shows("HTTP 504, done", "HTTP 504, not done")
async def _gateway_time_out(stage: Stage, name: str) -> None:
    await stage.token()
    stage.simulator.fault(name)
    assert await stage.send() == {"status": 504}
    assert len(stage.simulator.shown(GROUP)) == (name == "HTTP 504, done")


@shows("answer after 30 s")
async def _slow(stage: Stage, name: str) -> None:
    asking = asyncio.create_task(ordered(stage, name))
    for count in (1, 2):
        await stage.simulator.sees(GROUP, count)
        await stage.time.somebody_sleeps()
        await stage.time.passes(seconds=29)
        assert not asking.done()
        await stage.time.passes(seconds=1)
    assert [answer.status for answer in await asking] == [200, 200]


@shows("reset before the answer", "reset within the answer")
async def _reset(stage: Stage, name: str) -> None:
    with pytest.raises((aiohttp.ServerDisconnectedError, aiohttp.ClientOSError, aiohttp.ClientPayloadError)):
        await ordered(stage, name)
    assert len(stage.simulator.shown(GROUP)) == 1
    with pytest.raises((aiohttp.ServerDisconnectedError, aiohttp.ClientOSError, aiohttp.ClientPayloadError)):
        await stage.hook()


@shows("answer cut off")
async def _cut_off(stage: Stage, name: str) -> None:
    for answer in await ordered(stage, name):
        with pytest.raises(json.JSONDecodeError):
            await answer.json()


@shows("gzip")
async def _gzip(stage: Stage, name: str) -> None:
    for answer in await ordered(stage, name):
        assert answer.headers["Content-Encoding"] == "gzip"
        assert await answer.json()


@shows("clock 5 minutes ahead", "clock 5 minutes behind")
async def _clock(stage: Stage, name: str) -> None:
    minutes = 5 if name.endswith("ahead") else -5
    for answer in await ordered(stage, name):
        ahead = parsedate_to_datetime(answer.headers["Date"]) - stage.time.now()
        assert ahead.total_seconds() == minutes * 60


# --- files ---


@shows("HTTP 403", "200 MB", "a page instead of a file", "redirect to a private address")
async def _link(stage: Stage, name: str) -> None:
    link = (await stage.download(stage.simulator.world.offer(PNG, ROBOT)))["downloadUrl"]
    stage.simulator.fault(name)
    async with stage.http.get(link, allow_redirects=False) as answer:
        match name:
            case "HTTP 403":
                assert answer.status == 403
            case "200 MB":
                size = 0
                async for piece in answer.content.iter_any():
                    size += len(piece)
                assert size == 200 * 1024 * 1024
            case "a page instead of a file":
                assert (answer.status, answer.content_type) == (200, "text/html")
            case _:
                assert answer.status == 302
                assert not answer.headers["Location"].startswith(stage.simulator.files)
    async with stage.http.get(link) as answer:
        assert await answer.read() == PNG
