"""What people say to DingTalk's robot: payloads as the platform writes them, each beside what it must become."""

import json
from datetime import timedelta

import pytest

from bot.platforms.dingtalk.wire.robot import Session, session_from, told_by_stream
from bot.platforms.dingtalk.wire.told import Deposit, QuotaGone, Robot, Said, Unknown, is_confirmed
from handlers.message import Attachment, AttachmentKind, Heard, Scope
from tests.wire.dingtalk import (
    ALONE,
    BOT,
    GROUP,
    IN_GROUP,
    MILLISECONDS,
    NOW,
    PRIVATE,
    ROBOT,
    SAID_AT,
    SESSION,
    ZHAO,
    ZHAO_SENDER,
    rich,
    said,
    text,
    told,
    without,
    words,
    written,
)

UNREADABLE: list[object] = [None, 5, 1.5, True, [], {}, [5]]


def test_a_text_in_a_group() -> None:
    answer = f'{{"address":"{SESSION}","ends":{MILLISECONDS + 5_400_000}}}'
    assert said(text(" /登记 三里桥路灯坏了")) == Said(
        heard=Heard(
            id=said(text("")).heard.id,
            place=GROUP,
            scope=Scope.GROUP,
            sender=ZHAO,
            sender_name="赵敏",
            sent_at=SAID_AT,
            text="/登记 三里桥路灯坏了",
            answer=answer,
        )
    )
    assert said(text("")).heard.id == "dingtalk:station:msgM1=="
    assert session_from(answer) == Session(address=SESSION, ends=MILLISECONDS + 5_400_000)


def test_a_text_in_private_is_answered_to_the_person() -> None:
    heard = said({**ALONE, "msgtype": "text", "text": {"content": "路灯坏了"}}).heard
    assert (heard.place, heard.scope, heard.text) == (PRIVATE, Scope.DIRECT, "路灯坏了")


def test_the_data_of_a_frame_and_the_body_of_a_callback_are_read_alike() -> None:
    assert told_by_stream(written(text("路灯坏了")).decode(), ROBOT, NOW) == said(text("路灯坏了"))


# --- kinds ---


def test_a_rich_text_is_its_words_and_its_pictures_in_their_order() -> None:
    one = said(
        rich(
            {"text": "@代表小助手"},
            {"text": " 路灯"},
            {"type": "text", "text": "坏了"},
            {"type": "picture", "downloadCode": "code1", "pictureDownloadCode": "small1"},
            {"type": "picture", "pictureDownloadCode": "small2"},
            {"text": "\n两盏，"},
            {"type": "at", "atName": "王强", "atUserId": "w"},
            {"text": "知道"},
        )
    )
    assert one.heard.text == "路灯坏了\n两盏，@王强 知道"
    assert [deposit.code for deposit in one.media] == ["code1", "small2"]
    assert [one.reference for one in one.heard.attachments] == [deposit.reference for deposit in one.media]
    assert {one.kind for one in one.heard.attachments} == {AttachmentKind.IMAGE}


@pytest.mark.parametrize("item", [*UNREADABLE, "路灯", {"type": "picture"}, {"type": "at"}, {"text": "a\0b"}])
def test_a_piece_that_cannot_be_read_does_not_lose_the_pieces_beside_it(item: object) -> None:
    assert words(rich({"text": "井盖"}, item, {"text": "丢失"})).replace("\n", "") == "井盖丢失"


@pytest.mark.parametrize(
    ("kind", "becomes"),
    [("picture", AttachmentKind.IMAGE), ("video", AttachmentKind.FILE), ("file", AttachmentKind.FILE)],
)
def test_what_is_sent_along_is_an_attachment(kind: str, becomes: AttachmentKind) -> None:
    content = {"downloadCode": "code1", "duration": "5", "videoType": "mp4", "spaceId": "1", "fileId": 2}
    one = said({**ALONE, "msgtype": kind, "content": content})
    (attachment,) = one.heard.attachments
    assert (one.heard.text, attachment.kind, attachment.name) == ("", becomes, "")
    assert one.media == (Deposit(reference=attachment.reference, code="code1"),)


def test_a_file_has_a_name() -> None:
    one = said({**ALONE, "msgtype": "file", "content": {"downloadCode": "code1", "fileName": "申请.pdf"}})
    assert one.heard.attachments[0].name == "申请.pdf"


@pytest.mark.parametrize("duration", [4000, "5", None])
def test_a_voice_note_is_the_words_that_were_recognised(duration: object) -> None:
    content = {"duration": duration, "downloadCode": "code1", "recognition": "路灯坏了三天"}
    one = said({**ALONE, "msgtype": "audio", "content": content})
    assert (one.heard.text, one.heard.attachments, one.media) == ("路灯坏了三天", (), ())


@pytest.mark.parametrize("recognition", ["", " ", *UNREADABLE[:1]])
def test_a_voice_note_in_which_nothing_was_recognised_is_kept_as_it_is(recognition: object) -> None:
    content = {"downloadCode": "code1", "recognition": recognition}
    one = said({**ALONE, "msgtype": "audio", "content": content})
    assert one.heard.attachments == (Attachment(kind=AttachmentKind.VOICE, reference=one.media[0].reference),)


