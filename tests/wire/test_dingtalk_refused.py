"""What DingTalk's robot is told that cannot be read is refused, whatever it is, and nothing else comes of it."""

import json
from contextlib import suppress

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.platforms.dingtalk.wire.clicks import clicked_by_callback, clicked_by_stream
from bot.platforms.dingtalk.wire.frames import frame_in
from bot.platforms.dingtalk.wire.opening import way_in
from bot.platforms.dingtalk.wire.robot import told_by_callback, told_by_stream
from bot.web.unreadable import Unreadable
from tests.wire.dingtalk import ALONE, NOW, ROBOT, said, text, told, without, written

NEEDED = ("msgId", "msgtype", "conversationId", "senderId")


@pytest.mark.parametrize("name", [*NEEDED, "conversationType"])
@pytest.mark.parametrize("value", [None, "", True, [], {}, 1.5, "a\0b", "i" * 513])
def test_a_message_without_what_it_needs_is_malformed(name: str, value: object) -> None:
    for payload in (without(text("你好"), name), {**text("你好"), name: value}):
        with pytest.raises(Unreadable) as refused:
            told(payload)
        assert refused.value.status == 400


@pytest.mark.parametrize("value", ["0", "3", 5, "group", "22"])
def test_what_may_be_heard_by_others_and_may_not_is_malformed(value: object) -> None:
    with pytest.raises(Unreadable):
        told({**text("你好"), "conversationType": value})


@pytest.mark.parametrize("name", ["senderStaffId", "senderUnionId", "chatbotCorpId"])
def test_an_id_without_end_is_malformed(name: str) -> None:
    with pytest.raises(Unreadable):
        told({**text("你好"), name: "i" * 513})


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"hello",
        b"null",
        b"5",
        b"[]",
        b"[{}]",
        b'"{}"',
        b"{",
        b"{}{}",
        b"\xff\xfe{}",
        b"\xef\xbb\xbf{}",
        b'{"msgId":NaN}',
        written(text("你好")).replace("你好".encode(), b"\xff"),
        written(text("你好")).replace(b"dingCORP", b"\xed\xa0\x80"),
        written(text("你好")).replace("你好".encode(), b"\\ud800"),
        written(text("你好")).replace("你好".encode(), b"\\udc00\\ud800 and more"),
        written(text("你好")).replace("你好".encode(), b"\\u0000"),
        written(text("你好")).replace("你好".encode(), b"\0"),
        written(text("你好"))[:-1],
    ],
)
def test_what_is_no_object_of_sound_text_is_malformed(body: bytes) -> None:
    with pytest.raises(Unreadable) as refused:
        told_by_callback(body, ROBOT, NOW)
    assert refused.value.status == 400


