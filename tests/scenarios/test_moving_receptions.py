"""Reception days moved by hand, by new holiday tables and by new settings: who is told what, and when (domain §7.3).

The station receives on the 20th, the point in Li village on the 10th; 20 October 2026 is a Tuesday.
"""

from dataclasses import replace
from datetime import date, datetime, time
from pathlib import Path

import pytest

from handlers.dates.china_time import moment
from handlers.meetings.rules.nominal_days import ByAppointment, MonthlyDay
from handlers.meetings.rules.reception_days import ReceptionRule
from handlers.people.rules.roster import DayChange, PersonId, Roster, Station
from storage.connect import connect
from tests.support.group import Group
from tests.support.stages import a_storage
from tests.support.township import BOUND, STATION, TOWNSHIP, WANG_VILLAGE

MOVED = "原定10月20日的接待，因大雪改到10月23日（周五）上午9点到11点半，地点不变。给您添麻烦了，请相互转告。（原公告〔2026〕1号）"
CAN_YOU = (
    "张代表，原定10月20日的接待，因大雪改到10月23日（周五）上午9点到11点半，在青石镇政府一楼。\n"
    "能来回 1，不能来回 2。请尽快告诉我，好安排替换。"
)


def october(day: int, hour: int = 12, minute: int = 0) -> datetime:
    return moment(date(2026, 10, day), time(hour, minute))


@pytest.fixture
async def group() -> Group:
    group = Group(a_storage(TOWNSHIP, bound=BOUND), now=october(12))
    await group.waits(minutes=1)
    return group


async def at(group: Group, when: datetime) -> None:
    """Let time pass and forget what was said meanwhile."""
    await group.waits_until(when)
    group.forgets()


async def test_a_day_moved_after_its_announcement_is_told_at_once_and_again_three_days_before(group: Group) -> None:
    await at(group, october(18))
    await group.tells("林晓", "改期 10-20 10-23 大雪")
    assert group.heard == group.heard_in(WANG_VILLAGE) == [MOVED]
    assert group.told("张明远") == [CAN_YOU]
    assert group.told("林晓") == ["10月20日的接待已改到10月23日（周五），2个群和接待代表由我通知。"]
    await at(group, october(19, 8))
    await group.waits_until(october(20, 12))
    assert [text.splitlines()[:2] for text in group.heard] == [
        ["【选民接待日】10月23日（周五）上午9点到11点半", "原定10月20日，因大雪改到10月23日。"]
    ]
    assert group.told("林晓") == [  # nothing of the old day: no start, no counts
        "10月23日（周五）青石镇政府一楼的接待，海报请今天贴出去，10月20日要让大家看到。"
        "周国栋、张明远还没答复，换人的话有新海报。要打印发：海报 10月23日"
    ]
    await at(group, october(22, 17))
    await group.waits_until(october(23, 11, 30))
    assert [text[:12] for text in group.heard] == ["明天（10月23日）上午", "现在开始接待了，代表在青"]
    assert group.told("林晓")[-1].startswith("10月23日青石镇政府一楼的接待结束了")


async def test_a_day_moved_too_late_for_an_announcement_is_told_once(group: Group) -> None:
    await at(group, october(19, 17))
    await group.tells("何建平", "/改期 10月20日 改到10月21日 大雪")
    await group.waits_until(october(20, 17))
    assert group.heard == [MOVED.replace("10月23日（周五）", "10月21日（周三）")]
    await group.waits_until(october(20, 19))
    assert [text[:10] for text in group.heard[1:]] == ["明天（10月21日）"]


async def test_a_day_moved_the_evening_before_needs_no_reminder_of_its_own(group: Group) -> None:
    await at(group, october(19, 19))
    await group.tells("林晓", "改期 10-20 10-21 大雪")
    await at(group, october(20, 18, 30))
    await group.waits_until(october(21, 8))
    assert group.heard == []


async def test_a_day_moved_before_anybody_was_told_is_simply_announced_on_its_new_date(group: Group) -> None:
    await group.tells("林晓", "改期 10-20 10-27 秋收")
    assert group.heard == []
    assert group.told("张明远") == []
    assert group.told("林晓") == ["10月20日的接待已改到10月27日（周二），还没有公告过，到时候按新日子公告。"]
    await at(group, october(20, 8))
    await group.waits_until(october(20, 12))
    assert group.told("张明远")[0].startswith("张代表您好，10月27日（周二）")
    await group.waits_until(october(24, 10))
    assert "原定10月20日，因秋收改到10月27日。" in group.heard[-1].splitlines()


