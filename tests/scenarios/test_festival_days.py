"""Receptions that would fall on a festival's own days: the head is asked well before, and what he says is done.

18 February 2026 is the second day of the lunar year; the first workday after is the 24th. The holidays of 2027 are not
announced; 1 October 2027 is a Friday.
"""

from dataclasses import replace
from datetime import date, time

import pytest

from handlers.dates.china_time import moment
from handlers.meetings.rules.nominal_days import MonthlyDay
from handlers.meetings.rules.reception_days import ReceptionRule, RestDayPolicy
from handlers.people.rules.roster import Roster
from tests.support.group import Group
from tests.support.stages import a_storage
from tests.support.township import BOUND, STATION

ASKED = (
    "2月18日（周三）青石镇政府一楼的接待正逢春节。除夕到初三群里不发消息，公告会在除夕以前发。\n"
    "照常办回 1，改到2月24日（周二）回 2，不办回 3。不回就照常办。"
)


async def a_group(day: int, policy: RestDayPolicy, on: date) -> Group:
    rule = ReceptionRule(days=MonthlyDay(day=day), on_weekend=policy, on_holiday=policy)
    station = replace(STATION, topic=None, receptions=(replace(STATION.receptions[0], rule=rule),))
    roster = Roster([station])
    group = Group(a_storage(roster, bound=BOUND), now=moment(on, time(8)), roster=roster)
    await group.waits_until(moment(on, time(9, 1)))
    return group


@pytest.fixture
async def group() -> Group:
    """The group on the day the head is asked about a market day that is kept over Spring Festival."""
    return await a_group(18, RestDayPolicy.KEEP, date(2026, 2, 4))


async def test_the_head_is_asked_two_weeks_before(group: Group) -> None:
    assert group.told("何建平") == [ASKED]
    await group.waits_until(moment(date(2026, 2, 16), time(12)))
    assert group.told("何建平").count(ASKED) == 1


async def test_a_day_the_head_keeps_is_announced_before_the_silence_as_held_all_the_same(group: Group) -> None:
    await group.tells("何建平", "照常")
    assert group.told("何建平")[-1] == "好的，2月18日照常接待。除夕到初三群里不发消息，公告会在除夕以前发。"
    await group.waits_until(moment(date(2026, 2, 15), time(10)))
    assert group.heard[0].splitlines()[:2] == [
        "【选民接待日】2月18日（周三）上午9点到11点半",
        "2月18日是春节假期，照常接待。",
    ]


async def test_a_day_the_head_moves_goes_to_the_first_workday_after(group: Group) -> None:
    await group.tells("何建平", "2")
    assert group.told("何建平")[-1] == "好的，2月18日的接待改到2月24日（周二），还没有公告过，到时候按新安排公告。"
    await group.waits_until(moment(date(2026, 2, 21), time(10)))
    assert [text.splitlines()[:2] for text in group.heard] == [
        ["【选民接待日】2月24日（周二）上午9点到11点半", "原定2月18日，因春节放假改到2月24日。"]
    ]


async def test_a_day_the_head_calls_off_is_not_held(group: Group) -> None:
    await group.tells("何建平", "不办了")
    assert group.told("何建平")[-1] == "好的，2月18日的接待不办了，2个群和接待代表由我通知。"
    assert group.heard == ["2月18日的接待因春节放假不办了，下次3月18日（周三）。急事打 0399-6000001。"]


async def test_without_an_answer_the_rule_stands_and_the_digest_says_that_nothing_is_posted(group: Group) -> None:
    await group.waits_until(moment(date(2026, 2, 18), time(18)))
    digest = next(text for text in group.told("何建平") if "春节期间不发" in text)
    assert "群里排不下" not in digest
    assert any(text.startswith("周代表，") for text in group.told("周国栋"))


async def test_a_day_that_goes_out_of_the_way_by_its_rule_is_not_asked_about() -> None:
    group = await a_group(18, RestDayPolicy.POSTPONE_NEXT_WORKDAY, date(2026, 2, 4))
    await group.waits_until(moment(date(2026, 2, 20), time(12)))
    assert not [text for text in group.told("何建平") if "正逢" in text]


async def test_a_day_that_the_law_makes_free_is_asked_about_before_the_year_is_announced() -> None:
    group = await a_group(1, RestDayPolicy.POSTPONE_NEXT_WORKDAY, date(2027, 9, 17))
    assert group.told("何建平")[-1] == (
        "10月1日（周五）青石镇政府一楼的接待正逢国庆节。2027年的放假安排还没有公布。\n"
        "照常办回 1，改到10月4日（周一）回 2，不办回 3。不回就照常办。"
    )
    await group.waits_until(moment(date(2027, 9, 28), time(10)))
    assert group.heard[-1].splitlines()[1] == "10月1日是国庆节假期，节假日安排未公布，日期可能调整。"


async def test_a_day_that_the_head_took_off_the_festival_may_not_move_any_more() -> None:
    group = await a_group(1, RestDayPolicy.POSTPONE_NEXT_WORKDAY, date(2027, 9, 17))
    await group.tells("何建平", "改日子")
    await group.waits_until(moment(date(2027, 10, 1), time(10)))
    assert group.heard[-1].splitlines()[1:3] == ["原定10月1日，因国庆节放假改到10月4日。", "地点：青石镇政府一楼"]
