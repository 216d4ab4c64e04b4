"""Frames of a stream: each is told for what it is, and is answered as the platform reads it."""

import json
from collections.abc import Mapping

import pytest
from yarl import URL

from bot.platforms.dingtalk.wire import frames, opening
from bot.platforms.dingtalk.wire.frames import (
    Click,
    Disconnect,
    Event,
    Frame,
    Garbled,
    Message,
    Notice,
    Ping,
    Stray,
    frame_in,
)
from bot.web.unreadable import MALFORMED, Unreadable
from tests.wire.dingtalk import text, written

ID = "213d841d_972_1898bb26334_70a7"


def frame(kind: str, topic: str, data: object, **headers: object) -> Mapping[str, object]:
    known = {"topic": topic, "messageId": ID, "contentType": "application/json", "time": "1795311000123"}
    return {"specVersion": "1.0", "type": kind, "headers": {**known, **headers}, "data": data}


def read(one: object) -> Frame:
    return frame_in(written(one))


def answered(answer: bytes) -> Mapping[str, object]:
    """Return an acknowledgement with its data read, which stand in it as a text."""
    one = json.loads(answer)
    assert isinstance(one["data"], str)
    return {**one, "data": json.loads(one["data"])}


# --- what comes ---


def test_a_message_is_the_text_of_its_data() -> None:
    data = written(text("路灯坏了")).decode()
    assert read(frame("CALLBACK", "/v1.0/im/bot/messages/get", data)) == Message(message_id=ID, data=data)


def test_a_click_is_the_text_of_its_data() -> None:
    assert read(frame("CALLBACK", "/v1.0/card/instances/callback", "{}")) == Click(message_id=ID, data="{}")


def test_a_ping_keeps_what_goes_back() -> None:
    data = '{"opaque":"0d2c"}'
    assert read(frame("SYSTEM", "ping", data)) == Ping(message_id=ID, data=data)
    assert read(frame("SYSTEM", "ping", {"opaque": "0d2c"})) == Ping(message_id=ID, data="")


@pytest.mark.parametrize("reason", ["connection is expired", "persistent connection is timeout"])
def test_a_connection_that_ends_is_told(reason: str) -> None:
    headers = {"topic": "disconnect", "contentType": "application/json"}
    assert read({"type": "SYSTEM", "headers": headers, "data": json.dumps({"reason": reason})}) == Disconnect()
    assert read({"type": "SYSTEM", "headers": headers}) == Disconnect()


@pytest.mark.parametrize("topic", ["CONNECTED", "REGISTERED", "KEEPALIVE", ""])
def test_other_words_of_the_platforms_own_ask_for_nothing(topic: str) -> None:
    assert read(frame("SYSTEM", topic, "")) == Notice(message_id=ID, kind=topic)


@pytest.mark.parametrize("topic", ["*", "dingTalk"])
def test_an_event_is_told_by_its_type_whatever_its_topic(topic: str) -> None:
    one = frame("EVENT", topic, '{"chatId":"c"}', eventType="chat_update_title", eventId="e1", eventBornTime=1795311)
    assert read(one) == Event(message_id=ID, kind="chat_update_title")
    headers = one["headers"]
    assert read({"type": "EVENT", "header": headers, "data": ""}) == Event(message_id=ID, kind="chat_update_title")


@pytest.mark.parametrize(
    ("kind", "topic", "told"),
    [
        ("CALLBACK", "/v1.0/im/bot/messages/delegate", "/v1.0/im/bot/messages/delegate"),
        ("CALLBACK", "", "CALLBACK"),
        ("NEWS", "", "NEWS"),
        ("system", "ping", "ping"),
    ],
)
def test_what_was_not_asked_for_is_strange(kind: str, topic: str, told: str) -> None:
    assert read(frame(kind, topic, "{}")) == Stray(message_id=ID, kind=told)


def test_an_id_may_be_a_number() -> None:
    one = frame("SYSTEM", "ping", "{}", messageId=213)
    assert read(one) == Ping(message_id="213", data="{}")


@pytest.mark.parametrize(
    "one",
    [
        {"headers": {"messageId": ID}},
        {"type": 1.5, "headers": {"messageId": ID}},
        frame("EVENT", "*", "not JSON"),
        frame("SYSTEM", "ping", "a\0b"),
    ],
)
def test_a_garbled_frame_is_refused_by_its_id_where_it_has_one(one: object) -> None:
    assert read(one) == Garbled(message_id=ID)


@pytest.mark.parametrize(
    "data",
    [b"", b"hello", b"5", b"null", b"[]", b"{}", b"\xff\xfe", b'{"type":"SYSTEM"', b'{"type":5.5,"headers":5}'],
)
def test_junk_is_garbled(data: bytes) -> None:
    assert frame_in(data) == Garbled()


