"""Who is kept from a matter hears nothing of it, whatever becomes of it; and somebody else always does (domain §3.6)."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from typing import Final

import pytest

from handlers.jobs import JOBS
from handlers.message import Account
from handlers.people.rules.roster import PersonId, Role, Roster, Staff
from tests.support.group import Group
from tests.support.memory import MemoryStorage
from tests.support.story import MONDAY, handed_over, registered, taken_up
from tests.support.township import BOUND, PLATFORM, ROBOT, STATION

# Beside the township's people a second one for each office, so that every step has somebody who may take it.
OTHERS: Final = {
    "许文静": Role.STAFF,
    "马立群": Role.DEPUTY_HEAD,
    "邓秀英": Role.PRESIDIUM,
    "县人大代表工委": Role.COUNTY,
    "供电所": Role.UNIT,
}
STAFF: Final = (*STATION.staff, *(Staff(person=PersonId(name), name=name, role=role) for name, role in OTHERS.items()))
ACCOUNTS: Final[Mapping[Account, PersonId]] = {
    **BOUND,
    **{Account(platform=PLATFORM, account=ROBOT, user=name): PersonId(name) for name in OTHERS},
}
EVERYBODY: Final = (*(one.name for one in STATION.deputies), *(one.name for one in STAFF))
WORDS: Final = ("铁链",)
LISTS: Final = ("待办", "超期", "日报", "周报", "月报", "热点", "议题", "送达", "审计")
WITH_TAIL: Final = (
    "接手 1", "答复 1 好", "转 1", "签 1", "附议 1", "转建议 1", "派 1 周国栋", "分类 1 0301", "引导 1 R1", "不登记 1 广告",
    "补问 1 在哪", "告知 1 打过电话", "送达 1", "回避 1 周国栋", "取件码 1", "代行 1 导出", "审计 1", "会商 1 周四下午三点",
    "交办 1 供电所", "上报 1 县住建局", "退回 1 不清楚", "签收 1", "退办 1 不归我管", "办理 1 正在看", "回复 1 A 已修好",
    "延期 1 6月30日 等材料", "进度 1", "期限 1", "催 1", "拆 1",
)  # fmt: skip


@pytest.fixture
def group() -> Group:
    return a_station_with_two_of_each()


def a_station_with_two_of_each() -> Group:
    storage = MemoryStorage(Roster([replace(STATION, staff=STAFF)]), bound=ACCOUNTS)
    return Group(storage, now=MONDAY, jobs=JOBS, roster=Roster([replace(STATION, staff=STAFF)]))


def named_to(group: Group, name: str) -> list[str]:
    """Return what somebody was told that names the matter, by its words or its tail."""
    return [text for text in group.told(name) if "尾号 1" in text or any(word in text for word in WORDS)]


async def life(group: Group, matter: str, away: str) -> AsyncIterator[int]:
    """Play all that may become of a matter, each step by everybody who might take it but *away*; yield each stage."""
    others = [name for name in EVERYBODY if name != away]

    async def all_try(*lines: str) -> None:
        for line in lines:
            for name in others:
                await group.tells(name, line if line.isdigit() else f"/{line}")

    await group.tells("赵敏", f"/诉求 {matter}")
    await group.tells("赵敏", "1")
    await group.says("孙立", "/诉求 村东石桥的栏杆断了，没人管")
    await group.tells("赵敏", "催 1")
    yield 0
    await all_try("分类 1 0301", "派 1 陈玉兰", "派 1 周国栋", "接手 1", "转建议 1 换新铁链 附议 周国栋")
    await group.tells("赵敏", "补充 1 昨天又掉了一截铁链")
    await group.waits(days=6)
    yield 1
    await all_try("1", "签 1")
    for _ in range(8):
        await all_try("交办 1 供电所 5日")
        await all_try("1")
    yield 2
    await all_try("签收 1", "办理 1 已去看过铁链")
    await group.waits(days=9)
    await group.tells("供电所", "/延期 1 4月24日 等材料")
    yield 3
    await all_try("1", "热点", "审计 1", "周报")
    await group.waits(days=40)
    yield 4
    await all_try("回复 1 A 铁链已经换好", "1", "2", "答复 1 铁链已经换好")
    await group.waits(days=3)
    await group.tells("赵敏", "不满意 1 铁链还是松的")
    yield 5
    await all_try("会商 1 周四下午三点", "回复 1 A 铁链加固好了", "1")
    await group.waits(days=30)


async def finds_nothing(group: Group, away: str) -> None:
    """Check that no list, digit or command leads *away* to the matter, nor stirs anybody else by trying."""
    for line in (*LISTS, *map(str, range(1, 10))):
        await group.tells(away, line if line.isdigit() else f"/{line}")
    assert named_to(group, away) == []
    for line in WITH_TAIL:
        group.forgets()
        await group.tells(away, f"/{line}")
        assert not any(word in text for text in group.told(away) for word in WORDS)
        assert [text for name in EVERYBODY if name != away for text in group.told(name)] == []


@pytest.mark.parametrize("away", ["张明远", "林晓"])
@pytest.mark.parametrize(
    "matter", ["{}态度很差，还骂人，村东石桥的铁链没人修", "{}的弟弟把村东石桥的铁链撞断了"], ids=["complaint", "kin"]
)
async def test_nothing_in_its_whole_life_names_a_matter_to_whom_it_is_kept_from(
    group: Group, matter: str, away: str
) -> None:
    async for _ in life(group, matter.format(away), away):
        pass
    assert [name for name in EVERYBODY if named_to(group, name)]
    assert named_to(group, away) == []
    await finds_nothing(group, away)


@pytest.mark.parametrize(
    ("stage", "away", "mark"),
    [
        (0, "林晓", " 投诉"),
        (1, "周国栋", ""),
        (2, "秦书敏", " 投诉"),
        (3, "何建平", ""),
        (4, "陈玉兰", " 投诉"),
        (5, "林晓", ""),
    ],
)
async def test_whoever_is_taken_off_a_matter_hears_no_more_of_it(
    group: Group, stage: int, away: str, mark: str
) -> None:
    async for now in life(group, "村东石桥的铁链断了", away):
        if now == stage:
            await group.tells("许文静", f"/回避 1 {away}{mark}")
            group.forgets()
    assert named_to(group, away) == []
    await finds_nothing(group, away)


async def test_a_question_that_listed_a_matter_is_not_put_again_to_whom_it_is_kept_from(group: Group) -> None:
    await taken_up(group)
    await group.waits(days=3, hours=10)
    assert "待办 1 件要当面答复：尾号 1" in group.told("张明远")[-1]
    await group.tells("许文静", "/回避 1 张明远")
    await group.waits(days=1)
    group.forgets()
    await group.tells("张明远", "1")
    (asked_again,) = group.told("张明远")
    assert "尾号 1" not in asked_again
    assert "路灯" not in asked_again


async def test_more_time_is_agreed_to_by_whoever_is_left(group: Group) -> None:
    await handed_over(group)
    await group.tells("供电所", "/延期 1 3月30日 等材料")
    group.forgets()
    for away in ("秦书敏", "邓秀英"):
        await group.tells("许文静", f"/回避 1 {away}")
    assert "等材料" in "".join(group.told("何建平"))
    group.forgets()
    await group.tells("秦书敏", "1")
    assert "尾号 1" not in "".join((*group.told("秦书敏"), *group.told("赵敏")))
    await group.tells("何建平", "1")
    assert "3月30日" in "".join(group.told("赵敏"))


async def test_what_is_kept_from_anybody_follows_nothing_and_whoever_is_left_is_asked(group: Group) -> None:
    await registered(group)
    await group.tells("许文静", "1")
    await group.tells("孙立", "/诉求 李村小学门口路灯不亮，铁链也断了")
    group.forgets()
    await group.tells("许文静", "/回避 2 林晓")
    assert group.told("许文静")[-1].startswith("尾号 2 要回避林晓：李村小学门口路灯不亮，铁链也断了。")
    await group.tells("林晓", "1")
    assert "路灯" not in "".join(group.told("林晓"))


async def test_where_all_staff_are_concerned_the_head_of_them_is_asked(group: Group) -> None:
    await registered(group)
    for away in ("林晓", "许文静"):
        await group.tells("何建平", f"/回避 1 {away}")
    assert "尾号 1 要回避许文静" in "".join(group.told("马立群"))


async def test_the_monthly_list_shows_the_presidium_no_complaint_about_staff(group: Group) -> None:
    await handed_over(group)
    await group.tells("何建平", "/回避 1 林晓 投诉")
    group.forgets()
    await group.waits(days=50)
    assert "尾号 1" in "".join(group.told("县人大代表工委"))
    assert named_to(group, "秦书敏") == []


async def test_silence_about_a_complaint_is_told_to_those_in_charge_of_it(group: Group) -> None:
    await group.tells("赵敏", "/诉求 林晓态度很差，还骂人，村东石桥的铁链没人修")
    await group.tells("赵敏", "1")
    group.forgets()
    await group.waits(days=14)
    assert any(text.startswith("【该回话了】1件") for text in group.told("县人大代表工委"))
    assert named_to(group, "许文静") == []


async def test_an_alarm_is_not_raised_with_whom_it_speaks_against(group: Group) -> None:
    await group.tells("赵敏", "救命！林晓打人，有人被打晕倒了，在村东石桥")
    assert group.told("林晓") == []
    assert "紧急" in "".join(group.told("许文静"))


async def test_a_question_about_staff_is_handed_to_others(group: Group) -> None:
    await group.tells("赵敏", "请问林晓的丈夫家申请低保要什么条件？")
    assert group.told("林晓") == []
    assert "低保" in "".join(group.told("许文静"))


async def test_what_is_sensitive_in_a_supplement_is_for_staff_until_the_voter_lets_others_read_it(
    group: Group,
) -> None:
    await taken_up(group)
    await group.tells("赵敏", "补充 1 我母亲得了癌症，晚上要走这条路")
    assert group.told("张明远") == []
    assert "癌症" in "".join(group.told("林晓"))
    assert "您说的内容涉及身体、家境或孩子的情况。" in "".join(group.told("赵敏"))
    await group.tells("张明远", "/签 1")
    assert group.told("张明远") == ["没查到尾号 1。请核对一下尾号。"]
    await group.tells("赵敏", "1")
    group.forgets()
    await group.tells("张明远", "/签 1")
    assert group.told("张明远")[0].startswith("尾号 1")
