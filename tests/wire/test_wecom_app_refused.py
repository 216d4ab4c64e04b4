"""XML that cannot be read is refused, whatever it is, and nothing else comes of it."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.platforms.wecom.app.wire import encrypted_in
from bot.web.unreadable import Unreadable
from tests.wire.wecom_app import event, message, told, written


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<xml/>",
        b"<xml></xml>",
        b"<xml>",
        b"<other><Encrypt>AA</Encrypt></other>",
        b"<xml><Encrypt>AA</Encrypt><Encrypt>BB</Encrypt></xml>",
        b"<xml><Encrypt><inner>AA</inner></Encrypt></xml>",
        b"<xml><Encrypt>AA</Encrypt></xml><xml/>",
        b"<xml><Encrypt>&lol;</Encrypt></xml>",
        b"<xml><Encrypt>\xff</Encrypt></xml>",
        b'{"encrypt":"AA"}',
        b"<!DOCTYPE xml><xml><Encrypt>AA</Encrypt></xml>",
        b'<!DOCTYPE xml [<!ENTITY a "AA">]><xml><Encrypt>&a;</Encrypt></xml>',
        b'<!DOCTYPE xml SYSTEM "http://127.0.0.1/x.dtd"><xml><Encrypt>AA</Encrypt></xml>',
        b'<!DOCTYPE x [<!ENTITY % p SYSTEM "file:///etc/passwd">%p;]><xml><Encrypt>AA</Encrypt></xml>',
    ],
)
def test_an_envelope_that_is_not_plain_is_malformed(body: bytes) -> None:
    with pytest.raises(Unreadable) as refused:
        encrypted_in(body)
    assert refused.value.status == 400


@pytest.mark.parametrize(
    "body",
    [
        b"<xml><ToUserName><![CDATA[C]]></ToUserName><AgentID>1</AgentID><Encrypt><![CDATA[AA+/=]]></Encrypt></xml>",
        b"<?xml version='1.0' encoding='utf-8'?>\n<xml>\n <Encrypt>AA+/=</Encrypt><More><Encrypt>BB</Encrypt></More>\n</xml>\n",
    ],
)
def test_an_envelope_holds_what_is_encrypted(body: bytes) -> None:
    assert encrypted_in(body) == "AA+/="


def test_more_than_a_mebibyte_is_too_large() -> None:
    whole = b"<xml><Encrypt>" + b"A" * (2**20 - 30) + b"</Encrypt></xml>"
    assert len(encrypted_in(whole)) == 2**20 - 30
    with pytest.raises(Unreadable) as refused:
        encrypted_in(whole + b" ")
    assert refused.value.status == 413


def test_what_nests_deeper_than_32_is_refused() -> None:
    def nested(depth: int) -> bytes:
        return b"<xml><Encrypt>AA</Encrypt>" + b"<a>" * depth + b"</a>" * depth + b"</xml>"

    assert encrypted_in(nested(31)) == "AA"
    for depth in (32, 20_000, 140_000):
        with pytest.raises(Unreadable) as refused:
            encrypted_in(nested(depth))
        assert refused.value.status == 400


def test_more_than_a_thousand_elements_are_refused() -> None:
    assert encrypted_in(b"<xml><Encrypt>AA</Encrypt>" + b"<a/>" * 998 + b"</xml>") == "AA"
    with pytest.raises(Unreadable) as refused:
        encrypted_in(b"<xml><Encrypt>AA</Encrypt>" + b"<a/>" * 999 + b"</xml>")
    assert refused.value.status == 400


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"hello",
        written(MsgType="text", Content="x"),
        written(MsgType="text", Content="x", MsgId="1" * 513),
        message("text", Content="x", FromUserName=""),
        message("text", Content="x", FromUserName="u" * 513),
        message("text", Content="x", FromUserName="<a>x</a>"),
        event("template_card_event", EventKey="1", FromUserName=""),
        event("enter_agent", FromUserName=""),
    ],
)
def test_a_message_without_what_it_needs_is_malformed(data: bytes) -> None:
    with pytest.raises(Unreadable) as refused:
        told(data)
    assert refused.value.status == 400


NAMES = st.sampled_from(
    [
        "MsgType",
        "Event",
        "MsgId",
        "FromUserName",
        "CreateTime",
        "Content",
        "MediaId",
        "EventKey",
        "TaskId",
        "SelectedItems",
        "Label",
    ]
)
VALUES = (
    st.sampled_from(["text", "event", "image", "location", "link", "template_card_event", "click", "<a>b</a>", "1"])
    | st.text()
)


@given(fields=st.lists(st.tuples(NAMES, VALUES)), cut=st.integers(0, 200))
def test_nothing_but_a_refusal_comes_of_other_xml(fields: list[tuple[str, str]], cut: int) -> None:
    data = f"<xml>{''.join(f'<{name}>{value}</{name}>' for name, value in fields)}</xml>".encode(errors="replace")
    for one in (data, data[:cut]):
        with suppress(Unreadable):
            told(one)


@given(data=st.binary() | st.text().map(str.encode))
def test_nothing_but_a_refusal_comes_of_other_bytes(data: bytes) -> None:
    for read in (encrypted_in, told):
        with pytest.raises(Unreadable) as refused:
            read(data)
        assert refused.value.status == 400
