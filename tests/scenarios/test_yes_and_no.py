"""Questions answered in plain words instead of by a digit (domain §0.1-11, §6.1)."""

import pytest

from handlers.petitions.rules.petition import PetitionId, State
from tests.support.group import PHONE, Group
from tests.support.story import LAMP, assigned, registered

FARM_ROAD = "邻县马家镇的路坑坑洼洼好几个月没人管"
BOUNDARY = "我和邻居为了地界吵起来了，他把墙砌到我家地里了"


async def state(group: Group) -> State:
    async with group.storage.begin() as work:
        return (await work.petitions.get(PetitionId("QS2026-0001"))).state


async def led_elsewhere(group: Group, door: str) -> None:
    """A matter was registered and led to a door of its own."""
    await group.tells("赵敏", f"/诉求 {FARM_ROAD if door == '外地' else BOUNDARY}")
    await group.tells("赵敏", "1")
    if door == "外地":
        await group.tells("林晓", "引导 1 外地")
    group.forgets()


@pytest.mark.parametrize("yes", ["是的", "对，不办了", "确定", "不办了", "不办了，谢谢"])
async def test_a_withdrawal_is_confirmed_by_a_yes(group: Group, yes: str) -> None:
    await registered(group)
    await group.tells("赵敏", "撤回 1")
    assert group.told("赵敏")[-1].startswith("确定不办尾号 1 了吗？")
    await group.tells("赵敏", yes)
    assert group.told("赵敏")[-1] == "尾号 1 已撤回，不再办理。以后有新情况再告诉我。"


@pytest.mark.parametrize("no", ["不撤了", "没有", "还是办吧", "不是"])
async def test_or_called_off_by_a_no(group: Group, no: str) -> None:
    await registered(group)
    await group.tells("赵敏", "撤回 1")
    await group.tells("赵敏", no)
    assert await state(group) is State.REGISTERED
    assert group.told("赵敏")[-1] != "好的，有事随时跟我说。"


async def test_a_mere_nod_does_not_withdraw(group: Group) -> None:
    await registered(group)
    await group.tells("赵敏", "撤回 1")
    await group.tells("赵敏", "嗯")
    assert await state(group) is State.REGISTERED


@pytest.mark.parametrize("no", ["没有", "没", "还没有", "没找到地方", "没找着"])
async def test_who_has_not_found_the_door_says_so_in_words(group: Group, no: str) -> None:
    await led_elsewhere(group, "R6")
    await group.waits(days=8)
    assert group.told("赵敏")[-1].startswith("上次那件事，您找到地方了吗？")
    group.forgets()
    await group.tells("赵敏", no)
    assert group.told("赵敏")[-1].startswith("好的，已告诉工作人员")
    assert "尾号 1 的选民一周了还没找到地方。请帮着问一问，告诉选民该找谁。" in group.told("林晓")


@pytest.mark.parametrize("yes", ["找到了", "是的", "有，谢谢"])
async def test_who_has_found_it_too(group: Group, yes: str) -> None:
    await led_elsewhere(group, "R6")
    await group.waits(days=8)
    group.forgets()
    await group.tells("赵敏", yes)
    assert group.told("赵敏") == ["好的，找到就好。以后有事随时跟我说。"]


@pytest.mark.parametrize("yes", ["要", "转给那边吧", "好的", "那就转过去吧"])
async def test_a_matter_of_another_place_is_passed_on_by_a_yes(group: Group, yes: str) -> None:
    await led_elsewhere(group, "外地")
    await group.tells("赵敏", yes)
    assert group.told("赵敏")[-1].startswith("好的，已经记下")
    assert PHONE in group.told("赵敏")[-1]


async def test_a_deputy_says_the_name_of_a_command_and_means_the_choice(group: Group) -> None:
    await assigned(group)
    await group.tells("张明远", "接手")
    assert group.told("张明远")[-1].startswith("尾号 1 您已接手")
    assert group.told("赵敏")[-1] == "尾号 1：张代表已经看到，会如实反映、跟着催。"


async def test_a_nod_to_nothing_that_was_asked_is_a_nod(group: Group) -> None:
    await group.says("赵敏", f"/诉求 {LAMP}")
    await group.tells("赵敏", "同意")
    await group.tells("赵敏", "好的")
    assert group.told("赵敏")[-1] == "好的，有事随时跟我说。"
