"""What people type is made comparable, and what is kept of it stays as it was typed."""

import json
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st
from opencc import OpenCC

from handlers import words
from handlers.commands import BY_WORD
from handlers.intake.rules.normalise import fold, mentions, without_mentions

NAMES = ("小助手", "小助手值班", "Station Bot")
TABLE: dict[str, str] = json.loads(
    files("handlers.intake.rules").joinpath("traditional.json").read_text(encoding="utf-8")
)


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("／诉求　１２", "/诉求 12"),
        ("訴\u200b求", "诉求"),
        ("进度\u200512", "进度 12"),
        ("①", "1"),
        ("1\ufe0f\u20e3", "1"),
        ("No．12", "no.12"),
        ("一\r\n二", "一\n\n二"),
    ],
)
def test_widths_invisible_signs_and_traditional_characters_do_not_matter(written: str, plain: str) -> None:
    assert fold(written).text == plain


@given(st.text())
def test_a_text_folds_to_something_that_points_back_into_it(text: str) -> None:
    folded = fold(text)
    assert folded.original == text
    assert len(folded.origins) == len(folded.text)
    assert all(0 <= origin < len(text) for origin in folded.origins)
    assert list(folded.origins) == sorted(folded.origins)


def test_what_is_folded_folds_to_itself() -> None:
    folded = {plain for code in range(0x10000) if len(plain := fold(chr(code)).text) == 1}
    assert {plain: again for plain in folded if (again := fold(plain).text) != plain} == {}


@given(st.text())
def test_the_whole_of_a_visible_text_is_returned_as_written(text: str) -> None:
    folded = fold(text)
    if folded.origins and folded.origins[0] == 0:
        assert folded.written(0) == text


@pytest.mark.parametrize(
    ("written", "left"),
    [
        ("@小助手 路灯坏了", "路灯坏了"),
        ("@小助手值班\u2005路灯坏了", "路灯坏了"),
        ("路灯坏了＠小助手", "路灯坏了"),
        ("路灯坏了 @小助手 快来", "路灯坏了 快来"),
        ("路灯@小助手坏了", "路灯坏了"),
        ("@小\u200b助手 訴求　１２", "訴求　１２"),
        ("第一行\n@小助手\n第二行", "第一行\n第二行"),
        ("@station bot 进度", "进度"),
        ("@小助手@小助手 在吗", "在吗"),
        ("@赵敏 你看", "@赵敏 你看"),
        ("  没有提到谁 ", "  没有提到谁 "),
    ],
)
def test_a_mention_of_the_bot_goes_and_the_words_stay_as_written(written: str, left: str) -> None:
    assert without_mentions(written, NAMES) == left


def test_only_an_at_sign_addresses_the_bot() -> None:
    assert mentions("看看 @小助手", NAMES)
    assert not mentions("看看小助手", NAMES)
    assert not mentions("看看 @赵敏", NAMES)


def test_every_traditional_form_of_the_vocabulary_is_in_the_table() -> None:
    spoken = {*"".join(spelling for word in BY_WORD for spelling in word.spellings), *words.NUMERALS}
    for scheme in ("s2t", "s2tw", "s2hk"):
        convert = OpenCC(scheme).convert
        missing = {sign for sign in spoken if fold(convert(sign)).text != fold(sign).text}
        assert not missing


def test_the_table_agrees_with_a_second_opinion() -> None:
    to_simplified = OpenCC("t2s").convert
    odd = {written for written, plain in TABLE.items() if to_simplified(written) != plain}
    assert not odd - set("囌甦佔儘嵗箇籤週裏裡錶髮泝遡迴復複著衞")
