"""What is said to DingTalk stands on the wire as the platform reads it, and goes to nobody else."""

import json
from datetime import timedelta
from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from bot.platforms.dingtalk.wire import speaking
from bot.platforms.dingtalk.wire.speaking import LONGEST_BY_ROBOT, escaped, reply_address
from tests.wire.dingtalk import NOW, SESSION, said, text

HOSTS = ("https://oapi.dingtalk.com", "https://api.dingtalk.com")
ENDS = timedelta(minutes=90, milliseconds=-877)
"""From `NOW` to the end of the session."""


def answer(address: str) -> str:
    """Return how a message that came with that address may be answered."""
    return said({**text("你好"), "sessionWebhook": address}).heard.answer or ""


# --- where an answer may go ---


@pytest.mark.parametrize(
    "address",
    [
        SESSION,
        "https://api.dingtalk.com/robot/sendBySession?session=5f2e",
        "https://oapi.dingtalk.com:443/robot/sendBySession?session=a%2Bb%2F%3D&x=1",
    ],
)
def test_an_answer_goes_where_the_platform_said_with_every_sign_of_it(address: str) -> None:
    assert str(reply_address(answer(address), HOSTS, NOW)) == address.replace(":443", "")


def test_a_stand_in_is_written_with_its_scheme_and_port() -> None:
    address = "http://127.0.0.1:9091/robot/sendBySession?session=5f2e"
    assert reply_address(answer(address), HOSTS, NOW) is None
    assert str(reply_address(answer(address), ("http://127.0.0.1:9091",), NOW)) == address


@pytest.mark.parametrize(
    "address",
    [
        "http://169.254.169.254/robot/sendBySession",
        "http://oapi.dingtalk.com/robot/sendBySession?session=1",
        "https://oapi.dingtalk.com.evil.example/robot/sendBySession?session=1",
        "https://oapi.dingtalk.com@evil.example/robot/sendBySession?session=1",
        "https://user@oapi.dingtalk.com/robot/sendBySession?session=1",
        "https://:password@oapi.dingtalk.com/robot/sendBySession?session=1",
        "https://oapi.dingtalk.com:8443/robot/sendBySession?session=1",
        "https://oapi.dingtalk.com:99999/robot/sendBySession?session=1",
        "https://oapi.dingtalk.com/robot/send?access_token=1",
        "https://oapi.dingtalk.com/robot/sendBySession/../send?access_token=1",
        "https://oapi.dingtalk.com/robot/%73endBySession?session=1",
        "https://oapi.dingtalk.com",
        "https://evil.example\\@oapi.dingtalk.com/robot/sendBySession",
        "https://evil.example#@oapi.dingtalk.com/robot/sendBySession",
        "https://oapi.dingtalk.com\\.evil.example/robot/sendBySession",
        "https://oapi.dingtalk.com/robot/sendBySession?session=1\r\nHost: evil.example",
        "https://oapi.ding\ttalk.com/robot/sendBySession",
        "https://oapi。dingtalk。com/robot/sendBySession",
        "https://ｏapi.dingtalk.com/robot/sendBySession",
        "https://[::1/robot/sendBySession",
        "//oapi.dingtalk.com/robot/sendBySession",
        "/robot/sendBySession",
        "file:///etc/passwd",
        "javascript:alert(1)",
        " ",
    ],
)
def test_no_answer_goes_anywhere_else_and_the_message_is_heard(address: str) -> None:
    heard = said({**text("路灯坏了"), "sessionWebhook": address}).heard
    assert heard.text == "路灯坏了"
    assert reply_address(heard.answer or "", HOSTS, NOW) is None


@given(address=st.text() | st.from_regex(r"https?://[!-~]*oapi\.dingtalk\.com[!-~]*/robot/sendBySession[!-~]*"))
def test_whatever_the_address_an_answer_goes_to_the_platform_or_nowhere(address: str) -> None:
    if "\0" in address or not address:
        return
    where = reply_address(answer(address), HOSTS, NOW)
    assert where is None or (where.scheme, where.host, where.port, where.path) == (
        "https",
        "oapi.dingtalk.com",
        443,
        "/robot/sendBySession",
    )


def test_a_session_is_not_used_in_its_last_minute() -> None:
    last = NOW + ENDS - timedelta(seconds=60)
    assert reply_address(answer(SESSION), HOSTS, last - timedelta(milliseconds=1)) is not None
    assert reply_address(answer(SESSION), HOSTS, last) is None


# --- bodies for webhooks ---


def test_a_text_means_nobody() -> None:
    assert speaking.text("@王强 路灯**修好**了") == {
        "msgtype": "text",
        "text": {"content": "@王强 路灯**修好**了"},
        "at": {"atUserIds": [], "isAtAll": False},
    }


def test_who_is_meant_is_named_in_the_text_as_well() -> None:
    at = {"atUserIds": ["0147"], "isAtAll": False}
    assert speaking.text("修好了", "0147") == {"msgtype": "text", "text": {"content": "@0147 修好了"}, "at": at}
    assert speaking.markdown("修好", "**修好**了", "0147") == {
        "msgtype": "markdown",
        "markdown": {"title": "修好", "text": "@0147 **修好**了"},
        "at": at,
    }


