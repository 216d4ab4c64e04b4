"""Recorded payloads of an AI bot, each beside what it must become; what cannot be read is refused and nothing else."""

import base64
import json
from collections.abc import Mapping
from contextlib import suppress
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.platforms.wecom.aibot_wire import (
    Acknowledged,
    ByCallback,
    ByRequest,
    Robot,
    answer_from,
    encrypted_in,
    told_by_callback,
    told_by_frame,
)
from bot.platforms.wecom.cards import Chosen
from bot.platforms.wecom.cipher import Cipher, Unreadable
from bot.platforms.wecom.told import Clicked, Entered, Kicked, Link, Refreshing, Said, Told, Unknown
from handlers.message import Account, Attachment, AttachmentKind, Heard, Quote, Scope
from handlers.people.rules.roster import Place
from tests.wire.wecom import AES_KEY, NOW, TOKEN, signed

ROBOT = Robot(entry="station", aliases=("代表小助手", "代表 Bot", "代表"))
GROUP = Place(platform="wecom", account="station", chat="wrAbC123")
PRIVATE = Place(platform="wecom", account="station", chat="zhaomin")
ZHAO = Account(platform="wecom", account="station", user="zhaomin")
URL = "https://qyapi.weixin.qq.com/cgi-bin/aibot/response?response_code=RC"
PICTURE = "https://ww-aibot.example.myqcloud.com/p?sign=1"
KEY = bytes(range(32))

IN_GROUP = {
    "msgid": "CAIQ-m1",
    "aibotid": "aibX",
    "chatid": "wrAbC123",
    "chattype": "group",
    "from": {"userid": "zhaomin"},
}
ALONE = {"msgid": "CAIQ-m1", "aibotid": "aibX", "chattype": "single", "from": {"userid": "zhaomin"}}


def written(payload: object) -> bytes:
    return json.dumps(payload, ensure_ascii=False).encode()


def told(payload: Mapping[str, object], robot: Robot = ROBOT) -> Told:
    return told_by_callback(written(payload), robot, NOW)


def said(payload: Mapping[str, object], robot: Robot = ROBOT) -> Said:
    one = told(payload, robot)
    assert isinstance(one, Said)
    return one


def words(payload: Mapping[str, object], robot: Robot = ROBOT) -> str:
    return said(payload, robot).heard.text


def text(content: str) -> Mapping[str, object]:
    return {**IN_GROUP, "msgtype": "text", "text": {"content": content}}


# --- what people say ---


def test_a_text_in_a_group_that_quotes_a_mixed_message() -> None:
    one = said(
        {
            **IN_GROUP,
            "response_url": URL,
            "msgtype": "text",
            "text": {"content": "@代表小助手 登记"},
            "quote": {
                "msgtype": "mixed",
                "mixed": {
                    "msg_item": [
                        {"msgtype": "text", "text": {"content": "井盖丢失"}},
                        {"msgtype": "image", "image": {"url": PICTURE}},
                        {"msgtype": "text", "text": {"content": "就在校门口"}},
                    ]
                },
            },
        }
    )
    (link,) = one.media
    assert link == Link(reference=link.reference, url=PICTURE, key=None)
    picture = Attachment(kind=AttachmentKind.IMAGE, reference=link.reference)
    answer = '{"type":"callback","stream":"CAIQ-m1","response_url":"' + URL + '"}'
    assert one.heard == Heard(
        id=one.heard.id,
        place=GROUP,
        scope=Scope.GROUP,
        sender=ZHAO,
        sender_name="",
        sent_at=NOW,
        text="登记",
        quote=Quote(text="井盖丢失\n就在校门口", attachments=(picture,)),
        answer=answer,
    )
    assert one.heard.id == "wecom:station:CAIQ-m1"
    assert answer_from(answer) == ByCallback(stream="CAIQ-m1", response_url=URL)


def test_a_text_in_private() -> None:
    one = said({**ALONE, "msgtype": "text", "text": {"content": "路灯坏了"}})
    assert (one.heard.place, one.heard.scope, one.heard.text) == (PRIVATE, Scope.DIRECT, "路灯坏了")
    assert one.media == ()


def test_a_talk_that_is_called_single_is_private_whatever_chat_it_names() -> None:
    heard = said({**IN_GROUP, "chattype": "single", "msgtype": "text", "text": {"content": "路灯坏了"}}).heard
    assert (heard.place, heard.scope) == (PRIVATE, Scope.DIRECT)


