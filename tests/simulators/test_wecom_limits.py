"""The limits that the protocol states are kept to the message, the second and the byte."""

import base64
import hashlib
from typing import Any

import pytest

from tests.simulators.counterparts import AGENT, GROUP, HOOK, PNG, SOCKET_BOT, Stage


def markdown(text: str) -> dict[str, Any]:
    return {"msgtype": "markdown", "markdown": {"content": text}}


async def codes(stage: Stage, count: int, **kwargs: Any) -> list[int]:
    return [(await stage.send(f"第{number}条", **kwargs))["errcode"] for number in range(count)]


async def test_a_webhook_takes_twenty_messages_until_the_minute_ends(stage: Stage) -> None:
    taken = [(await stage.hook())["errcode"] for _ in range(21)]
    assert taken == [0] * 20 + [45009]
    await stage.time.passes(seconds=59)
    assert (await stage.hook())["errcode"] == 45009
    await stage.time.passes(seconds=1)
    assert (await stage.hook())["errcode"] == 0
    assert len(stage.simulator.shown(GROUP)) == 21


async def test_what_a_member_gets_above_thirty_a_minute_is_dropped_in_silence(stage: Stage) -> None:
    assert await codes(stage, 31) == [0] * 31
    assert len(stage.simulator.shown("ZhaoMin")) == 30


async def test_a_conversation_takes_thirty_messages_a_minute_and_a_thousand_an_hour(stage: Stage) -> None:
    client = await stage.subscribed()
    await stage.simulator.says("ZhaoMin", "您好", to=SOCKET_BOT)
    await client.hear()
    taken = 0
    for _ in range(35):
        for _ in range(31):
            answer = await client.push()
            taken += answer["errcode"] == 0
        assert answer["errcode"] == 45009
        await stage.time.passes(minutes=1)
    assert taken == 1000


@pytest.mark.parametrize(("size", "errcode"), [(2048, 0), (2049, 45002)])
async def test_a_webhooks_text_may_have_2048_bytes(stage: Stage, size: int, errcode: int) -> None:
    assert (await stage.hook("x" * size))["errcode"] == errcode


@pytest.mark.parametrize(("text", "errcode"), [("好" * 1365, 0), ("好" * 1366, 45002), ("", 44004)])
async def test_a_webhooks_markdown_is_measured_in_bytes(stage: Stage, text: str, errcode: int) -> None:
    assert (await stage.post("webhook/send", markdown(text), key=HOOK))["errcode"] == errcode


async def test_an_apps_text_is_cut_off_at_2048_bytes(stage: Stage) -> None:
    await stage.send("好" * 1000)
    (shown,) = stage.simulator.shown("ZhaoMin")
    assert shown.text == "好" * 682


@pytest.mark.parametrize(("size", "errcode"), [(20_480, 0), (20_481, 45002)])
async def test_a_stream_may_have_20480_bytes(stage: Stage, size: int, errcode: int) -> None:
    client = await stage.subscribed()
    await stage.simulator.says("ZhaoMin", "您好", to=SOCKET_BOT)
    req_id = (await client.hear())["headers"]["req_id"]
    assert (await client.respond(req_id, "x" * size))["errcode"] == errcode


async def test_a_stream_ends_with_its_finish_or_after_six_minutes(stage: Stage) -> None:
    client = await stage.subscribed()
    await stage.simulator.says("ZhaoMin", "您好", to=SOCKET_BOT)
    req_id = (await client.hear())["headers"]["req_id"]
    assert (await client.respond(req_id, "一", finish=True))["errcode"] == 0
    assert (await client.respond(req_id, "二"))["errcode"] == 846608
    assert (await client.respond(req_id, "三", stream="st-2", finish=False))["errcode"] == 0
    await stage.time.passes(minutes=6)
    assert (await client.respond(req_id, "四", stream="st-2", finish=False))["errcode"] == 0
    await stage.time.passes(seconds=1)
    assert (await client.respond(req_id, "五", stream="st-2"))["errcode"] == 846608
    assert [shown.text for shown in stage.simulator.shown("ZhaoMin")] == ["一", "四"]


