"""The limits that the protocol states are kept to the message, the second and the byte."""

import json
from typing import Any

import pytest

from tests.simulators.dingtalk.gates import PER_ADDRESS
from tests.simulators.dingtalk.quota import Spent
from tests.simulators.dingtalk.webhooks import signed
from tests.simulators.dingtalk_counterparts import (
    GROUP,
    HOOK,
    HOOK_SECRET,
    NAME,
    PNG,
    ROBOT,
    SECRET,
    URL_ROBOT,
    Stage,
)


async def message(stage: Stage, text: str = "您好") -> Any:
    """Return what the bot at the URL is told of somebody's words."""
    await stage.simulator.says("赵敏", text, to=URL_ROBOT)
    return stage.bot.brought[-1].data


# --- tokens ---


async def test_the_same_token_is_renewed_for_two_hours_and_another_given_after_them(dingtalk: Stage) -> None:
    body = {"appKey": ROBOT, "appSecret": SECRET}

    async def asked() -> str:
        answer = await dingtalk.http.post(f"{dingtalk.simulator.api}/v1.0/oauth2/accessToken", json=body)
        return str((await answer.json())["accessToken"])

    first = await asked()
    await dingtalk.time.passes(seconds=7199)
    assert await asked() == first
    await dingtalk.time.passes(seconds=7199)
    assert (await dingtalk.api("POST", "robot/groupMessages/send", {}, token=first))["code"] != "InvalidAuthentication"
    await dingtalk.time.passes(seconds=1)
    assert (await dingtalk.api("POST", "robot/groupMessages/send", {}, token=first))["code"] == "InvalidAuthentication"
    assert await asked() != first


async def test_one_token_serves_both_hosts(dingtalk: Stage) -> None:
    assert (await dingtalk.send())["status"] == 200
    assert (await dingtalk.contact())["errcode"] == 0


async def test_a_refused_token_that_is_used_on_breaks_a_rule(dingtalk: Stage) -> None:
    token = await dingtalk.token()
    dingtalk.simulator.fault("token expired")
    for _ in range(2):
        await dingtalk.api("POST", "robot/groupMessages/send", {}, token=token)
    assert dingtalk.simulator.breaches == []  # the second may have been on its way
    await dingtalk.time.passes(seconds=11)
    await dingtalk.api("POST", "robot/groupMessages/send", {}, token=token)
    assert dingtalk.simulator.breaches == ["a token is used again that was refused"]


async def test_a_token_in_the_wrong_place_breaks_a_rule(dingtalk: Stage) -> None:
    await dingtalk.api("POST", "robot/groupMessages/send", {}, access_token=await dingtalk.token())
    assert dingtalk.simulator.breaches == ["the token of /v1.0/robot/groupMessages/send stands in the wrong place"]


# --- how often ---


async def test_an_application_calls_one_api_twenty_times_a_second(dingtalk: Stage) -> None:
    answers = [await dingtalk.send() for _ in range(21)]
    assert [answer["status"] for answer in answers] == [200] * 20 + [403]
    assert answers[-1]["code"] == "Forbidden.AccessDenied.QpsLimitForAppkeyAndApi"
    assert len(dingtalk.simulator.breaches) == 1
    assert (await dingtalk.contact())["errcode"] == 0
    await dingtalk.time.passes(seconds=1)
    assert (await dingtalk.send())["status"] == 200


async def test_a_webhook_takes_twenty_messages_a_minute_and_then_nothing_for_ten(dingtalk: Stage) -> None:
    taken = [(await dingtalk.hook())["errcode"] for _ in range(21)]
    assert taken == [0] * 20 + [660026]
    await dingtalk.time.passes(minutes=9, seconds=59)
    assert (await dingtalk.hook())["errcode"] == 660026
    await dingtalk.time.passes(seconds=1)
    assert (await dingtalk.hook())["errcode"] == 0
    assert len(dingtalk.simulator.shown(GROUP)) == 21


async def test_a_webhook_takes_a_msg_uuid_once(dingtalk: Stage) -> None:
    body = {"msgtype": "text", "text": {"content": "您好"}, "msgUuid": "u-1"}
    for _ in range(2):
        assert (await dingtalk.oapi("robot/send", body, access_token=HOOK))["errcode"] == 0
    assert len(dingtalk.simulator.shown(GROUP)) == 1


# --- the month ---