async def test_a_deputy_who_had_agreed_is_asked_anew_and_the_next_one_where_he_cannot(group: Group) -> None:
    await group.waits_until(october(13, 10))
    await group.tells("张明远", "1")
    await at(group, october(18))
    await group.tells("林晓", "改期 10-20 10-23 大雪")
    await group.tells("张明远", "2")
    assert any("有一位代表来不了" in text for text in group.told("陈玉兰"))


async def test_who_asks_is_told_the_new_day_at_once(group: Group) -> None:
    await group.tells("林晓", "改期 10-20 10-23 大雪")
    await group.tells("陈玉兰", "接待日")
    assert group.told("陈玉兰")[0].splitlines()[1] == (
        "10月23日（周五）上午9点到11点半，青石镇政府一楼，周国栋、张明远（原定10月20日，因大雪改到10月23日）"
    )


async def test_a_day_may_be_moved_twice(group: Group) -> None:
    await at(group, october(18))
    await group.tells("林晓", "改期 10-20 10-23 大雪")
    group.forgets()
    await group.tells("林晓", "改期 10-23 10-28 路还没通")
    assert group.heard == [
        "原定10月23日的接待，因路还没通改到10月28日（周三）上午9点到11点半，地点不变。给您添麻烦了，请相互转告。（原公告〔2026〕1号）"
    ]


async def test_a_moved_day_may_still_be_cancelled_and_is_not_held(group: Group) -> None:
    await at(group, october(18))
    await group.tells("林晓", "改期 10-20 10-23 大雪")
    await group.tells("林晓", "取消接待 10-23 大雪没停")
    assert (
        group.heard[-1]
        == "10月23日的接待因大雪没停不办了，下次11月20日（周五）。急事打 0399-6000001。（原公告〔2026〕1号）"
    )
    await at(group, october(19, 8))
    await group.waits_until(october(23, 12))
    assert not any("接待" in text for text in group.heard)


async def test_nobody_moves_a_day_into_the_past_or_on_to_another_of_the_same_deputies_and_place(group: Group) -> None:
    await group.tells("林晓", "改期 10-20 10-11 大雪")
    await group.tells("林晓", "改期 10-20 11-20 大雪")
    await group.tells("林晓", "改期 10-19 10-21 大雪")
    assert group.told("林晓") == [
        "10月11日已经过去了，只能改到以后的日子。",
        "11月20日同一个地方已经有一场同样代表的接待，请另选一天。",
        "10月19日没有要办的接待。接下来的是10月20日、11月10日、11月20日。",
    ]


async def test_a_move_without_day_or_reason_says_what_is_missing(group: Group) -> None:
    await group.tells("林晓", "/改期 10-20 大雪")
    await group.tells("林晓", "/改期 10-20 10-23")
    assert [text.splitlines()[0] for text in group.told("林晓")] == [
        "请说成“3月20日”，或“下周五”，例如：改期 3月20日 3月21日 大雪",
        "您还没说什么事。例如：改期 3月20日 3月21日 大雪",
    ]


async def test_a_day_held_elsewhere_is_told_as_the_day_it_is(group: Group) -> None:
    await at(group, october(18))
    await group.tells("林晓", "换地点 10-20 镇文化站 会议室维修")
    assert group.heard == ["10月20日的接待改在镇文化站，原地点有人引路。（原公告〔2026〕1号）"]
    assert group.told("张明远") == ["张代表，10月20日的接待改在镇文化站，时间不变。"]
    await at(group, october(20, 8))
    await group.tells("林晓", "换地点 10-20 镇敬老院 停电")
    assert group.heard == ["今天接待改在镇敬老院，原地点有人引路。（原公告〔2026〕1号）"]
    await group.waits_until(october(20, 9))
    assert group.heard[-1] == "现在开始接待了，代表在镇敬老院，到上午11点半。"


# --- the calendar itself moves ---


def url_of(folder: Path) -> str:
    return f"tinydb:{folder / 'station.db'}"


async def on_disk(folder: Path) -> Group:
    """The bot on a storage that it can be started on again."""
    storage = await connect(url_of(folder), roster=TOWNSHIP, key=bytes(32), bound=BOUND)
    group = Group(storage, now=october(12))
    await group.waits(minutes=1)
    return group


async def restarted(group: Group, station: Station, folder: Path) -> Group:
    """Return the bot started again with other settings, on what was kept before."""
    await group.storage.close()
    roster = Roster([station])
    storage = await connect(url_of(folder), roster=roster, key=bytes(32), bound=BOUND)
    again = Group(storage, now=group.clock.now(), roster=roster, first=1000)
    await again.waits(minutes=1)
    return again


def on_the(day: int) -> Station:
    first, *others = STATION.receptions
    return replace(STATION, receptions=(replace(first, rule=ReceptionRule(days=MonthlyDay(day=day))), *others))