async def test_a_callback_is_answered_for_a_day(stage: Stage) -> None:
    client = await stage.subscribed()
    await stage.simulator.says("ZhaoMin", "您好", to=SOCKET_BOT)
    req_id = (await client.hear())["headers"]["req_id"]
    await stage.time.passes(hours=24)
    assert (await client.respond(req_id))["errcode"] == 0
    await stage.time.passes(seconds=1)
    assert (await client.respond(req_id))["errcode"] == 846605


@pytest.mark.parametrize(("seconds", "errcode"), [(5, 0), (6, 846605)])
async def test_a_welcome_comes_within_five_seconds(stage: Stage, seconds: int, errcode: int) -> None:
    client = await stage.subscribed()
    await stage.simulator.enters("ZhaoMin", to=SOCKET_BOT)
    req_id = (await client.hear())["headers"]["req_id"]
    await stage.time.passes(seconds=seconds)
    body = {"msgtype": "text", "text": {"content": "您好"}}
    assert (await client.ask("aibot_respond_welcome_msg", body, req_id=req_id))["errcode"] == errcode


@pytest.mark.parametrize(
    ("chat", "chat_type", "errcode"), [("wrlivillage", 2, 93006), ("wrOther", 2, 93008), (GROUP, 2, 93001)]
)
async def test_a_push_goes_only_where_the_bot_is_and_was_spoken_to(
    stage: Stage, chat: str, chat_type: int, errcode: int
) -> None:
    stage.simulator.add_group("wrOther", ("ZhaoMin",))
    client = await stage.subscribed()
    assert (await client.push(chat, chat_type=chat_type))["errcode"] == errcode


async def test_a_push_is_markdown_and_a_card_only_one_to_one(stage: Stage) -> None:
    client = await stage.subscribed()
    await stage.simulator.says("ZhaoMin", "@小助手 您好", chat=GROUP, to=SOCKET_BOT)
    await client.hear()
    text = {"chatid": GROUP, "chat_type": 2, "msgtype": "text", "text": {"content": "通知"}}
    card = {"chatid": GROUP, "chat_type": 2, **stage.card()}
    assert (await client.ask("aibot_send_msg", text))["errcode"] == 40008
    assert (await client.ask("aibot_send_msg", card))["errcode"] == 40008


async def test_a_token_lives_two_hours_and_is_the_same_until_then(stage: Stage) -> None:
    token = await stage.token()
    await stage.time.passes(seconds=7199)
    assert await stage.token() == token
    await stage.time.passes(seconds=1)
    answer = await stage.post("message/send", {}, access_token=token)
    assert answer["errcode"] == 42001
    assert await stage.token() != token


async def test_a_file_can_be_sent_for_three_days_by_its_own_robot_only(stage: Stage) -> None:
    uploaded = await stage.upload("webhook/upload_media", "file", b"a file", key=HOOK)
    body = {"msgtype": "file", "file": {"media_id": uploaded["media_id"]}}
    stage.simulator.add_webhook("another", GROUP)
    assert (await stage.post("webhook/send", body, key="another"))["errcode"] == 40007
    await stage.time.passes(days=3)
    assert (await stage.post("webhook/send", body, key=HOOK))["errcode"] == 0
    await stage.time.passes(seconds=1)
    assert (await stage.post("webhook/send", body, key=HOOK))["errcode"] == 40007


@pytest.mark.parametrize(("content", "errcode"), [(b"", 44001), (b"12345", 40006), (b"123456", 0)])
async def test_a_file_has_more_than_five_bytes(stage: Stage, content: bytes, errcode: int) -> None:
    assert (await stage.upload("webhook/upload_media", "file", content, key=HOOK))["errcode"] == errcode


