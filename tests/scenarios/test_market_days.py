"""Receptions held every few days: deputies are asked once a month for all dates, the head has one list."""

from dataclasses import replace
from datetime import date, datetime, time

from handlers.dates.china_time import moment
from handlers.meetings.rules.nominal_days import EverySecondWeek, LunarDays
from handlers.meetings.rules.reception_days import ReceptionRule, RestDayPolicy
from handlers.people.rules.roster import Roster
from tests.support.group import Group
from tests.support.stages import a_storage
from tests.support.township import BOUND, STATION

PLACE = "青石镇政府一楼"
ANSWERS = "都能来回 1，都不能来回 2；有几天来不了的，只发那几天，例如：4月5日 4月10日来不了。"
DATES = (
    f"{PLACE}（上午9点到11点半）：4月5日（周日）、4月10日（周五）、4月15日（周三）、"
    "4月19日（周日）、4月24日（周五）、4月29日（周三）"
)
EVERY_FIVE_DAYS = replace(
    STATION.receptions[0],
    id="market",
    rule=ReceptionRule(days=LunarDays(endings=(3, 8)), on_weekend=RestDayPolicy.KEEP, on_holiday=RestDayPolicy.KEEP),
)
ROSTER = Roster([replace(STATION, topic=None, receptions=(EVERY_FIVE_DAYS,))])


def on(month: int, day: int, hour: int = 12) -> datetime:
    return moment(date(2026, month, day), time(hour))


async def a_group() -> Group:
    """The list of April went out this morning; whatever came before has been said and cleared."""
    group = Group(a_storage(ROSTER, bound=BOUND), now=on(3, 27, 8), roster=ROSTER)
    await group.waits_until(on(3, 27, 8).replace(minute=59))
    group.forgets()
    await group.waits_until(on(3, 27, 9))
    return group


async def test_a_deputy_is_asked_once_for_all_dates_of_a_month_and_once_more() -> None:
    group = await a_group()
    assert group.told("张明远") == [
        f"张代表您好，4月请您参加6次接待：\n{DATES}\n{ANSWERS}能否请您3月30日前告诉我，好安排替换。"
    ]
    group.forgets()
    await group.waits_until(on(3, 30, 10))
    assert [text for text in group.told("张明远") if "4月5日" in text] == [
        f"再和您确认一下4月的接待：\n{DATES}\n{ANSWERS}忙的话打 0399-6000001 也行。"
    ]


async def test_whoever_agreed_to_all_dates_is_reminded_of_each_and_asked_no_more() -> None:
    group = await a_group()
    group.forgets()
    await group.tells("张明远", "1")
    assert group.told("张明远") == ["好的，4月5日、4月10日、4月15日、4月19日、4月24日、4月29日见。"]
    await group.waits_until(on(4, 1))
    group.forgets()
    await group.waits_until(on(4, 20))
    assert group.told("张明远") == [f"张代表，明天上午9点到11点半{PLACE}接待，请带代表证。"] * 4


async def test_only_the_dates_that_are_named_are_given_to_somebody_else() -> None:
    group = await a_group()
    group.forgets()
    await group.tells("张明远", "4月10日、15日来不了")
    assert group.told("张明远") == [
        "好的，4月5日、4月19日、4月24日、4月29日见。4月10日、4月15日来不了，记下了，替您的人由站里安排。"
    ]
    assert [text.split("接待")[0] for text in group.told("陈玉兰")] == [
        f"陈代表，4月10日（周五）上午9点到11点半在{PLACE}",
        f"陈代表，4月15日（周三）上午9点到11点半在{PLACE}",
    ]


async def test_the_example_is_understood_and_so_is_none_at_all() -> None:
    for said, absent in (("4月5日 4月10日来不了", 2), ("都不能来", 6), ("2", 6), ("都能来", 0), ("4月5日", 1)):
        group = await a_group()
        group.forgets()
        await group.tells("张明远", said)
        assert len(group.told("陈玉兰")) == absent


async def test_a_day_that_is_not_on_the_list_is_asked_for_again() -> None:
    group = await a_group()
    group.forgets()
    await group.tells("张明远", "4月6日来不了")
    assert group.told("张明远") == [f"请只发来不了的那几天，都是这里面的：\n{DATES}\n{ANSWERS}"]
    await group.tells("张明远", "4月5日来不了")
    assert group.told("张明远")[1].endswith("4月5日来不了，记下了，替您的人由站里安排。")


async def test_the_head_has_one_list_of_the_month_and_hears_later_only_of_what_is_open() -> None:
    group = await a_group()
    (listed,) = group.told("何建平")
    assert listed.splitlines()[1] == f"4月5日（周日）{PLACE}：周国栋、张明远"
    assert listed.endswith("这6次一起问过代表了，谁来不了我再告诉您。要海报发，例如：海报 4月5日")
    for name in ("张明远", "周国栋"):
        await group.tells(name, "1")
    group.forgets()
    await group.waits_until(on(4, 20))
    assert [text for text in group.told("何建平") if text.startswith("4月") and "名单" in text] == []


async def test_a_bot_that_came_in_the_middle_of_a_month_asks_for_each_date() -> None:
    group = Group(a_storage(ROSTER, bound=BOUND), now=on(4, 7, 8), roster=ROSTER)
    await group.waits_until(on(4, 8))
    assert [text for text in group.told("张明远") if text.startswith("张代表您好，4月15日（周三）")] != []


async def test_for_a_single_date_it_is_yes_or_no_and_of_two_the_example_names_one() -> None:
    """Every second Wednesday, not on holidays: in February only the 4th, in March the 4th and the 18th."""
    fortnight = ReceptionRule(days=EverySecondWeek(anchor=date(2026, 1, 7)), on_holiday=RestDayPolicy.SKIP)
    roster = Roster([replace(STATION, topic=None, receptions=(replace(EVERY_FIVE_DAYS, rule=fortnight, per_day=3),))])
    group = Group(a_storage(roster, bound=BOUND), now=on(1, 27, 8), roster=roster)
    await group.waits_until(on(2, 25, 10))
    asked = [text.splitlines()[-1].partition("能否请您")[0] for text in group.told("张明远") if "月请您参加" in text]
    assert asked == [
        "能来回 1，不能来回 2。",
        "都能来回 1，都不能来回 2；有几天来不了的，只发那几天，例如：3月4日来不了。",
    ]
