"""A joint reception: the police room, the legal adviser and an office receive beside the deputies (domain §2.1.13).

The station receives on Tuesday, 20 October 2026.
"""

from dataclasses import replace
from datetime import date, datetime, time

import pytest

from handlers.dates.china_time import moment
from handlers.people.rules.roster import Roster
from tests.support.group import Group
from tests.support.stages import a_storage
from tests.support.township import BOUND, STATION

OFFICES = ("派出所警务室", "法律顾问", "乡村建设办")


def october(day: int, hour: int, minute: int = 0) -> datetime:
    return moment(date(2026, 10, day), time(hour, minute))


@pytest.fixture
async def group() -> Group:
    joint = replace(STATION.receptions[0], offices=OFFICES)
    roster = Roster([replace(STATION, topic=None, receptions=(joint,))])
    group = Group(a_storage(roster, bound=BOUND), now=october(13, 8), roster=roster)
    await group.waits_until(october(13, 10))
    return group


async def test_a_joint_reception_from_the_list_to_where_each_matter_stands(group: Group) -> None:
    assert group.told("何建平")[0] == (
        "10月20日青石镇政府一楼接待名单：周国栋、张明远，都还没确认。"
        "参加部门：派出所警务室、法律顾问、乡村建设办，请通知。请于10月16日前定。海报已生成。"
    )
    await group.tells("周国栋", "能来")
    await group.tells("张明远", "1")
    await group.waits_until(october(16, 16))
    assert group.told("何建平")[-1].splitlines()[1:3] == [
        "能来：周国栋、张明远",
        "参加部门：派出所警务室、法律顾问、乡村建设办，请通知。",
    ]
    await group.waits_until(october(17, 10))
    assert group.heard[-1].splitlines()[2:4] == [
        "接待代表：周国栋、张明远",
        "参加部门：派出所警务室、法律顾问、乡村建设办",
    ]
    assert len(group.heard[-1]) <= 200
    await group.waits_until(october(20, 9, 5))
    await group.tells("林晓", "到场 周国栋 张明远")
    await group.tells("林晓", "接访 2人 李村小学门口的路灯不亮，晚上学生不敢走")
    await group.waits_until(october(20, 11, 30))
    group.forgets()
    await group.tells("林晓", "1")
    assert group.heard[0].startswith("今天接待2位乡亲，记下1件")
    assert group.told("何建平")[0].startswith("10月20日青石镇政府一楼接待记录：来2人，1件。")
    await group.waits_until(october(23, 10))
    assert any("尾号 1" in text for text in group.told("何建平")[1:])


async def test_who_moves_or_calls_off_a_joint_reception_is_reminded_of_those_the_bot_cannot_tell(group: Group) -> None:
    await group.tells("林晓", "改期 10月20日 10月27日 大雪")
    await group.tells("林晓", "换地点 10月27日 镇文化站 会议室维修")
    await group.tells("林晓", "取消接待 10月27日 大雪没停")
    told = [
        text for text in group.told("林晓") if text.endswith("参加部门：派出所警务室、法律顾问、乡村建设办，请通知。")
    ]
    assert [text.partition("，")[0] for text in told] == [
        "10月20日的接待已改到10月27日（周二）",
        "10月27日的接待已改在镇文化站",
        "10月27日的接待已取消",
    ]
