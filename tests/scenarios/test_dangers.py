"""Danger is answered before anything else, and staff are called until somebody says that it is seen to."""

from typing import Final

import pytest
from hypothesis import given
from hypothesis.strategies import sampled_from

from handlers.message import Priority
from handlers.petitions.rules.petition import PetitionId, State
from tests.support.group import Group
from tests.support.story import a_group, assigned, day_begun, registered
from tests.support.township import STATION

EMERGENCY: Final = (
    "情况紧急，请马上打电话：\n"
    "有人受伤、生病：120\n"
    "着火、被困、漏气：119\n"
    "打人、走失、被骗：110\n"
    f"先保证人安全，再联系我们。值班电话 {STATION.phone}。"
)
KINDS: Final = {
    "我爷爷晕倒了叫不醒": "有人受伤或生病",
    "李村小学着火了": "着火、被困或漏气",
    "村口电线掉地上了": "电线或触电危险",
    "有人持刀在集上": "打人、偷抢或走失",
    "村口出车祸了": "交通事故",
}
FIRE: Final = "李村小学着火了"


@pytest.mark.parametrize(("said", "kind"), KINDS.items())
async def test_each_kind_is_answered_at_once_and_called_by_its_name(group: Group, said: str, kind: str) -> None:
    await group.says("赵敏", said)
    assert group.heard == [EMERGENCY]
    assert group.told("何建平") == [
        f"【紧急】09:00 李村群 有人反映：{kind}。反映人：赵敏。\n"
        f"原话：{said}\n"
        "请立即打电话核实，核实后回“/接警 E1”。机器人不能代打 110、119、120。"
    ]


async def test_a_danger_from_somebody_of_the_station_is_a_danger_all_the_same(group: Group) -> None:
    await group.says("赵敏", "林晓持刀砍人")
    assert group.heard == [EMERGENCY]
    assert "【紧急】" in group.told("何建平")[0]


@pytest.mark.parametrize("command", ["/诉求", "/匿名诉求", "/建议", "诉求："])
async def test_a_danger_behind_a_command_is_a_danger(group: Group, command: str) -> None:
    await group.tells("赵敏", f"{command} {FIRE}")
    assert group.told("赵敏") == [EMERGENCY]
    assert f"原话：{FIRE}\n" in group.told("林晓")[0]


async def test_a_danger_in_a_supplement_is_answered_first_and_added_as_well(group: Group) -> None:
    await registered(group)
    await group.tells("赵敏", "/补充 1 电线掉下来了")
    assert group.told("赵敏") == [EMERGENCY, "收到，已补充到尾号 1。"]


async def test_a_danger_a_deputy_tells_of_is_no_answer_to_an_open_question(group: Group) -> None:
    await assigned(group)
    await group.tells("张明远", "3")
    group.forgets()
    await group.tells("张明远", "李村仓库着火了快来人")
    assert group.told("张明远") == [EMERGENCY]
    group.forgets()
    await group.tells("张明远", "已换灯泡")
    async with group.storage.begin() as work:
        assert (await work.petitions.get(PetitionId("QS2026-0001"))).state is State.SURVEYING


async def test_a_danger_in_a_command_of_staff_alarms_nobody(group: Group) -> None:
    await registered(group)
    await group.tells("林晓", "补问 1 是不是电线掉了")
    assert EMERGENCY not in group.told("林晓")


async def test_the_alarm_is_repeated_every_five_minutes_until_somebody_sees_to_it(group: Group) -> None:
    await day_begun(group)
    await group.tells("赵敏", FIRE)
    group.forgets()
    await group.waits(minutes=11)
    again = [
        f"【紧急】尾号 1 已过{minutes}分钟，还没有人接警：着火、被困或漏气。\n"
        f"原话：{FIRE}\n"
        "请立即打电话核实，核实后回“/接警 E1”。机器人不能代打 110、119、120。"
        for minutes in (5, 10)
    ]
    assert (group.told("林晓"), group.told("何建平")[-2:]) == (again, again)
    await group.tells("林晓", "/接警 E1 已扑灭，没人受伤")
    group.forgets()
    await group.waits(hours=2)
    assert group.told("林晓") == group.told("何建平") == []


