"""Activities at hours at which people have to be elsewhere: they give way, and the head hears of it.

The station receives on the 20th from nine to half past eleven; 20 April 2026 is a Monday.
"""

from dataclasses import replace
from datetime import date, time

from handlers.dates.china_time import moment
from handlers.dates.weeks import Weekday
from handlers.meetings.rules.nominal_days import MonthlyDay
from handlers.meetings.rules.reception_days import ReceptionRule, RestDayPolicy
from handlers.people.rules.roster import Activity, Roster, Station, Topic
from tests.support.group import Group
from tests.support.stages import a_storage
from tests.support.township import BOUND, STATION


def at_ten(kind: str, day: int) -> Activity:
    return Activity(kind=kind, rule=ReceptionRule(days=MonthlyDay(day=day)), start=time(10), place="镇政府二楼")


TWENTIETH = ReceptionRule(days=MonthlyDay(day=20))


async def a_group(*activities: Activity, on: date, topic: Topic | None = None, station: Station = STATION) -> Group:
    roster = Roster([replace(station, topic=topic, activities=activities)])
    group = Group(a_storage(roster, bound=BOUND), now=moment(on, time(8)), roster=roster)
    await group.waits_until(moment(on, time(9, 1)))
    return group


def told_of_activities(group: Group, name: str) -> list[str]:
    return [text for text in group.told(name) if "党日" in text or "学习" in text or "周议事" in text]


async def test_an_activity_gives_way_to_a_reception_and_says_why() -> None:
    group = await a_group(at_ten("party_day", 20), on=date(2026, 3, 24))
    assert told_of_activities(group, "何建平") == [
        "主题党日原定4月20日，因与4月20日的接待同时顺延至4月21日，现在定在4月21日（周二）上午10点。"
        "想另改日子，发：活动 主题党日 改到 新日子 原因"
    ]
    group.forgets()
    await group.waits_until(moment(date(2026, 4, 17), time(10)))
    assert told_of_activities(group, "陈玉兰") == [
        "原定4月20日，因与4月20日的接待同时顺延至4月21日。\n"
        "主题党日+民主议事+民主议事：4月21日（周二）上午10点，镇政府二楼。能来回 1，不能来回 2。"
    ]
    assert told_of_activities(group, "何建平") == []  # told once


async def test_voters_hear_only_that_an_activity_is_on_another_day() -> None:
    group = await a_group(at_ten("monthly_inspection", 20), on=date(2026, 4, 15))
    await group.waits_until(moment(date(2026, 4, 19), time(12)))
    (said,) = [text for text in group.heard if "集中视察" in text]
    assert said.splitlines()[0] == "原定4月20日，现改到4月21日。"


async def test_what_an_activity_gave_way_to_is_named_where_it_is_another_activity() -> None:
    group = await a_group(at_ten("party_day", 8), at_ten("study", 8), on=date(2026, 4, 1))
    assert [text.partition("，现在定在")[0] for text in told_of_activities(group, "何建平")] == [
        "集中学习原定4月8日，因与4月8日的主题党日同时顺延至4月9日"
    ]


async def test_two_activities_never_take_the_same_hours() -> None:
    group = await a_group(at_ten("party_day", 8), at_ten("study", 8), on=date(2026, 4, 1))
    await group.tells("林晓", "活动")
    assert group.told("林晓")[-1].splitlines()[1:3] == [
        "4月8日（周三）上午10点 主题党日“民主议事”，镇政府二楼",
        "4月9日（周四）上午10点 集中学习“政策法规”，镇政府二楼",
    ]


async def test_an_activity_at_other_hours_of_the_day_stays() -> None:
    afternoon = replace(at_ten("study", 20), start=time(14, 30))
    group = await a_group(afternoon, on=date(2026, 4, 1))
    await group.tells("林晓", "活动")
    assert "4月20日（周一）下午2点半 集中学习“政策法规”，镇政府二楼" in group.told("林晓")[-1].splitlines()


