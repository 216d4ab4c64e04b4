"""Three places receive on one date, at the same hours: each word of one kind is said once and names them all."""

from dataclasses import replace
from datetime import date, datetime, time
from typing import Final

from handlers.dates.china_time import moment
from handlers.message import Quote
from handlers.people.rules.roster import PersonId, Point, PointId, Roster
from tests.support.group import Group
from tests.support.stages import a_storage
from tests.support.township import BOUND, STATION

OWN, IN_LI = STATION.receptions
WANG: Final = Point(id=PointId("wang"), name="王庄联络点", address="王庄文化站")
AT_OWN = replace(OWN, deputies=(PersonId("zhou"),), per_day=1)
AT_LI = replace(AT_OWN, id="li-20", point=IN_LI.point, deputies=(PersonId("zhang"),))
AT_WANG = replace(AT_OWN, id="wang-20", point=WANG.id, deputies=(PersonId("chen"),))
ROSTER: Final = Roster(
    [replace(STATION, topic=None, points=(*STATION.points, WANG), receptions=(AT_OWN, AT_LI, AT_WANG))]
)
PLACES: Final = "青石镇政府一楼、李村村委会、王庄文化站"


def october(day: int, hour: int, minute: int = 0) -> datetime:
    return moment(date(2026, 10, day), time(hour, minute))


async def at(now: datetime, until: datetime) -> Group:
    """What is said from one moment until another, whatever came before cleared."""
    group = Group(a_storage(ROSTER, bound=BOUND), now=now, roster=ROSTER)
    await group.waits(minutes=1)
    group.forgets()
    await group.waits_until(until)
    return group


async def test_the_head_has_the_names_of_all_places_in_one_message_and_their_posters_when_asked_for() -> None:
    group = await at(october(13, 8), october(13, 10))
    assert group.told("何建平") == [
        "10月20日3处接待名单：\n青石镇政府一楼：周国栋，都还没确认。\n李村村委会：张明远，都还没确认。\n"
        "王庄文化站：陈玉兰，都还没确认。\n请于10月16日前定。海报已生成，要打印、要转发图片，发：海报 10月20日"
    ]
    assert [len(group.told(name)) for name in ("周国栋", "张明远", "陈玉兰")] == [1, 1, 1]
    await group.tells("何建平", "海报 10月20日")
    assert len(group.files("何建平")) == 6


async def test_a_poster_offered_among_others_is_given_anew_where_it_changes() -> None:
    group = await at(october(13, 8), october(13, 10))
    group.forgets()
    await group.tells("林晓", "换地点 10月20日 王庄联络点 王庄小学 会议室维修")
    assert len(group.files("何建平")) == 2


async def test_staff_are_reminded_of_all_posters_in_one_message() -> None:
    group = await at(october(16, 8), october(16, 16))
    assert [text for text in group.told("林晓") if "海报" in text] == [
        f"10月20日（周二）{PLACES}的接待，海报请今天贴出去，10月17日要让大家看到。"
        "周国栋、张明远、陈玉兰还没答复，换人的话有新海报。要打印发：海报 10月20日"
    ]


async def test_staff_are_told_once_that_all_receptions_begin() -> None:
    group = await at(october(20, 8), october(20, 9))
    assert [text for text in group.told("林晓") if "接待开始了" in text] == [
        f"10月20日{PLACES}的接待开始了。代表到了，联络站发“到场 联络站 周国栋”，李村联络点发“到场 李村联络点 张明远”，"
        "王庄联络点发“到场 王庄联络点 陈玉兰”。\n来人反映的事，用他的原话发：“接访 联络站 2人 李村小学门口路灯不亮”。"
    ]


async def test_staff_are_asked_once_what_all_receptions_brought_and_answer_place_by_place() -> None:
    group = await at(october(20, 8), october(20, 9, 10))
    await group.tells("林晓", "接访 李村联络点 2人 李村小学门口路灯三天不亮")
    group.forgets()
    await group.waits_until(october(20, 11, 30))
    assert group.told("林晓") == [
        f"10月20日{PLACES}的接待结束了，来了几人、记了几件、当场答复几件？请一处一处告诉我。\n"
        "联络站：请发三个数，例如：联络站 5 3 1\n"
        "李村联络点：我这里记着来了2人、记了1件、当场答复0件。对就发“李村联络点 对”；不对请发三个数，例如：李村联络点 5 3 1\n"
        "王庄联络点：请发三个数，例如：王庄联络点 5 3 1"
    ]
    group.forgets()
    for said in ("王庄联络点 4 2 1", "李村联络点 对", "0 0 0"):
        await group.tells("林晓", said)
    assert group.told("林晓") == [
        "记下了，王庄联络点：来4人，记2件，当场1件，已告诉群里。\n还有2件没登记，没有编号。"
        "请用来人的原话一件一件发：“接访 王庄联络点 2人 李村小学门口路灯不亮”。",
        "记下了，李村联络点：来2人，记1件，当场0件，已告诉群里。",
        "记下了，联络站：来0人，记0件，当场0件，已告诉群里。",
    ]


async def test_numbers_that_quote_the_question_of_all_places_still_have_to_name_one() -> None:
    group = await at(october(20, 8), october(20, 11, 30))
    asked = group.told("林晓")[-1]
    group.forgets()
    await group.tells("林晓", "5 3 1", quote=Quote(text=asked))
    assert group.told("林晓")[0].startswith("有3处接待等着报数，请先写地方，例如“")
