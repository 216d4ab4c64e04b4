"""People speak, URLs are asked as the platform asks them, and what they answer is shown or refused."""

import asyncio
import json
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from typing import Any

import pytest

from tests.simulators.counterparts import AES_KEY, AGENT, CORP, GROUP, SOCKET_BOT, TOKEN, URL_BOT, Brought, Stage
from tests.simulators.inbound_proofs import goes_on
from tests.simulators.wecom import xml
from tests.simulators.wecom.cipher import Cipher


def sealed(stage: Stage, said: object, *, nonce: str | None = None) -> Callable[[Brought], bytes]:
    """Return what a bot answers: a passive reply, sealed and signed."""

    def reply(one: Brought) -> bytes:
        cipher = Cipher(TOKEN, AES_KEY, "", stage.random)
        encrypt, used = cipher.seal(json.dumps(said).encode()), nonce or one.params["nonce"]
        signature = cipher.sign("1795000001", used, encrypt)
        answer = {"encrypt": encrypt, "msgsignature": signature, "timestamp": 1795000001, "nonce": used}
        return json.dumps(answer).encode()

    return reply


def stream(text: str, *, finish: bool) -> dict[str, Any]:
    return {"msgtype": "stream", "stream": {"id": "p-1", "finish": finish, "content": text}}


# --- what people say ---


@pytest.mark.parametrize("to", [URL_BOT, str(AGENT), SOCKET_BOT])
async def test_words_said_one_to_one_come_by_every_way(stage: Stage, to: str) -> None:
    client = await stage.subscribed()
    delivery = await stage.simulator.says("ZhaoMin", "路灯坏了", to=to)
    assert delivery.taken
    if to == SOCKET_BOT:
        assert (await client.hear())["body"]["text"] == {"content": "路灯坏了"}
    elif to == URL_BOT:
        assert stage.bot.read[0]["text"] == {"content": "路灯坏了"}
    else:
        assert "<Content><![CDATA[路灯坏了]]></Content>" in (stage.app.brought[0].plain or "")


async def test_a_group_is_heard_only_where_it_names_the_bot(stage: Stage) -> None:
    silent = await stage.simulator.says("ZhaoMin", "今天天气真好", chat=GROUP, to=URL_BOT)
    await stage.simulator.says("ZhaoMin", "@小助手 路灯坏了", chat=GROUP, to=URL_BOT)
    (message,) = stage.bot.read
    assert silent.tries == []
    assert (message["chatid"], message["chattype"], message["from"]) == (GROUP, "group", {"userid": "ZhaoMin"})


async def test_a_quote_of_words_and_a_picture_travels_with_the_message(stage: Stage) -> None:
    await stage.simulator.says("ZhaoMin", "@小助手 登记", chat=GROUP, quote=["井盖丢失", b"\xff\xd8\xff"], to=URL_BOT)
    words, picture = stage.bot.read[0]["quote"]["mixed"]["msg_item"]
    assert words["text"] == {"content": "井盖丢失"}
    assert picture["image"]["url"].startswith(stage.simulator.url)


async def test_nobody_hears_what_is_said_without_a_connection(stage: Stage) -> None:
    with pytest.raises(ConnectionError):
        await stage.simulator.says("ZhaoMin", "您好", to=SOCKET_BOT)


# --- how a URL is asked ---


async def test_what_is_not_answered_with_200_comes_three_times_in_all(stage: Stage) -> None:
    stage.app.statuses = [500, 500, 500]
    delivery = await stage.simulator.says("ZhaoMin", "您好", to=str(AGENT))
    await goes_on(stage, 11, stage.app, 3)
    await delivery.done()
    assert delivery.tries == [500, 500, 500]


async def test_an_answer_after_five_seconds_counts_for_nothing(stage: Stage) -> None:
    stage.bot.gate.clear()
    saying = asyncio.create_task(stage.simulator.says("ZhaoMin", "您好", to=URL_BOT))
    await stage.bot.have(1)
    await stage.time.passes(seconds=4)
    assert not saying.done()
    await stage.time.passes(seconds=1)
    assert (await saying).tries[0] is None


@pytest.mark.parametrize(("answer", "passes"), [(None, True), ('"quoted"', False)])
async def test_a_url_is_verified_by_the_bare_word(stage: Stage, answer: str | None, passes: bool) -> None:
    stage.bot.verification = stage.app.verification = answer
    assert await stage.simulator.verifies(to=URL_BOT) is passes
    assert await stage.simulator.verifies(to=str(AGENT)) is passes


async def test_a_url_is_not_verified_after_a_second(stage: Stage) -> None:
    stage.bot.gate.clear()
    verifying = asyncio.create_task(stage.simulator.verifies(to=URL_BOT))
    await stage.time.somebody_sleeps()
    await stage.time.passes(seconds=1)
    assert await verifying is False


# --- what a URL answers ---


