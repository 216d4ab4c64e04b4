"""Abuse and advertising are known by words that stand in no ordinary complaint."""

import pytest

from handlers.intake.rules.manners import abuses, advertises


@pytest.mark.parametrize("said", ["一群混蛋", "你们这帮狗东西", "他妈的，没人管吗", "都是廢物"])
def test_names_that_are_called_are_heard(said: str) -> None:
    assert abuses(said)


@pytest.mark.parametrize("said", ["废物堆在路边没人清", "路边放着一堆废旧物品"])
def test_rubbish_is_no_name(said: str) -> None:
    assert not abuses(said)


@pytest.mark.parametrize("said", ["低息贷款，当天放款", "新店开业，全场五折", "兼职日结，加微信详聊"])
def test_goods_and_money_on_offer_are_advertising(said: str) -> None:
    assert advertises(said)


@pytest.mark.parametrize("said", ["贷款利息太高", "店里打折音响太吵"])
def test_one_word_alone_is_no_advertising(said: str) -> None:
    assert not advertises(said)


@pytest.mark.parametrize(
    "said",
    [
        "旺铺招租，月租2000元",
        "招生啦，详情咨询老师",
        "批发大米，电话13900000000",
        "现货手机，看图 https://example.com/a",
        "无抵押，有意者联系我",
    ],
)
def test_an_offer_with_its_price_its_terms_or_a_way_to_it_is_advertising(said: str) -> None:
    assert advertises(said)


@pytest.mark.parametrize(
    "said",
    ["物业费两块钱一平太贵", "供水站电话13900000000打不通", "店里招租牌子挡了路", "出售假种子骗人，电话13900000000"],
)
def test_a_price_a_telephone_or_an_offer_alone_is_none(said: str) -> None:
    assert not advertises(said)
