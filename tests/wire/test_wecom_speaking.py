"""What is said for an AI bot stands on the wire as the platform reads it."""

import base64
import hashlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wechatpy.enterprise.crypto import WeChatCrypto

from bot.platforms.wecom.aibot import frames as frames
from bot.platforms.wecom.cards import card, fits, settled
from bot.platforms.wecom.cipher import Cipher
from bot.sending.choosing import Chosen, chosen_by
from bot.sending.ways import Buttons
from handlers.message import Choice, Scope
from tests.wire.wecom import AES_KEY, NOW, SECONDS, TOKEN

QUESTION = "周五接待日您能来吗？\n1 能  2 不能"
YES_NO = (Choice(digit=1, label="能"), Choice(digit=2, label="不能"))


# --- over the long connection ---


def test_a_subscription() -> None:
    assert json.loads(frames.subscribe("r1", "BOTID", "SECRET")) == {
        "cmd": "aibot_subscribe",
        "headers": {"req_id": "r1"},
        "body": {"bot_id": "BOTID", "secret": "SECRET"},
    }


def test_a_ping_has_no_body() -> None:
    assert json.loads(frames.ping("r2")) == {"cmd": "ping", "headers": {"req_id": "r2"}}


def test_a_reply_is_a_stream_under_the_request_of_the_message() -> None:
    assert json.loads(frames.reply("s-77", frames.stream("st-1", "处理中", finish=False))) == {
        "cmd": "aibot_respond_msg",
        "headers": {"req_id": "s-77"},
        "body": {"msgtype": "stream", "stream": {"id": "st-1", "finish": False, "content": "处理中"}},
    }


def test_a_push_says_which_kind_of_chat_it_is_for() -> None:
    assert json.loads(frames.push("r3", "wrAbC", Scope.GROUP, frames.markdown("## 今日摘要"))) == {
        "cmd": "aibot_send_msg",
        "headers": {"req_id": "r3"},
        "body": {"chatid": "wrAbC", "chat_type": 2, "msgtype": "markdown", "markdown": {"content": "## 今日摘要"}},
    }
    assert json.loads(frames.push("r3", "zhaomin", Scope.DIRECT, frames.media("file", "M")))["body"] == {
        "chatid": "zhaomin",
        "chat_type": 1,
        "msgtype": "file",
        "file": {"media_id": "M"},
    }


def test_a_welcome_is_a_text() -> None:
    assert json.loads(frames.welcome("s-1", frames.welcome_text("您好"))) == {
        "cmd": "aibot_respond_welcome_msg",
        "headers": {"req_id": "s-1"},
        "body": {"msgtype": "text", "text": {"content": "您好"}},
    }


def test_chinese_is_written_as_it_is() -> None:
    """Some interfaces refuse escapes (40033)."""
    assert "今日摘要😀".encode() in frames.push("r3", "wrAbC", Scope.GROUP, frames.markdown("今日摘要😀"))


def test_a_file_is_announced_sent_in_chunks_and_ended() -> None:
    content = bytes(range(256)) * 2344
    announced = json.loads(frames.upload_begins("u1", "file", "摘要.pdf", content))
    assert (announced["cmd"], announced["body"]["type"], announced["body"]["filename"]) == (
        "aibot_upload_media_init",
        "file",
        "摘要.pdf",
    )
    assert (announced["body"]["total_size"], announced["body"]["total_chunks"]) == (600_064, 2)
    assert announced["body"]["md5"] == hashlib.md5(content).hexdigest()
    sent = [json.loads(frames.upload_goes_on("u2", "UP", n, chunk)) for n, chunk in enumerate(frames.chunks(content))]
    assert [frame["body"]["chunk_index"] for frame in sent] == [0, 1]
    assert b"".join(base64.b64decode(frame["body"]["base64_data"]) for frame in sent) == content
    assert json.loads(frames.upload_ends("u4", "UP")) == {
        "cmd": "aibot_upload_media_finish",
        "headers": {"req_id": "u4"},
        "body": {"upload_id": "UP"},
    }


def test_one_post_is_one_stream_however_often_it_is_tried() -> None:
    assert frames.stream_of("m1/here") == frames.stream_of("m1/here") != frames.stream_of("m2/here")


# --- by callback ---


def test_wechatpy_reads_what_answers_a_callback() -> None:
    cipher = Cipher(TOKEN, AES_KEY, "")
    body = frames.stream("m1", "已登记,编号 2026-0001", finish=True)
    answer = json.loads(frames.passive(body, cipher, nonce="n0nce7", now=NOW))
    assert sorted(answer) == ["encrypt", "msgsignature", "nonce", "timestamp"]
    assert (answer["timestamp"], answer["nonce"]) == (SECONDS, "n0nce7")
    crypto = WeChatCrypto(TOKEN, AES_KEY, "")
    inside = crypto.decrypt_message({"Encrypt": answer["encrypt"]}, answer["msgsignature"], str(SECONDS), "n0nce7")
    assert json.loads(inside) == body


# --- cards ---


def test_a_question_one_to_one_has_a_button_for_each_choice() -> None:
    one = card(Buttons("m1/here", QUESTION, YES_NO))
    assert (one["card_type"], one["sub_title_text"]) == ("button_interaction", QUESTION)
    assert one["button_list"] == [
        {"text": "能", "style": 1, "key": f"1\n能\n{QUESTION}"},
        {"text": "不能", "style": 1, "key": f"2\n不能\n{QUESTION}"},
    ]


@given(
    digit=st.integers(1, 99),
    label=st.text(max_size=10).filter(lambda text: "\n" not in text),
    question=st.text(max_size=112),
)
def test_a_button_says_what_was_put_on_it(digit: int, label: str, question: str) -> None:
    chosen = Chosen(words=str(digit), label=label, question=question)
    assert chosen_by(chosen.key) == chosen
    assert len(chosen.key.encode()) <= 1024


def test_a_card_that_was_answered_keeps_its_number_and_shows_the_answer_alone() -> None:
    asked = card(Buttons("m1/here", QUESTION, YES_NO))
    task = asked["task_id"]
    assert isinstance(task, str)
    shown = settled(task, Chosen(words="2", label="不能", question=QUESTION))
    assert (shown["task_id"], shown["sub_title_text"]) == (task, QUESTION)
    assert shown["button_list"] == [{"text": "不能", "style": 1, "key": f"2\n不能\n{QUESTION}"}]


@given(key=st.text())
def test_a_card_is_known_by_its_post_whatever_signs_that_has(key: str) -> None:
    one = card(Buttons(key, QUESTION, YES_NO))
    assert one == card(Buttons(key, QUESTION, YES_NO))
    task = str(one["task_id"])
    assert (task.isalnum(), task.isascii(), len(task) <= 128) == (True, True, True)


@pytest.mark.parametrize(
    ("text", "choices"),
    [
        (QUESTION, ()),
        (QUESTION, tuple(Choice(digit=n, label=str(n)) for n in range(1, 8))),
        (QUESTION, (Choice(digit=1, label="一" * 11),)),
        (QUESTION, (Choice(digit=1, label=""),)),
        ("问" * 113, YES_NO),
    ],
)
def test_what_no_card_can_hold_is_left_to_words(text: str, choices: tuple[Choice, ...]) -> None:
    assert not fits(text, choices)


def test_a_card_holds_as_much_as_the_platform_allows() -> None:
    assert fits("问" * 112, tuple(Choice(digit=n, label="一" * 10) for n in range(1, 7)))