def test_a_card_with_one_button_opens_an_address() -> None:
    assert speaking.action_card("公示", "本月公示", "看全文", "https://a.example/s/1") == {
        "msgtype": "actionCard",
        "actionCard": {
            "title": "公示",
            "text": "本月公示",
            "singleTitle": "看全文",
            "singleURL": "https://a.example/s/1",
        },
    }


# --- what a robot says unasked ---


@pytest.mark.parametrize(
    ("body", "key", "parameters"),
    [
        (speaking.sample_text("修好\n了"), "sampleText", {"content": "修好\n了"}),
        (speaking.sample_markdown("修好", "**了**"), "sampleMarkdown", {"title": "修好", "text": "**了**"}),
        (speaking.sample_picture("@lADP"), "sampleImageMsg", {"photoURL": "@lADP"}),
        (
            speaking.sample_file("@lADP", "三季度.汇总.XLSX"),
            "sampleFile",
            {"mediaId": "@lADP", "fileName": "三季度.汇总.XLSX", "fileType": "xlsx"},
        ),
    ],
    ids=["text", "markdown", "picture", "file"],
)
def test_a_sample_is_its_key_and_its_parameters_as_a_text_of_json(
    body: speaking.Body, key: str, parameters: object
) -> None:
    assert set(body) == {"msgKey", "msgParam"}
    assert (body["msgKey"], json.loads(str(body["msgParam"]))) == (key, parameters)


def test_chinese_is_written_as_it_is() -> None:
    assert "修好了" in str(speaking.sample_text("修好了")["msgParam"])


@pytest.mark.parametrize("sign", ["\n", '"', "\\", "灯", "😀"])
def test_the_longest_text_of_a_robot_fits_whatever_it_is_made_of(sign: str) -> None:
    longest = sign * (LONGEST_BY_ROBOT // len(sign.encode()))
    assert len(str(speaking.sample_text(longest)["msgParam"]).encode()) <= 15_000


# --- Markdown ---

READER = MarkdownIt("gfm-like", {"linkify": False, "html": True})
ODD = st.text(st.sampled_from("路灯a1w.:/\\`*_#>[]()!@~|<&;+-=\n\t \u3000\"'{}^$%"), max_size=60)


def as_read(markdown: str) -> str:
    """Return what a reader of Markdown sees; fail where anything is more than words."""
    tokens = READER.parse(markdown)
    assert {token.type for token in tokens} <= {"paragraph_open", "inline", "paragraph_close"}
    paragraphs = [token.children for token in tokens if token.children is not None]
    assert {token.type for token in chain.from_iterable(paragraphs)} <= {"text", "softbreak", "hardbreak"}
    return "\n\n".join("".join(token.content or "\n" for token in paragraph) for paragraph in paragraphs)


def spoken(text: str) -> list[str]:
    """Return the words of *text* and their order: a reader of Markdown is free to leave out room around lines."""
    return text.replace("\u00a0", " ").replace("＠", "@").split()


@given(text=ODD | st.text(st.characters(exclude_categories=["Cs", "Cc"])))
def test_what_somebody_wrote_reads_as_it_was_written_and_is_nothing_but_words(text: str) -> None:
    assert spoken(as_read(escaped(text))) == spoken(text)


@pytest.mark.parametrize(
    "text",
    [
        "# 标题",
        "标题\n===",
        "标题\n---",
        "> 引用",
        "- 一\n+ 二\n* 三",
        "1. 一\n2) 二",
        "[点我](https://evil.example)",
        "![图](https://evil.example/a.png)",
        "<https://evil.example>",
        "<img src=x>",
        "&#91;点我&#93;",
        "[点我]\n\n[点我]: https://evil.example",
        "`代码` **粗** _斜_ ~~删~~",
        "```\n代码\n```",
        "    代码",
        "|一|二|\n|-|-|\n|三|四|",
        "***",
        "\\# 标题",
        "看https://evil.example和www.evil.example",
    ],
)
def test_no_mark_of_markdown_does_anything(text: str) -> None:
    assert spoken(as_read(escaped(text))) == spoken(text)


def test_lines_stay_lines() -> None:
    assert as_read(escaped("一\n二\r\n三")) == "一\n二\n三"


@pytest.mark.parametrize("text", ["@all", "@所有人", "a@0147", "\ufe6ball", "&#64;all"])
def test_nobody_is_mentioned_by_what_somebody_wrote(text: str) -> None:
    assert "@" not in as_read(escaped(text)).replace("&#64;", "")
    assert "@" not in escaped(text)


@pytest.mark.parametrize(
    "text", ["3-5号楼的路灯坏了", "路灯坏了，2026-11-22起", "每月3.5元", "电话 0512-5550101，找王强"]
)
def test_what_means_nothing_is_left_as_it_is(text: str) -> None:
    assert escaped(text) == text


@pytest.mark.parametrize(
    "address", ["https://evil.example", "HTTP://evil.example", "www.evil.example", "WWW.evil.example"]
)
def test_an_address_is_broken_for_those_who_make_links_of_them(address: str) -> None:
    assert escaped(address) in {address.replace("://", "\\://"), address.replace(".", "\\.", 1)}
