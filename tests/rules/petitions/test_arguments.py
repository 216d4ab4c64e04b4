"""What deputies, staff and units type after a tail."""

import pytest
from hypothesis import given
from hypothesis.strategies import integers, sampled_from

from handlers.parse import NotUnderstood
from handlers.petitions.rules.categories import CATEGORIES
from handlers.petitions.rules.petition import Authority, ResultClass
from handlers.petitions.rules.redirects import CATEGORY, Redirect
from handlers.petitions.station.arguments import classified, emergency, hand_over, progress, redirected, replied


@given(tail=integers(1, 9999), code=sampled_from(sorted(CATEGORIES)))
def test_every_topic_of_the_table_may_be_noted(tail: int, code: str) -> None:
    told = classified(f"{tail} {code} 县")
    assert (told.tail, told.category.code, told.authority) == (tail, code, Authority.COUNTY)


def test_a_level_may_be_left_out_but_not_invented() -> None:
    assert classified("12 0301").authority is None
    with pytest.raises(NotUnderstood):
        classified("12 0301 省")


@pytest.mark.parametrize("rest", ["12", "12 0000", "12 垃圾", "0301 镇"])
def test_a_topic_is_told_by_a_code_of_the_table(rest: str) -> None:
    with pytest.raises(NotUnderstood):
        classified(rest)


@pytest.mark.parametrize("said", ["R3", "r3", "Ｒ３", "3", "R 3"])
def test_a_redirect_is_known_however_it_was_typed(said: str) -> None:
    assert redirected(f"12 {said}").kind is Redirect.STATUTORY_PROCEDURE


def test_there_is_no_seventh_redirect() -> None:
    with pytest.raises(NotUnderstood):
        redirected("12 R7")


def test_every_redirect_has_its_own_code() -> None:
    assert sorted(CATEGORY.values()) == ["9001", "9002", "9003", "9004", "9005", "9006"]


@pytest.mark.parametrize(
    ("rest", "unit", "days"),
    [
        ("12 供水站", "供水站", None),
        ("12 供水站 5日", "供水站", 5),
        ("12 供水站5日", "供水站", 5),
        ("12 供水站 十个工作日内", "供水站", 10),
        ("12 县 水利局 3天", "县 水利局", 3),
        ("12 第5日化厂", "第5日化厂", None),
        ("12 难老泉水厂", "难老泉水厂", None),
    ],
)
def test_a_limit_stands_at_the_end_of_a_hand_over(rest: str, unit: str, days: int | None) -> None:
    told = hand_over(rest)
    assert (told.tail, told.unit, told.days) == (12, unit, days)


@pytest.mark.parametrize("rest", ["12 供水站 疑难", "12 供水站　难办", "12 供水站 难"])
def test_a_hard_one_may_be_called_so_in_place_of_a_limit(rest: str) -> None:
    told = hand_over(rest)
    assert (told.unit, told.days, told.hard) == ("供水站", None, True)


def test_a_place_in_a_plan_is_told_from_work_under_way() -> None:
    assert progress("12 已换灯泡").planned is False
    planned = progress("12 列入计划：2027年5月20日 修路一并做")
    assert (planned.planned, planned.words) == (True, "2027年5月20日 修路一并做")


@pytest.mark.parametrize("said", ["A 已修好", "a已修好", "Ａ：已修好", "A类，已修好"])
def test_the_class_of_an_answer_is_known_however_it_was_typed(said: str) -> None:
    told = replied(f"12 {said}")
    assert (told.result, told.words) == (ResultClass.A, "已修好")


@pytest.mark.parametrize(("rest", "words"), [("12 已修好", "已修好"), ("12 E 已修好", "E 已修好"), ("12 ABC", "ABC")])
def test_an_answer_may_come_without_its_class(rest: str, words: str) -> None:
    told = replied(rest)
    assert (told.result, told.words) == (None, words)


@pytest.mark.parametrize("rest", ["12", "12 A", "12 A：", "已修好"])
def test_an_answer_has_words(rest: str) -> None:
    with pytest.raises(NotUnderstood):
        replied(rest)


@pytest.mark.parametrize("rest", ["E7 已送医", "e7，已送医", "7 已送医"])
def test_an_emergency_may_be_named_with_its_letter(rest: str) -> None:
    told = emergency(rest)
    assert (told.tail, told.words) == (7, "已送医")
