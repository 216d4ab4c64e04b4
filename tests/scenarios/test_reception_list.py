"""Who receives, told to the head before the group reads it, and the poster given anew where it says something else.

The station receives on Tuesday, 20 October 2026: deputies are asked on the 13th and the 15th, the group is told on the
17th, a Saturday. It is the turn of 周国栋 and 张明远; 陈玉兰 comes next.
"""

from dataclasses import replace
from datetime import date, datetime, time

import pytest

from handlers.dates.china_time import moment
from handlers.people.rules.roster import PersonId, Point, PointId, Roster
from tests.support.group import Group
from tests.support.stages import a_storage
from tests.support.township import BOUND, STATION, TOWNSHIP

SILENT = "没答复的，照名单公告回 1，请别人回 2，再问一遍回 3。不回就照名单公告。"
PICTURE_OR_PRINT = {"docx", "png"}


def october(day: int, hour: int, minute: int = 0) -> datetime:
    return moment(date(2026, 10, day), time(hour, minute))


def november(day: int, hour: int, minute: int = 0) -> datetime:
    return moment(date(2026, 11, day), time(hour, minute))


@pytest.fixture
async def group() -> Group:
    group = Group(a_storage(TOWNSHIP, bound=BOUND), now=october(13, 8))
    await group.waits_until(october(13, 10))
    return group


def posters(group: Group) -> int:
    """Return how many posters the head was given."""
    kinds = [file.name.rpartition(".")[2] for file in group.files("何建平")]
    assert set(kinds) <= PICTURE_OR_PRINT
    assert kinds.count("docx") == kinds.count("png")
    return kinds.count("docx")


# --- the list ---


async def test_the_head_is_told_who_comes_before_voters_are(group: Group) -> None:
    await group.tells("周国栋", "1")
    await group.tells("张明远", "能来")
    group.forgets()
    await group.waits_until(october(17, 10))
    assert [text for text in group.told("何建平") if "接待" in text] == [
        "10月20日青石镇政府一楼的接待10月17日公告，名单：\n"
        "能来：周国栋、张明远\n"
        "要换人发，例如：换班 10月20日 周国栋 陈玉兰"
    ]


async def test_the_words_the_head_is_told_change_the_list(group: Group) -> None:
    await group.tells("周国栋", "1")
    await group.tells("张明远", "1")
    await group.waits_until(october(16, 15))
    await group.tells("何建平", group.told("何建平")[-1].rpartition("例如：")[2])
    await group.waits_until(october(17, 10))
    assert "接待代表：陈玉兰、张明远" in group.heard[-1].splitlines()


async def test_who_is_silent_is_told_again_on_the_morning_voters_are_told() -> None:
    """Voters are told of Friday, 20 November on Tuesday the 17th."""
    group = Group(a_storage(TOWNSHIP, bound=BOUND), now=november(13, 8), roster=TOWNSHIP)
    await group.waits_until(november(13, 10))
    await group.tells("周国栋", "1")
    await group.waits_until(november(16, 16))
    assert group.told("何建平")[-1] == (
        f"11月20日青石镇政府一楼的接待11月17日公告，名单：\n能来：周国栋\n没答复：陈玉兰\n{SILENT}"
    )
    group.forgets()
    await group.waits_until(november(17, 8, 30))
    assert group.told("何建平") == [
        f"11月20日青石镇政府一楼的接待今天上午公告，名单：\n能来：周国栋\n没答复：陈玉兰\n{SILENT}"
    ]
    assert group.heard == []
    await group.tells("何建平", "就这样")
    assert group.told("何建平")[-1] == "好的，照名单公告。"


async def test_on_a_day_of_rest_the_head_is_not_told_again_who_is_silent(group: Group) -> None:
    await group.tells("周国栋", "1")
    await group.waits_until(october(16, 23))
    group.forgets()
    await group.waits_until(october(17, 10))
    assert group.told("何建平") == []
    assert "接待代表：周国栋、张明远" in group.heard[-1].splitlines()


