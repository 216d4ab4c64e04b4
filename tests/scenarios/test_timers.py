"""What happens by itself when nobody moves a petition."""

from datetime import date, time

import pytest

from handlers.dates.china_time import moment
from handlers.petitions.rules.petition import PetitionId, State
from tests.support.group import Group
from tests.support.story import LAMP, a_group, handed_over, registered, replied, surveyed

PETITION = PetitionId("QS2026-0001")


@pytest.fixture
def group() -> Group:
    return a_group(jobs=())  # petitions alone: no reception day speaks in between


async def state_of(group: Group) -> State:
    async with group.storage.begin() as work:
        return (await work.petitions.get(PETITION)).state


async def test_a_voter_is_reminded_to_rate_on_the_fourth_day_and_no_more(group: Group) -> None:
    await surveyed(group)
    await group.waits_until(moment(date(2026, 3, 20), time(9, 59)))
    assert group.told("赵敏") == []
    await group.waits_until(moment(date(2026, 3, 20), time(10, 1)))
    reminder = "尾号 1 的结果您看了吗？满意回 2，基本满意回 3，不满意回 4。不回也没关系。"
    assert group.told("赵敏") == [reminder]
    await group.waits(days=2)
    assert group.told("赵敏") == [reminder]


async def test_the_reminder_is_answered_by_its_digit(group: Group) -> None:
    await surveyed(group)
    await group.waits(days=4, hours=2)
    await group.tells("赵敏", "2")
    assert group.told("赵敏")[-1] == "尾号 1 已办结，谢谢您的评价。30天内有新情况还可以发“重办 1”。"


async def test_a_petition_nobody_rated_is_closed_after_seven_days_without_thanks_for_a_rating(group: Group) -> None:
    await surveyed(group)
    await group.waits(days=7)
    assert await state_of(group) is State.SURVEYING
    await group.waits_until(moment(date(2026, 3, 23), time(18, 1)))
    assert group.told("赵敏")[-1] == "尾号 1 已办结。30天内有新情况还可以发“重办 1”。"
    assert await state_of(group) is State.CLOSED


async def test_what_is_closed_is_put_away_after_thirty_days_without_a_word(group: Group) -> None:
    await surveyed(group)
    await group.tells("赵敏", "2")
    group.forgets()
    await group.waits(days=31)
    assert await state_of(group) is State.ARCHIVED
    assert group.told("赵敏") == []


async def test_an_answer_its_deputy_does_not_bring_is_told_by_the_bot_on_the_next_workday(group: Group) -> None:
    await replied(group)
    await group.waits_until(moment(date(2026, 3, 17), time(17, 59)))
    assert group.told("赵敏") == []
    await group.waits_until(moment(date(2026, 3, 17), time(18, 1)))
    assert group.told("赵敏") == [
        "尾号 1 有结果了：三盏灯都换好了\n要看正式答复回 1。您觉得怎么样？满意回 2，基本满意回 3，不满意回 4。"
    ]
    group.forgets()
    await group.tells("张明远", "2")
    assert group.told("赵敏") == []


async def test_a_voter_who_answers_no_more_is_passed_on_to_the_deputy_after_five_workdays(group: Group) -> None:
    await registered(group)
    await group.tells("林晓", "补问 1 校门东边还是西边？")
    group.forgets()
    await group.waits_until(moment(date(2026, 3, 23), time(17, 59)))
    assert group.told("张明远") == []
    await group.waits_until(moment(date(2026, 3, 23), time(18, 1)))
    assert group.told("赵敏") == ["尾号 1 还差一些情况，我先按现有内容转给代表。想起来了随时补充。"]
    assert group.told("张明远")[0].startswith(f"张代表您好，李村选民赵敏反映：{LAMP}（尾号 1）。")


async def test_where_nobody_can_tell_whose_it_is_staff_are_asked(group: Group) -> None:
    await group.tells("赵敏", "/诉求 公交站牌倒了两天了")
    await group.tells("赵敏", "1")
    group.forgets()
    await group.tells("林晓", "补问 1 哪一站？")
    await group.waits(days=8)
    assert group.told("林晓")[-1] == (
        "尾号 1 选民没有再补充：公交站牌倒了两天了。\n要派人发“派 1 姓名”，别的：分类、引导、补问、不登记，都带尾号。"
    )


async def test_a_petition_that_is_being_worked_on_is_left_alone(group: Group) -> None:
    await handed_over(group)
    await group.waits(days=60)
    assert await state_of(group) is State.DISPATCHED