async def test_an_announced_day_that_new_settings_move_is_told_with_why(tmp_path: Path) -> None:
    group = await on_disk(tmp_path)
    await at(group, october(18))
    first, *others = STATION.receptions
    change = DayChange(nominal=date(2026, 10, 20), to=date(2026, 10, 22), reason="换届选举")
    changed = replace(STATION, receptions=(replace(first, changes=(change,)), *others))
    again = await restarted(group, changed, tmp_path)
    assert again.heard == [
        "原定10月20日的接待，因换届选举改到10月22日（周四）上午9点到11点半，地点不变。给您添麻烦了，请相互转告。（原公告〔2026〕1号）"
    ]
    assert again.told("林晓")[-1] == (
        "10月20日青石镇政府一楼的接待改到10月22日（周四）（原定10月20日，因换届选举改到10月22日），已通知2个群。"
    )
    again.forgets()
    await again.waits(hours=20)
    assert not any("原定" in text for text in again.heard)  # told once


async def test_deputies_that_new_settings_name_for_a_day_take_the_place_of_those_who_were_asked(tmp_path: Path) -> None:
    group = await on_disk(tmp_path)
    await at(group, october(18))
    first, *others = STATION.receptions
    change = DayChange(nominal=date(2026, 10, 20), deputies=(PersonId("chen"), PersonId("zhou")), reason="换届选举")
    changed = replace(STATION, receptions=(replace(first, changes=(change,)), *others))
    again = await restarted(group, changed, tmp_path)
    assert again.told("张明远") == ["张代表，10月20日的接待因换届选举另请了代表，您不用来了。"]
    assert again.told("陈玉兰")[0].startswith("陈代表您好，10月20日（周二）")
    assert again.told("周国栋") == []
    again.forgets()
    await again.waits_until(october(20, 9))
    assert again.heard[-1] == "现在开始接待了，代表在青石镇政府一楼，到上午11点半。"


async def test_an_announced_day_that_new_settings_do_not_know_is_called_off(tmp_path: Path) -> None:
    group = await on_disk(tmp_path)
    await at(group, october(18))
    again = await restarted(group, on_the(25), tmp_path)
    assert (
        again.heard[0]
        == "10月20日的接待因接待安排调整不办了，下次10月26日（周一）。急事打 0399-6000001。（原公告〔2026〕1号）"
    )
    assert again.told("张明远")[0] == "张代表，10月20日的接待因接待安排调整不办了，您不用来了。"


async def test_a_day_nobody_was_told_of_moves_without_a_word(tmp_path: Path) -> None:
    group = await on_disk(tmp_path)
    again = await restarted(group, on_the(25), tmp_path)
    assert again.heard == []
    assert not any("接待" in text for text in again.told("林晓"))


async def test_staff_are_told_once_that_a_year_has_no_holidays_yet() -> None:
    group = Group(a_storage(TOWNSHIP, bound=BOUND), now=moment(date(2026, 12, 1), time(8)))
    await group.waits(days=45)
    told = [text for text in group.told("林晓") if "节假日安排未公布" in text]
    assert [text.splitlines()[0] for text in told] == [
        "2027年的节假日安排未公布，日期可能调整：1月11日起的接待日先按周末推算，可能变的公告里会写明。"
    ]


async def test_staff_are_told_once_of_two_receptions_in_each_others_way() -> None:
    first, *others = STATION.receptions
    twin = replace(first, id="twin")
    roster = Roster([replace(STATION, receptions=(first, twin, *others))])
    group = Group(a_storage(roster, bound=BOUND), now=october(1), roster=roster)
    await group.waits(days=2)
    assert [text for text in group.told("林晓") if "同日同地" in text] == [
        "10月20日青石镇政府一楼的接待和另一场同日同地同代表，原定10月20日，因与另一场接待同日顺延至10月21日。"
        "想改请发：改期 10月21日 新日子 原因"
    ]


# --- what anybody is told who asks ---


async def test_who_asks_is_told_why_a_day_is_elsewhere_and_where_one_has_to_ask_first() -> None:
    first, *others = STATION.receptions
    asked = replace(first, id="asked", rule=ReceptionRule(days=ByAppointment()), point=others[0].point)
    roster = Roster([replace(STATION, receptions=(first, asked))])
    group = Group(a_storage(roster, bound=BOUND), now=moment(date(2027, 5, 25), time(12)), roster=roster)
    await group.tells("秦书敏", "接待日")
    lines = group.told("秦书敏")[0].splitlines()
    assert lines[1].endswith("（原定6月20日，因逢周末顺延至6月21日）（节假日安排未公布，日期可能调整）")
    assert lines[2].endswith("张明远")
    assert lines[-1] == "李村村委会：预约接待，没有固定日期，想来先说一声。"
