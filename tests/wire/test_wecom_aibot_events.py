"""What an AI bot is told beside what people say: events, and frames of the long connection."""

from collections.abc import Mapping

import pytest

from bot.platforms.wecom.aibot.wire import Acknowledged, ByCallback, ByRequest, answer_from, told_by_frame
from bot.platforms.wecom.told import Clicked, Entered, Kicked, Refreshing, Said, Unknown
from bot.sending.choosing import Chosen
from bot.web.unreadable import Unreadable
from handlers.message import Quote
from tests.wire.wecom import NOW
from tests.wire.wecom_aibot import ALONE, IN_GROUP, PRIVATE, ROBOT, URL, ZHAO, text, told, written

# --- events ---


def event(kind: str, **more: object) -> Mapping[str, object]:
    return {**ALONE, "create_time": 1795000000, "msgtype": "event", "event": {"eventtype": kind, **more}}


def click(key: object, task: object = "ev@12") -> Mapping[str, object]:
    return event(
        "template_card_event",
        template_card_event={"card_type": "button_interaction", "event_key": key, "task_id": task},
    )


def test_who_enters_without_a_kind_of_chat_enters_a_talk_one_to_one() -> None:
    bare = {key: value for key, value in event("enter_chat").items() if key != "chattype"}
    assert told(bare) == Entered(place=PRIVATE, sender=ZHAO)


def test_a_click_is_the_digit_it_stands_for_said_about_the_question_it_was_put_to() -> None:
    chosen = Chosen(words="2", label="不能", question="周五接待日您能来吗？\n1 能 2 不能")
    one = told({**click(chosen.key), "response_url": URL})
    assert isinstance(one, Clicked)
    assert (one.task_id, one.chosen, one.heard.text) == ("ev@12", chosen, "2")
    assert one.heard.quote == Quote(text="周五接待日您能来吗？\n1 能 2 不能", from_bot=True)
    assert one.heard.id == "wecom:station:CAIQ-m1"
    assert one.heard.answer is not None
    assert answer_from(one.heard.answer) == ByCallback(stream=None, response_url=URL)


def test_a_click_on_a_button_of_somebody_elses_is_the_words_of_its_key() -> None:
    one = told(click("进度"))
    assert isinstance(one, Clicked)
    assert (one.heard.text, one.heard.quote) == ("进度", None)


def test_a_click_that_says_nothing_is_acknowledged() -> None:
    assert told(click("")) == Unknown(kind="template_card_event")


def test_a_click_over_the_long_connection_is_not_answered_like_a_message() -> None:
    one = told_by_frame(
        written({"cmd": "aibot_event_callback", "headers": {"req_id": "s-9"}, "body": click("1")}), ROBOT, NOW
    )
    assert isinstance(one, Clicked)
    assert (one.req_id, one.heard.answer) == ("s-9", None)


@pytest.mark.parametrize("kind", ["feedback_event", "enter_check_update", ""])
def test_other_events_are_acknowledged(kind: str) -> None:
    assert told(event(kind, feedback_event={"id": "f", "type": 1})) == Unknown(kind=kind)


def test_a_stream_asks_for_its_present_content() -> None:
    assert told({**IN_GROUP, "msgtype": "stream", "stream": {"id": "CAIQ-m0"}}) == Refreshing(stream="CAIQ-m0")


# --- frames of the long connection ---


def test_a_message_in_a_frame_is_answered_by_its_request() -> None:
    frame = written(
        {
            "cmd": "aibot_msg_callback",
            "headers": {"req_id": "s-77"},
            "body": {**text("@代表小助手 你好"), "response_url": URL},
        }
    )
    one = told_by_frame(frame, ROBOT, NOW)
    assert isinstance(one, Said)
    assert one.heard.answer == '{"type":"request","req_id":"s-77"}'
    assert answer_from(one.heard.answer) == ByRequest(req_id="s-77")
    assert one.heard.text == "你好"


def test_a_replaced_connection_is_told() -> None:
    body = {
        "msgid": "e1",
        "create_time": 1795000002,
        "aibotid": "B",
        "msgtype": "event",
        "event": {"eventtype": "disconnected_event"},
    }
    frame = written({"cmd": "aibot_event_callback", "headers": {"req_id": "s-79"}, "body": body})
    assert told_by_frame(frame, ROBOT, NOW) == Kicked()


@pytest.mark.parametrize(
    ("frame", "becomes"),
    [
        ({"headers": {"req_id": "r1"}, "errcode": 0, "errmsg": "ok"}, Acknowledged(req_id="r1", code=0, errmsg="ok")),
        ({"headers": {"req_id": "r1"}, "errcode": 853000}, Acknowledged(req_id="r1", code=853000)),
        (
            {"headers": {"req_id": "u1"}, "body": {"upload_id": "UP"}, "errcode": 0},
            Acknowledged(req_id="u1", code=0, upload_id="UP"),
        ),
        (
            {
                "headers": {"req_id": "u4"},
                "body": {"type": "file", "media_id": "M", "created_at": 1795000003},
                "errcode": 0,
            },
            Acknowledged(req_id="u4", code=0, media_id="M"),
        ),
        ({"headers": {"req_id": "r1"}, "errcode": 0, "body": [5]}, Acknowledged(req_id="r1", code=0)),
        ({"cmd": "aibot_get_mcp_config", "headers": {"req_id": "x"}, "body": 5}, Unknown(kind="aibot_get_mcp_config")),
    ],
)
def test_an_acknowledgement_or_an_unknown_frame_is_told_as_such(frame: object, becomes: object) -> None:
    assert told_by_frame(written(frame), ROBOT, NOW) == becomes


@pytest.mark.parametrize(
    "frame",
    [
        b"",
        b"hello",
        b"[]",
        b"5",
        b"null",
        b"{}",
        b"\xff\xfe\x00",
        b'{"headers":{}}',
        b'{"headers":{"req_id":5},"errcode":0}',
        b'{"headers":{"req_id":"r"}}',
        b'{"headers":{"req_id":"r"},"errcode":"0"}',
        b'{"cmd":"aibot_msg_callback","body":{}}',
        b'{"cmd":"aibot_msg_callback","headers":{"req_id":"r"}}',
        b'{"cmd":"aibot_msg_callback","headers":{"req_id":"r"},"body":{"msgtype":"text"}}',
    ],
)
def test_a_junk_frame_is_refused(frame: bytes) -> None:
    with pytest.raises(Unreadable) as refused:
        told_by_frame(frame, ROBOT, NOW)
    assert refused.value.status == 400
