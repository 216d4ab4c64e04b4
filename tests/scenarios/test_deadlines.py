"""A deadline explains itself, and moves when new holidays are known."""

from dataclasses import replace
from datetime import date, time
from pathlib import Path

import pytest

from handlers.dates.china_time import moment
from handlers.dates.day_kinds import WorkCalendar
from handlers.dates.holiday_tables import published_tables
from handlers.jobs import JOBS
from handlers.people.rules.roster import Roster
from handlers.petitions.rules.petition import PetitionId
from storage.connect import connect
from tests.support.group import Group
from tests.support.stages import a_storage
from tests.support.story import a_group, checked, handed_over, registered, surveyed
from tests.support.township import BOUND, STATION, TOWNSHIP

NOTICE = "《国务院办公厅关于2026年部分节假日安排的通知》国办发明电〔2025〕7号"
COUNT_ANEW = tuple(job for job in JOBS if job.name == "count deadlines anew")


@pytest.fixture
def group() -> Group:
    return a_group(jobs=())


async def test_a_weekend_on_the_way_is_named(group: Group) -> None:
    await handed_over(group)
    await group.tells("赵敏", "期限 1")
    assert group.told("赵敏") == [
        "尾号 1 最晚3月23日（周一）下班前。\n从3月16日（周一）起算，当天不算，数5个工作日。\n跳过：周末3月21日到3月22日。"
    ]


async def test_it_is_asked_in_so_many_words_by_those_who_work_on_it_too(group: Group) -> None:
    await registered(group)
    await group.tells("林晓", "为什么是这一天 1")
    assert group.told("林晓") == ["尾号 1 最晚3月17日（周二）下班前。\n从3月16日（周一）起算，当天不算，数1个工作日。"]


async def test_a_festival_is_named_with_its_notice_and_the_days_worked_in_return() -> None:
    group = Group(a_storage(TOWNSHIP, bound=BOUND), now=moment(date(2026, 2, 13), time(9)), jobs=())
    await handed_over(group)
    await group.tells("赵敏", "为什么是这一天")
    assert group.told("赵敏") == [
        "尾号 1 最晚2月27日（周五）下班前。\n"
        "从2月13日（周五）起算，当天不算，数5个工作日。\n"
        f"跳过：春节2月15日到2月23日（{NOTICE}）。\n"
        f"要算的：调休上班2月14日（{NOTICE}）。"
    ]


async def test_months_that_would_end_in_a_holiday_end_after_it() -> None:
    group = Group(a_storage(TOWNSHIP, bound=BOUND), now=moment(date(2026, 7, 2), time(9)), jobs=())
    await checked(group)
    await group.tells("秦书敏", "交办 1 供电所")
    group.forgets()
    await group.tells("张明远", "期限 1")
    assert group.told("张明远") == [
        "尾号 1 最晚10月8日（周四）下班前。\n"
        "从7月2日（周四）起算，当天不算，满3个月。\n"
        f"那天正放假，顺延到放假后第一天：国庆节10月2日到10月7日（{NOTICE}）。"
    ]


async def test_a_day_in_a_year_without_a_table_is_marked() -> None:
    group = Group(a_storage(TOWNSHIP, bound=BOUND), now=moment(date(2026, 12, 28), time(9)), jobs=())
    await handed_over(group)
    await group.tells("赵敏", "期限 1")
    assert group.told("赵敏")[0].endswith("\n2027年节假日安排未公布，日期可能调整。")


async def test_what_was_agreed_upon_is_told_as_such(group: Group) -> None:
    await handed_over(group)
    async with group.storage.begin() as work:
        petition = await work.petitions.get(PetitionId("QS2026-0001"))
        await work.petitions.save(replace(petition, due=moment(date(2026, 4, 10), time(18)), term=None))
    await group.tells("张明远", "期限 1")
    assert group.told("张明远") == ["尾号 1 最晚4月10日（周五）。这一天是办理时商定的，不是按天数推出来的。"]


async def test_where_nothing_is_due_nothing_is_explained(group: Group) -> None:
    await surveyed(group)
    await group.tells("赵敏", "期限")
    assert group.told("赵敏") == ["尾号 1 现在：请您评价。现在没有要等的日子。"]


async def test_new_holidays_move_running_deadlines_and_those_concerned_are_told_once(tmp_path: Path) -> None:
    """The bot is stopped, given a new holiday, and started again."""
    url, key = f"tinydb:{tmp_path / 'station.db'}", bytes(32)
    storage = await connect(url, roster=TOWNSHIP, key=key, bound=BOUND)
    group = Group(storage, now=moment(date(2026, 3, 16), time(9)), jobs=COUNT_ANEW)
    await group.waits(minutes=1)
    await handed_over(group)
    await group.waits(days=1)
    assert group.platform.delivered == []
    await group.tells("钱伟", "/诉求 王庄路口积水没人管")  # due on the 18th, before the holiday
    await storage.close()
    roster = Roster(
        [replace(STATION, calendar=WorkCalendar(published_tables(), local_holidays={date(2026, 3, 19): "青石庙会"}))]
    )
    storage = await connect(url, roster=roster, key=key, bound=BOUND)
    group = Group(storage, now=group.clock.now(), jobs=COUNT_ANEW, first=100, roster=roster)
    await group.waits(days=3)
    moved = (
        "尾号 1 的期限原来是3月23日（周一）。新的节假日安排出来后重新算过，改为3月24日（周二）。怎么算的发“期限 1”。"
    )
    assert [(post.place.chat, post.text) for post in group.platform.delivered] == [("赵敏", moved), ("林晓", moved)]
    await group.tells("赵敏", "期限 1")
    assert group.told("赵敏")[-1].splitlines()[-1] == "跳过：周末3月21日到3月22日；青石庙会3月19日（本地放假）。"
    await storage.close()
