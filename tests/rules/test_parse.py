"""Arguments are understood as people write them; what is no argument is refused by its kind."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers import parse, parse_date
from handlers.meetings.rules.records import Counts
from handlers.numerals import number
from handlers.parse import Matter, Missing, NotUnderstood, Rated, TailAndWords
from handlers.petitions.rules.petition import Rating

TODAY = date(2026, 3, 10)  # a Tuesday
NUMBERS = st.integers(0, 9999)
DIGITS = "零一二三四五六七八九"


def one_by_one(value: int) -> str:
    return "".join(DIGITS[int(digit)] for digit in str(value))


def by_places(value: int) -> str:
    """Return the number as a careful speaker says it, with a zero for what is skipped."""
    if value == 0:
        return DIGITS[0]
    said, skipped = "", False
    for place, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = value // place % 10
        if digit:
            said += (DIGITS[0] if skipped and said else "") + DIGITS[digit] + name
        skipped = not digit
    return said


def refusal(parser: Callable[[str], object], rest: str) -> Missing:
    with pytest.raises(NotUnderstood) as refused:
        parser(rest)
    return refused.value.kind


@given(NUMBERS)
def test_every_number_is_read_back_however_it_is_written(value: int) -> None:
    wide = "".join(chr(ord(digit) + 0xFEE0) for digit in str(value))
    assert (
        number(by_places(value)) == number(one_by_one(value)) == number(one_by_one(value).replace("零", "〇")) == value
    )
    for written in (
        str(value),
        wide,
        f"00{value}",
        f"尾号{value}",
        f"第{value}号",
        f"{value}号",
        f"No.{value}",
        f"尾号是 {wide}",
    ):
        assert parse.tail(written) == value
    if value not in range(10):
        assert parse.tail(by_places(value)) == parse.tail(one_by_one(value)) == value


@pytest.mark.parametrize(
    ("said", "value"), [("十二", 12), ("一十二", 12), ("两百", 200), ("一百二", 120), ("三千五", 3500)]
)
def test_numbers_may_be_said_loosely(said: str, value: int) -> None:
    assert number(said) == value


@pytest.mark.parametrize("said", ["", "百", "一千一千", "十百", "一二三四五", "一a", "二百零", "-1", "²"])
def test_what_is_no_number_is_none(said: str) -> None:
    assert number(said) is None


@pytest.mark.parametrize("rest", ["12", "12吧", "12 到哪了？", "，12。", "〇一二", "十二 谢谢"])
def test_a_tail_may_come_with_politeness(rest: str) -> None:
    assert parse.tail(rest) == 12


NOT_TAILS = [
    "",
    "太慢了",
    "一下这条路",
    "3天没水了",
    "二十多天没水",
    "12号楼停电",
    "第二中学门口",
    "5G信号差",
    "3-20",
    "3.5吨",
    "2026年",
    "百",
]


@pytest.mark.parametrize("rest", NOT_TAILS)
def test_a_number_that_counts_something_else_is_no_tail(rest: str) -> None:
    assert refusal(parse.tail_and_optional_words, rest) is Missing.TAIL


def test_endless_blanks_before_no_tail_are_looked_through_once() -> None:
    """Looked through from every one of them, this would not end today."""
    with pytest.raises(NotUnderstood):
        parse.tail(" " * 200_000 + "路灯坏了")


def test_a_missing_tail_is_none_only_where_it_is_optional() -> None:
    assert parse.optional_tail("") is None
    assert parse.optional_tail("尾号12") == 12
    assert refusal(parse.tail, "") is Missing.TAIL
    assert refusal(parse.optional_tail, "太慢了") is Missing.TAIL


@pytest.mark.parametrize(
    ("rest", "words"),
    [
        ("12 昨晚又停了", "昨晚又停了"),
        ("12，理由：不归我们管", "理由：不归我们管"),
        ("12昨晚又停了", "昨晚又停了"),
        ("尾号十二：３号楼", "３号楼"),
        ("第12号\n又坏了", "又坏了"),
    ],
)
def test_the_words_after_a_tail_stay_as_written(rest: str, words: str) -> None:
    assert parse.tail_and_words(rest) == TailAndWords(tail=12, words=words)


def test_a_tail_without_words_is_refused_only_where_words_are_needed() -> None:
    assert refusal(parse.tail_and_words, "12") is Missing.WORDS
    assert parse.tail_and_optional_words("12") == TailAndWords(tail=12, words="")


@pytest.mark.parametrize(
    ("rest", "rating", "words"),
    [
        ("12 满意", Rating.SATISFIED, ""),
        ("12满意", Rating.SATISFIED, ""),
        ("12 2", Rating.SATISFIED, ""),
        ("12，基本满意，谢谢", Rating.FAIRLY, "谢谢"),
        ("12 3", Rating.FAIRLY, ""),
        ("12 不满意没看现场", Rating.UNSATISFIED, "没看现场"),
        ("12 不太满意", Rating.UNSATISFIED, ""),
        ("12 4 太慢", Rating.UNSATISFIED, "太慢"),
    ],
)
def test_a_rating_is_read_by_word_and_by_digit(rest: str, rating: Rating, words: str) -> None:
    assert parse.rating(rest) == Rated(tail=12, rating=rating, words=words)


@pytest.mark.parametrize("rest", ["12", "12 满意个啥", "12 满意吗", "12 5", "12 22", "12 路太烂"])
def test_mockery_is_no_contentment(rest: str) -> None:
    assert refusal(parse.rating, rest) is Missing.RATING


@pytest.mark.parametrize(
    "text", ["1", "１", "①", "一", "1。", "回1", "选1", "1吧", "好的1", "回复：1", "(1)", "1\ufe0f\u20e3", " 1 "]
)
def test_a_lone_digit_is_an_answer(text: str) -> None:
    assert parse.digit(text) == 1


@pytest.mark.parametrize("text", ["", "1号楼停电", "12", "十", "一下", "好的", "1 2", "1个灯坏了", "回"])
def test_more_than_a_digit_is_no_digit(text: str) -> None:
    assert refusal(parse.digit, text) is Missing.DIGIT


@pytest.mark.parametrize(
    "rest", ["5 3 1", "5、3、1", "来了5人，记了3件，当场1件", "来了五人，一共记了三件，当场一件", "５，３，１"]
)
def test_three_counts_are_read_in_their_order(rest: str) -> None:
    assert parse.counts(rest) == Counts(people=5, matters=3, answered=1)


@pytest.mark.parametrize("rest", ["", "5 3", "5 3 1 1", "很多人"])
def test_other_than_three_counts_are_refused(rest: str) -> None:
    assert refusal(parse.counts, rest) is Missing.COUNTS


def test_a_matter_keeps_its_words_and_the_wish_to_stay_unnamed() -> None:
    assert parse.matter("匿名：河里有臭水") == Matter(words="河里有臭水", anonymous=True)
    assert parse.matter("anon 河里有臭水") == Matter(words="河里有臭水", anonymous=True)
    assert parse.matter(" 河裡有臭水 ") == Matter(words="河裡有臭水", anonymous=False)
    assert parse.anonymous_matter("河里有臭水").anonymous
    assert refusal(parse.matter, "匿名") is Missing.WORDS


def test_silence_and_politeness_are_nothing() -> None:
    parse.nothing("")
    parse.nothing("谢谢")
    assert refusal(parse.nothing, "路灯坏了") is Missing.NOTHING
    assert refusal(parse.words, " 。") is Missing.WORDS
    assert parse.optional_words(" ") == ""


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("3月20日", date(2026, 3, 20)),
        ("3-20", date(2026, 3, 20)),
        ("3/20", date(2026, 3, 20)),
        ("２０２６年３月２０日", date(2026, 3, 20)),
        ("五月五号", date(2026, 5, 5)),
        ("6月30日前", date(2026, 6, 30)),
        ("今天", TODAY),
        ("明天", date(2026, 3, 11)),
        ("大后天", date(2026, 3, 13)),
        ("周五", date(2026, 3, 13)),
        ("周二", TODAY),
        ("下周五", date(2026, 3, 20)),
        ("这个星期天", date(2026, 3, 15)),
        ("下个月5号", date(2026, 4, 5)),
        ("20号", date(2026, 3, 20)),
        ("5日", date(2026, 4, 5)),
        ("月底", date(2026, 3, 31)),
        ("1月2日", date(2027, 1, 2)),
        ("2月28日", date(2026, 2, 28)),
        ("2月29日", date(2028, 2, 29)),
    ],
)
def test_a_day_is_read_as_people_name_it(said: str, day: date) -> None:
    assert parse_date.day(said, TODAY) == day


@given(day=st.dates(TODAY - timedelta(days=60), TODAY + timedelta(days=300)))
def test_a_day_without_its_year_is_the_near_one(day: date) -> None:
    for said in (
        f"{day.month}月{day.day}日",
        f"{day.month}-{day.day}",
        f"{by_places(day.month)}月{by_places(day.day)}号",
    ):
        assert parse_date.day(said, TODAY) == day


@pytest.mark.parametrize("said", ["", "大概", "2月30日", "13-1", "下月32号", "3月20日下午", "12"])
def test_a_day_that_is_none_is_refused(said: str) -> None:
    with pytest.raises(NotUnderstood) as refused:
        parse_date.day(said, TODAY)
    assert refused.value.kind is Missing.DATE


def test_the_words_after_a_day_stay_as_written() -> None:
    first, rest = parse_date.leading_day("3-20 3-21 大雪", TODAY)
    second, reason = parse_date.leading_day(rest, TODAY)
    assert (first, second, reason) == (date(2026, 3, 20), date(2026, 3, 21), "大雪")
    assert parse_date.leading_day("6月30日前，等材料", TODAY) == (date(2026, 6, 30), "等材料")