async def test_a_picture_needs_its_digest(stage: Stage) -> None:
    image = {"base64": base64.b64encode(PNG).decode(), "md5": hashlib.md5(PNG).hexdigest()}
    right = await stage.post("webhook/send", {"msgtype": "image", "image": image}, key=HOOK)
    wrong = await stage.post("webhook/send", {"msgtype": "image", "image": image | {"md5": "0"}}, key=HOOK)
    assert (right["errcode"], wrong["errcode"]) == (0, 40009)


async def test_an_upload_in_pieces_must_be_whole(stage: Stage) -> None:
    client = await stage.subscribed()
    begin = {"type": "file", "filename": "a.pdf", "total_size": 8, "total_chunks": 2}
    id = (await client.ask("aibot_upload_media_init", begin))["body"]["upload_id"]
    piece = {"upload_id": id, "chunk_index": 0, "base64_data": base64.b64encode(b"1234").decode()}
    for _ in range(2):
        assert (await client.ask("aibot_upload_media_chunk", piece))["errcode"] == 0
    assert (await client.ask("aibot_upload_media_finish", {"upload_id": id}))["errcode"] == 40006
    await client.ask("aibot_upload_media_chunk", piece | {"chunk_index": 1})
    assert (await client.ask("aibot_upload_media_finish", {"upload_id": id}))["errcode"] == 0


async def test_the_same_to_the_same_is_shown_once_where_the_app_asks_for_it(stage: Stage) -> None:
    for _ in range(2):
        assert (await stage.send("您好", enable_duplicate_check=1))["errcode"] == 0
    assert len(stage.simulator.shown("ZhaoMin")) == 1
    await stage.time.passes(seconds=1800)
    await stage.send("您好", enable_duplicate_check=1)
    assert len(stage.simulator.shown("ZhaoMin")) == 2


async def test_receivers_who_are_unknown_are_named_in_small_letters(stage: Stage) -> None:
    assert (await stage.send(to="ZhaoMin|LiSi"))["invaliduser"] == "lisi"
    assert (await stage.send(to="LiSi"))["errcode"] == 81013


async def test_escaped_signs_are_refused(stage: Stage) -> None:
    token = await stage.token()
    address = f"{stage.simulator.url}/cgi-bin/message/send?access_token={token}"
    async with stage.http.post(address, data=r'{"text":{"content":"\u597d"}}') as answer:
        assert (await answer.json())["errcode"] == 40033


async def test_a_message_can_be_taken_back_within_a_day(stage: Stage) -> None:
    first, second = await stage.send("一"), await stage.send("二")
    assert (await stage.call("message/recall", {"msgid": first["msgid"]}))["errcode"] == 0
    assert [shown.text for shown in stage.simulator.shown("ZhaoMin")] == ["二"]
    await stage.time.passes(days=1, seconds=1)
    assert (await stage.call("message/recall", {"msgid": second["msgid"]}))["errcode"] != 0


async def test_a_card_is_changed_once_with_its_code(stage: Stage) -> None:
    code = (await stage.send_card())["response_code"]
    body = {"userids": ["ZhaoMin"], "agentid": AGENT, "response_code": code, "button": {"replace_name": "已登记"}}
    assert (await stage.call("message/update_template_card", body))["errcode"] == 0
    assert (await stage.call("message/update_template_card", body))["errcode"] == 42014
    (shown,) = stage.simulator.shown("ZhaoMin")
    assert shown.card is not None
    assert shown.card["button_list"] == [{"text": "已登记"}]


async def test_a_new_subscription_replaces_the_older_one(stage: Stage) -> None:
    older = await stage.subscribed()
    newer = await stage.subscribed()
    assert (await older.hear())["body"]["event"] == {"eventtype": "disconnected_event"}
    await stage.simulator.says("ZhaoMin", "您好", to=SOCKET_BOT)
    assert (await newer.hear())["cmd"] == "aibot_msg_callback"


async def test_nothing_is_taken_before_a_subscription(stage: Stage) -> None:
    client = await stage.connect()
    assert (await client.push())["errcode"] == 846609
    assert (await client.subscribe("wrong"))["errcode"] == 853000
    assert (await client.push())["errcode"] == 846609
