"""The ladder of reminders, walked over the Mid-autumn Festival and National Day of 2026."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time

import pytest

from handlers.dates.china_time import moment
from handlers.jobs import JOBS
from handlers.message import Account
from handlers.people.rules.roster import PersonId, Role, Roster, Staff
from tests.support.group import Group
from tests.support.memory import MemoryStorage
from tests.support.stages import a_storage
from tests.support.story import assigned, handed_over, registered
from tests.support.township import BOUND, PLATFORM, ROBOT, STATION, TOWNSHIP

LADDER = tuple(job for job in JOBS if job.name in {"walk the ladder", "report long overdue"})

SOON = "尾号 1 交供电所办，9月30日（周三）到期。要不要我帮您问一下？要回 1。"
PASSED = "尾号 1 已超期8天，供电所还没答复。已告诉站里。您方便时也催一下，电话 0399-6000001。"
PASSED_FOR_STAFF = "尾号 1 已超期8天，供电所还没答复。请催一下。"
CHOICE = "建议：1 电话催 2 发督办单 3 请代表约见。回数字我来办。"


def day(month: int, number: int, hour: int = 23) -> datetime:
    return moment(date(2026, month, number), time(hour))


def a_group(roster: Roster = TOWNSHIP) -> Group:
    return Group(a_storage(roster, bound=BOUND), now=day(9, 22, 9), jobs=LADDER)


@pytest.fixture
async def group() -> Group:
    """Handed over on Tuesday 22 September with five working days: 23, 24, 28, 29, 30."""
    group = a_group()
    await handed_over(group)
    return group


async def by_day(group: Group, *days: datetime) -> Sequence[list[tuple[str, str]]]:
    """Return what was told to whom until the end of each day."""
    told = []
    for end in days:
        await group.waits_until(end)
        told.append([(post.place.chat, post.text) for post in group.platform.delivered])
        group.forgets()
    return told


async def test_a_services_ladder_leaves_out_the_holiday_and_ends_with_the_head(group: Group) -> None:
    days = day(9, 28), day(9, 29), day(10, 7), day(10, 8), day(10, 9), day(10, 11), day(10, 12), day(10, 30)
    assert await by_day(group, *days) == [
        [],
        [("张明远", SOON)],
        [],
        [("张明远", PASSED), ("林晓", PASSED_FOR_STAFF)],
        [("何建平", f"尾号 1 超期9天，供电所未答复，已催1次。{CHOICE}")],
        [],
        [("何建平", f"尾号 1 超期12天，供电所未答复，已催1次。{CHOICE}")],
        [],
    ]


async def test_it_is_walked_in_working_hours(group: Group) -> None:
    await group.waits_until(moment(date(2026, 9, 29), time(8, 59)))
    assert group.told("张明远") == []
    await group.waits_until(day(9, 29, 9))
    assert group.told("张明远") == [SOON]


async def test_after_an_outage_only_the_newest_rung_is_told(group: Group) -> None:
    await group.waits(minutes=1)
    group.clock.move_to(day(10, 12, 20))
    assert await by_day(group, day(10, 12), day(10, 13, 8)) == [[], []]
    await group.waits_until(day(10, 13))
    assert group.told("何建平") == [f"尾号 1 超期13天，供电所未答复，已催0次。{CHOICE}"]
    assert group.told("张明远") == []
    group.forgets()
    assert await by_day(group, day(10, 30)) == [[]]


async def test_the_unit_is_asked_on_the_deputys_behalf_by_a_digit(group: Group) -> None:
    await group.waits_until(day(9, 29, 10))
    group.forgets()
    await group.tells("张明远", "1")
    assert group.told("林晓") == [
        "张明远催问尾号 1：李村小学门口路灯不亮三天了。在供电所办，期限9月30日（周三）。请打电话问一下，"
        "有进展发“办理 1 情况”，办好发“回复 1 A 结果”。"
    ]
    assert group.told("张明远") == ["尾号 1 已催供电所，一共催了1次。有进展发“办理 1 情况”，办好发“回复 1 A 结果”。"]


@pytest.mark.parametrize(
    ("digit", "whom", "task", "noted"),
    [
        (
            "1",
            "林晓",
            "站长请您打电话催供电所：尾号 1 李村小学门口路灯不亮三天了。问到的发“办理 1 情况”。",
            "尾号 1 已请工作人员打电话催供电所。",
        ),
        (
            "2",
            "林晓",
            "请打印督办单，盖章后送供电所：\n【督办单】青石镇人大代表联络站\n供电所：编号 QS2026-0001，期限9月30日（周三），未答复。\n"
            "事项：李村小学门口路灯不亮三天了\n请尽快办理并书面答复。",
            "尾号 1 的督办单已请工作人员送供电所。",
        ),
        (
            "3",
            "张明远",
            "站长请您就尾号 1 约见供电所：李村小学门口路灯不亮三天了。约好时间请告诉站里。",
            "尾号 1 已请代表约见供电所。",
        ),
    ],
)
async def test_the_head_has_it_seen_to_by_a_digit(group: Group, digit: str, whom: str, task: str, noted: str) -> None:
    await group.waits_until(day(10, 9, 10))
    group.forgets()
    await group.tells("何建平", digit)
    assert (group.told(whom), group.told("何建平")) == ([task], [noted])


async def test_an_answer_ends_the_ladder(group: Group) -> None:
    await group.tells("林晓", "回复 1 A 三盏灯都换好了")
    await group.tells("张明远", "2")
    group.forgets()
    await group.waits_until(day(9, 29))
    assert group.told("张明远") == []


async def test_a_deputy_who_has_not_looked_yet_may_leave_the_formalities_to_staff() -> None:
    group = a_group()
    await assigned(group)
    await group.waits_until(day(9, 23))
    assert group.told("张明远") == ["尾号 1 已登记1个工作日，请您看一眼。忙的话回 5，请工作人员代办手续。"]
    group.forgets()
    await group.tells("张明远", "5")
    assert group.told("张明远") == ["好的，尾号 1 我请工作人员代办。"]
    await group.waits_until(day(9, 24, 8))
    assert group.told("林晓") == ["张明远代表请站里代办尾号 1 的手续：李村小学门口路灯不亮三天了。另派发“派 1 姓名”。"]


async def test_what_staff_leave_lying_is_told_to_staff_and_then_to_the_head() -> None:
    group = a_group()
    await registered(group)
    assert await by_day(group, day(9, 23), day(9, 24), day(9, 28)) == [
        [],
        [("林晓", "尾号 1 已超期1天，还没分派。已告诉站里。派人发“派 1 姓名”。")],
        [("何建平", f"尾号 1 超期5天，工作人员还没分派，已催1次。{CHOICE}")],
    ]


async def test_a_deputy_head_is_told_before_the_head() -> None:
    deputy_head = Staff(person=PersonId("deng"), name="邓志强", role=Role.DEPUTY_HEAD)
    roster = Roster([replace(STATION, staff=(*STATION.staff, deputy_head))])
    account = Account(platform=PLATFORM, account=ROBOT, user="邓志强")
    storage = MemoryStorage(roster, bound={**BOUND, account: deputy_head.person})
    group = Group(storage, now=day(9, 22, 9), jobs=LADDER, roster=roster)
    await handed_over(group)
    await group.waits_until(day(10, 11))
    assert group.told("邓志强") == [f"尾号 1 超期9天，供电所未答复，已催1次。{CHOICE}"]
    assert group.told("何建平") == []
    await group.waits_until(day(10, 12))
    assert group.told("何建平") == [f"尾号 1 超期12天，供电所未答复，已催1次。{CHOICE}"]


async def test_what_is_overdue_for_long_is_on_the_months_list_to_the_presidium_and_in_no_group(group: Group) -> None:
    await group.waits_until(day(11, 1))
    group.forgets()
    await group.waits_until(day(11, 2))
    assert group.told("秦书敏") == [
        "【11月超期通报】青石镇人大代表联络站有1件超期较久：\n尾号 1 李村小学门口路灯不亮三天了，供电所未答复，超期33天"
    ]
    assert group.heard == []


async def test_a_digit_about_what_has_moved_on_since_does_nothing(group: Group) -> None:
    await group.waits_until(day(10, 9, 10))
    await group.tells("林晓", "回复 1 A 三盏灯都换好了")
    group.forgets()
    await group.tells("何建平", "2")
    assert group.told("林晓") == []
    assert "督办单" not in "".join(group.told("何建平"))