def test_a_talk_that_names_a_chat_and_no_kind_is_a_groups() -> None:
    bare = {key: value for key, value in text("路灯坏了").items() if key != "chattype"}
    heard = said(bare).heard
    assert (heard.place, heard.scope) == (GROUP, Scope.GROUP)


def test_a_mixed_message_is_its_texts_and_its_pictures_in_their_order() -> None:
    items = [
        {"msgtype": "text", "text": {"content": "@代表小助手 路灯坏了"}},
        {"msgtype": "image", "image": {"url": f"{PICTURE}&n=1"}},
        {"msgtype": "image", "image": {"url": f"{PICTURE}&n=2"}},
        {"msgtype": "text", "text": {"content": "两盏"}},
    ]
    one = said({**IN_GROUP, "msgtype": "mixed", "mixed": {"msg_item": items}})
    assert one.heard.text == "路灯坏了\n两盏"
    assert [link.url for link in one.media if isinstance(link, Link)] == [f"{PICTURE}&n=1", f"{PICTURE}&n=2"]
    assert [one.reference for one in one.heard.attachments] == [link.reference for link in one.media]


def test_a_voice_note_is_the_words_that_were_recognised() -> None:
    one = said({**ALONE, "msgtype": "voice", "voice": {"content": "路灯坏了三天"}})
    assert (one.heard.text, one.heard.attachments, one.media) == ("路灯坏了三天", (), ())


@pytest.mark.parametrize(
    ("kind", "becomes"),
    [("image", AttachmentKind.IMAGE), ("file", AttachmentKind.FILE), ("video", AttachmentKind.FILE)],
)
def test_what_is_sent_by_its_address_is_an_attachment(kind: str, becomes: AttachmentKind) -> None:
    one = said({**ALONE, "msgtype": kind, kind: {"url": PICTURE}})
    (attachment,) = one.heard.attachments
    assert (attachment.kind, one.heard.text) == (becomes, "")
    assert one.media == (Link(reference=attachment.reference, url=PICTURE),)


@pytest.mark.parametrize("ending", ["", "="])
def test_over_the_long_connection_bytes_have_a_key_of_their_own(ending: str) -> None:
    key = base64.b64encode(KEY).decode().rstrip("=") + ending
    one = said({**ALONE, "msgtype": "file", "file": {"url": PICTURE, "aeskey": key}})
    assert one.media[0] == Link(reference=one.media[0].reference, url=PICTURE, key=KEY)


def test_a_key_that_is_none_loses_no_message() -> None:
    one = said({**ALONE, "msgtype": "file", "file": {"url": PICTURE, "aeskey": "short"}})
    assert one.media[0] == Link(reference=one.media[0].reference, url=PICTURE, key=None)


def test_references_tell_messages_bots_and_attachments_apart_and_fit_a_file_name() -> None:
    items = [{"msgtype": "image", "image": {"url": PICTURE}}] * 2
    payload = {**IN_GROUP, "msgid": "../../etc", "msgtype": "mixed", "mixed": {"msg_item": items}}
    other_message = {**payload, "msgid": "CAIQ-m2"}
    other_bot = Robot(entry="office")
    every = (*said(payload).media, *said(other_message).media, *said(payload, other_bot).media)
    assert len({media.reference for media in every}) == 6
    assert all(media.reference.removeprefix("wecom:").isalnum() for media in every)
    assert said(payload).media == said(payload).media


@pytest.mark.parametrize(
    ("quote", "becomes"),
    [
        ({"msgtype": "text", "text": {"content": "井盖丢失"}}, "井盖丢失"),
        ({"msgtype": "voice", "voice": {"content": "井盖丢失"}}, "井盖丢失"),
        ({"msgtype": "image", "image": {"url": PICTURE}}, ""),
        ({"msgtype": "file", "file": {"url": PICTURE}}, ""),
        ({"msgtype": "video", "video": {"url": PICTURE}}, ""),
    ],
)
def test_a_quote_of_every_kind_goes_along(quote: object, becomes: str) -> None:
    one = said({**text("登记"), "quote": quote})
    assert one.heard.quote is not None
    assert (one.heard.quote.text, one.heard.quote.from_bot, one.heard.quote.author) == (becomes, False, None)
    assert [one.reference for one in one.heard.quote.attachments] == [link.reference for link in one.media]


@pytest.mark.parametrize(
    "quote",
    [
        None,
        5,
        "井盖",
        [],
        {},
        {"msgtype": "poll", "poll": {}},
        {"msgtype": "text"},
        {"msgtype": "text", "text": {"content": 5}},
    ],
)
def test_a_quote_that_cannot_be_read_does_not_lose_the_words_beside_it(quote: object) -> None:
    one = said({**text("登记"), "quote": quote})
    assert (one.heard.text, one.heard.quote) == ("登记", None)


