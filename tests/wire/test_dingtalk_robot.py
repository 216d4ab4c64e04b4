"""What people say to DingTalk's robot: payloads as the platform writes them, each beside what it must become."""

import json

import pytest

from bot.platforms.dingtalk.wire.robot import Session, session_from, told_by_stream
from bot.platforms.dingtalk.wire.told import Deposit, Robot, Said
from handlers.message import Attachment, AttachmentKind, Heard, Scope
from tests.wire.dingtalk import (
    ALONE,
    GROUP,
    IN_GROUP,
    MILLISECONDS,
    NOW,
    PRIVATE,
    ROBOT,
    SAID_AT,
    SESSION,
    ZHAO,
    rich,
    said,
    text,
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
