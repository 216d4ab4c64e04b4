"""What a bot behind a URL is brought, when it is brought again, and what its answer may be; and its cards."""

import asyncio
import base64
import hashlib
import hmac
import json
from typing import Any

import pytest

from tests.simulators.dingtalk.record import Door
from tests.simulators.dingtalk_counterparts import GROUP, NAME, PNG, ROBOT, URL_ROBOT, Stage
from tests.simulators.dingtalk_inbound_proofs import is_genuine


async def test_a_message_in_a_group_is_signed_and_has_all_it_needs(dingtalk: Stage) -> None:
    delivery = await dingtalk.simulator.says("赵敏", f"@{NAME} 路灯坏了 @张明远", chat=GROUP, to=URL_ROBOT)
    (one,) = dingtalk.bot.brought
    assert delivery.tries == [200]
    assert is_genuine(one, dingtalk.simulator.world.stamp)
    assert one.headers["Content-Type"] == "application/json; charset=utf-8"
    data = one.data
    assert (data["msgtype"], data["text"]["content"]) == ("text", " 路灯坏了 @张明远")
    assert (data["conversationType"], data["conversationId"], data["conversationTitle"]) == ("2", GROUP, "李村联络站")
    assert (data["isInAtList"], len(data["atUsers"]), data["robotCode"]) == (True, 2, URL_ROBOT)
    assert dingtalk.simulator.breaches == []


async def test_pictures_with_words_are_rich_text_and_alone_pictures(dingtalk: Stage) -> None:
    await dingtalk.simulator.says("赵敏", "路灯坏了", pictures=[PNG], to=URL_ROBOT)
    await dingtalk.simulator.says("赵敏", pictures=[PNG, PNG], to=URL_ROBOT)
    rich, *pictures = (one.data for one in dingtalk.bot.brought)
    assert [item.get("type", "text") for item in rich["content"]["richText"]] == ["text", "picture"]
    assert [picture["msgtype"] for picture in pictures] == ["picture", "picture"]


async def test_what_is_refused_comes_again_after_ten_and_thirty_seconds_and_then_no_more(dingtalk: Stage) -> None:
    dingtalk.bot.statuses = [503, 503, 503]
    delivery = await dingtalk.simulator.says("赵敏", "您好", to=URL_ROBOT)
    for count, seconds in ((2, 10), (3, 30)):
        await dingtalk.time.somebody_sleeps()
        await dingtalk.time.passes(seconds=seconds)
        await dingtalk.bot.have(count)
    await delivery.done()
    assert delivery.tries == [503, 503, 503]
    assert len({one.headers["sign"] for one in dingtalk.bot.brought}) == 3
    assert len({one.body for one in dingtalk.bot.brought}) == 1


async def test_who_does_not_answer_within_two_and_a_half_seconds_breaks_a_rule(dingtalk: Stage) -> None:
    dingtalk.bot.gate.clear()
    saying = asyncio.create_task(dingtalk.simulator.says("赵敏", "您好", to=URL_ROBOT))
    await dingtalk.bot.have(1)
    await dingtalk.time.passes(seconds=2.4)
    assert not saying.done()
    await dingtalk.time.passes(seconds=0.1)
    assert (await saying).tries == [None]
    assert dingtalk.simulator.breaches == ["a callback is not answered within 2.5 seconds"]


@pytest.mark.parametrize(
    ("reply", "shown"),
    [
        ({"msgtype": "empty"}, []),
        ({"msgtype": "text", "text": {"content": "收到"}}, ["收到"]),
        ({"msgtype": "markdown", "markdown": {"title": "收到", "text": "**收到**"}}, ["**收到**"]),
    ],
)
async def test_the_answer_to_a_callback_may_be_a_message(dingtalk: Stage, reply: Any, shown: list[str]) -> None:
    dingtalk.bot.reply = json.dumps(reply).encode()
    await dingtalk.simulator.says("赵敏", "您好", to=URL_ROBOT)
    assert [one.text for one in dingtalk.simulator.shown("赵敏")] == shown
    assert dingtalk.simulator.breaches == []


async def test_an_answer_that_is_no_message_breaks_a_rule(dingtalk: Stage) -> None:
    dingtalk.bot.reply = b"success"
    await dingtalk.simulator.says("赵敏", "您好", to=URL_ROBOT)
    assert len(dingtalk.simulator.breaches) == 1


# --- cards ---


async def test_a_click_is_brought_to_the_route_of_its_card_and_changes_it(dingtalk: Stage) -> None:
    route = {"callbackRouteKey": "clicks", "callbackUrl": dingtalk.bot.url, "apiSecret": "the-secret-of-the-route"}
    await dingtalk.api("POST", "card/callbacks/register", {**route, "forceUpdate": True})
    await dingtalk.card(callbackType="HTTP", callbackRouteKey="clicks")
    options = {"updateCardDataByKey": True}
    dingtalk.bot.reply = json.dumps(
        {"cardData": {"cardParamMap": {"state": "已参加"}}, "cardUpdateOptions": options}
    ).encode()
    assert (await dingtalk.simulator.presses("赵敏", "yes", chat=GROUP)).tries == [200]
    (one,) = dingtalk.bot.brought
    stamp = one.headers["x-ddpaas-signature-timestamp"]
    digest = hmac.digest(b"the-secret-of-the-route", stamp.encode(), hashlib.sha256)
    assert one.headers["x-ddpaas-signature"] == base64.b64encode(digest).decode()
    assert (one.data["outTrackId"], one.data["userId"], one.data["spaceType"]) == ("card-1", "赵敏", "IM_GROUP")
    assert json.loads(one.data["content"])["cardPrivateData"]["actionIds"] == ["yes"]
    (shown,) = dingtalk.simulator.shown(GROUP)
    assert (shown.door, shown.text) == (Door.CARD, "是否参加接待日\n已参加")