def test_more_than_half_a_mebibyte_is_too_large() -> None:
    bare = written(text(""))
    whole = written(text("灯" * ((2**19 - len(bare)) // 3))).ljust(2**19)
    assert len(whole) == 2**19
    told_by_callback(whole, ROBOT, NOW)
    for body in (whole + b" ", b"{" * 10_000_000):
        for read in (told_by_callback, clicked_by_callback):
            with pytest.raises(Unreadable) as refused:
                read(body, ROBOT, NOW)
            assert refused.value.status == 413


@pytest.mark.parametrize(("opens", "closes"), [("[", "]"), ('{"a":', "}")])
@pytest.mark.parametrize("name", ["strange", "text", "content", "atUsers", "quoteMessage"])
def test_what_nests_without_end_is_refused(name: str, opens: str, closes: str) -> None:
    def nested(depth: int) -> bytes:
        bare = written(without({**ALONE, "msgtype": "poll"}, name)).decode()
        return f'{bare[:-1]},"{name}":{opens * depth}1{closes * depth}}}'.encode()

    assert told_by_callback(nested(32), ROBOT, NOW) is not None
    for depth in (20_000, 80_000):
        with pytest.raises(Unreadable) as refused:
            told_by_callback(nested(depth), ROBOT, NOW)
        assert refused.value.status == 400


def test_a_text_of_json_that_nests_without_end_is_the_words_it_is() -> None:
    nested = '{"a":' * 20_000 + "1" + "}" * 20_000
    assert said({**ALONE, "msgtype": "text", "content": nested}).heard.text == nested


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
KINDS = ["text", "richText", "picture", "audio", "video", "file", "interactiveCard", "chatRecord", "unknownMsgType"]
CONTENT = st.fixed_dictionaries(
    {},
    optional={
        "content": st.text() | JSON,
        "text": st.text() | JSON,
        "downloadCode": st.text() | JSON,
        "fileName": st.text() | JSON,
        "recognition": st.text() | JSON,
        "summary": st.text() | JSON,
        "richText": st.lists(
            st.fixed_dictionaries(
                {}, optional={"type": st.sampled_from(["picture", "at", "text"]) | JSON, "text": JSON, "atName": JSON}
            )
            | JSON,
            max_size=4,
        ),
        "repliedMsg": st.fixed_dictionaries({"msgType": st.sampled_from(KINDS) | JSON, "content": JSON}) | JSON,
    },
)
NEARLY = st.fixed_dictionaries(
    {},
    optional={
        "msgId": st.just("m1") | JSON,
        "msgtype": st.sampled_from(KINDS) | JSON,
        "conversationId": st.just("cid1") | JSON,
        "conversationType": st.sampled_from(["1", "2", 1, 2]) | JSON,
        "senderId": st.just("$:LWCP") | JSON,
        "senderStaffId": st.text() | JSON,
        "createAt": st.integers() | st.integers().map(str) | JSON,
        "isInAtList": st.booleans() | JSON,
        "sessionWebhook": st.text() | JSON,
        "sessionWebhookExpiredTime": st.integers() | JSON,
        "errorCode": st.just(20001) | JSON,
        "text": CONTENT | JSON,
        "content": CONTENT | CONTENT.map(json.dumps) | JSON,
        "quoteMessage": JSON,
    },
)
CLICK = st.fixed_dictionaries(
    {"outTrackId": st.just("T") | JSON, "userId": st.just("u") | JSON},
    optional={
        "spaceType": st.sampled_from(["IM_GROUP", "IM"]) | JSON,
        "spaceId": st.text() | JSON,
        "userIdType": st.sampled_from([1, 2, "2"]) | JSON,
        "content": st.fixed_dictionaries(
            {"cardPrivateData": st.fixed_dictionaries({"actionIds": st.lists(st.text()) | JSON, "params": JSON}) | JSON}
        ).map(json.dumps)
        | JSON,
    },
)
COMPLETE = NEARLY.map(
    lambda payload: {**text("你好"), **payload, "msgId": "m1", "senderId": "$", "conversationId": "c"}
)


@given(payload=NEARLY | COMPLETE | CLICK | JSON)
def test_nothing_but_a_refusal_comes_of_other_json(payload: object) -> None:
    data = json.dumps(payload)
    for by_callback in (told_by_callback, clicked_by_callback):
        with suppress(Unreadable):
            by_callback(data.encode(), ROBOT, NOW)
    for by_stream in (told_by_stream, clicked_by_stream):
        with suppress(Unreadable):
            by_stream(data, ROBOT, NOW)
    with suppress(Unreadable):
        way_in(data.encode(), ["*.dingtalk.com", "ws://127.0.0.1:1"])
    frame_in(json.dumps({"type": "CALLBACK", "headers": payload, "data": data}).encode())
    frame_in(data.encode())


@given(data=st.binary() | st.text().map(str.encode) | st.text().map(lambda text: b'{"' + text.encode() + b'":1}'))
def test_nothing_but_a_refusal_comes_of_other_bytes(data: bytes) -> None:
    for read in (told_by_callback, clicked_by_callback):
        with pytest.raises(Unreadable) as refused:
            read(data, ROBOT, NOW)
        assert refused.value.status == 400
    frame_in(data)


@given(data=st.text(st.characters(), max_size=40))
@example(data='{"msgId":"\ud800"}')
def test_nothing_but_a_refusal_comes_of_other_text(data: str) -> None:
    for read in (told_by_stream, clicked_by_stream):
        with pytest.raises(Unreadable):
            read(data, ROBOT, NOW)
