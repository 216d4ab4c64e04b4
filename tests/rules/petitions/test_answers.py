"""Whether an answer is one: what is found in it, and what is not."""

import pytest
from hypothesis import given
from hypothesis.strategies import sampled_from, text

from handlers.petitions.rules.answers import LONGEST, Gap, findings
from handlers.petitions.rules.petition import ResultClass

LAMP = "李村小学门口路灯不亮三天了"


def gaps(answer: str, result: ResultClass = ResultClass.A, asked: str = LAMP) -> set[Gap]:
    return {finding.gap for finding in findings(answer, result, asked, names=("供电所", "张明远"))}


@pytest.mark.parametrize(
    ("result", "answer"),
    [
        (ResultClass.A, "三盏灯都换好了"),
        (ResultClass.A, "供电所3月17日换了灯泡和线，晚上亮了"),
        (ResultClass.B, "供电所5月20日前装三盏太阳能灯"),
        (ResultClass.B, "我们年底前把小学门口的灯全换成新的"),
        (ResultClass.C, "装新灯要从镇里的钱里出，今年的已经用完，因为这个先修旧的"),
        (ResultClass.D, "这盏灯不属于镇里管，是学校自己的，已转告学校"),
    ],
)
def test_a_plain_answer_is_let_alone(result: ResultClass, answer: str) -> None:
    assert gaps(answer, result) == set()


@pytest.mark.parametrize(
    ("result", "answer", "gap"),
    [
        (ResultClass.A, "已修好", Gap.MATTER),
        (ResultClass.A, "路灯的事我们知道", Gap.DONE),
        (ResultClass.B, "路灯5月20日前装好", Gap.WHO),
        (ResultClass.B, "供电所会装路灯", Gap.WHEN),
        (ResultClass.C, "路灯以后再装", Gap.WHY),
        (ResultClass.D, "路灯的建议很好", Gap.WHY),
    ],
)
def test_what_a_voter_would_miss_is_found(result: ResultClass, answer: str, gap: Gap) -> None:
    assert gaps(answer, result) == {gap}


@pytest.mark.parametrize("phrase", ["高度重视", "研究研究", "按规定办理"])
def test_empty_phrases_are_marked_with_the_words_themselves(phrase: str) -> None:
    (found,) = findings(f"路灯换好了，我们{phrase}", ResultClass.A, LAMP)
    assert (found.gap, found.words) == (Gap.EMPTY, (phrase,))


def test_official_words_are_marked_too() -> None:
    (found,) = findings("路灯的来信收悉，业已换好", ResultClass.A, LAMP)
    assert (found.gap, found.words) == (Gap.STIFF, ("收悉", "业已"))


def test_a_day_that_was_told_before_is_not_missed() -> None:
    assert not findings("供电所装路灯", ResultClass.B, LAMP, names=("供电所",), dated=True)


@given(answer=text(max_size=300), result=sampled_from(ResultClass), asked=text(max_size=60))
def test_each_gap_is_told_once_and_length_is_the_only_one_of_its_own(
    answer: str, result: ResultClass, asked: str
) -> None:
    found = [finding.gap for finding in findings(answer, result, asked)]
    assert len(found) == len(set(found))
    assert (Gap.LONG in found) == (len(answer) > LONGEST)


@given(answer=text(alphabet="路灯换好了供电所高度重视，3月日因", max_size=40), result=sampled_from(ResultClass))
def test_saying_more_never_makes_a_day_or_a_reason_missing(answer: str, result: ResultClass) -> None:
    more = gaps(answer + "，因为下雨，供电所3月20日换路灯", result)
    assert more <= {Gap.EMPTY, Gap.STIFF}
