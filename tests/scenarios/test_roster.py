"""The roster from December to the day: leave, swaps and gaps, in the very words people get.

The station receives on the 20th with two of three deputies, the point in Li village on the 10th with one.
"""

from dataclasses import replace
from datetime import date, datetime, time

import pytest

from handlers.dates.china_time import moment
from handlers.message import Account
from handlers.people.rules.roster import Deputy, DeputyLevel, PersonId, Roster
from tests.support.group import Group
from tests.support.stages import a_storage
from tests.support.township import BOUND, PLATFORM, ROBOT, STATION, TOWNSHIP


async def a_group(on: date, *, roster: Roster = TOWNSHIP) -> Group:
    """The groups of the township at noon, with whatever came before said and cleared."""
    names = {one.name: one.person for station in roster.stations.values() for one in station.deputies}
    bound = BOUND | {Account(platform=PLATFORM, account=ROBOT, user=name): person for name, person in names.items()}
    group = Group(a_storage(roster, bound=bound), now=moment(on, time(12)), roster=roster)
    await group.waits(minutes=1)
    group.forgets()
    return group


@pytest.fixture
async def group() -> Group:
    return await a_group(date(2026, 9, 14))


def at(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return moment(date(2026, month, day), time(hour, minute))


# --- making and showing ---


async def test_a_month_is_shown_with_who_receives(group: Group) -> None:
    await group.tells("林晓", "/排班 10月")
    assert group.told("林晓") == [
        "接待日安排：\n10月10日（周六）李村村委会：张明远\n10月20日（周二）青石镇政府一楼：周国栋、张明远"
    ]


async def test_how_often_everybody_receives_is_shown_to_the_head_alone(group: Group) -> None:
    await group.tells("何建平", "/排班 10月")
    await group.tells("林晓", "/排班 10月")
    assert group.told("何建平")[0].splitlines()[-1] == "各人次数（只给您看）：张明远2次，陈玉兰0次，周国栋1次"
    assert "次数" not in group.told("林晓")[0]


async def test_a_year_is_made_evenly_over_all_places_and_given_as_a_sheet(group: Group) -> None:
    await group.tells("何建平", "/排班 2027年")
    (post,) = [post for post in group.platform.delivered if post.place.chat == "何建平"]
    assert post.text == (
        "2027年的接待日排好了，共24次，见附表。有要改的：一两处发“换班”，多处在表里改好，请管理员读进来。\n"
        "看一个月的发“排班 2027年1月”。\n"
        "各人次数（只给您看）：张明远12次，陈玉兰12次，周国栋12次"
    )
    assert post.file is not None
    assert post.file.name == "2027年度代表接待日安排表（青石镇人大代表联络站）.xlsx"


async def test_making_a_year_again_changes_nothing(group: Group) -> None:
    await group.tells("林晓", "/排班 2027年")
    await group.tells("林晓", "/换班 2027年1月20日 周国栋 张明远")
    await group.tells("林晓", "/排班 2027年1月")
    before = group.told("林晓")[-1]
    await group.tells("林晓", "/排班 2027年")
    await group.tells("林晓", "/排班 2027年1月")
    assert group.told("林晓")[-1] == before


async def test_the_coming_year_is_made_on_the_first_workday_of_december() -> None:
    group = await a_group(date(2026, 11, 30))
    await group.waits_until(at(12, 1, 10))
    (text,) = [text for text in group.told("何建平") if text.startswith("2027年")]
    assert "共24次" in text


async def test_what_cannot_be_read_as_a_month_is_asked_for(group: Group) -> None:
    await group.tells("林晓", "/排班 13月")
    assert group.told("林晓") == ["请说成“3月20日”，或“下周五”，例如：排班 4月"]


# --- leave ---


async def test_a_leave_asks_the_next_in_turn_and_tells_staff(group: Group) -> None:
    await group.tells("周国栋", "/请假 10月20日 出差")
    assert group.told("周国栋") == ["10月20日青石镇政府一楼的接待给您请假。好的，记下了，我请陈玉兰代表替您。"]
    assert group.told("林晓") == ["周国栋代表10月20日青石镇政府一楼的接待来不了（出差），已问陈玉兰代表能不能顶上。"]
    assert group.told("陈玉兰") == [
        "陈代表，10月20日（周二）上午9点到11点半在青石镇政府一楼接待，有一位代表来不了，您方便顶一下吗？\n"
        "方便回 1，不方便回 2。"
    ]
    await group.tells("陈玉兰", "1")
    await group.tells("林晓", "/排班 10月")
    assert group.told("林晓")[-1].splitlines()[-1] == "10月20日（周二）青石镇政府一楼：张明远、陈玉兰"


async def test_a_leave_that_leaves_nobody_names_who_of_the_station_receives(group: Group) -> None:
    await group.tells("张明远", "/请假 10月10日 住院")
    assert group.told("张明远") == [
        "10月10日李村村委会的接待给您请假。好的，记下了。暂时没有别的代表，由林晓接待，站里会再安排。"
    ]
    assert group.told("林晓") == [
        "张明远代表10月10日李村村委会的接待来不了（住院），没有可以替换的代表了，先定林晓接待，请您安排。"
    ]
    await group.waits_until(at(10, 9, 20))
    assert "接待人：林晓" in group.heard[-2]
    assert "明天下午3点到5点李村村委会的接待没有代表能来，请您在场接待，把大家说的记下来。" in group.told("林晓")


async def test_leave_from_a_day_without_duty_names_the_next_duties(group: Group) -> None:
    await group.tells("周国栋", "/请假 10月10日")
    assert group.told("周国栋") == ["10月10日没有安排周国栋代表接待，接下来是10月20日、11月20日、1月20日。"]


async def test_who_comes_instead_after_the_announcement_is_told_to_the_groups(group: Group) -> None:
    await group.waits_until(at(10, 18, 12))
    group.forgets()
    await group.tells("周国栋", "/请假 10月20日")
    assert group.heard == []
    await group.tells("陈玉兰", "1")
    assert group.heard == ["10月20日的接待，代表改为张明远、陈玉兰，时间地点不变。请相互转告。（原公告〔2026〕3号）"]


async def test_staff_fill_an_empty_seat_and_who_agrees_too_late_is_thanked() -> None:
    wu = Deputy(person=PersonId("wu"), name="吴思远", levels=(DeputyLevel.CITY,))
    township = Roster([replace(STATION, deputies=(*STATION.deputies, wu))])
    group = await a_group(date(2026, 9, 14), roster=township)
    await group.waits_until(at(10, 13, 12))
    await group.tells("周国栋", "2")
    group.forgets()
    await group.tells("林晓", "/换班 10月20日 周国栋 吴思远")
    assert group.told("吴思远") == [
        "吴代表，站里安排您参加10月20日（周二）上午9点到11点半青石镇政府一楼的接待。来不了请发“请假 10月20日”。"
    ]
    await group.tells("陈玉兰", "1")
    assert group.told("陈玉兰")[-1] == "谢谢您，这一次已经有代表顶上了，不用您来了。"


# --- swap ---


async def test_two_deputies_swap_their_days_and_staff_are_told(group: Group) -> None:
    await group.tells("周国栋", "/换班 10月20日 陈玉兰 12月21日")
    assert group.told("周国栋") == ["好的，我问陈玉兰代表，答复了告诉您。没答应以前，这一次还是您。"]
    where = "上午9点到11点半青石镇政府一楼"
    assert group.told("陈玉兰") == [
        f"陈代表，周国栋代表想和您换班：您去10月20日（周二）{where}，他去12月21日（周一）{where}。行回 1，不行回 2。"
    ]
    await group.tells("陈玉兰", "1")
    assert group.told("林晓") == [
        f"换班：10月20日（周二）{where}的接待由陈玉兰代表来，12月21日（周一）{where}的由周国栋代表来。"
    ]
    await group.tells("林晓", "/排班 12月")
    assert group.told("林晓")[-1].splitlines()[-1] == "12月21日（周一）青石镇政府一楼：张明远、周国栋"


async def test_a_deputy_takes_over_a_day_only_after_agreeing(group: Group) -> None:
    await group.tells("周国栋", "/换班 10月20日 陈玉兰")
    assert group.told("陈玉兰") == [
        "陈代表，周国栋代表10月20日（周二）上午9点到11点半青石镇政府一楼的接待来不了，想请您替一次。行回 1，不行回 2。"
    ]
    assert group.told("林晓") == []
    await group.tells("陈玉兰", "1")
    assert group.told("陈玉兰")[1:] == ["好的，您的接待是10月20日（周二）上午9点到11点半青石镇政府一楼。谢谢您。"]
    assert group.told("周国栋")[1:] == ["陈玉兰代表答应了，替您10月20日（周二）上午9点到11点半青石镇政府一楼的接待。"]
    assert group.told("林晓") == ["10月20日（周二）上午9点到11点半青石镇政府一楼的接待：周国栋代表改为陈玉兰代表。"]


async def test_a_swap_that_is_refused_changes_nothing(group: Group) -> None:
    await group.tells("周国栋", "/换班 10月20日 陈玉兰")
    await group.tells("陈玉兰", "2")
    assert group.told("周国栋")[1:] == [
        "陈玉兰代表不方便，10月20日的接待还是您。实在来不了，发“请假 10月20日”，我另找人。"
    ]
    await group.tells("林晓", "/排班 10月")
    assert group.told("林晓")[-1].endswith("周国栋、张明远")


async def test_nobody_takes_over_a_day_at_which_he_receives_already(group: Group) -> None:
    await group.tells("周国栋", "/换班 10月20日 张明远")
    assert group.told("周国栋") == [
        "张明远代表那个时间已经有接待：10月20日（周二）上午9点到11点半青石镇政府一楼。请换一位。"
    ]


async def test_a_swap_without_a_name_asks_for_one(group: Group) -> None:
    await group.tells("周国栋", "/换班 10月20日")
    assert group.told("周国栋") == ["请写明和谁换，写全名。代表有：张明远、陈玉兰、周国栋。"]


# --- gaps ---


async def test_gaps_of_the_next_thirty_days_are_told_to_the_head_on_monday(group: Group) -> None:
    await group.tells("张明远", "/请假 10月10日")
    group.forgets()
    await group.waits_until(at(9, 21, 9))
    assert [text for text in group.told("何建平") if "缺人" in text] == [
        "接下来30天，这几次接待缺人：\n"
        "10月10日（周六）李村村委会缺1位，没有可问的代表了，先由林晓顶上\n"
        "要定人，发“换班 日期 来不了的代表 顶上的代表”。"
    ]


async def test_without_a_gap_the_head_is_told_nothing_of_the_roster(group: Group) -> None:
    await group.waits_until(at(9, 21, 9))
    assert [text for text in group.told("何建平") if "缺人" in text] == []


# --- two points on one day, two mandates ---


async def test_nobody_is_asked_to_step_in_who_receives_at_another_point_at_that_hour() -> None:
    station, point = STATION.receptions
    together = replace(point, rule=station.rule, start=station.start, end=station.end, deputies=(PersonId("chen"),))
    township = Roster([replace(STATION, receptions=(station, together))])
    group = await a_group(date(2026, 9, 28), roster=township)
    await group.tells("周国栋", "/请假 10月20日")
    assert group.told("陈玉兰") == []
    assert group.told("林晓") == [
        "周国栋代表10月20日青石镇政府一楼的接待来不了，没有可以替换的代表了，先定林晓补上，请您安排。"
    ]


async def test_without_a_roster_nobody_is_asked_to_two_points_at_one_hour() -> None:
    station, point = STATION.receptions
    together = replace(point, rule=station.rule, start=station.start, end=station.end, deputies=(PersonId("zhang"),))
    township = Roster([replace(STATION, receptions=(station, together))])
    group = await a_group(date(2026, 10, 12), roster=township)
    await group.waits_until(at(10, 13, 9))
    assert [text.splitlines()[0] for text in group.told("张明远")] == [
        "张代表您好，10月20日（周二）上午9点到11点半在李村村委会接待选民，请您参加。"
    ]
    assert group.told("陈玉兰")[0].startswith("陈代表您好，10月20日（周二）上午9点到11点半在青石镇政府一楼接待选民")


# --- by appointment, and at the voters' homes ---


async def test_a_voter_asks_for_an_appointment_and_learns_when_and_whom(group: Group) -> None:
    await group.tells("赵敏", "/预约 周五上午 想说说停车")
    assert group.told("赵敏") == [
        "收到，您想预约见代表。工作人员在30分钟内告诉您时间、地点、见哪位代表。着急可以打 0399-6000001。"
    ]
    assert group.told("林晓") == [
        "【预约 1】有位乡亲想见代表：周五上午 想说说停车\n"
        "和代表定好后，请发“答问 1 10月23日上午9点到站里，张明远代表等您”，我转告本人。"
    ]
    await group.tells("林晓", "答问 1 周五上午9点到站里，张明远代表等您")
    assert group.told("赵敏")[1] == (
        "您问的“预约见代表：周五上午 想说说停车”，工作人员答复：周五上午9点到站里，张明远代表等您\n"
        "还有不明白的，再跟我说，或打 0399-6000001。"
    )


async def test_an_appointment_nobody_makes_is_told_to_the_head(group: Group) -> None:
    await group.tells("赵敏", "/预约 周五上午")
    await group.waits(hours=1)
    assert any("还没有人答复：预约见代表：周五上午" in text for text in group.told("何建平"))


async def test_a_reception_becomes_visits_at_the_voters_homes(group: Group) -> None:
    await group.tells("林晓", "/下访 10月20日 王庄")
    await group.waits_until(at(10, 18, 12))
    assert "地点：王庄（代表上门走访，不用来站里）" in group.heard[-1].splitlines()