async def test_calls_are_refused_once_the_months_quota_is_used_up_until_the_next_month(dingtalk: Stage) -> None:
    dingtalk.simulator.world.quota.limits[Spent.API] = 1
    assert (await dingtalk.send())["status"] == 200
    assert (await dingtalk.send())["code"] == "Forbidden.AccessDenied.ApiCountLimitForOrg"
    assert (await dingtalk.notice())["errcode"] == 90020
    assert (await dingtalk.contact())["errcode"] == 0
    await dingtalk.time.passes(days=11)
    dingtalk.forget_token()
    assert (await dingtalk.send())["status"] == 200


async def test_messages_arrive_with_nothing_to_read_once_the_months_quota_is_used_up(dingtalk: Stage) -> None:
    dingtalk.simulator.world.quota.limits[Spent.PUSHES] = 2
    assert "text" in await message(dingtalk)
    assert (await dingtalk.hook())["errcode"] == 0
    data = await message(dingtalk)
    assert (data["errorCode"], "text" in data) == (20001, False)
    assert (await dingtalk.hook())["errcode"] == 90020
    assert dingtalk.simulator.world.quota.spent(Spent.PUSHES) == 2


# --- for how long ---


@pytest.mark.parametrize(("seconds", "errcode"), [(5399, 0), (5400, 300001)])
async def test_a_session_lives_ninety_minutes(dingtalk: Stage, seconds: int, errcode: int) -> None:
    data = await message(dingtalk)
    assert data["sessionWebhookExpiredTime"] - data["createAt"] == 5_400_000
    await dingtalk.time.passes(seconds=seconds)
    assert (await dingtalk.reply(data))["errcode"] == errcode


@pytest.mark.parametrize(("seconds", "status"), [(300, 200), (301, 403)])
async def test_a_link_lives_five_minutes(dingtalk: Stage, seconds: int, status: int) -> None:
    link = (await dingtalk.download(dingtalk.simulator.world.offer(PNG, ROBOT)))["downloadUrl"]
    await dingtalk.time.passes(seconds=seconds)
    async with dingtalk.http.get(link) as answer:
        assert answer.status == status


async def test_a_download_code_belongs_to_one_robot(dingtalk: Stage) -> None:
    code = dingtalk.simulator.world.offer(PNG, URL_ROBOT)
    assert (await dingtalk.download(code))["code"] == "invalidParameter.robotCode.auth"


@pytest.mark.parametrize(("hours", "done"), [(24, True), (25, False)])
async def test_a_message_to_somebody_is_taken_back_within_a_day(dingtalk: Stage, hours: int, done: bool) -> None:
    key = (await dingtalk.send_to_people("赵敏"))["processQueryKey"]
    await dingtalk.time.passes(hours=hours)
    dingtalk.forget_token()
    answer = await dingtalk.api(
        "POST", "robot/otoMessages/batchRecall", {"robotCode": ROBOT, "processQueryKeys": [key]}
    )
    assert (answer["successResult"] == [key]) is done is not bool(dingtalk.simulator.shown("赵敏"))


async def test_a_robot_is_told_who_has_read_what_it_pushed(dingtalk: Stage) -> None:
    single = (await dingtalk.send_to_people("赵敏", "张明远"))["processQueryKey"]
    group = (await dingtalk.send())["processQueryKey"]
    dingtalk.simulator.reads("赵敏")
    dingtalk.simulator.reads("赵敏", GROUP)
    query = {"robotCode": ROBOT, "processQueryKey": single}
    answer = await dingtalk.api("GET", "robot/oToMessages/readStatus", **query)
    assert [one["readStatus"] for one in answer["messageReadInfoList"]] == ["READ", "UNREAD"]
    body = {"openConversationId": GROUP, "robotCode": ROBOT, "processQueryKey": group}
    answer = await dingtalk.api("POST", "robot/groupMessages/query", body)
    assert (answer["sendStatus"], answer["readUserIds"], answer["hasMore"]) == ("SUCCESS", ["赵敏"], False)


# --- how much ---


@pytest.mark.parametrize(("size", "status"), [(15_000, 200), (15_001, 400)])
async def test_a_push_has_fifteen_thousand_bytes(dingtalk: Stage, size: int, status: int) -> None:
    rest = size - len(json.dumps({"content": ""}))
    assert (await dingtalk.send("x" * rest))["status"] == status


@pytest.mark.parametrize(("count", "status"), [(20, 200), (21, 400)])
async def test_a_push_goes_to_twenty_people(dingtalk: Stage, count: int, status: int) -> None:
    assert (await dingtalk.send_to_people(*["赵敏"] * count))["status"] == status