async def test_who_moves_an_activity_to_the_hours_of_a_reception_is_told() -> None:
    group = await a_group(at_ten("study", 8), on=date(2026, 4, 1))
    await group.tells("何建平", "活动 集中学习 改到 4月20日 停电")
    assert group.told("何建平")[-1] == (
        "好的，集中学习从4月8日改到4月20日（周一），请过的人都告诉了。"
        "不过那时青石镇政府一楼的接待也在办，代表没法两头都到。"
    )


async def test_a_talk_at_the_hours_of_a_reception_is_told_to_the_head() -> None:
    topic = Topic(post_at=time(9), discussion_weekday=Weekday.THU, discussion_at=time(9, 30), place="镇政府二楼")
    group = await a_group(topic=topic, on=date(2026, 7, 27))
    assert told_of_activities(group, "何建平") == [
        "8月20日（周四）上午9点半的周议事和青石镇政府一楼的接待时间重叠，代表没法两头都到，请您错开，"
        "可以发：改期 8月20日 新日子 原因"
    ]


async def test_where_several_places_receive_that_day_the_one_in_the_way_is_named_and_only_it_moves() -> None:
    both = replace(STATION, receptions=(STATION.receptions[0], replace(STATION.receptions[1], rule=TWENTIETH)))
    talk = Topic(post_at=time(9), discussion_weekday=Weekday.THU, discussion_at=time(15), place="镇政府二楼")
    group = await a_group(station=both, topic=talk, on=date(2026, 7, 27))
    said = told_of_activities(group, "何建平")[0].rpartition("可以发：")[2]
    assert said == "改期 8月20日 新日子 李村联络点 原因"
    group.forgets()
    await group.tells("何建平", said.replace("新日子", "8月21日").replace("原因", "议事"))
    assert len(group.told("何建平")) == 1  # the reception at the station stays
    await group.tells("何建平", "接待日")
    assert "8月20日" in group.told("何建平")[-1]


async def test_nobody_is_told_of_it_on_a_day_of_rest() -> None:
    group = await a_group(at_ten("party_day", 20), on=date(2026, 3, 21))  # a Saturday, a month before
    assert told_of_activities(group, "何建平") == []
    await group.waits_until(moment(date(2026, 3, 23), time(10)))
    assert len([text for text in group.told("何建平") if text.startswith("主题党日原定")]) == 1


async def test_who_receives_at_the_hours_of_the_talk_is_not_invited_to_it() -> None:
    topic = Topic(post_at=time(9), discussion_weekday=Weekday.THU, discussion_at=time(9, 30), place="镇政府二楼")
    group = await a_group(topic=topic, on=date(2026, 8, 14))
    await group.tells("何建平", "议题 停车难")
    await group.waits_until(moment(date(2026, 8, 19), time(12)))
    asked = {name: any("本周议事" in text for text in group.told(name)) for name in ("张明远", "陈玉兰", "周国栋")}
    receiving = [name for name in asked if any("8月20日" in text and "接待" in text for text in group.told(name))]
    assert len(receiving) == 2
    assert [name for name, was_asked in asked.items() if not was_asked] == receiving


async def test_no_activity_is_held_at_spring_festival_though_its_holidays_are_not_announced() -> None:
    """8 February 2027, a Monday, is the third day of the festival; no notice has named the days off of that year."""
    group = await a_group(at_ten("study", 8), on=date(2027, 1, 28))
    await group.tells("林晓", "活动")
    assert "2月9日（周二）上午10点 集中学习“政策法规”，镇政府二楼" in group.told("林晓")[-1].splitlines()
    await group.waits_until(moment(date(2027, 2, 5), time(12)))
    assert "原定2月8日，因春节放假顺延至2月9日。" in group.told("陈玉兰")[-1].splitlines()


async def test_an_activity_that_skips_holidays_is_skipped_at_spring_festival_announced_or_not() -> None:
    rule = ReceptionRule(days=MonthlyDay(day=8), on_weekend=RestDayPolicy.SKIP, on_holiday=RestDayPolicy.SKIP)
    group = await a_group(replace(at_ten("study", 8), rule=rule), on=date(2027, 1, 28))
    await group.tells("林晓", "活动")
    assert [line for line in group.told("林晓")[-1].splitlines() if "集中学习" in line] == [
        "3月8日（周一）上午10点 集中学习“政策法规”，镇政府二楼"
    ]
