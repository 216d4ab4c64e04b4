"""What people say to an AI bot: recorded payloads, each beside what it must become."""

import base64
from datetime import timedelta

import pytest

from bot.platforms.wecom.aibot.wire import (
    ByCallback,
    Robot,
    answer_from,
    encrypted_in,
    told_by_callback,
)
from bot.platforms.wecom.cipher import Cipher
from bot.platforms.wecom.told import Link, Said, Unknown
from handlers.message import Attachment, AttachmentKind, Heard, Quote, Scope
from tests.wire.wecom import AES_KEY, NOW, TOKEN, signed
from tests.wire.wecom_aibot import (
    ALONE,
    GROUP,
    IN_GROUP,
    PICTURE,
    PRIVATE,
    ROBOT,
    URL,
    ZHAO,
    said,
    text,
    told,
    words,
    written,
)

KEY = bytes(range(32))


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


def test_what_is_empty_is_as_good_as_left_out() -> None:
    bare = {key: value for key, value in ALONE.items() if key != "chattype"}
    heard = said({**bare, "chatid": "", "response_url": "", "msgtype": "text", "text": {"content": "路灯坏了"}}).heard
    assert (heard.place, heard.scope) == (PRIVATE, Scope.DIRECT)
    assert answer_from(heard.answer or "") == ByCallback(stream="CAIQ-m1", response_url=None)


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
