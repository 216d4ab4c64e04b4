"""What each errcode means: one table, and waits that grow."""

from datetime import timedelta

import pytest

from bot.platforms.base import DeliveryError, Gone, NoWay, Rejected, Throttled, Unreachable
from bot.platforms.wecom.errors import TABLE
from bot.platforms.wecom.judging import WeComJudge
from bot.platforms.wecom.remedies_texts import REMEDIES, remedy
from bot.sending.reactions import MediaGone, Reaction, SetUpWrong
from tests.bot.wecom.stage import NOON
from tests.simulators.passing import SteppedTime

ERRORS = {
    Reaction.LATER: Throttled,
    Reaction.CROWDED: Throttled,
    Reaction.BUSY: Throttled,
    Reaction.AGAIN: Throttled,
    Reaction.ELSEWHERE: NoWay,
    Reaction.GONE: Gone,
    Reaction.UPLOAD: MediaGone,
    Reaction.REFUSED: Rejected,
    Reaction.SET_UP: SetUpWrong,
}


def judged(judge: WeComJudge, errcode: int, leads_to: str = "") -> DeliveryError:
    with pytest.raises(DeliveryError) as error:
        judge.judge_errcode(errcode, "some words, hint: [1795000000123456], from ip: ", "app office", leads_to)
    return error.value


@pytest.mark.parametrize("errcode", TABLE)
def test_an_errcode_is_the_error_its_reaction_names(errcode: int) -> None:
    error = judged(WeComJudge(SteppedTime(NOON)), errcode)
    assert (type(error), error.code) == (ERRORS[TABLE[errcode]], str(errcode))


def test_an_errcode_nobody_knows_refuses_just_this_message() -> None:
    error = judged(WeComJudge(SteppedTime(NOON)), 999999)
    assert type(error) is Rejected


async def test_calls_that_were_under_way_together_are_one_refusal() -> None:
    time = SteppedTime(NOON)
    judge = WeComJudge(time)
    waits = [judged(judge, 45009) for _ in range(5)]
    assert {one.wait for one in waits if isinstance(one, Throttled)} == {timedelta(minutes=1)}
    await time.passes(minutes=1)
    again = judged(judge, 45009)
    assert isinstance(again, Throttled)
    assert again.wait == timedelta(minutes=5)


def test_one_conversation_that_has_to_wait_holds_up_no_other() -> None:
    judge = WeComJudge(SteppedTime(NOON))
    judged(judge, 45009, leads_to="wrLi")
    judge.check("app office", "wrWang")
    with pytest.raises(Throttled):
        judge.check("app office", "wrLi")


async def test_after_a_call_that_was_taken_waits_begin_anew() -> None:
    time = SteppedTime(NOON)
    judge = WeComJudge(time)
    for _ in range(2):
        judged(judge, 45009)
        await time.passes(minutes=5)
    judge.judge_errcode(0, "ok", "app office")
    error = judged(judge, 45009)
    assert isinstance(error, Throttled)
    assert error.wait == timedelta(minutes=1)


async def test_trouble_of_another_kind_begins_anew() -> None:
    time = SteppedTime(NOON)
    judge = WeComJudge(time)
    for _ in range(3):
        judged(judge, -1)
        await time.passes(seconds=5)
    error = judged(judge, 45033)
    assert isinstance(error, Throttled)
    assert error.wait == timedelta(seconds=1)
    assert isinstance(judged(WeComJudge(time), -1), Throttled)
    assert not isinstance(error, Unreachable)


@pytest.mark.parametrize("errcode", [code for code, reaction in TABLE.items() if reaction is Reaction.SET_UP])
def test_whatever_somebody_has_to_put_right_says_where(errcode: int) -> None:
    assert str(errcode) in REMEDIES


def test_a_code_without_words_of_its_own_says_where_it_is_explained() -> None:
    assert "e=12345" in remedy("12345")