async def test_a_stream_is_asked_for_until_it_is_finished(stage: Stage) -> None:
    stage.bot.reply = sealed(stage, stream("处理中", finish=False))
    await stage.simulator.says("ZhaoMin", "您好", to=URL_BOT)
    (shown,) = stage.simulator.shown("ZhaoMin")
    assert (shown.text, shown.finished) == ("处理中", False)
    await goes_on(stage, 3, stage.bot, 3)
    await stage.simulator.rests()
    stage.bot.reply = sealed(stage, stream("已登记", finish=True))
    await goes_on(stage, 1, stage.bot, 4)
    await stage.simulator.sees("ZhaoMin")
    await stage.time.passes(minutes=1)
    assert [one["msgtype"] for one in stage.bot.read] == ["text", "stream", "stream", "stream"]
    assert [shown.text for shown in stage.simulator.shown("ZhaoMin")] == ["已登记"]
    assert stage.simulator.breaches == []


@pytest.mark.parametrize(
    "said",
    [
        {"msgtype": "text", "text": {"content": "好"}},
        stream("好" * 6827, finish=True),
        {"msgtype": "markdown", "markdown": {"content": "好"}},
    ],
    ids=["text", "too long", "markdown"],
)
async def test_a_reply_that_no_message_may_have_is_not_shown_but_noted(stage: Stage, said: object) -> None:
    stage.bot.reply = sealed(stage, said)
    await stage.simulator.says("ZhaoMin", "您好", to=URL_BOT)
    assert (stage.simulator.shown("ZhaoMin"), len(stage.simulator.breaches)) == ([], 1)


async def test_a_reply_with_a_nonce_of_its_own_is_not_shown_but_noted(stage: Stage) -> None:
    stage.bot.reply = sealed(stage, stream("好", finish=True), nonce="123")
    await stage.simulator.says("ZhaoMin", "您好", to=URL_BOT)
    assert (stage.simulator.shown("ZhaoMin"), len(stage.simulator.breaches)) == ([], 1)


async def test_whoever_enters_may_be_welcomed_with_a_text(stage: Stage) -> None:
    stage.bot.reply = sealed(stage, {"msgtype": "text", "text": {"content": "您好"}})
    await stage.simulator.enters("ZhaoMin", to=URL_BOT)
    assert [shown.text for shown in stage.simulator.shown("ZhaoMin")] == ["您好"]


async def test_a_pressed_card_is_changed_by_the_answer(stage: Stage) -> None:
    stage.bot.reply = sealed(stage, stage.card())
    await stage.simulator.says("ZhaoMin", "您好", to=URL_BOT)
    update = {"response_type": "update_template_card", **stage.card("已登记")}
    stage.bot.reply = sealed(stage, update)
    await stage.simulator.presses("ZhaoMin", "yes")
    (shown,) = stage.simulator.shown("ZhaoMin")
    assert shown.card is not None
    assert shown.card["button_list"][0]["text"] == "已登记"
    assert stage.bot.read[1]["event"]["template_card_event"]["event_key"] == "yes"


async def test_a_fourth_message_waits_while_three_are_in_progress(stage: Stage) -> None:
    stage.bot.reply = sealed(stage, stream("处理中", finish=False))
    for _ in range(3):
        await stage.simulator.says("ZhaoMin", "您好", to=URL_BOT)
    fourth = await stage.simulator.says("ZhaoMin", "您好", to=URL_BOT)
    assert fourth.tries == []


async def test_a_response_url_is_good_once_and_for_an_hour(stage: Stage) -> None:
    for _ in range(2):
        await stage.simulator.says("ZhaoMin", "您好", to=URL_BOT)
    codes = [one["response_url"].split("=")[1] for one in stage.bot.read]
    body = {"msgtype": "markdown", "markdown": {"content": "好"}}
    answers = [await stage.post("aibot/response", body, response_code=codes[0]) for _ in range(2)]
    await stage.time.passes(hours=1, seconds=1)
    answers.append(await stage.post("aibot/response", body, response_code=codes[1]))
    assert [answer["errcode"] == 0 for answer in answers] == [True, False, False]
    assert len(stage.simulator.shown("ZhaoMin")) == 1


async def test_an_apps_passive_reply_is_shown(stage: Stage) -> None:
    def reply(one: Brought) -> bytes:
        heard = ElementTree.fromstring(one.plain or "")
        said = {"ToUserName": heard.findtext("FromUserName"), "FromUserName": CORP, "CreateTime": 1,
                "MsgType": "text", "Content": "收到"}  # fmt: skip
        answer: bytes = stage.app.crypto.encrypt_message(xml.written(said).decode(), "n", "1").encode()
        return answer

    stage.app.reply = reply
    await stage.simulator.says("ZhaoMin", "您好", to=str(AGENT))
    assert [shown.text for shown in stage.simulator.shown("ZhaoMin")] == ["收到"]
    assert stage.simulator.breaches == []
