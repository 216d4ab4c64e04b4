"""Two hosts answer each in its own way; what they mean stands in one table."""

import json
from contextlib import suppress
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.platforms.base import DeliveryError, Gone, NoWay, Rejected, Throttled, Unreachable
from bot.platforms.dingtalk.building import judge_of
from bot.platforms.dingtalk.calls.answers import TOKEN_LIFE, read_answer
from bot.platforms.dingtalk.calls.errors import FAMILIES, TABLE, reaction_to
from bot.platforms.dingtalk.remedies_texts import REMEDIES, remedy
from bot.sending.reactions import Reaction, SetUpWrong, Spent, TooLong
from tests.bot.dingtalk.speaking.stage import NOON
from tests.simulators.passing import SteppedTime

ERRORS = {
    Reaction.LATER: Throttled,
    Reaction.CROWDED: Throttled,
    Reaction.BUSY: Throttled,
    Reaction.AGAIN: Throttled,
    Reaction.BARRED: Throttled,
    Reaction.DOUBTFUL: Unreachable,
    Reaction.ELSEWHERE: NoWay,
    Reaction.GONE: Gone,
    Reaction.REFUSED: Rejected,
    Reaction.TOO_LONG: TooLong,
    Reaction.SET_UP: SetUpWrong,
    Reaction.SPENT: Spent,
}


def judged(code: str) -> DeliveryError:
    with pytest.raises(DeliveryError) as error:
        judge_of(SteppedTime(NOON)).judge(code, "robot main")
    return error.value


@pytest.mark.parametrize("code", [*TABLE, *sorted(FAMILIES)])
def test_a_code_is_the_error_its_reaction_names(code: str) -> None:
    error = judged(code)
    assert (type(error), error.code) == (ERRORS[reaction_to(code)], code)


def test_a_code_nobody_knows_refuses_just_this_message() -> None:
    assert type(judged("miss.param.contentOfText")) is Rejected


@pytest.mark.parametrize("code", ["unknownError", "ServiceUnavailable"])
def test_a_gateways_fault_is_of_the_moment_whatever_it_calls_itself(code: str) -> None:
    answer = read_answer(500, b'{"code":"%s","message":""}' % code.encode())
    assert reaction_to(answer.code) is Reaction.DOUBTFUL


def test_a_success_without_words_is_one() -> None:
    assert read_answer(200, b'{"errcode":0,"errmsg":null}').code == "0"


async def test_who_is_barred_again_and_again_waits_ten_minutes_each_time() -> None:
    time = SteppedTime(NOON)
    judge = judge_of(time)
    for _ in range(3):
        with pytest.raises(Throttled) as error:
            judge.judge("660026", "webhook li")
        assert error.value.wait == timedelta(minutes=10)
        await time.passes(minutes=10)


@pytest.mark.parametrize(
    "code", [code for code, reaction in TABLE.items() if reaction in {Reaction.SET_UP, Reaction.SPENT}]
)
def test_whatever_somebody_has_to_put_right_says_where(code: str) -> None:
    assert code in REMEDIES


def test_a_code_without_words_of_its_own_says_where_it_is_explained() -> None:
    assert "错误码 12345" in remedy("12345")


@pytest.mark.parametrize(
    ("status", "body", "code"),
    [
        (200, '{"errcode":0,"errmsg":"ok"}', "0"),
        (200, '{"errcode":"0","errmsg":"ok"}', "0"),
        (200, '{"processQueryKey":"K"}', "0"),
        (200, '{"errcode":88,"sub_code":"40014","sub_msg":"不合法的access_token"}', "40014"),
        (200, '{"errcode":88,"sub_code":60011}', "60011"),
        (200, '{"errcode":"88","sub_code":""}', "88"),
        (200, '{"errcode":-1,"errmsg":"系统繁忙"}', "-1"),
        (400, '{"code":"InvalidAuthentication","requestid":"R","message":"不合法的access_token"}', "InvalidAuthentication"),
        (500, '{"code":"system.error","requestid":"R","message":"未知的系统错误"}', "system.error"),
        (200, '{"status":1111,"wait":5,"source":"x5","punish":"deny","uuid":"xxx"}', "1111"),
        (403, '{"status":"1111"}', "1111"),
        (200, " <html>...</html>", "1111"),
        (403, "<!DOCTYPE html>", "1111"),
        (503, "<html>", "http-503"),
        (503, "", "http-503"),
        (504, "", "http-504"),
        (502, "{}", "http-502"),
        (404, "not found", "http-404"),
        (200, '{"errcode":null,"code":"","sub_code":null,"status":null}', "0"),
        (400, '{"code":40014}', "40014"),
        (200, '{"processQueryKey":null,"invalidStaffIdList":null}', "0"),
    ],
)  # fmt: skip
def test_an_answer_has_one_code(status: int, body: str, code: str) -> None:
    assert read_answer(status, body.encode()).code == code


def test_what_an_answer_holds_is_taken_however_its_kind_is_written() -> None:
    granted = read_answer(200, b'{"accessToken":"T","expireIn":"600"}')
    assert (granted.access_token, granted.expire_in) == ("T", 600)
    sent = read_answer(200, b'{"processQueryKey":7,"invalidStaffIdList":"0147","flowControlledStaffIdList":[148]}')
    assert sent.process_query_key == "7"
    assert (sent.invalid_staff_id_list, sent.flow_controlled_staff_id_list) == (("0147",), ("148",))
    assert read_answer(200, b'{"errcode":"0","task_id":"25"}').task_id == 25


@pytest.mark.parametrize("lasts", ["null", '""', "99999999999999999999", "1e9", "9999999999999999"])
def test_a_token_lives_no_longer_than_tokens_do(lasts: str) -> None:
    assert read_answer(200, b'{"accessToken":"T","expireIn":%s}' % lasts.encode()).expire_in == 7200


@pytest.mark.parametrize("code", ["{}", "[]", "true", "0.5"])
@pytest.mark.parametrize("name", ["errcode", "code"])
def test_what_is_told_in_place_of_a_code_and_is_none_is_no_yes(name: str, code: str) -> None:
    with pytest.raises(Unreachable) as error:
        read_answer(200, b'{"%s":%s}' % (name.encode(), code.encode()))
    assert error.value.maybe_taken


def test_an_answer_that_was_cut_off_may_have_been_a_yes() -> None:
    with pytest.raises(Unreachable) as error:
        read_answer(200, b'{"errcode":0,"err')
    assert error.value.maybe_taken


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
MEMBERS = (
    "code", "errcode", "sub_code", "status", "errmsg", "accessToken", "expireIn", "processQueryKey", "task_id",
    "invalidStaffIdList", "flowControlledStaffIdList", "failedResult", "send_result", "result", "downloadUrl", "id",
)  # fmt: skip


@given(
    status=st.sampled_from([200, 400, 403, 404, 500, 503, 504]),
    body=st.dictionaries(st.sampled_from(MEMBERS), JSON).map(json.dumps).map(str.encode) | st.binary(max_size=200),
)
def test_no_answer_breaks_the_reading(status: int, body: bytes) -> None:
    with suppress(Unreachable):  # nobody knows
        answer = read_answer(status, body)
        assert answer.code
        assert answer.expire_in <= TOKEN_LIFE