@pytest.mark.parametrize("item", [None, 5, [], {}, {"msgtype": "poll"}, {"msgtype": "image", "image": {"url": 5}}])
def test_a_piece_that_cannot_be_read_does_not_lose_the_pieces_beside_it(item: object) -> None:
    items = [item, {"msgtype": "text", "text": {"content": "井盖丢失"}}]
    assert words({**IN_GROUP, "msgtype": "mixed", "mixed": {"msg_item": items}}) == "井盖丢失"


@pytest.mark.parametrize(
    ("content", "left"),
    [
        ("@代表小助手 路灯坏了", "路灯坏了"),
        ("@代表小助手\u2005路灯坏了", "路灯坏了"),
        ("@代表小助手\u3000路灯坏了", "路灯坏了"),
        ("@代表小助手\u200b 路灯坏了", "路灯坏了"),
        ("＠代表小助手 路灯坏了", "路灯坏了"),
        ("路灯坏了 @代表小助手 ", "路灯坏了"),
        ("路灯 @代表小助手 坏了", "路灯 坏了"),
        ("@代表小助手 @代表 bot 路灯坏了", "路灯坏了"),
        ("@代表小助手 /诉求 路灯坏了", "/诉求 路灯坏了"),
        ("@代表小助手 ／诉求 路灯坏了", "／诉求 路灯坏了"),
        ("@别的机器人 路灯坏了", "@别的机器人 路灯坏了"),
        ("@小助手 路灯坏了", "@小助手 路灯坏了"),
        ("代表小助手 路灯坏了", "代表小助手 路灯坏了"),
        ("路灯\u200b坏了", "路灯\u200b坏了"),
    ],
)
def test_only_mentions_of_the_bot_by_its_names_on_the_platform_are_taken_out(content: str, left: str) -> None:
    """The house's own names are taken out of every platform's messages later."""
    assert words(text(content)) == left


def test_ids_keep_their_case_and_may_be_opaque() -> None:
    payload = {**text("你好"), "from": {"userid": "woAJ2GCAAAXtWyujaWJHDDGi0mACas1w"}, "chatid": "wrXyZ"}
    heard = said(payload).heard
    assert (heard.sender.user, heard.place.chat) == ("woAJ2GCAAAXtWyujaWJHDDGi0mACas1w", "wrXyZ")


def test_members_that_nobody_knows_are_passed_over() -> None:
    strange = {"sender_name": {"deep": [[1]]}, "mentioned": 5, "image": 7, "event": "none", "stream": []}
    assert said({**text("你好"), **strange}) == said(text("你好"))


@pytest.mark.parametrize("kind", ["poll", "location", "", "TEXT"])
def test_a_kind_that_nobody_knows_is_acknowledged(kind: str) -> None:
    assert told({**IN_GROUP, "msgtype": kind}) == Unknown(kind=kind)


def test_a_repetition_under_another_time_nonce_and_cipher_is_the_same_message() -> None:
    cipher = Cipher(TOKEN, AES_KEY, "")
    ids = set()
    for timestamp, nonce in [("1795000000", "1795000001"), ("1795000001", "1795000000"), ("1795000005", "n2")]:
        body = written({"encrypt": cipher.seal(written(text("路灯坏了"))), "more": 1})
        query = signed(encrypted_in(body), timestamp=timestamp, nonce=nonce)
        one = told_by_callback(cipher.open(query, encrypted_in(body), NOW), ROBOT, NOW + timedelta(seconds=5))
        assert isinstance(one, Said)
        ids.add(one.heard.id)
    assert ids == {"wecom:station:CAIQ-m1"}


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


# --- what cannot be read ---

BROKEN = [
    {},
    {"msgtype": 5},
    {"msgtype": "text", "text": {"content": "你好"}},
    {**IN_GROUP, "msgtype": "text"},
    {**IN_GROUP, "msgtype": "text", "text": {"content": None}},
    {**IN_GROUP, "msgtype": "mixed", "mixed": {"msg_item": 5}},
    {**IN_GROUP, "msgtype": "image", "image": {}},
    {**text("你好"), "msgid": ""},
    {**text("你好"), "msgid": 7},
    {**text("你好"), "msgid": "m" * 513},
    {**text("你好"), "from": {}},
    {**text("你好"), "from": {"userid": ""}},
    {**text("你好"), "chatid": 5},
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