@pytest.mark.parametrize(
    ("kind", "content", "becomes"),
    [
        ("markdown", {"title": "路灯", "text": "路灯**坏了**"}, "路灯**坏了**"),
        (
            "interactiveCard",
            {"title": "会议纪要", "biz_custom_action_url": "https://a.example/1"},
            "会议纪要\nhttps://a.example/1",
        ),
        ("interactiveCard", {"biz_custom_action_url": "https://a.example/1"}, "https://a.example/1"),
        ("chatRecord", {"title": "聊天记录", "summary": "赵敏：路灯坏了"}, "聊天记录\n赵敏：路灯坏了"),
        ("unknownMsgType", {"unknownMsgType": "用户发送了一条消息，机器人暂不支持接收。"}, ""),
        ("poll", {"options": [1]}, ""),
        ("poll", {"text": "路灯坏了"}, "路灯坏了"),
    ],
)
def test_other_kinds_are_the_words_they_have_and_are_answered_in_any_case(
    kind: str, content: object, becomes: str
) -> None:
    assert words({**ALONE, "msgtype": kind, "content": content}) == becomes


@pytest.mark.parametrize("kind", ["text", "richText", "picture", "audio", "file", "chatRecord", "poll"])
@pytest.mark.parametrize("content", UNREADABLE)
def test_a_message_with_no_readable_content_is_answered_all_the_same(kind: str, content: object) -> None:
    one = said({**IN_GROUP, "msgtype": kind, "content": content, "text": content})
    assert (one.heard.text, one.heard.attachments) == ("", ())


# --- variants ---


@pytest.mark.parametrize(
    "payload",
    [
        {"text": {"content": " 你好"}},
        {"content": " 你好"},
        {"text": None, "content": " 你好"},
        {"text": {}, "content": " 你好"},
        {"content": {"content": " 你好"}},
        {"content": json.dumps({"content": " 你好"})},
        {"text": " 你好"},
    ],
)
def test_a_text_is_read_wherever_it_stands(payload: dict[str, object]) -> None:
    assert words({**IN_GROUP, "msgtype": "text", **payload}) == "你好"


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("richText", {"richText": [{"type": "picture", "downloadCode": "code1"}]}),
        ("picture", {"downloadCode": "code1"}),
        ("file", {"downloadCode": "code1", "fileName": "a.pdf"}),
    ],
)
def test_a_content_written_as_a_text_of_json_is_the_same_content(kind: str, content: object) -> None:
    plain = said({**ALONE, "msgtype": kind, "content": content})
    assert plain.media
    assert said({**ALONE, "msgtype": kind, "content": json.dumps(content)}) == plain


def test_numbers_as_texts_and_texts_as_numbers_are_the_same() -> None:
    written_so = {
        "conversationType": 2,
        "createAt": str(MILLISECONDS),
        "sessionWebhookExpiredTime": str(MILLISECONDS + 5_400_000),
    }
    assert said({**text("你好"), **written_so}) == said(text("你好"))


OPTIONAL = (
    "conversationTitle",
    "createAt",
    "senderNick",
    "senderCorpId",
    "isAdmin",
    "isInAtList",
    "atUsers",
    "chatbotCorpId",
    "chatbotUserId",
    "robotCode",
    "sessionWebhook",
    "sessionWebhookExpiredTime",
)


@pytest.mark.parametrize("name", OPTIONAL)
@pytest.mark.parametrize("value", UNREADABLE)
def test_what_may_be_left_out_loses_no_message(name: str, value: object) -> None:
    for payload in (without(text("你好"), name), {**text("你好"), name: value}):
        heard = said(payload).heard
        assert (heard.id, heard.place, heard.sender, heard.text) == ("dingtalk:station:msgM1==", GROUP, ZHAO, "你好")


def test_of_all_that_may_be_left_out_nothing_is_needed() -> None:
    heard = said(without(text("你好"), *OPTIONAL)).heard
    assert (heard.sender_name, heard.sent_at, heard.text, heard.answer) == ("", NOW, "你好", None)


def test_members_that_nobody_knows_are_passed_over() -> None:
    strange = {"openThreadId": {"deep": [[1]]}, "hostingContext": 5, "senderPlatform": None, "": 1}
    assert said({**text("你好"), **strange}) == said(text("你好"))


def test_a_name_without_end_is_cut() -> None:
    assert said({**text("你好"), "senderNick": "赵" * 9999}).heard.sender_name == "赵" * 255


def test_a_name_that_cannot_be_read_loses_no_message() -> None:
    assert said({**text("你好"), "senderNick": "赵\0敏"}).heard.sender_name == ""


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


def test_a_mention_of_everybody_is_none_of_the_robot() -> None:
    assert told({**text("大家好"), "isInAtList": False, "atUsers": []}) == Unknown(kind="not addressed")


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


# --- references ---


def test_references_tell_messages_robots_and_attachments_apart_and_fit_a_file_name() -> None:
    picture = {"type": "picture", "downloadCode": "code1"}
    payload = {**rich(picture, picture), "msgId": "../../etc"}
    every = (
        *said(payload).media,
        *said({**payload, "msgId": "m2"}).media,
        *said(payload, Robot(entry="office")).media,
    )
    assert len({one.reference for one in every}) == 6
    assert all(one.reference.removeprefix("dingtalk:").isalnum() for one in every)
    assert said(payload).media == said(payload).media
