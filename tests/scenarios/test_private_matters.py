"""What is for a person alone: the group hears that somebody calls, staff hear why, no template says more."""

from typing import Final

import pytest

from handlers.intake.rules.delicate import Delicate, delicate
from handlers.petitions.rules.petition import PetitionId, State
from tests.support.group import Group
from tests.support.story import registered
from tests.support.township import STATION

SAID: Final = {
    Delicate.VIOLENCE: "对门老刘天天打老婆，孩子吓得直哭",
    Delicate.SEXUAL: "有个老头在校门口对女学生动手动脚",
    Delicate.MENTAL: "后街小马精神病犯了，见人就骂",
    Delicate.DISEASE: "我们这片好几个人确诊了，没人管消毒",
    Delicate.FRICTION: "食堂没有清真窗口，有人要闹矛盾",
    Delicate.GATHERING: "明天大家一起去镇政府讨个说法",
    Delicate.THREAT: "再不解决我就要他好看",
    Delicate.ELECTION: "村里换届有人拉票，一户给二百",
    Delicate.SECRET: "有人老在部队驻地外面拍照",
    Delicate.RUMOUR: "听说镇上银行要倒，都在取钱",
    Delicate.OUTSIDERS: "我是记者，想了解征地的情况",
    Delicate.LAND: "征地补偿款我们村几十户都没拿到",
    Delicate.ARREARS: "工地拖欠工资，我们十几个人快过不下去了",
    Delicate.LEAK: "我的个人信息泄露了，天天有人打电话",
    Delicate.MINOR: "我是小学生，我们班里没有暖气",
}


@pytest.mark.parametrize(("kind", "said"), SAID.items())
async def test_each_kind_is_for_a_person_and_the_group_hears_no_more(group: Group, kind: Delicate, said: str) -> None:
    assert delicate(said) is kind
    await registered(group)
    await group.says("赵敏", said)
    assert group.heard == ["工作人员马上联系您。"]
    assert group.told("赵敏") == [f"好的，工作人员会在30分钟内联系您。现在着急可以打 {STATION.phone}。"]
    assert group.told("林晓")[0].startswith("【请人工联系】李村群 有人（赵敏）反映（")
    assert (said in group.told("林晓")[0]) is (kind is not Delicate.MINOR)  # of a child nothing is kept
    async with group.storage.begin() as work:
        assert (await work.petitions.get(PetitionId("QS2026-0002"))).state is State.PRIVATE_HUMAN


async def test_whom_nobody_can_find_is_asked_how_to_be_called(group: Group) -> None:
    await group.tells("赵敏", SAID[Delicate.ELECTION])
    assert group.told("赵敏") == [
        "好的，已告诉工作人员，只是不知道怎么找您。\n"
        f"发“人工”加您的称呼和电话，会在30分钟内联系您；不方便留，请打 {STATION.phone}。"
    ]


async def test_who_is_spoken_of_does_not_read_it(group: Group) -> None:
    await group.tells("赵敏", "林晓在选举前拉票")
    assert group.told("林晓") == group.told("何建平") == []
    assert len(group.told("秦书敏")) == 1


async def test_of_both_staff_and_head_the_office_above_reads(group: Group) -> None:
    await group.tells("赵敏", "林晓和何建平一起拉票")
    assert group.told("林晓") == group.told("何建平") == []
    assert len(group.told("秦书敏")) == 1


async def test_many_unpaid_workers_are_for_a_person_and_one_has_a_door(group: Group) -> None:
    await group.tells("赵敏", SAID[Delicate.ARREARS])
    await group.tells("王强", "厂里欠我工资三个月了")
    assert group.told("王强")[0].startswith("您好，这件事法律规定了专门的办理办法：")
    assert not group.told("赵敏")[0].startswith("您好，这件事法律规定")


@pytest.mark.parametrize("said", ["业委会选举后物业不交接", "民族路路灯不亮三天了", "家里停水三天了"])
async def test_what_only_sounds_like_it_is_an_ordinary_matter(said: str) -> None:
    assert delicate(said) is None


@pytest.mark.parametrize("said", ["我们几十户要一起去县里上访，后天集合", "大家后天一起去县里堵门"])
async def test_a_call_to_gather_brings_a_person_and_is_told_to_the_head(group: Group, said: str) -> None:
    await registered(group)
    await group.says("赵敏", said)
    assert group.heard == ["工作人员马上联系您。"]
    assert said in group.told("何建平")[0]
