"""What each fault of a message looks like to a bot, by Stream and at its URL: a proof for every shape."""

import json
from typing import Any

import pytest

from tests.simulators.dingtalk.strange import FORGED
from tests.simulators.dingtalk.webhooks import signed
from tests.simulators.dingtalk_call_proofs import shows
from tests.simulators.dingtalk_counterparts import GROUP, NAME, URL_ROBOT, URL_SECRET, Brought, Stage


def is_genuine(one: Brought, stamp: int) -> bool:
    """Return whether a callback is signed as it must be, at that time."""
    timestamp, sign = one.headers["timestamp"], one.headers["sign"]
    digits = timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 16
    return digits and abs(int(timestamp) - stamp) <= 3_600_000 and sign == signed(URL_SECRET, timestamp)


async def told(stage: Stage) -> Any:
    """Return what the bot at the URL is told of a message in the group."""
    await stage.simulator.says("赵敏", f"@{NAME} 路灯坏了", chat=GROUP, to=URL_ROBOT)
    return stage.bot.brought[-1].data


# --- rows 10, 34 and 36 ---


@shows("quota used up, nothing to read")
async def _quota(stage: Stage, name: str) -> None:
    stage.simulator.fault(name)
    data = await told(stage)
    assert (data["errorCode"], "text" in data, "content" in data) == (20001, False, False)
    assert data["errorMessage"].startswith("受调用量超量影响")


@shows("reply to the cloud", "reply to a longer name", "reply behind an @", "reply to another port")
async def _forged_session(stage: Stage, name: str) -> None:
    stage.simulator.fault(name)
    address = (await told(stage))["sessionWebhook"]
    assert not address.startswith(stage.simulator.oapi)
    if name in FORGED:
        assert address == FORGED[name]
        return
    async with stage.http.post(address, json={}) as answer:
        assert answer.status == 200
    assert stage.simulator.breaches == ["a forged address is called: POST /robot/sendBySession"]


@shows("without senderStaffId", "without isAdmin", "without conversationTitle")
async def _without(stage: Stage, name: str) -> None:
    usual = await told(stage)
    stage.simulator.fault(name)
    assert usual.keys() - (await told(stage)).keys() == {name.removeprefix("without ")}


@shows(
    "unknown msgtype", "content as a string", "content as JSON in a string", "numeric conversationType", "extra members"
)  # fmt: skip
async def _variant(stage: Stage, name: str) -> None:
    usual = await told(stage)
    stage.simulator.fault(name)
    data = await told(stage)
    match name:
        case "unknown msgtype":
            assert (data["msgtype"], "text" in data) == ("hologram", False)
        case "content as a string":
            assert (data["content"], "text" in data) == (" 路灯坏了", False)
        case "content as JSON in a string":
            assert json.loads(data["content"]) == {"content": " 路灯坏了"}
        case "numeric conversationType":
            assert (usual["conversationType"], data["conversationType"]) == ("2", 2)
        case _:
            assert data.keys() > usual.keys()


# --- row 29 ---


@shows("brought late")
async def _late(stage: Stage, name: str) -> None:
    stage.simulator.fault(name)
    assert (await stage.simulator.says("赵敏", "您好", to=URL_ROBOT)).tries == []
    await stage.time.somebody_sleeps()
    await stage.time.passes(minutes=5)
    (one,) = await stage.bot.have(1)
    assert one.at.timestamp() * 1000 - one.data["createAt"] == 300_000
    assert is_genuine(one, int(one.at.timestamp() * 1000))


@shows("out of order")
async def _out_of_order(stage: Stage, name: str) -> None:
    stage.simulator.fault(name)
    await stage.simulator.says("赵敏", "先说的", to=URL_ROBOT)
    await stage.time.passes(seconds=2)
    await stage.simulator.says("赵敏", "后说的", to=URL_ROBOT)
    later, earlier = (one.data for one in await stage.bot.have(2))
    assert (later["text"]["content"], earlier["text"]["content"]) == ("后说的", "先说的")
    assert later["createAt"] - earlier["createAt"] == 2000


@shows("another one written at the same time")
async def _at_the_same_time(stage: Stage, name: str) -> None:
    stage.simulator.fault(name)
    await stage.simulator.says("赵敏", "您好", to=URL_ROBOT)
    one, other = (brought.data for brought in await stage.bot.have(2))
    assert one["createAt"] == other["createAt"]
    assert one["msgId"] != other["msgId"]


# --- rows 28, 30 to 33 and 35 ---


@shows("called again after 10 s and 30 s")
async def _again(stage: Stage, name: str) -> None:
    stage.simulator.fault(name)
    await stage.simulator.says("赵敏", "您好", to=URL_ROBOT)
    await stage.time.somebody_sleeps()
    await stage.time.passes(seconds=10)
    await stage.bot.have(2)
    await stage.time.passes(seconds=30)
    first, second, third = await stage.bot.have(3)
    assert first.body == second.body == third.body
    assert [(one.at - first.at).total_seconds() for one in (second, third)] == [10, 40]
    assert len({(one.headers["timestamp"], one.headers["sign"]) for one in (first, second, third)}) == 3


@shows(
    "sign with a character changed",
    "sign of another secret",
    "sign url-encoded",
    "sign empty",
    "signed two hours ago",
    "signed two hours ahead",
    "timestamp in seconds",
    "timestamp not digits",
)
async def _forged(stage: Stage, name: str) -> None:
    stage.simulator.fault(name)
    await stage.simulator.says("赵敏", "您好", to=URL_ROBOT)
    forged, genuine = await stage.bot.have(2)
    now = stage.simulator.world.stamp
    assert (is_genuine(forged, now), is_genuine(genuine, now)) == (False, True)
    assert forged.data["msgId"] != genuine.data["msgId"]
    if name.startswith(("signed", "timestamp")):
        assert forged.headers["sign"] == signed(URL_SECRET, forged.headers["timestamp"])


@shows("replayed", "same sign, other body")
async def _repeated(stage: Stage, name: str) -> None:
    stage.simulator.fault(name)
    await stage.simulator.says("赵敏", "您好", to=URL_ROBOT)
    genuine, repeated = await stage.bot.have(2)
    assert genuine.headers["sign"] == repeated.headers["sign"]
    assert (genuine.body == repeated.body) == (name == "replayed")


@shows("10 MB", "not JSON", "a JSON array", "20000 levels", "not UTF-8", "NUL characters", "lone surrogates")
async def _malformed(stage: Stage, name: str) -> None:
    stage.simulator.fault(name)
    await stage.simulator.says("赵敏", "您好", to=URL_ROBOT)
    malformed, genuine = await stage.bot.have(2)
    assert is_genuine(malformed, stage.simulator.world.stamp)
    match name:
        case "10 MB":
            assert len(malformed.body) > 10 * 1024 * 1024
        case "not JSON":
            with pytest.raises(json.JSONDecodeError):
                assert malformed.data
        case "a JSON array":
            assert isinstance(malformed.data, list)
        case "20000 levels":
            with pytest.raises(RecursionError):
                assert malformed.data
        case "not UTF-8":
            with pytest.raises(UnicodeDecodeError):
                assert malformed.data
        case _:
            assert ("\0" if name == "NUL characters" else "\ud800") in malformed.data["text"]["content"]
    assert genuine.data["text"]["content"] == "您好"