async def test_somebody_gets_the_same_notice_once_a_day_and_is_told_of_no_other(dingtalk: Stage) -> None:
    first, second = await dingtalk.notice(), await dingtalk.notice()
    assert (first["errcode"], second["errcode"]) == (0, 0)
    assert (await dingtalk.notice_result(first["task_id"]))["unread_user_id_list"] == ["赵敏"]
    assert (await dingtalk.notice_result(second["task_id"]))["forbidden_user_id_list"] == ["赵敏"]
    assert len(dingtalk.simulator.shown("赵敏")) == 1


# --- signed webhooks ---


@pytest.mark.parametrize(("hours", "errcode"), [(1, 0), (-1, 0), (1.01, 310000), (-1.01, 310000)])
async def test_a_webhooks_signature_is_good_for_an_hour(dingtalk: Stage, hours: float, errcode: int) -> None:
    dingtalk.simulator.add_webhook(HOOK, GROUP, secret=HOOK_SECRET)
    stamp = str(dingtalk.simulator.world.stamp + int(hours * 3_600_000))
    assert (await dingtalk.hook(timestamp=stamp, sign=signed(HOOK_SECRET, stamp)))["errcode"] == errcode


def test_a_signature_is_the_known_answer_of_the_documents() -> None:
    assert signed("this is a secret", "1577262236757") == "DJrE6qdyVGCQz9z5r2MDuNcNAhwYnuAkyj13cx169CA="
    assert signed("this is secret", "1577262236757") == "hmPWwU+7lVdm3ZZz0r9tSfx0L4Q26jWOZr9+Gs6EZQM="


@pytest.mark.parametrize(("text", "errcode"), [("联络站通知", 0), ("通知", 310000)])
async def test_a_webhook_with_keywords_wants_one_of_them(dingtalk: Stage, text: str, errcode: int) -> None:
    dingtalk.simulator.add_webhook(HOOK, GROUP, keywords=("联络站",))
    assert (await dingtalk.hook(text))["errcode"] == errcode


# --- who and where ---


async def test_who_is_no_member_of_the_organisation_has_no_user_id(dingtalk: Stage) -> None:
    dingtalk.simulator.add_outsiders("外来的人")
    await dingtalk.simulator.says("外来的人", f"@{NAME} 您好", to=URL_ROBOT)
    data = dingtalk.bot.brought[-1].data
    assert ("senderStaffId" in data, "senderUnionId" in data) == (False, True)


async def test_a_push_goes_only_where_the_robot_is(dingtalk: Stage) -> None:
    dingtalk.simulator.add_group("cidOther==", ("赵敏",))
    assert (await dingtalk.send(to="cidOther=="))["code"] == "resource.not.found"
    assert (await dingtalk.send(to="cidNowhere=="))["code"] == "invalid.openConversationId"


async def test_members_that_have_no_place_in_a_body_break_a_rule(dingtalk: Stage) -> None:
    await dingtalk.oapi("robot/send", {"msgtype": "text", "text": {"content": "您好"}, "colour": 1}, access_token=HOOK)
    assert dingtalk.simulator.breaches == ["robot/send has a member colour"]


@pytest.mark.parametrize(
    ("text", "named", "mentions"),
    [("@赵敏 您好", "赵敏", ("赵敏",)), ("您好", "赵敏", ()), ("@王五 您好", "王五", ())],
)
async def test_only_members_whom_the_text_names_are_mentioned(
    dingtalk: Stage, text: str, named: str, mentions: tuple[str, ...]
) -> None:
    body = {"msgtype": "text", "text": {"content": text}, "at": {"atUserIds": [named]}}
    await dingtalk.oapi("robot/send", body, access_token=HOOK)
    assert [shown.mentions for shown in dingtalk.simulator.shown(GROUP)] == [mentions]


async def test_an_address_that_calls_too_often_is_banned_for_five_minutes(dingtalk: Stage) -> None:
    assert dingtalk.simulator.world.windows.take("address", PER_ADDRESS, amount=PER_ADDRESS.count)
    assert (await dingtalk.oapi("robot/send", {}))["status"] == 1111
    await dingtalk.time.passes(seconds=299)
    assert (await dingtalk.oapi("robot/send", {}))["status"] == 1111
    await dingtalk.time.passes(seconds=1)
    assert (await dingtalk.oapi("robot/send", {}))["errcode"] == 300005
    assert len(dingtalk.simulator.breaches) == 1
