"""Who works at two stations says in private for which one he speaks."""

from dataclasses import replace

import pytest

from handlers.people.rules.roster import GroupId, Place, Roster, StationId
from tests.support.group import Group
from tests.support.stages import a_storage
from tests.support.story import LAMP, MONDAY, a_group
from tests.support.township import BOUND, PLATFORM, ROBOT, STATION

OTHER_GROUP = replace(
    STATION.groups[0], id=GroupId("bs-li"), place=Place(platform=PLATFORM, account=ROBOT, chat="bs-li"), name="白石群"
)
OTHER = replace(
    STATION, id=StationId("bs"), code="BS", name="白石镇人大代表联络站", groups=(OTHER_GROUP,), receptions=(), points=()
)


@pytest.fixture
def group() -> Group:
    return Group(a_storage(Roster([STATION, OTHER]), bound=BOUND), now=MONDAY, jobs=())


async def other_matter(group: Group) -> None:
    """A voter of the other station has registered a matter in its group."""
    await group.says("赵敏", f"/诉求 {LAMP}", where=OTHER_GROUP.place)
    await group.tells("赵敏", "2")


async def test_who_works_at_two_stations_chooses_and_finds_its_matters(group: Group) -> None:
    await other_matter(group)
    group.forgets()
    await group.tells("林晓", "派 1 陈玉兰")
    await group.tells("林晓", "换站")
    await group.tells("林晓", "2")
    await group.tells("林晓", "派 1 陈玉兰")
    assert group.told("林晓") == [
        "没查到尾号 1。请核对一下尾号。",
        "您现在说的都算青石镇人大代表联络站的。要换成哪个站？青石镇人大代表联络站回 1，白石镇人大代表联络站回 2。",
        "好的，从现在起您单独跟我说的，都算白石镇人大代表联络站的。要换再发“换站”。",
        "尾号 1 已派给陈玉兰代表。",
    ]


async def test_a_digit_answers_for_the_station_that_asked(group: Group) -> None:
    await other_matter(group)
    group.forgets()
    await group.tells("林晓", "1")
    assert group.told("林晓") == ["尾号 1 已派给张明远代表。"]


async def test_in_a_group_the_group_decides(group: Group) -> None:
    await group.tells("林晓", "换站")
    await group.tells("林晓", "2")
    group.forgets()
    await group.says("林晓", "站点")
    assert group.heard[0].startswith("青石镇人大代表联络站\n")


async def test_who_works_at_one_station_has_nothing_to_choose() -> None:
    group = a_group(jobs=())
    await group.tells("林晓", "换站")
    assert group.told("林晓") == ["您只在一个站工作，不用换。"]
