"""What one person of the station may not do alone (domain §8.6)."""

import json
from pathlib import Path

import pytest

from bot.readings import FILE, Readings
from handlers.petitions.rules.petition import Petition
from tests.support.group import Group
from tests.support.story import LAMP, MONDAY, a_group, registered
from tests.support.township import STATION


@pytest.fixture
def group() -> Group:
    return a_group(jobs=())


async def petition(group: Group) -> Petition:
    async with group.storage.begin() as work:
        (found,) = await work.petitions.with_tail(STATION.id, 1)
    return found


async def test_nothing_is_erased_for_a_voter_before_another_has_agreed(group: Group) -> None:
    await registered(group)
    await group.tells("林晓", "代行 1 删除")
    assert group.told("林晓") == ["尾号 1 已请另一位同意，定了告诉您。"]
    assert group.told("何建平") == ["林晓说尾号 1 的选民本人要求删掉自己的信息。核实过了，同意回 1；不同意回 2。"]
    assert (await petition(group)).text == LAMP
    await group.tells("何建平", "1")
    assert (await petition(group)).text == "应申请匿名化"
    done = "尾号 1 的选民要求删掉自己的信息，已经办了。"
    assert group.told("何建平")[-1] == group.told("林晓")[-1] == done


async def test_whoever_asked_cannot_agree_himself(group: Group) -> None:
    await registered(group)
    await group.tells("何建平", "代行 1 删除")
    await group.tells("何建平", "1")
    assert (await petition(group)).text == LAMP


async def test_what_is_not_agreed_to_is_not_done(group: Group) -> None:
    await registered(group)
    await group.tells("林晓", "代行 1 删除")
    await group.tells("何建平", "2")
    assert group.told("林晓")[-1] == "尾号 1 没有同意，什么都没动。"
    assert (await petition(group)).text == LAMP


async def test_a_copy_is_given_to_who_asked_after_another_has_agreed(group: Group) -> None:
    await registered(group)
    await group.tells("林晓", "代行 1 导出")
    assert LAMP not in "".join(group.told("林晓"))
    await group.tells("何建平", "1")
    assert f"您的原话：{LAMP}" in "".join(group.told("林晓"))
    assert LAMP not in "".join(group.told("何建平"))


async def test_both_stand_on_the_trail(group: Group) -> None:
    await registered(group)
    await group.tells("林晓", "代行 1 导出")
    await group.tells("何建平", "1")
    about = (await petition(group)).id
    async with group.storage.begin() as work:
        lines = [(line.actor, line.event) for line in await work.audit.of(about)]
    assert lines[-2:] == [("lin", "ask_export"), ("he", "agree")]


async def test_a_reading_of_the_inbox_on_the_machine_is_told_to_the_head(group: Group, tmp_path: Path) -> None:
    line = json.dumps({"at": MONDAY.isoformat(), "by": "admin"})
    (tmp_path / FILE).write_text(f"{line}\n", "utf-8")
    for readings in (Readings(tmp_path, group.storage), Readings(tmp_path, group.storage)):
        assert await readings.take_over() == {}
    await group.waits(minutes=1)
    assert group.told("何建平") == [
        "2026-03-16 09:00 有人在服务器上查看了收到的原话（账号 admin）。不是您二位商定的，请马上查问。"
    ]


COMPLAINT = "联络站的林晓态度很差，我去反映路灯的事她骂我"


async def complained(group: Group) -> None:
    """The same voter has complained about a member of the staff, under the tail 1, and registered a lamp."""
    await group.tells("赵敏", COMPLAINT)
    await group.tells("赵敏", "1")
    await group.says("赵敏", f"/诉求 {LAMP}")
    group.forgets()


async def test_a_copy_hands_nobody_the_complaint_about_herself(group: Group) -> None:
    await complained(group)
    await group.tells("林晓", "代行 2 导出")
    await group.tells("秦书敏", "1")
    handed = "".join(group.told("林晓"))
    assert f"您的原话：{LAMP}" in handed
    assert "态度很差" not in handed
    assert "编号 qs-2026-1，" not in handed


async def test_what_a_copy_leaves_out_goes_to_those_in_charge_of_it(group: Group) -> None:
    await complained(group)
    await group.tells("林晓", "代行 2 导出")
    await group.tells("秦书敏", "1")
    handed = "".join(group.told("秦书敏"))
    assert "一位选民要拿走一份自己的信息，站里有人不便看，请您转交本人（1/" in handed
    assert f"您的原话：{COMPLAINT}" in handed


async def test_whoever_is_complained_about_cannot_have_it_wiped_out_behind_the_back_of_those_in_charge(
    group: Group,
) -> None:
    await complained(group)
    await group.tells("林晓", "代行 2 删除")
    assert group.told("何建平") == []
    assert group.told("秦书敏") == [
        "林晓说尾号 2 的选民本人要求删掉自己的信息。这位选民的尾号 1 对站里的人有意见，请您直接向本人核实。核实过了，同意回 1；不同意回 2。"
    ]
    assert (await petition(group)).text == COMPLAINT


async def test_who_was_asked_before_a_complaint_came_cannot_agree_any_more(group: Group) -> None:
    await group.says("赵敏", f"/诉求 {LAMP}")
    await group.tells("林晓", "代行 1 删除")
    await group.tells("赵敏", COMPLAINT)
    group.forgets()
    await group.tells("何建平", "1")
    assert group.told("何建平") == ["尾号 1 已请另一位同意，定了告诉您。"]
    assert (await petition(group)).text == LAMP
    assert "尾号 2 对站里的人有意见" in group.told("秦书敏")[0]