async def test_the_head_has_others_asked_in_the_place_of_who_is_silent(group: Group) -> None:
    await group.tells("周国栋", "1")
    await group.waits_until(october(16, 16))
    group.forgets()
    await group.tells("何建平", "2")
    assert group.told("何建平") == ["好的，请陈玉兰代表顶上，答应了我把新海报发给您。"]
    assert group.told("张明远") == [
        "张代表，10月20日的接待没等到您的答复，站里先请别的代表了。您能来的话，请打 0399-6000001。"
    ]
    assert group.told("陈玉兰")[0].endswith("方便回 1，不方便回 2。")
    await group.tells("陈玉兰", "1")
    assert group.told("何建平")[1:] == [
        "10月20日（周二）上午9点到11点半青石镇政府一楼的接待有变：接待代表原来是周国栋、张明远，现在是周国栋、陈玉兰。"
        "贴出去的海报请换成新的。海报已生成。",
        "10月20日青石镇政府一楼接待海报的图片，可以直接转发。",
    ]
    await group.waits_until(october(17, 10))
    assert "接待代表：周国栋、陈玉兰" in group.heard[-1].splitlines()


async def test_the_head_has_who_is_silent_asked_once_more(group: Group) -> None:
    await group.tells("周国栋", "1")
    await group.waits_until(october(16, 16))
    group.forgets()
    await group.tells("何建平", "再问一遍")
    assert group.told("何建平") == ["好的，又问了一遍：张明远。"]
    assert group.told("张明远") == ["再和您确认一下10月20日的接待，能来回 1，不能来回 2。忙的话打 0399-6000001 也行。"]
    await group.tells("张明远", "1")
    await group.waits_until(october(17, 9))
    assert len(group.told("何建平")) == 1  # nobody is silent any more


async def test_where_nobody_else_can_be_asked_the_list_says_who_stands_in(group: Group) -> None:
    await group.tells("张明远", "2")
    await group.tells("陈玉兰", "2")
    await group.waits_until(october(16, 16))
    assert group.told("何建平")[-1] == (
        "10月20日青石镇政府一楼的接待10月17日公告，名单：\n"
        "没答复：周国栋\n来不了：张明远、陈玉兰\n没有别的代表可请，由林晓补上。\n" + SILENT
    )
    await group.tells("何建平", "2")
    assert "好的，没有别的代表可请了，由林晓接待。" in group.told("何建平")


async def test_of_several_places_on_one_day_the_head_has_one_list_and_one_word_settles_it() -> None:
    wang = Point(id=PointId("wang"), name="王庄联络点", address="王庄文化站")
    rule = STATION.receptions[0].rule
    in_li = replace(STATION.receptions[1], rule=rule)
    in_wang = replace(STATION.receptions[0], point=wang.id, deputies=(PersonId("chen"), PersonId("zhou")))
    li_group, wang_group, *others = STATION.groups
    station = replace(
        STATION,
        topic=None,
        points=(*STATION.points, wang),
        receptions=(in_li, in_wang),
        groups=(li_group, replace(wang_group, point=wang.id), *others),
    )
    roster = Roster([station])
    group = Group(a_storage(roster, bound=BOUND), now=october(13, 8), roster=roster)
    await group.waits_until(october(13, 10))
    await group.tells("周国栋", "1")
    await group.waits_until(october(16, 15))
    assert group.told("何建平")[-1] == (
        "10月20日李村村委会的接待10月17日公告，名单：\n没答复：张明远\n"
        f"10月20日王庄文化站的接待10月17日公告，名单：\n能来：周国栋\n没答复：陈玉兰\n{SILENT}"
    )
    group.forgets()
    await group.tells("何建平", "3")
    assert group.told("何建平") == ["好的，又问了一遍：张明远、陈玉兰。"]
    assert [len(group.told(name)) for name in ("张明远", "陈玉兰", "周国栋")] == [1, 1, 0]


# --- the poster ---


