"""What a self-built app does when the platform refuses, is slow, or falls silent: rows 1 to 10, 13, 15, 16."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from aiohttp import ClientTimeout, web

from bot.platforms.base import DeliveryError, File, NoWay, Throttled, Unreachable
from bot.platforms.wecom.app.sender import App
from bot.platforms.wecom.judging import WeComJudge
from bot.platforms.wecom.qyapi import QyApi
from bot.sending.reactions import SetUpWrong
from bot.sending.ways import Paper, Words
from bot.web.server import serve
from tests.bot.wecom.stage import AGENT, BY_APP, CORP, NOON, SECRET, VOTER, Stage, a_post, on_stage
from tests.simulators.passing import SteppedTime
from tests.simulators.wecom.simulator import Simulator

HELLO = Words("您好")


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with on_stage(tmp_path) as stage:
        yield stage


@pytest.mark.parametrize("fault", ["token expired", "token invalidated"])
async def test_rows_1_and_2_a_token_that_is_no_good_is_renewed_once_and_the_call_repeated(
    fault: str, stage: Stage
) -> None:
    stage.simulator.fault(fault)
    await stage.platform.deliver(a_post("您好", BY_APP))
    assert stage.shown(VOTER) == ["您好"]


async def test_a_new_token_that_does_not_help_is_not_renewed_again_at_once(stage: Stage) -> None:
    stage.simulator.fault("token expired", times=2)
    with pytest.raises(Throttled) as error:
        await stage.platform.deliver(a_post("您好", BY_APP))
    assert error.value.wait == timedelta(seconds=1)
    assert stage.simulator.world.faults.struck["token expired"] == 2


async def test_row_3_a_wrong_secret_is_asked_with_once_a_minute_and_staff_hear_of_it(stage: Stage) -> None:
    stage.simulator.fault("wrong secret", times=3)
    for _ in range(5):
        with pytest.raises(SetUpWrong):
            await stage.platform.deliver(a_post("您好", BY_APP))
    assert stage.simulator.world.faults.struck["wrong secret"] == 1
    assert list(stage.platform.troubles()) == ["wecom/app office/40001"]
    assert not stage.platform.ready()["wecom app office"]()
    await stage.time.passes(minutes=1)
    with pytest.raises(SetUpWrong):
        await stage.platform.deliver(a_post("您好", BY_APP))
    assert stage.simulator.world.faults.struck["wrong secret"] == 2


async def test_what_works_again_is_no_trouble_any_more(stage: Stage) -> None:
    stage.simulator.fault("address not allowed")
    with pytest.raises(SetUpWrong):
        await stage.platform.deliver(a_post("您好", BY_APP))
    assert list(stage.platform.troubles()) == ["wecom/app office/60020"]
    await stage.platform.deliver(a_post("您好", BY_APP))
    assert (stage.platform.troubles(), stage.platform.ready()["wecom app office"]()) == ({}, True)


async def test_row_4_twenty_that_find_the_token_expired_are_all_heard(stage: Stage) -> None:
    await stage.platform.deliver(a_post("先来一条", BY_APP))
    stage.simulator.apps[0].token_since = NOON - timedelta(hours=2)
    await asyncio.gather(*(stage.platform.deliver(a_post(f"第{number}条", BY_APP)) for number in range(20)))
    assert len(stage.shown(VOTER)) == 21


async def test_row_5_over_the_limit_it_waits_a_minute_then_five_then_fifteen_then_an_hour(stage: Stage) -> None:
    stage.simulator.fault("app too often", times=5)
    waits = []
    for _ in range(5):
        with pytest.raises(Throttled) as error:
            await stage.platform.deliver(a_post("您好", BY_APP))
        waits.append(error.value.wait // timedelta(minutes=1))
        await stage.time.passes(minutes=waits[-1])
    assert waits == [1, 5, 15, 60, 60]
    await stage.platform.deliver(a_post("您好", BY_APP))
    assert stage.shown(VOTER) == ["您好"]


@pytest.mark.parametrize(("fault", "seconds"), [("too many at a time", [1, 2, 3]), ("busy", [1, 2, 4])])
async def test_rows_6_and_7_it_waits_some_seconds_three_times_and_then_as_for_no_answer(
    fault: str, seconds: list[int], stage: Stage
) -> None:
    stage.simulator.fault(fault, times=4)
    post = a_post("您好", BY_APP)
    for wait in seconds:
        with pytest.raises(Throttled) as error:
            await stage.platform.deliver(post)
        assert error.value.wait == timedelta(seconds=wait)
        await stage.time.passes(seconds=wait)
    with pytest.raises(Unreachable) as last:
        await stage.platform.deliver(post)
    assert not last.value.maybe_taken
    await stage.platform.deliver(post)
    assert stage.shown(VOTER) == ["您好"]


@pytest.mark.parametrize(
    ("fault", "remedy"),
    [
        ("address not allowed", "企业可信IP"),
        ("app disabled, 48006", "重新启用"),
        ("app disabled, 50003", "重新启用"),
    ],
)
async def test_rows_8_and_42_what_somebody_has_to_put_right_is_refused_for_good_and_told(
    fault: str, remedy: str, stage: Stage
) -> None:
    stage.simulator.fault(fault)
    with pytest.raises(SetUpWrong):
        await stage.platform.deliver(a_post("您好", BY_APP))
    (words,) = stage.platform.troubles().values()
    assert remedy in words


@pytest.mark.parametrize("fault", ["all receivers bad", "some receivers bad"])
async def test_row_9_a_receiver_the_platform_does_not_know_is_no_way(fault: str, stage: Stage) -> None:
    stage.simulator.fault(fault)
    with pytest.raises(NoWay):
        await stage.platform.deliver(a_post("您好", BY_APP))
    assert stage.shown(VOTER) == []


@pytest.mark.parametrize("list_of", ["invaliduser", "unlicenseduser"])
async def test_row_9_an_answer_that_lists_the_only_receiver_is_no_success(list_of: str) -> None:
    async def answer(request: web.Request) -> web.Response:
        return web.json_response(
            {"errcode": 0, "errmsg": "ok", "access_token": "t", "expires_in": 7200, list_of: "zhaomin"}
        )

    pages = web.Application()
    pages.router.add_route("*", "/{path:.*}", answer)
    runner = await serve(pages, port=0)
    host, port = runner.addresses[0]
    api, time = QyApi(f"http://{host}:{port}"), SteppedTime(NOON)
    with pytest.raises(NoWay):
        await App("office", CORP, AGENT, SECRET, api, WeComJudge(time), time).tell(VOTER, HELLO, "a-key")
    await api.close()
    await runner.cleanup()


async def test_the_name_of_a_file_cannot_end_its_header(stage: Stage) -> None:
    file = File(name='排班"\r\nX-Other: 1.xlsx', content=b"0123456789")
    await stage.platform.deliver(a_post("请查收", BY_APP, file=file))
    assert stage.shown(VOTER) == ["请查收", "排班___X-Other: 1.xlsx"]


async def test_row_13_a_file_that_expired_is_uploaded_again_once(stage: Stage) -> None:
    file = File(name="排班.xlsx", content=b"0123456789")
    await stage.platform.deliver(a_post("请查收", BY_APP, file=file))
    stage.simulator.fault("media_id expired")
    await stage.platform.deliver(a_post("再发一次", BY_APP, file=file))
    assert [one.file for one in stage.simulator.shown(VOTER)] == [None, file.content, None, file.content]


async def test_row_13_a_file_is_uploaded_anew_before_its_three_days_are_over(stage: Stage) -> None:
    file = File(name="排班.xlsx", content=b"0123456789")
    await stage.platform.deliver(a_post("请查收", BY_APP, file=file))
    await stage.time.passes(hours=71)
    await stage.platform.deliver(a_post("再发一次", BY_APP, file=file))
    assert len(stage.simulator.world.media) == 2


@pytest.mark.parametrize("fault", ["HTTP 500", "HTTP 502 with a page", "HTTP 504", "answer cut off", "answer {}"])
async def test_row_15_an_answer_that_is_none_leaves_the_outcome_open(fault: str, stage: Stage) -> None:
    await stage.platform.deliver(a_post("先来一条", BY_APP))
    stage.simulator.fault(fault)
    with pytest.raises(Unreachable) as error:
        await stage.platform.deliver(a_post("您好", BY_APP))
    assert error.value.maybe_taken


async def test_row_15_what_was_taken_before_the_line_broke_is_not_shown_twice(stage: Stage) -> None:
    await stage.platform.deliver(a_post("先来一条", BY_APP))
    stage.simulator.fault("reset after processing")
    post = a_post("您好", BY_APP)
    with pytest.raises(Unreachable) as error:
        await stage.platform.deliver(post)
    assert error.value.maybe_taken
    await stage.time.passes(minutes=10)
    await stage.platform.deliver(post)
    assert stage.shown(VOTER) == ["先来一条", "您好"]


async def test_the_same_words_meant_anew_are_shown_anew(stage: Stage) -> None:
    await stage.platform.deliver(a_post("收到", BY_APP))
    await stage.platform.deliver(a_post("收到", BY_APP))
    assert stage.shown(VOTER) == ["收到", "收到"]


@pytest.mark.parametrize("fault", ["answer after 20 s", "no answer"])
async def test_row_16_an_answer_that_does_not_come_leaves_the_outcome_open(fault: str) -> None:
    time = SteppedTime(NOON)
    async with Simulator(clock=time, sleep=time.sleep) as simulator:
        simulator.add_members(VOTER)
        simulator.add_app(CORP, AGENT, SECRET)
        api = QyApi(simulator.url, timeout=ClientTimeout(total=0.05))
        app = App("office", CORP, AGENT, SECRET, api, WeComJudge(time), time)
        await app.token.get()
        simulator.fault(fault)
        with pytest.raises(Unreachable) as error:
            await app.tell(VOTER, HELLO, "a-key")
        assert error.value.maybe_taken
        await api.close()


async def test_where_nobody_listens_nothing_was_taken() -> None:
    time = SteppedTime(NOON)
    api = QyApi("http://127.0.0.1:9")
    app = App("office", CORP, AGENT, SECRET, api, WeComJudge(time), time)
    with pytest.raises(Unreachable) as error:
        await app.tell(VOTER, HELLO, "a-key")
    assert not error.value.maybe_taken
    await api.close()


async def test_no_error_tells_the_secret_or_the_token(stage: Stage) -> None:
    for fault in ("HTTP 500", "answer {}", "app too often", "reset after processing"):
        stage.simulator.fault(fault)
        with pytest.raises(DeliveryError) as error:
            await stage.platform.deliver(a_post("您好", BY_APP))
        assert SECRET not in repr(error.value)
        assert "token" not in repr(error.value)
        await stage.time.passes(minutes=2)


async def test_a_group_that_an_app_made_hears_it_and_sees_files(stage: Stage) -> None:
    simulator = stage.simulator
    api = QyApi(simulator.url)
    app = App("office", CORP, AGENT, SECRET, api, WeComJudge(stage.time), stage.time)
    token = await app.token.get()
    members = {"name": "联络站一组", "owner": VOTER, "userlist": [VOTER, "zhangmingyuan"], "chatid": "station1"}
    made = await api.post("/cgi-bin/appchat/create", {"access_token": token}, members)
    assert made.errcode == 0
    await app.tell_group("station1", VOTER, HELLO, "a-key")
    await app.tell_group(
        "station1", None, Paper(File(name="海报.png", content=b"\x89PNG\r\n\x1a\n" + bytes(90))), "b-key"
    )
    assert [(one.kind, one.mentions) for one in simulator.shown("station1")] == [("text", (VOTER,)), ("image", ())]
    await api.close()
