"""What goes wrong with a call, and what becomes of the post: the rows of the fault table that concern speaking."""

import asyncio
import logging
from datetime import timedelta
from pathlib import Path

import pytest

from bot.platforms.base import DeliveryError, NoWay, Throttled, Uncertain, Unreachable
from bot.sending.reactions import SetUpWrong
from tests.bot.dingtalk.speaking.stage import (
    AGENT,
    CODE,
    GROUP,
    IN_GROUP,
    IN_PRIVATE,
    OUTSIDER,
    SECRET,
    SIGNED_WITH,
    TOKEN,
    VOTER,
    Stage,
    a_post,
    a_roster,
    on_stage,
)
from tests.simulators.dingtalk.fault_table import Fault, Point
from tests.simulators.dingtalk.record import Door

TOO_FAST = Fault(row=11, name="too fast", at=Point.SESSION, code=130101)


async def error_of(stage: Stage, text: str = "明天接待", *, mention: str | None = None) -> DeliveryError:
    """Return what becomes of something said in the group."""
    with pytest.raises(DeliveryError) as error:
        await stage.platform.deliver(a_post(text, IN_GROUP, mention=mention))
    return error.value


async def passes(seconds: float) -> None:
    """Let time pass, virtually."""
    await asyncio.sleep(seconds)


