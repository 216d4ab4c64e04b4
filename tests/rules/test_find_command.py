"""A command is found however it is typed, and plain speech is left alone."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers import words
from handlers.commands import BY_WORD, VOCABULARY
from handlers.find_command import Ambiguous, Found, Vocabulary, find_command
from handlers.words import Bare, Word

SPELLINGS = st.sampled_from([(word, spelling) for word in BY_WORD for spelling in word.spellings])
BARE = SPELLINGS.filter(lambda spelt: spelt[0].bare is not Bare.NEVER)
SIGNS = st.sampled_from(["/", "／", "\\", "＼", "、", "。", "·", "-", "－", "#", "＃", "|", "｜", "//", "／／", "/、"])
SEPARATORS = st.sampled_from([" ", "　", "\u2005", ":", "：", "，", ",", "、", "。", "\n", " ， "])


def heard(text: str, *, addressed: bool = True) -> Found:
    found = find_command(text, VOCABULARY, addressed=addressed)
    assert isinstance(found, Found)
    return found


def wide(text: str) -> str:
    return "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in text)


@given(spelt=SPELLINGS, sign=SIGNS, gap=SEPARATORS, full=st.booleans(), addressed=st.booleans())
def test_a_signed_word_is_found_with_what_follows_it(
    spelt: tuple[Word, str], sign: str, gap: str, full: bool, addressed: bool
) -> None:
    word, spelling = spelt
    written = wide(spelling.upper()) if full else spelling
    found = heard(f"{sign}{written}{gap}李村 １２", addressed=addressed)
    assert (found.word, found.rest) == (word, "李村 １２")
    assert found.signed
    assert found.certain


@given(spelt=BARE, ending=st.sampled_from(["", "。", "！", " ", "？", "…"]))
def test_a_word_alone_is_a_command_where_the_bot_is_addressed(spelt: tuple[Word, str], ending: str) -> None:
    found = heard(spelt[1] + ending)
    assert (found.word, found.rest) == (spelt[0], "")
    assert found.certain
    assert not found.signed


@pytest.mark.parametrize("said", ["满意", "不满意", "不满意 12", "满意12", "my 12"])
def test_a_word_that_needs_its_sign_is_plain_speech_without(said: str) -> None:
    assert find_command(said, VOCABULARY, addressed=True) is None


@given(spelt=SPELLINGS, rest=st.sampled_from(["", " 12", "路灯坏了"]))
def test_a_word_without_sign_says_nothing_to_a_bot_that_is_not_addressed(spelt: tuple[Word, str], rest: str) -> None:
    assert find_command(spelt[1] + rest, VOCABULARY, addressed=False) is None


@given(spelt=SPELLINGS.filter(lambda spelt: spelt[1] != "?"))
def test_a_number_may_follow_every_signed_word_at_once(spelt: tuple[Word, str]) -> None:
    found = heard(f"/{spelt[1]}12")
    assert (found.word, found.rest) == (spelt[0], "12")


@pytest.mark.parametrize(
    ("text", "word", "rest"),
    [
        ("/我的信息 删除", words.MY_DATA, "删除"),
        ("/我的", words.MINE, ""),
        ("/接待日", words.RECEPTION_DAY, ""),
        ("/接手12", words.TAKE_UP, "12"),
        ("/转建议 12", words.LIFT, "12"),
        ("/转 12 王村", words.PASS_ON, "12 王村"),
        ("/jd12", words.PROGRESS, "12"),
        ("/jdr", words.RECEPTION_DAY, ""),
        ("訴求 河裡有臭水", words.PETITION, "河裡有臭水"),
        ("/诉求匿名 河里有臭水", words.PETITION, "匿名 河里有臭水"),
        ("到哪了？", words.PROGRESS, ""),
        ("suqiu 路灯坏了", words.PETITION, "路灯坏了"),
    ],
)
def test_the_longest_word_wins(text: str, word: Word, rest: str) -> None:
    found = heard(text)
    assert (found.word, found.rest) == (word, rest)


@pytest.mark.parametrize(
    "text", ["登记处在哪里", "代表好", "代表，我们村路灯坏了", "人工智能是什么", "我的天", "帮忙看看路灯", "好的"]
)
def test_plain_speech_that_begins_like_a_command_is_plain_speech(text: str) -> None:
    assert find_command(text, VOCABULARY, addressed=True) is None


@pytest.mark.parametrize("text", ["评价一下这条路太烂了", "进度太慢了，路修了半年", "诉求路灯坏了", "进度12"])
def test_running_text_after_a_bare_word_leaves_the_decision_to_its_parser(text: str) -> None:
    assert not heard(text).certain


@pytest.mark.parametrize("text", ["susong", "/susong 欠款", "/jdx", "/", "", "/ 诉求 路灯", "//路灯坏了", "。我家漏水"])
def test_what_is_no_word_is_not_found(text: str) -> None:
    assert find_command(text, VOCABULARY, addressed=True) is None


def test_one_wrong_character_after_a_slash_is_guessed_and_marked_as_a_guess() -> None:
    found = heard("/隐丝")
    assert (found.word, found.certain) == (words.PRIVACY, False)
    assert heard("/suqu 路灯").word is words.PETITION


def test_a_slip_between_two_commands_is_asked() -> None:
    asked = find_command("/议提 停车", VOCABULARY, addressed=True)
    assert asked == Ambiguous(words=(words.WEEKLY_VIEW, words.TOPIC), rest="停车")


def test_no_two_commands_share_a_spelling() -> None:
    with pytest.raises(ValueError, match="sq"):
        Vocabulary([words.PETITION, Word("别的", "sq")])


def test_no_alias_is_a_trap_for_a_longer_one() -> None:
    spellings = [spelling for word in BY_WORD for spelling in word.spellings if spelling.isascii()]
    for short, long in combinations(sorted(spellings, key=len), 2):
        if long.startswith(short):
            assert heard(f"/{long}12").word is heard(f"/{long}").word


def test_each_word_says_how_it_may_stand_bare() -> None:
    assert {word.bare for word in BY_WORD} == set(Bare)
