"""Signs of another door: an accusation first, a question where a door is never."""

import pytest

from handlers.intake.rules.recognise import recognise
from handlers.intake.rules.redirect_signs import accuses_openly, redirect_of
from handlers.petitions.rules.redirects import Redirect


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("法院判了三年还不执行", Redirect.JUDICIAL),
        ("派出所办的案子没下文", Redirect.JUDICIAL),
        ("舉報村支書貪污", Redirect.ACCUSATION),
        ("所长收红包才给办证", Redirect.ACCUSATION),
        ("法院那个法官受贿", Redirect.ACCUSATION),
        ("对交警罚款不服", Redirect.STATUTORY_PROCEDURE),
        ("老板欠我工资不给", Redirect.STATUTORY_PROCEDURE),
        ("我去县里上访过", Redirect.XINFANG),
        ("我把他的病历发群里给大家看", Redirect.SECRET_PRIVATE),
        ("邻居借钱不还", Redirect.PRIVATE_DISPUTE),
        ("我家兄弟分家闹翻了", Redirect.PRIVATE_DISPUTE),
    ],
)
def test_a_sign_shows_the_door(text: str, kind: Redirect) -> None:
    assert redirect_of(text, recognise(text)) is kind


@pytest.mark.parametrize(
    "text",
    [
        "法院门口的路灯不亮",
        "举报有人乱倒垃圾",
        "信访局门口井盖没了",
        "村主任家门口的路坏了",
        "请问劳动仲裁在哪里办",
        "中标的施工队把路挖断了",
        "路灯不亮三天了",
        "",
    ],
)
def test_a_place_or_a_question_is_no_sign(text: str) -> None:
    assert redirect_of(text, recognise(text)) is None


@pytest.mark.parametrize("text", ["舉報村支書占地", "村主任吃拿卡要", "我要检举镇里的李所长"])
def test_an_accusation_is_open_where_it_names_the_deed_or_the_post(text: str) -> None:
    assert accuses_openly(text)


@pytest.mark.parametrize(
    "text",
    [
        "村主任家门口",
        "找村主任举报过两次乱倒垃圾",
        "举报村主任家对面乱倒垃圾",
        "派出所旁边",
        "没有贪污",
        "书记说有问题",
    ],
)
def test_a_post_that_is_a_place_or_was_turned_to_is_not_accused(text: str) -> None:
    assert not accuses_openly(text)


@pytest.mark.parametrize(
    "text",
    [
        "村主任这个人有问题",
        "李书记就是不干净",
        "支书老是包庇他家亲戚",
        "管这事的所长收了红包",
        "村干部都在捞钱",
        "路灯的事，主任肯定贪了",
    ],
)
def test_a_looser_word_accuses_who_stands_right_before_it(text: str) -> None:
    assert accuses_openly(text)


@pytest.mark.parametrize(
    "text",
    [
        "主任说电线有问题",
        "村主任来看过，讲线路有问题",
        "书记修的那条路有问题",
        "支书答复过，变压器有问题要等",
        "有问题找主任没人理",
        "村干部有问题要反映去哪",
        "告诉书记有问题，他没来",
        "主任办公室门口的灯有问题",
        "电线有问题，主任知道",
        "书记没有贪",
        "主任家孩子贪玩摔进井里",
    ],
)
def test_a_looser_word_about_a_thing_or_in_an_officials_mouth_accuses_nobody(text: str) -> None:
    assert not accuses_openly(text)