async def test_row_1_a_token_that_has_ended_is_renewed_once_for_everybody(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.platform.deliver(a_post("一", IN_GROUP))
        stage.simulator.credentials.apps[CODE].drop_token()
        await asyncio.gather(*(stage.platform.deliver(a_post(text, IN_GROUP)) for text in "二三四"))
        assert sorted(stage.shown(GROUP)) == sorted("一二三四")


async def test_a_token_that_is_refused_again_is_a_passing_trouble(tmp_path: Path) -> None:
    async with on_stage(tmp_path, roster=a_roster(webhook="")) as stage:
        stage.simulator.fault(1, times=2)
        assert isinstance(await error_of(stage), Throttled)
        await passes(60)
        await stage.platform.deliver(a_post("明天接待", IN_GROUP))
        assert stage.simulator.breaches == []  # the second was not shown again either


@pytest.mark.parametrize("name", ["token expired, 88", "token expired, 42001", "token expired, 40001"])
async def test_rows_2_and_3_the_old_host_tells_it_otherwise(name: str, tmp_path: Path) -> None:
    async with on_stage(tmp_path, agent=AGENT) as stage:
        for fault in ("somebody unknown", name):
            stage.simulator.fault(fault)
        await stage.platform.deliver(a_post("请来接待", IN_PRIVATE))
        assert (stage.shown(VOTER), stage.doors(VOTER)) == (["请来接待"], [Door.NOTICE])


async def test_row_5_a_wrong_secret_is_told_and_not_tried_on_and_on(tmp_path: Path) -> None:
    async with on_stage(tmp_path, roster=a_roster(webhook="")) as stage:
        stage.simulator.fault("wrong secret")
        assert isinstance(await error_of(stage), SetUpWrong)
        (told,) = stage.platform.troubles().values()
        assert told.startswith("钉钉的机器人 main用不了，请管设置的人看一下。Client ID 和 Client Secret 对不上")
        assert isinstance(await error_of(stage), SetUpWrong)  # the fault is gone, and was not asked for again
        await passes(61)
        await stage.platform.deliver(a_post("明天接待", IN_GROUP))
        assert stage.platform.troubles() == {}


async def test_row_18_a_robot_that_cannot_speak_is_ready_to_hear_again_within_the_hour(tmp_path: Path) -> None:
    async with on_stage(tmp_path, roster=a_roster(webhook=""), mode="callback") as stage:
        is_ready = stage.platform.ready()["dingtalk robot main"]
        stage.simulator.fault("robot not in the group")
        assert isinstance(await error_of(stage), SetUpWrong)
        assert not is_ready()
        await passes(3599)
        assert not is_ready()
        await passes(1)
        assert is_ready()
        assert len(stage.platform.troubles()) == 1  # nobody knows yet that it was put right
        (wrong,) = (one for one in stage.platform.figures() if one.name == "liaison_dingtalk_wrong")
        assert wrong.labels == {"entry": "robot main", "code": "invalidParameter.robotCode.notExsit"}
        await stage.platform.deliver(a_post("明天接待", IN_GROUP))
        assert stage.platform.troubles() == {}


@pytest.mark.parametrize("name", ["app too often", "robot too often", "everybody too often", "busy", "HTTP 503"])
async def test_rows_6_7_12_and_22_what_passes_is_waited_for(name: str, tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.platform.deliver(a_post("一", IN_GROUP))
        stage.simulator.fault(name)
        error = await error_of(stage)
        assert isinstance(error, Throttled)
        assert error.wait == timedelta(seconds=1)
        await passes(1)
        await stage.platform.deliver(a_post("二", IN_GROUP))
        assert stage.shown(GROUP) == ["一", "二"]


async def test_row_6_the_minutes_limit_is_waited_for_until_the_minute_is_full(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.platform.deliver(a_post("一", IN_GROUP))
        await passes(20)
        stage.simulator.fault("app too often in a minute")
        error = await error_of(stage)
        assert isinstance(error, Throttled)
        assert 39 < error.wait.total_seconds() <= 40


@pytest.mark.parametrize("name", ["banned, a page with 200", "banned, a page with 403", "banned, status 1111"])
async def test_row_8_who_is_banned_is_silent_for_ten_minutes(name: str, tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.platform.deliver(a_post("一", IN_GROUP))
        stage.simulator.fault(name)
        error = await error_of(stage)
        assert isinstance(error, Throttled)
        assert error.wait == timedelta(minutes=10)


async def test_row_9_when_the_month_is_used_up_the_webhook_speaks_and_somebody_is_told(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        stage.simulator.fault("quota used up")
        await stage.platform.deliver(a_post("明天接待", IN_GROUP))
        assert stage.doors(GROUP) == [Door.WEBHOOK]
        (told,) = stage.platform.troubles().values()
        assert "接口调用量用完了" in told


async def test_row_9_what_has_no_other_way_waits_and_is_not_lost(tmp_path: Path) -> None:
    async with on_stage(tmp_path, roster=a_roster(webhook="")) as stage:
        stage.simulator.fault("quota used up")
        error = await error_of(stage)
        assert isinstance(error, Throttled)
        assert error.wait == timedelta(hours=1)


@pytest.mark.parametrize("code", ["130101", "660026", "410100"])
async def test_row_11_a_webhook_that_spoke_too_often_is_silent_for_ten_minutes(code: str, tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        stage.simulator.fault(f"webhook too often, {code}")
        for _ in range(2):
            error = await error_of(stage, mention=VOTER)
            assert isinstance(error, Throttled)
            assert error.wait == timedelta(minutes=10)
        await passes(600)
        await stage.platform.deliver(a_post("明天接待", IN_GROUP, mention=VOTER))
        assert stage.doors(GROUP) == [Door.WEBHOOK]
        assert stage.simulator.breaches == []


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("bad signature", "加签的密钥对不上"),
        ("signed too long ago", "加签的密钥对不上"),
        ("keyword missing", "要求带关键词"),
        ("address not allowed", "IP地址（段）"),
        ("webhook unknown, 300005", "access_token= 后面那一串"),
        ("webhook unknown, 300001", "access_token= 后面那一串"),
        ("webhook unknown, 400101", "access_token= 后面那一串"),
        ("webhook removed", "已从群里删掉"),
        ("webhook's group disbanded", "已经解散"),
        ("webhook stopped", "被停用了"),
    ],
)
async def test_rows_13_and_14_a_webhook_that_is_refused_is_told_and_the_robot_speaks(
    name: str, words: str, tmp_path: Path
) -> None:
    async with on_stage(tmp_path) as stage:
        stage.simulator.fault(name)
        await stage.platform.deliver(a_post("明天接待", IN_GROUP, mention=VOTER))
        assert stage.doors(GROUP) == [Door.ROBOT]
        (told,) = stage.platform.troubles().values()
        assert told.startswith("钉钉的群机器人 li用不了")
        assert words in told


async def test_row_11_where_one_group_heard_too_much_people_are_answered_elsewhere(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        in_group, alone = await stage.heard("路灯坏了", chat=GROUP), await stage.heard("路灯坏了")
        stage.simulator.world.faults.order(TOO_FAST, 1)
        await stage.platform.deliver(a_post("收到", IN_GROUP, to=in_group))
        await stage.platform.deliver(a_post("收到", to=alone))
        assert (stage.doors(GROUP), stage.doors(VOTER)) == ([Door.ROBOT], [Door.SESSION])


async def test_row_11_whom_nobody_can_push_to_waits_for_his_answer(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        heard = await stage.heard("路灯坏了", by=OUTSIDER)
        stage.simulator.world.faults.order(TOO_FAST, 1)
        with pytest.raises(Throttled):
            await stage.platform.deliver(a_post("收到", heard.place, to=heard))
        await passes(600)
        await stage.platform.deliver(a_post("收到", heard.place, to=heard))
        assert stage.shown(OUTSIDER) == ["收到"]


async def test_row_19_of_several_who_are_told_each_has_his_own_fate(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        stage.simulator.fault("somebody unknown")
        with pytest.raises(NoWay):
            await stage.platform.deliver(a_post("请来", IN_PRIVATE))
        stage.simulator.fault("somebody told too often")
        with pytest.raises(Throttled):
            await stage.platform.deliver(a_post("请来", IN_PRIVATE))
        assert stage.shown(VOTER) == []


@pytest.mark.parametrize(
    "name",
    [
        "outcome unknown, not sent",
        "HTTP 504, not done",
        "answer after 30 s",
        "reset before the answer",
        "reset within the answer",
        "answer cut off",
    ],
)
async def test_rows_23_24_and_26_what_nobody_knows_the_outcome_of_is_told_as_such(name: str, tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.platform.deliver(a_post("一", IN_GROUP))
        stage.simulator.fault(name)
        error = await error_of(stage)
        assert isinstance(error, Unreachable)
        assert error.maybe_taken


async def test_rows_23_and_26_after_a_doubt_a_webhook_shows_a_second_try_once(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        post = a_post("请您看一下", IN_GROUP, mention=VOTER)
        stage.simulator.fault("reset within the answer")
        with pytest.raises(Unreachable):
            await stage.platform.deliver(post)
        await stage.platform.deliver(post)
        assert len(stage.shown(GROUP)) == 1


@pytest.mark.parametrize("name", ["outcome unknown, sent", "HTTP 504, done"])
async def test_rows_23_and_26_a_group_reads_what_is_in_doubt_twice_at_most(name: str, tmp_path: Path) -> None:
    async with on_stage(tmp_path, roster=a_roster(webhook="")) as stage:
        await stage.platform.deliver(a_post("一", IN_GROUP))
        post = a_post("二", IN_GROUP)
        for expected in (Unreachable, Uncertain):
            stage.simulator.fault(name)
            with pytest.raises(expected):
                await stage.platform.deliver(post)
        assert stage.shown(GROUP) == ["一", "二", "二"]


async def test_row_24_what_nobody_heard_was_not_taken(tmp_path: Path) -> None:
    async with on_stage(tmp_path, api="http://127.0.0.1:9") as stage:
        error = await error_of(stage)
        assert isinstance(error, Unreachable)
        assert not error.maybe_taken


@pytest.mark.parametrize("name", ["errcode as a string", "gzip"])
async def test_rows_24_and_25_an_answer_in_another_form_is_an_answer(name: str, tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        stage.simulator.fault(name)
        await stage.platform.deliver(a_post("请您看一下", IN_GROUP, mention=VOTER))
        assert stage.doors(GROUP) == [Door.WEBHOOK]


@pytest.mark.parametrize("name", ["clock 5 minutes ahead", "clock 5 minutes behind"])
async def test_row_52_a_clock_that_is_wrong_is_told(name: str, tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.platform.deliver(a_post("一", IN_GROUP))
        assert stage.platform.troubles() == {}
        stage.simulator.fault(name)
        await stage.platform.deliver(a_post("二", IN_GROUP))
        (told,) = stage.platform.troubles().values()
        assert "时间和钉钉的差了" in told


async def test_one_part_that_was_not_taken_is_all_that_is_sent_again(tmp_path: Path) -> None:
    async with on_stage(tmp_path, roster=a_roster(webhook="")) as stage:
        post = a_post("\n".join(f"第{number}件：路灯坏了，请修一下，谢谢大家。" for number in range(300)), IN_GROUP)
        await stage.platform.deliver(a_post("一", IN_GROUP))

        async def trouble() -> None:
            await stage.simulator.sees(GROUP, 2)
            stage.simulator.fault("busy")

        _, result = await asyncio.gather(trouble(), stage.platform.deliver(post), return_exceptions=True)
        assert isinstance(result, Throttled)
        await passes(1)
        await stage.platform.deliver(post)
        assert len(stage.shown(GROUP)) == 1 + stage.platform.messages(post)


async def test_twenty_messages_a_minute_are_the_limit_of_a_group_and_a_webhook(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        limits = stage.platform.limits(IN_GROUP)
        assert {name: [(one.count, one.window.total_seconds()) for one in some] for name, some in limits.items()} == {
            "dingtalk/webhook/li": [(20, 60)],
            f"dingtalk/main/{GROUP}": [(20, 60)],
            "dingtalk/main": [(16, 1)],
        }
        assert [*stage.platform.limits(IN_PRIVATE)] == [f"dingtalk/main/{VOTER}", "dingtalk/main"]


async def test_no_secret_and_no_word_stands_in_what_is_logged(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, logger="bot")
    async with on_stage(tmp_path) as stage:
        heard = await stage.heard("路灯坏了", chat=GROUP)
        for name in ("session gone", "robot not found", "bad signature"):
            stage.simulator.fault(name)
        with pytest.raises(NoWay):
            await stage.platform.deliver(a_post("收到路灯", IN_GROUP, to=heard))
        stage.simulator.fault("reset before the answer")
        await error_of(stage, "收到路灯")
    told = "\n".join(str(vars(record)) for record in caplog.records)
    for word in (SECRET, TOKEN, SIGNED_WITH, "session=", "access_token", "路灯", VOTER):
        assert word not in told
