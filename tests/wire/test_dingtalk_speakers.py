"""Who spoke to DingTalk's robot, where and when, whether it was meant, and how it may answer."""

from datetime import timedelta

import pytest

from bot.platforms.dingtalk.wire.robot import session_from
from bot.platforms.dingtalk.wire.told import QuotaGone, Unknown, is_confirmed
from tests.wire.dingtalk import (
    ALONE,
    BOT,
    GROUP,
    IN_GROUP,
    MILLISECONDS,
    NOW,
    SAID_AT,
    SESSION,
    ZHAO,
    ZHAO_SENDER,
    rich,
    said,
    text,
    told,
    words,
)

# --- who, where, when ---


def test_who_has_a_user_id_is_known_by_it() -> None:
    user = said(text("你好")).heard.sender.user
    assert (user, is_confirmed(user)) == ("0147000000000001", True)


@pytest.mark.parametrize("staff", ["", None, "union:uLI", "sender:$x@dingCORP"])
def test_who_has_none_is_known_by_what_there_is_and_not_confirmed(staff: object) -> None:
    outsider = {**text("你好"), "senderStaffId": staff}
    by_union = said(outsider).heard.sender.user
    by_sender = said({**outsider, "senderUnionId": ""}).heard.sender.user
    assert (by_union, by_sender) == ("union:uZHAOiEiE", f"sender:{ZHAO_SENDER}@dingCORP")
    assert not is_confirmed(by_union)
    assert not is_confirmed(by_sender)


def test_a_private_talk_with_an_outsider_is_named_after_him() -> None:
    heard = said({**ALONE, "senderStaffId": "", "msgtype": "text", "text": {"content": "你好"}}).heard
    assert heard.place.chat == heard.sender.user == "union:uZHAOiEiE"


def test_nothing_was_said_after_it_was_heard() -> None:
    ahead = MILLISECONDS + 3_600_000
    assert said({**text("你好"), "createAt": ahead}).heard.sent_at == NOW
    assert said({**text("你好"), "createAt": MILLISECONDS - 60_000}).heard.sent_at == SAID_AT - timedelta(minutes=1)


@pytest.mark.parametrize("moment", [10**16 - 1, -(10**16) + 1, 10**30, "soon", 1e300])
def test_a_moment_that_is_none_is_now(moment: object) -> None:
    assert said({**text("你好"), "createAt": moment}).heard.sent_at == NOW


@pytest.mark.parametrize("ends", [None, "soon", 10**30, -(10**30)])
def test_a_session_whose_end_is_not_told_lasts_ninety_minutes(ends: object) -> None:
    answer = said({**text("你好"), "sessionWebhookExpiredTime": ends}).heard.answer
    assert session_from(answer or "").ends == MILLISECONDS + 5_400_000


@pytest.mark.parametrize("no", [False, "false", 0, "0"], ids=repr)
def test_a_mention_of_everybody_is_none_of_the_robot(no: object) -> None:
    assert told({**text("大家好"), "isInAtList": no, "atUsers": []}) == Unknown(kind="not addressed")


def test_one_to_one_everything_is_addressed_to_the_robot() -> None:
    assert words({**ALONE, "isInAtList": False, "msgtype": "text", "text": {"content": "你好"}}) == "你好"


def test_who_quotes_the_robot_addresses_it() -> None:
    quoted = {"isReplyMsg": True, "repliedMsg": {"msgType": "text", "senderId": BOT, "content": {"text": "几点？"}}}
    assert words({**text(""), "isInAtList": False, "text": {"content": "九点", **quoted}}) == "九点"


@pytest.mark.parametrize(
    ("content", "left"),
    [
        ("@代表小助手 路灯坏了", "路灯坏了"),
        ("@代表小助手\u2005路灯坏了", "路灯坏了"),
        ("\u3000@代表小助手\u00a0路灯坏了\u3000", "路灯坏了"),
        ("＠代表小助手 路灯坏了", "路灯坏了"),
        ("路灯 @代表小助手 坏了", "路灯 坏了"),
        ("@代表 bot @代表小助手 路灯坏了", "路灯坏了"),
        ("@代表小助手 ／诉求 路灯坏了", "／诉求 路灯坏了"),
        ("@王强 路灯坏了", "@王强 路灯坏了"),
        ("@所有人 路灯坏了", "@所有人 路灯坏了"),
        ("\u00a0\u3000 路灯坏了 ", "路灯坏了"),
        ("路灯\u3000坏了", "路灯\u3000坏了"),
    ],
)
def test_only_mentions_of_the_robot_by_its_names_are_taken_out(content: str, left: str) -> None:
    assert words(text(content)) == left
    assert words(rich({"text": content})) == left


def test_in_a_rich_text_a_mention_is_told_by_its_name() -> None:
    assert words(rich({"type": "at", "atName": "@代表小助手", "atUserId": BOT}, {"text": "路灯坏了"})) == "路灯坏了"


# --- the month is used up ---


@pytest.mark.parametrize("code", [20001, "20001"], ids=repr)
@pytest.mark.parametrize("kind", ["text", "picture", "richText"])
def test_a_message_kept_back_for_want_of_quota_tells_who_may_be_answered(code: object, kind: str) -> None:
    payload = {**IN_GROUP, "msgtype": kind, "errorCode": code, "errorMessage": "受调用量超量影响"}
    one = told(payload)
    assert isinstance(one, QuotaGone)
    assert (one.heard.place, one.heard.sender, one.heard.text) == (GROUP, ZHAO, "")
    assert session_from(one.heard.answer or "").address == SESSION


def test_words_that_come_all_the_same_are_heard() -> None:
    assert words({**text("路灯坏了"), "errorCode": 20001}) == "路灯坏了"


def test_another_code_says_nothing_of_the_quota() -> None:
    assert words({**IN_GROUP, "msgtype": "text", "errorCode": 0}) == ""