def test_data_that_are_no_text_of_json_are_left_to_who_reads_them() -> None:
    topic = "/v1.0/im/bot/messages/get"
    assert read(frame("CALLBACK", topic, {"msgId": "m1"})) == Message(message_id=ID, data="")
    assert read(frame("CALLBACK", topic, "hello")) == Message(message_id=ID, data="hello")


def test_more_than_a_mebibyte_is_garbled() -> None:
    whole = written(frame("SYSTEM", "ping", "{}")).ljust(2**20)
    assert frame_in(whole) == Ping(message_id=ID, data="{}")
    assert frame_in(whole + b" ") == Garbled()


# --- what answers it ---


def test_an_acknowledgement_has_the_id_and_says_what_the_kind_of_frame_asks_for() -> None:
    headers = {"messageId": ID, "contentType": "application/json"}
    taken = {"code": 200, "headers": headers, "message": "OK"}
    change = {"cardData": {"cardParamMap": {"chosen": "能"}}}
    assert answered(frames.heard(ID)) == {**taken, "data": {"response": None}}
    assert answered(frames.clicked(ID, {})) == {**taken, "data": {"response": {}}}
    assert answered(frames.clicked(ID, change)) == {**taken, "data": {"response": change}}
    assert answered(frames.noted(ID)) == {**taken, "data": {"status": "SUCCESS", "message": "success"}}


def test_a_ping_is_answered_with_what_came() -> None:
    assert answered(frames.pong(Ping(message_id=ID, data='{"opaque":"0d2c"}'))) == {
        "code": 200,
        "headers": {"messageId": ID, "contentType": "application/json"},
        "message": "OK",
        "data": {"opaque": "0d2c"},
    }


@pytest.mark.parametrize("code", [MALFORMED, frames.NO_SUCH_TOPIC])
def test_a_frame_that_was_not_taken_is_answered_with_the_reason(code: int) -> None:
    one = answered(frames.refused(ID, code))
    assert (one["code"], one["headers"], one["data"]) == (
        code,
        {"messageId": ID, "contentType": "application/json"},
        {},
    )
    assert {MALFORMED, frames.NO_SUCH_TOPIC} == {400, 404}


# --- how a stream is opened ---


def test_a_way_in_is_asked_for_messages_and_clicks_alone() -> None:
    assert json.loads(opening.opening("dingID", "s3cret")) == {
        "clientId": "dingID",
        "clientSecret": "s3cret",
        "subscriptions": [
            {"type": "CALLBACK", "topic": "/v1.0/im/bot/messages/get"},
            {"type": "CALLBACK", "topic": "/v1.0/card/instances/callback"},
        ],
        "ua": "liaison-bot-python/1",
    }


HOSTS = ("*.dingtalk.com", "ws://127.0.0.1:9091")
DOOR = "wss://wss-open-connection.dingtalk.com:443/connect"


def way_in(endpoint: object, ticket: object = "7724109a", **more: object) -> URL:
    return opening.way_in(written({"endpoint": endpoint, "ticket": ticket, **more}), HOSTS)


def test_the_way_in_is_the_endpoint_with_the_ticket() -> None:
    assert str(way_in(DOOR, extra=1)) == "wss://wss-open-connection.dingtalk.com/connect?ticket=7724109a"
    assert str(way_in("ws://127.0.0.1:9091/connect")) == "ws://127.0.0.1:9091/connect?ticket=7724109a"


def test_a_ticket_is_written_so_that_it_arrives_as_it_was_given() -> None:
    address = way_in(DOOR, "a+b/c=d&e %2B#")
    assert address.query == {"ticket": "a+b/c=d&e %2B#"}
    assert "%2B" in address.raw_query_string


@pytest.mark.parametrize(
    "endpoint",
    [
        "",
        None,
        5,
        "/connect",
        "ws://wss-open-connection.dingtalk.com/connect",
        "https://wss-open-connection.dingtalk.com/connect",
        "wss://wss-open-connection.dingtalk.com:8443/connect",
        "wss://evil.example/connect",
        "wss://dingtalk.com.evil.example/connect",
        "wss://evildingtalk.com/connect",
        "wss://a.dingtalk.com@evil.example/connect",
        "ws://127.0.0.1:9092/connect",
        "wss://127.0.0.1:9091/connect",
        "wss://[::1/connect",
        "wss://a.dingtalk.com:99999/connect",
    ],
)
def test_nobody_else_is_asked(endpoint: object) -> None:
    with pytest.raises(Unreadable):
        way_in(endpoint)


@pytest.mark.parametrize("ticket", ["", None, [], 1.5])
def test_without_a_ticket_there_is_no_way_in(ticket: object) -> None:
    with pytest.raises(Unreadable):
        way_in(DOOR, ticket)


@pytest.mark.parametrize("answer", [b"", b"<html>", b"[]", b"{}", b"\xff"])
def test_an_answer_that_is_none_is_refused(answer: bytes) -> None:
    with pytest.raises(Unreadable):
        opening.way_in(answer, HOSTS)
