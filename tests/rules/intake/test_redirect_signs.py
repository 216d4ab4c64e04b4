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
