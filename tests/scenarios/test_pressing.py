"""A voter who asks how long it takes: those who must act are pressed, and the voter told what was done."""

from datetime import date, time

import pytest

from handlers.dates.china_time import moment
from tests.support.group import Group
from tests.support.story import a_group, assigned, handed_over, registered, surveyed


@pytest.fixture
def group() -> Group:
    return a_group(jobs=())


async def test_the_unit_is_pressed_through_staff_and_deputy(group: Group) -> None:
    await handed_over(group)
    await group.tells("赵敏", "催 1")
    assert group.told("赵敏") == [
        "尾号 1 已替您催了供电所。现在到“已交供电所办”这一步，最晚3月23日（周一）要有下一步。"
    ]
    assert group.told("林晓") == [
        "选民催问尾号 1：李村小学门口路灯不亮三天了。在供电所办，期限3月23日（周一）。请打电话问一下，"
        "有进展发“办理 1 情况”，办好发“回复 1 A 结果”。"
    ]
    assert group.told("张明远") == [
        "选民催问尾号 1：李村小学门口路灯不亮三天了。在供电所办，期限3月23日（周一）。您方便时也催一下。"
    ]


async def test_a_deputy_who_has_it_in_hand_is_pressed(group: Group) -> None:
    await assigned(group)
    await group.tells("赵敏", "催一下")
    assert group.told("赵敏") == ["尾号 1 已替您催了张代表。现在到“已转代表”这一步，最晚3月18日（周三）要有下一步。"]
    assert group.told("张明远") == [
        "选民催问尾号 1：李村小学门口路灯不亮三天了。还没接手，期限3月18日（周三）。接手发“接手 1”，当面答复了发“答复 1 内容”。"
    ]


async def test_in_the_group_nothing_is_said_of_the_matter(group: Group) -> None:
    await assigned(group)
    await group.says("赵敏", "催 1")
    assert group.heard == ["我单独发给您了。"]


async def test_a_voter_may_press_again_after_five_working_days(group: Group) -> None:
    await handed_over(group)
    await group.tells("赵敏", "催 1")
    group.forgets()
    await group.waits_until(moment(date(2026, 3, 20), time(10)))
    await group.tells("赵敏", "催 1")
    assert group.told("赵敏") == [
        "尾号 1 3月16日刚替您催过，现在到“已交供电所办”这一步。3月23日（周一）起可以再催。急的话发“人工”。"
    ]
    assert group.told("林晓") == []
    await group.waits_until(moment(date(2026, 3, 23), time(10)))
    await group.tells("赵敏", "催 1")
    assert len(group.told("林晓")) == 1


async def test_past_the_limit_the_voter_is_told_so(group: Group) -> None:
    await handed_over(group)
    await group.waits_until(moment(date(2026, 3, 25), time(10)))
    await group.tells("赵敏", "催 1")
    assert group.told("赵敏")[-1] == "尾号 1 已替您催了供电所。现在到“已交供电所办”这一步，已超期2天，站里已经知道。"


async def test_a_deputy_may_press_whenever_it_is_needed(group: Group) -> None:
    await handed_over(group)
    await group.tells("张明远", "催 1")
    await group.tells("张明远", "催 1")
    assert group.told("张明远")[-1] == "尾号 1 已催供电所，一共催了2次。有进展发“办理 1 情况”，办好发“回复 1 A 结果”。"
    assert len(group.told("林晓")) == 2


async def test_nobody_is_pressed_where_the_voter_has_to_speak_or_it_is_over(group: Group) -> None:
    await surveyed(group)
    await group.tells("赵敏", "催 1")
    await group.tells("赵敏", "评价 1 满意")
    await group.tells("赵敏", "催 1")
    assert group.told("赵敏")[0] == "尾号 1 现在是“请您评价”，这一步在等您。"
    assert group.told("赵敏")[-1] == "尾号 1 现在是“办结”，不用催了。有新情况再告诉我。"


async def test_nobody_presses_for_another_voter(group: Group) -> None:
    await registered(group)
    await group.tells("钱伟", "催 1")
    assert group.told("钱伟") == ["没查到尾号 1。请核对一下尾号。"]
    assert group.told("林晓") == []
