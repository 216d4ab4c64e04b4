"""In Markdown a voter's words read as he wrote them, and do nothing."""

import json
from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from bot.platforms.dingtalk.wire.markdown import action_card, escaped, markdown, sample_markdown

# --- bodies ---


def test_who_is_meant_is_named_in_the_text_as_well() -> None:
    assert markdown("修好", "**修好**了", "0147") == {
        "msgtype": "markdown",
        "markdown": {"title": "修好", "text": "@0147 **修好**了"},
        "at": {"atUserIds": ["0147"], "isAtAll": False},
    }


def test_a_card_with_one_button_opens_an_address() -> None:
    assert action_card("公示", "本月公示", "看全文", "https://a.example/s/1") == {
        "msgtype": "actionCard",
        "actionCard": {
            "title": "公示",
            "text": "本月公示",
            "singleTitle": "看全文",
            "singleURL": "https://a.example/s/1",
        },
    }


def test_a_robot_says_it_under_a_key_of_its_own() -> None:
    body = sample_markdown("修好", "**了**")
    assert (body["msgKey"], json.loads(str(body["msgParam"]))) == (
        "sampleMarkdown",
        {"title": "修好", "text": "**了**"},
    )


# --- escaping ---

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
        "&lt;b&gt;",
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
    assert escaped("一\n二\r\n三") == "一  \n  二  \n  三"  # two spaces on either side; robot-message-type


@pytest.mark.parametrize("text", ["@all", "@所有人", "a@0147", "&#64;all"])
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
