"""More time for a unit: two persons, and a reason the voter is told."""

from datetime import date, time

import pytest

from handlers.dates.china_time import moment
from handlers.petitions.rules.petition import Petition, PetitionId, State
from handlers.petitions.texts import day_seen_from
from tests.support.group import Group
from tests.support.story import handed_over, surveyed, taken_up

ASKED = "尾号 1 供电所想延到3月30日（周一）：等配件\n现在的期限是3月23日（周一）。同意回 1，不同意回 2。"


async def stored(group: Group) -> Petition:
    async with group.storage.begin() as work:
        return await work.petitions.get(PetitionId("QS2026-0001"))


async def test_those_who_handed_it_over_agree_and_the_voter_is_told_why(group: Group) -> None:
    await handed_over(group)
    await group.tells("林晓", "延期 1 3月30日 等配件")
    assert group.told("林晓") == ["尾号 1 延期已报秦书敏，同意了才算数，定了告诉您。"]
    assert group.told("秦书敏") == [ASKED]
    assert group.told("赵敏") == []
    group.forgets()
    await group.tells("秦书敏", "1")
    assert group.told("赵敏") == ["尾号 1：这件事比较难，要到3月30日（周一）。原因：等配件。"]
    assert group.told("林晓") == group.told("秦书敏") == ["尾号 1 延到3月30日（周一）。已告诉选民。"]
    assert (await stored(group)).state is State.EXTENDED


async def test_a_day_that_is_not_agreed_to_stays_where_it_was(group: Group) -> None:
    await handed_over(group)
    await group.tells("林晓", "延期 1 3月30日 等配件")
    before = (await stored(group)).due
    group.forgets()
    await group.tells("秦书敏", "2")
    assert group.told("林晓") == ["尾号 1 没有同意延期，期限还是3月23日（周一）。"]
    assert group.told("赵敏") == []
    assert (await stored(group)).due == before


async def test_who_asks_never_agrees_himself(group: Group) -> None:
    await handed_over(group)
    await group.tells("秦书敏", "延期 1 3月30日 等配件")
    assert group.told("秦书敏") == ["尾号 1 延期已报何建平，同意了才算数，定了告诉您。"]
    await group.tells("秦书敏", "1")
    assert (await stored(group)).state is State.IN_PROGRESS
    await group.tells("何建平", "1")
    assert (await stored(group)).state is State.EXTENDED


async def test_more_time_is_asked_for_with_a_day_and_a_reason(group: Group) -> None:
    await handed_over(group)
    await group.tells("秦书敏", "/延期 1 等配件")
    assert group.told("秦书敏")[-1] == "请说成“3月20日”，或“下周五”，例如：延期 12 6月30日 等材料"
    await group.tells("秦书敏", "/延期 1 3月30日")
    assert group.told("秦书敏")[-1] == "您还没说什么事。例如：延期 12 6月30日 等材料"
    assert (await stored(group)).state is State.DISPATCHED


async def test_nobody_agrees_to_another_day_than_was_read(group: Group) -> None:
    await handed_over(group)
    await group.tells("秦书敏", "延期 1 3月27日 等配件")
    await group.tells("林晓", "延期 1 3月30日 等配件")
    await group.tells("何建平", "1")
    assert (await stored(group)).state is State.IN_PROGRESS
    await group.tells("秦书敏", "1")
    petition = await stored(group)
    assert petition.state is State.EXTENDED
    assert petition.due == moment(date(2026, 3, 30), time(18))


@pytest.mark.parametrize("said", ["3月31日", "12月31日"])
async def test_a_service_takes_ten_working_days_at_most(group: Group, said: str) -> None:
    await handed_over(group)
    await group.tells("林晓", f"延期 1 {said} 等配件")
    assert group.told("林晓") == ["尾号 1 最长办10个工作日，最晚到3月30日（周一）。"]
    assert group.told("秦书敏") == []


async def test_what_is_handled_again_may_take_its_ten_working_days_anew(group: Group) -> None:
    await surveyed(group)
    await group.waits(days=3)
    await group.tells("赵敏", "不满意，只换了一盏")
    group.forgets()
    await group.tells("林晓", "延期 1 4月2日 等配件")
    assert group.told("林晓") == ["尾号 1 延期已报秦书敏，同意了才算数，定了告诉您。"]


def test_a_day_of_another_year_is_told_with_its_year() -> None:
    now = moment(date(2026, 8, 3), time(9))
    assert day_seen_from(now, moment(date(2027, 1, 15), time(18))) == "2027年1月15日（周五）"
    assert day_seen_from(now, moment(date(2026, 12, 31), time(18))) == "12月31日（周四）"


async def test_there_is_nothing_to_extend_before_a_unit_has_it(group: Group) -> None:
    await taken_up(group)
    await group.tells("林晓", "延期 1 3月30日 等配件")
    assert group.told("林晓") == ["尾号 1 现在是“代表已看到”，不能延期。"]