async def test_the_poster_is_hung_up_once_the_head_has_settled_who_is_on_it(group: Group) -> None:
    await group.tells("周国栋", "1")
    await group.waits_until(october(16, 15))
    assert not [text for text in group.told("林晓") if "贴出去" in text]
    await group.tells("何建平", "2")
    await group.tells("陈玉兰", "1")
    await group.waits_until(october(16, 16))
    assert group.told("林晓")[-1] == (
        "10月20日（周二）青石镇政府一楼的接待，海报请今天贴出去，10月17日要让大家看到。要打印发：海报 10月20日"
    )


async def test_who_hangs_it_up_knows_which_name_on_it_is_not_certain(group: Group) -> None:
    await group.tells("周国栋", "1")
    await group.waits_until(october(16, 16))
    assert "张明远还没答复，换人的话有新海报。" in group.told("林晓")[-1]


async def test_the_same_poster_is_never_given_twice(group: Group) -> None:
    await group.tells("周国栋", "1")
    await group.tells("张明远", "1")
    await group.waits_until(october(20, 12))
    assert posters(group) == 1


async def test_a_deputy_who_takes_leave_changes_the_poster_once_the_next_has_agreed(group: Group) -> None:
    await group.tells("张明远", "请假 10月20日 出差")
    assert posters(group) == 1
    await group.tells("陈玉兰", "1")
    assert posters(group) == 2


async def test_a_poster_no_longer_names_who_declined_even_where_the_next_is_silent(group: Group) -> None:
    await group.tells("张明远", "2")
    await group.waits_until(october(16, 16))
    assert group.told("何建平")[-3].startswith(
        "10月20日（周二）上午9点到11点半青石镇政府一楼的接待有变：接待代表原来是周国栋、张明远，现在是周国栋。"
    )
    assert posters(group) == 2


async def test_a_swap_is_on_the_poster(group: Group) -> None:
    await group.tells("林晓", "换班 10月20日 张明远 陈玉兰")
    assert posters(group) == 2


async def test_another_day_or_place_is_on_the_poster_and_the_new_week_brings_no_second_one(group: Group) -> None:
    group.forgets()
    await group.tells("林晓", "换地点 10月20日 镇文化站 会议室维修")
    assert group.told("何建平")[0] == (
        "10月20日（周二）上午9点到11点半镇文化站的接待有变：地点原来是青石镇政府一楼，现在是镇文化站。"
        "贴出去的海报请换成新的。海报已生成。"
    )
    await group.tells("林晓", "改期 10月20日 10月28日 大雪")
    assert posters(group) == 2
    assert "时间原来是10月20日（周二）上午9点到11点半，现在是10月28日（周三）上午9点到11点半" in group.told("何建平")[2]
    await group.tells("周国栋", "1")
    await group.tells("张明远", "1")
    await group.waits_until(october(21, 10))
    assert any("10月28日镇文化站接待名单" in text for text in group.told("何建平"))
    assert posters(group) == 2


async def test_a_day_on_which_somebody_was_asked_and_declined_keeps_the_poster_as_it_was(group: Group) -> None:
    await group.tells("张明远", "2")
    await group.tells("张明远", "1")
    await group.waits_until(october(16, 10))
    assert posters(group) == 1


async def test_before_a_holiday_the_list_comes_on_the_last_workday_and_is_to_be_settled_soon() -> None:
    """Voters are told of 10 October on the 7th, in the holiday; deputies are asked on 30 September."""
    group = Group(a_storage(TOWNSHIP, bound=BOUND), now=moment(date(2026, 9, 30), time(8)))
    await group.waits_until(moment(date(2026, 9, 30), time(10)))
    asked = [text for text in group.told("何建平") if text.startswith("10月10日")]
    assert asked[0] == "10月10日李村村委会接待名单：张明远，都还没确认。请尽快定。海报已生成。"
    group.forgets()
    await group.waits_until(moment(date(2026, 9, 30), time(16)))
    assert [text.splitlines()[0] for text in group.told("何建平")] == ["10月10日李村村委会的接待10月7日公告，名单："]