async def test_an_alarm_nobody_answers_is_repeated_ever_more_slowly_and_never_given_up(group: Group) -> None:
    await group.tells("赵敏", FIRE)
    for period, calls in (({"minutes": 31}, 6), ({"hours": 3}, 5), ({"hours": 20}, 0), ({"days": 2}, 2)):
        group.forgets()
        await group.waits(**period)
        assert len([line for line in group.told("林晓") if line.startswith("【紧急】")]) == calls, period


async def test_an_alarm_nobody_answers_goes_an_office_up(group: Group) -> None:
    await group.tells("赵敏", FIRE)
    await group.waits(minutes=14)
    assert group.told("秦书敏") == []
    await group.waits(minutes=2)
    assert "已过15分钟，还没有人接警" in group.told("秦书敏")[0]


async def test_an_alarm_leaves_in_the_night_as_well(group: Group) -> None:
    await group.waits(hours=14)
    group.forgets()
    await group.tells("赵敏", FIRE)
    await group.waits(minutes=6)
    assert len(group.told("林晓")) == 2
    async with group.storage.begin() as work:
        said = [entry.outgoing for entry in await work.outbox.sent(limit=4)]
    assert {one.priority for one in said} == {Priority.EMERGENCY}


@pytest.mark.parametrize(
    "said",
    [
        "2024年5月3日晚上我被邻居打了，到现场拿刀吓唬我",
        "三年前我家着火，补助一直没发",
        "去年3月5日孩子他爸被打伤，一直没说法",
        "上周五他拿刀追着我砍，派出所没处理",
    ],
)
async def test_an_assault_of_long_ago_alarms_nobody(group: Group, said: str) -> None:
    await group.tells("赵敏", said)
    assert EMERGENCY not in group.told("赵敏")
    assert not any("【紧急】" in text for text in group.told("何建平"))


@given(said=sampled_from(sorted(KINDS)), before=sampled_from(["", "/诉求 ", "你好，", "快来人！", "@小助手 "]))
async def test_whatever_stands_around_it_a_danger_is_the_first_thing_answered(said: str, before: str) -> None:
    group = a_group()
    await group.tells("赵敏", before + said)
    assert group.told("赵敏")[0] == EMERGENCY
    async with group.storage.begin() as work:
        assert (await work.petitions.get(PetitionId("QS2026-0001"))).state is State.EMERGENCY


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("老人摔沟里起不来了", "有人受伤或生病"),
        ("我爸倒地上了叫不醒", "有人受伤或生病"),
        ("老伴早上出门找不着了", "打人、偷抢或走失"),
        ("老公喝了酒就打我和孩子", "打人、偷抢或走失"),
    ],
)
async def test_a_second_danger_is_an_alarm_of_its_own_and_no_supplement(group: Group, said: str, kind: str) -> None:
    await group.tells("赵敏", "我爬到楼顶了，没人管就跳下去")
    group.forgets()
    await group.tells("赵敏", said)
    assert group.told("赵敏") == [EMERGENCY]
    assert group.told("何建平")[0].startswith(f"【紧急】09:00 私聊 有人反映：{kind}。")
    async with group.storage.begin() as work:
        assert (await work.petitions.get(PetitionId("QS2026-0002"))).state is State.EMERGENCY


async def test_what_may_be_a_danger_is_no_supplement_to_another_matter(group: Group) -> None:
    await registered(group)
    await group.tells("赵敏", "我娘在李村桥头跌了一跤")
    assert "收到，已补充到尾号 1。" not in group.told("赵敏")


async def test_what_may_be_a_danger_is_no_place_that_was_asked_for(group: Group) -> None:
    await group.tells("赵敏", "/诉求 路灯不亮三天了")
    group.forgets()
    await group.tells("赵敏", "我娘在李村桥头跌了一跤")
    assert group.told("赵敏")[0].startswith("情况紧急")


async def test_a_wish_to_die_is_answered_for_that_persons_eyes(group: Group) -> None:
    await group.says("赵敏", "我爬到楼顶了，没人管就跳下去")
    assert group.heard == []
    assert group.told("赵敏")[0].startswith("我很担心您。")
