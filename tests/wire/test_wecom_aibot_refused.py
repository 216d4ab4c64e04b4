"""What an AI bot is told that cannot be read is refused, whatever it is, and nothing else comes of it."""

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.platforms.wecom.aibot.wire import encrypted_in, told_by_callback, told_by_frame
from bot.web.unreadable import Unreadable
from tests.wire.wecom import NOW
from tests.wire.wecom_aibot import IN_GROUP, ROBOT, text, written

BROKEN = [
    {},
    {"msgtype": 5},
    {"msgtype": "text", "text": {"content": "你好"}},
    {**IN_GROUP, "msgtype": "text"},
    {**IN_GROUP, "msgtype": "text", "text": {"content": None}},
    {**IN_GROUP, "msgtype": "mixed", "mixed": {"msg_item": 5}},
    {**IN_GROUP, "msgtype": "image", "image": {}},
    {**text("你好"), "msgid": None},
    {**text("你好"), "msgid": ""},
    {**text("你好"), "msgid": 7},
    {**text("你好"), "msgid": "m" * 513},
    {**text("你好"), "msgid": "m\0"},
    {**text("你好"), "from": {}},
    {**text("你好"), "from": {"userid": ""}},
    {**text("你好"), "from": {"userid": "u\0"}},
    {**text("你好"), "chatid": 5},
    {**text("你好"), "chatid": "c\0"},
    {**text("你好"), "chatid": ""},
    {**text("你好"), "chatid": None},
    {**text("你好"), "chatid": "w" * 513},
    {**IN_GROUP, "msgtype": "event"},
    {**IN_GROUP, "msgtype": "event", "event": {"eventtype": "template_card_event"}},
    {
        **IN_GROUP,
        "msgtype": "event",
        "event": {"eventtype": "template_card_event", "template_card_event": {"event_key": 1}},
    },
    {"msgtype": "event", "event": {"eventtype": "enter_chat"}},
    {**IN_GROUP, "msgtype": "stream", "stream": {}},
]


@pytest.mark.parametrize("payload", BROKEN)
def test_a_message_without_what_it_needs_is_malformed(payload: object) -> None:
    with pytest.raises(Unreadable) as refused:
        told_by_callback(written(payload), ROBOT, NOW)
    assert refused.value.status == 400


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{}",
        b"[]",
        b'{"encrypt":5}',
        b'{"Encrypt":"AA"}',
        b"\xff",
        b'{"encrypt":"\\ud800"}',
        b'{"encrypt":"\xff"}',
        b'{"encrypt":"A"',
    ],
)
def test_an_envelope_without_its_content_is_malformed(body: bytes) -> None:
    with pytest.raises(Unreadable) as refused:
        encrypted_in(body)
    assert refused.value.status == 400


def test_more_than_a_mebibyte_is_too_large() -> None:
    whole = b'{"encrypt":"' + b"A" * (2**20 - 14) + b'"}'
    assert len(encrypted_in(whole)) == 2**20 - 14
    with pytest.raises(Unreadable) as refused:
        encrypted_in(whole + b" ")
    assert refused.value.status == 413


@pytest.mark.parametrize(("opens", "closes"), [(b"[", b"]"), (b'{"a":', b"}")])
def test_what_nests_without_end_is_refused(opens: bytes, closes: bytes) -> None:
    def nested(depth: int) -> bytes:
        return b'{"encrypt":"AA","junk":' + opens * depth + b"1" + closes * depth + b"}"

    assert encrypted_in(nested(32)) == "AA"
    for body in (nested(20_000), nested(170_000), b'{"junk":' + opens * 170_000):
        with pytest.raises(Unreadable) as refused:
            encrypted_in(body)
        assert refused.value.status == 400


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
NEARLY = st.fixed_dictionaries(
    {},
    optional={
        "msgid": st.just("m1") | JSON,
        "msgtype": st.sampled_from(["text", "mixed", "image", "voice", "event", "stream", "file"]) | JSON,
        "chatid": st.text() | JSON,
        "chattype": st.sampled_from(["single", "group"]) | JSON,
        "from": st.fixed_dictionaries({"userid": st.text() | JSON}),
        "text": st.fixed_dictionaries({"content": st.text() | JSON}) | JSON,
        "mixed": st.fixed_dictionaries({"msg_item": st.lists(JSON) | JSON}) | JSON,
        "image": st.fixed_dictionaries({"url": st.text() | JSON, "aeskey": st.text() | JSON}) | JSON,
        "event": st.fixed_dictionaries({"eventtype": st.sampled_from(["enter_chat", "template_card_event"]) | JSON})
        | JSON,
        "quote": JSON,
        "stream": JSON,
    },
)


@given(payload=NEARLY | JSON)
def test_nothing_but_a_refusal_comes_of_other_json(payload: object) -> None:
    frame = {"cmd": "aibot_msg_callback", "headers": {"req_id": "r"}, "body": payload}
    for read, data in ((told_by_callback, payload), (told_by_frame, frame), (told_by_frame, payload)):
        with suppress(Unreadable):
            read(json.dumps(data).encode(), ROBOT, NOW)


@given(data=st.binary() | st.text().map(str.encode))
def test_nothing_but_a_refusal_comes_of_other_bytes(data: bytes) -> None:
    for read in (
        encrypted_in,
        lambda data: told_by_callback(data, ROBOT, NOW),
        lambda data: told_by_frame(data, ROBOT, NOW),
    ):
        with pytest.raises(Unreadable) as refused:
            read(data)
        assert refused.value.status == 400