async def test_an_update_without_options_overwrites_the_whole_card(dingtalk: Stage) -> None:
    await dingtalk.card()
    update = {"outTrackId": "card-1", "cardData": {"cardParamMap": {"state": "已结束"}}}
    assert (await dingtalk.api("PUT", "card/instances", update))["success"] is True
    assert [one.text for one in dingtalk.simulator.shown(GROUP)] == ["已结束"]


async def test_a_card_that_is_updated_while_its_click_is_not_answered_breaks_a_rule(dingtalk: Stage) -> None:
    client = await dingtalk.connect()
    await dingtalk.card()
    pressing = asyncio.create_task(dingtalk.simulator.presses("赵敏", "yes", chat=GROUP))
    frame = await client.hear()
    update = {"outTrackId": "card-1", "cardData": {"cardParamMap": {"state": "已参加"}}}
    await dingtalk.api("PUT", "card/instances", update)
    await client.acknowledge(frame, {"response": {}})
    await pressing
    assert dingtalk.simulator.breaches == ["a card is updated while the click on it is not answered"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"cardTemplateId": "tpl-2.schema"}, "param.templateNotExist"),
        ({"outTrackId": ""}, "param.outTrackIdEmpty"),
        ({"openSpaceId": "IM_GROUP.x"}, "param.openSpaceIdInvalid"),
        ({"imGroupOpenDeliverModel": None}, "param.openDeliverModelEmpty"),
        ({"imGroupOpenDeliverModel": {"robotCode": URL_ROBOT}}, "param.openDeliverModelError"),
        ({"cardData": {"cardParamMap": {"count": 3}}}, "param.invalid"),
        ({"cardData": {"cardParamMap": {"title": "x" * 1025}}}, "param.invalid"),
    ],
)
async def test_a_card_that_is_not_right_is_refused(dingtalk: Stage, change: dict[str, Any], code: str) -> None:
    assert (await dingtalk.card(**change))["code"] == code


async def test_a_cards_id_is_used_once(dingtalk: Stage) -> None:
    await dingtalk.card()
    assert (await dingtalk.card())["code"] == "param.cardAlreadyExist"


# --- people's lists and calendars ---


async def test_a_to_do_stands_on_its_executors_list_once(dingtalk: Stage) -> None:
    person = dingtalk.simulator.world.people["张明远"].union_id
    address = {"appUrl": "https://bot.example/1", "pcUrl": "https://bot.example/1"}
    body = {"sourceId": "p-1", "subject": "办理尾号 1", "executorIds": [person], "detailUrl": address}
    for _ in range(2):
        assert (await dingtalk.api("POST", f"todo/users/{person}/tasks", body, operatorId=person))["id"]
    assert [(one.door, one.text) for one in dingtalk.simulator.shown("张明远")] == [(Door.TODO, "办理尾号 1")]
    del body["detailUrl"]
    assert (await dingtalk.api("POST", f"todo/users/{person}/tasks", body, operatorId=person))["status"] == 400


async def test_a_meeting_stands_in_everybodys_calendar(dingtalk: Stage) -> None:
    person, other = (dingtalk.simulator.world.people[name].union_id for name in ("张明远", "赵敏"))
    start = {"dateTime": "2026-11-27T09:00:00+08:00", "timeZone": "Asia/Shanghai"}
    body = {"summary": "代表接待日", "start": start, "attendees": [{"id": other}]}
    assert (await dingtalk.api("POST", f"calendar/users/{person}/calendars/primary/events", body))["id"]
    assert [dingtalk.simulator.shown(name)[0].text for name in ("张明远", "赵敏")] == ["代表接待日"] * 2


async def test_a_file_is_uploaded_and_sent(dingtalk: Stage) -> None:
    uploaded = await dingtalk.upload("file", "digest.pdf", b"%PDF-1.7")
    param = json.dumps({"mediaId": uploaded["media_id"], "fileName": "digest.pdf", "fileType": "pdf"})
    body = {"msgKey": "sampleFile", "msgParam": param, "openConversationId": GROUP, "robotCode": ROBOT}
    await dingtalk.api("POST", "robot/groupMessages/send", body)
    (shown,) = dingtalk.simulator.shown(GROUP)
    assert (shown.kind, shown.text, shown.file) == ("file", "digest.pdf", b"%PDF-1.7")
    assert (await dingtalk.upload("file", "digest.exe", b"MZ"))["errcode"] == 40004
