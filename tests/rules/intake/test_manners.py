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
