"""What people quote when they speak to DingTalk's robot: it goes along where it can be read, and loses nothing."""

from collections.abc import Mapping

import pytest

from handlers.message import AttachmentKind, Quote
from tests.wire.dingtalk import BOT, IN_GROUP, ZHAO, ZHAO_SENDER, rich, said, text


def quoting(quoted: object, content: str = " 登记") -> Mapping[str, object]:
    return {**text(""), "text": {"content": content, "isReplyMsg": True, "repliedMsg": quoted}}


def quote(quoted: object) -> Quote | None:
    heard = said(quoting(quoted)).heard
    assert heard.text == "登记"
    return heard.quote


@pytest.mark.parametrize(
    ("kind", "content", "becomes"),
    [
        ("text", {"text": "井盖丢失"}, "井盖丢失"),
        ("text", {"content": "井盖丢失"}, "井盖丢失"),
        ("text", "井盖丢失", "井盖丢失"),
        ("audio", {"duration": "3000", "downloadCode": "code1", "recognition": "井盖丢失"}, "井盖丢失"),
        ("chatRecord", {"title": "聊天记录", "summary": "赵敏：井盖丢失"}, "聊天记录\n赵敏：井盖丢失"),
        ("markdown", {"title": "井盖", "text": "井盖丢失"}, "井盖丢失"),
    ],
)
def test_quoted_words_go_along(kind: str, content: object, becomes: str) -> None:
    assert quote({"msgType": kind, "msgId": "msgQ==", "createdAt": 1795310000000, "content": content}) == Quote(
        text=becomes
    )


@pytest.mark.parametrize(
    ("kind", "content", "becomes"),
    [
        ("picture", {"downloadCode": "code1"}, AttachmentKind.IMAGE),
        ("file", {"downloadCode": "code1", "fileName": "a.pdf", "fileId": "7"}, AttachmentKind.FILE),
        ("video", {"downloadCode": "code1", "duration": "5"}, AttachmentKind.FILE),
        ("audio", {"downloadCode": "code1", "duration": "5"}, AttachmentKind.VOICE),
    ],
)
def test_quoted_media_are_fetched_like_those_of_the_message(
    kind: str, content: object, becomes: AttachmentKind
) -> None:
    one = said(quoting({"msgType": kind, "content": content}))
    assert one.heard.quote is not None
    (attachment,) = one.heard.quote.attachments
    assert (attachment.kind, [(media.reference, media.code) for media in one.media]) == (
        becomes,
        [(attachment.reference, "code1")],
    )


def test_a_quoted_rich_text_names_its_pieces_otherwise() -> None:
    items = [
        {"msgType": "text", "content": "井盖"},
        {"msgType": "emoji", "content": "[流泪]"},
        {"msgType": "at", "content": "@王强 "},
        {"msgType": "picture", "content": {"downloadCode": "code1"}},
        {"msgType": "picture", "downloadCode": "code2"},
        {"msgType": "text", "content": "丢失"},
    ]
    one = said(quoting({"msgType": "richText", "content": {"richText": items}}))
    assert one.heard.quote is not None
    assert one.heard.quote.text == "井盖[流泪]@王强\n丢失"
    assert [media.code for media in one.media] == ["code1", "code2"]


@pytest.mark.parametrize(
    ("content", "becomes", "kinds"),
    [
        ({"text": "井盖丢失"}, "井盖丢失", []),
        ({"richText": [{"msgType": "text", "content": "井盖丢失"}]}, "井盖丢失", []),
        ({"downloadCode": "code1"}, "", [AttachmentKind.IMAGE]),
        ({"downloadCode": "code1", "fileName": "a.pdf"}, "", [AttachmentKind.FILE]),
    ],
)
def test_a_quote_whose_kind_is_not_told_is_read_by_what_it_holds(
    content: object, becomes: str, kinds: list[AttachmentKind]
) -> None:
    one = quote({"content": content})
    assert one is not None
    assert (one.text, [attachment.kind for attachment in one.attachments]) == (becomes, kinds)


def test_the_older_form_of_a_quote_is_read_too() -> None:
    older = {"msgId": "msgQ==", "msgtype": "text", "text": {"content": "井盖丢失"}, "senderId": BOT}
    heard = said({**text("登记"), "quoteMessage": older}).heard
    assert heard.quote == Quote(text="井盖丢失", from_bot=True)
    record = {"msgtype": "chatRecord", "content": {"title": "聊天记录", "summary": "赵敏：井盖丢失"}}
    assert said({**text("登记"), "quoteMessage": record}).heard.quote == Quote(text="聊天记录\n赵敏：井盖丢失")


def test_a_rich_text_may_quote() -> None:
    answering = rich({"text": "登记"})
    quoted = {"isReplyMsg": True, "repliedMsg": {"msgType": "text", "content": {"text": "井盖丢失"}}}
    for place in ("text", "content"):
        content = {**quoted, "richText": [{"text": "登记"}]} if place == "content" else answering["content"]
        heard = said({**answering, place: quoted, "content": content}).heard
        assert (heard.text, heard.quote) == ("登记", Quote(text="井盖丢失"))


def test_who_was_quoted_is_told_of_the_speaker_and_of_the_robot_alone() -> None:
    def by(sender: str) -> object:
        return {"msgType": "text", "senderId": sender, "content": {"text": "井盖丢失"}}

    assert quote(by(ZHAO_SENDER)) == Quote(text="井盖丢失", author=ZHAO.user)
    assert quote(by(BOT)) == Quote(text="井盖丢失", from_bot=True)
    assert quote(by("$:LWCP_v1:$ELSE")) == quote(by("")) == Quote(text="井盖丢失")


def test_nobody_is_the_robot_where_its_id_is_not_told() -> None:
    quoted = {"msgType": "text", "senderId": "", "content": {"text": "井盖丢失"}}
    heard = said({**quoting(quoted), "chatbotUserId": ""}).heard
    assert heard.quote == Quote(text="井盖丢失")


@pytest.mark.parametrize(
    "quoted",
    [
        None,
        5,
        "井盖",
        [],
        {},
        {"msgType": "unknownMsgType"},
        {"msgType": "interactiveCard", "content": {}},
        {"msgType": "text", "content": None},
        {"msgType": "text", "content": {"text": 1.5}},
        {"msgType": "text", "content": {"text": "井\0盖"}},
        {"msgType": "text", "content": "井\0盖"},
        {"msgType": "picture", "content": {"downloadCode": None}},
        {"msgType": "richText", "content": {"richText": 5}},
        {"msgType": ["text"], "content": {"text": ["井盖"]}},
        {"msgType": "te\0xt", "content": {"text": "井盖"}},
    ],
)
def test_a_quote_that_cannot_be_read_does_not_lose_the_words_beside_it(quoted: object) -> None:
    assert quote(quoted) is None


def test_who_only_quotes_says_nothing_else() -> None:
    heard = said(quoting({"msgType": "text", "content": {"text": "井盖丢失"}}, content=" ")).heard
    assert (heard.text, heard.quote) == ("", Quote(text="井盖丢失"))


def test_a_message_that_names_what_it_quotes_by_its_id_alone_quotes_nothing_readable() -> None:
    heard = said({**IN_GROUP, "msgtype": "text", "text": {"content": "登记"}, "originalMsgId": "msgQ=="}).heard
    assert (heard.text, heard.quote) == ("登记", None)
