"""Deputies and staff who left office: nothing reaches them any more, and what they had is followed on (MSG-X10)."""

from dataclasses import replace

from handlers.message import Recipient
from handlers.people.rules.roster import PersonId, Roster, Station
from handlers.petitions.rules.petition import PetitionId, State
from tests.support.group import Group
from tests.support.stages import opened_anew
from tests.support.story import assigned, handed_over, registered, signed, taken_up
from tests.support.township import BOUND, STATION

ZHANG = PersonId("zhang")
CHEN = PersonId("chen")
PETITION = PetitionId("QS2026-0001")


def without(station: Station, *gone: PersonId, followed_by: PersonId | None = None) -> Station:
    """Return *station* as it is set up once some have left; their groups are the successor's."""
    return replace(
        station,
        deputies=tuple(one for one in station.deputies if one.person not in gone),
        staff=tuple(one for one in station.staff if one.person not in gone),
        groups=tuple(replace(one, deputy=followed_by) if one.deputy in gone else one for one in station.groups),
        receptions=(),
    )


async def started_anew(group: Group, station: Station) -> Group:
    """Return the group once the bot was started with *station* in the place of what it knew."""
    await group.waits(seconds=0)
    roster = Roster([station])
    storage = opened_anew(group.storage, roster, bound=BOUND)
    anew = Group(storage, now=group.clock.now(), roster=roster, first=1000)
    await anew.waits(seconds=0)
    return anew


async def test_the_new_deputy_of_the_group_is_asked_to_take_up_what_the_one_before_left(group: Group) -> None:
    await taken_up(group)
    anew = await started_anew(group, without(STATION, ZHANG, followed_by=CHEN))
    assert anew.told("张明远") == []
    assert anew.told("赵敏") == ["尾号 1 原来的代表不再担任，您的事由陈代表接着跟，编号不变。"]
    assert anew.told("陈玉兰")[-1].startswith("陈代表您好，李村选民赵敏反映：")
    assert "尾号 1 原来的代表不再担任，由陈玉兰代表接着跟。" in anew.told("林晓")
    await anew.tells("陈玉兰", "1")
    assert anew.told("赵敏")[-1] == "尾号 1：陈代表已经看到，会如实反映、跟着催。"


async def test_what_units_have_in_hand_goes_on_with_the_successor(group: Group) -> None:
    await handed_over(group)
    anew = await started_anew(group, without(STATION, ZHANG, followed_by=CHEN))
    assert anew.told("陈玉兰") == [
        "尾号 1 原来的代表不再担任，由您接着跟：李村小学门口路灯不亮三天了。现在：已交供电所办。看详情发“进度 1”。"
    ]
    async with anew.storage.begin() as work:
        petition = await work.petitions.get(PETITION)
    assert (petition.state, petition.deputy) == (State.DISPATCHED, CHEN)
    anew.forgets()
    await anew.tells("赵敏", "补充 1 又灭了一盏")
    assert (len(anew.told("陈玉兰")), anew.told("张明远")) == (1, [])


async def test_where_nobody_follows_staff_decide_who_does(group: Group) -> None:
    await handed_over(group)
    anew = await started_anew(group, without(STATION, ZHANG))
    assert "尾号 1 原来的代表不再担任，还没有人接着跟，请派人：发“派 1 姓名”。" in anew.told("林晓")
    assert anew.told("赵敏") == ["尾号 1 原来的代表不再担任，站里会请别的代表接着跟，编号不变。"]
    anew.forgets()
    await anew.tells("林晓", "派 1 周国栋")
    assert anew.told("林晓") == ["尾号 1 已派给周国栋代表。"]
    assert anew.told("赵敏") == ["尾号 1 原来的代表不再担任，您的事由周代表接着跟，编号不变。"]
    async with anew.storage.begin() as work:
        assert (await work.petitions.get(PETITION)).state is State.DISPATCHED


async def test_who_left_reads_and_decides_nothing_more(group: Group) -> None:
    await assigned(group)
    anew = await started_anew(group, without(STATION, ZHANG))
    for words in ("1", "/待办", "接手 1", "进度 1", "答复 1 修好了"):
        await anew.tells("张明远", words)
    assert not [line for line in anew.told("张明远") if "路灯" in line]
    async with anew.storage.begin() as work:
        assert (await work.petitions.get(PETITION)).state is State.TRIAGED
        assert await work.questions.open(ZHANG, Recipient.person(ZHANG)) == []


async def test_staff_who_left_sort_nothing_by_a_question_still_open(group: Group) -> None:
    await registered(group)
    lin = PersonId("lin")
    anew = await started_anew(group, without(STATION, lin))
    await anew.tells("林晓", "1")
    async with anew.storage.begin() as work:
        assert (await work.petitions.get(PETITION)).state is State.REGISTERED


async def test_what_waited_for_the_morning_does_not_reach_who_left_in_the_night(group: Group) -> None:
    await taken_up(group)
    await group.waits(hours=14)
    await group.tells("赵敏", "补充 1 又灭了一盏")
    anew = await started_anew(group, without(STATION, ZHANG, followed_by=CHEN))
    await anew.waits(hours=12)
    assert anew.told("张明远") == []


async def test_a_start_with_the_same_people_moves_nothing(group: Group) -> None:
    await signed(group)
    anew = await started_anew(group, STATION)
    assert [line for line in anew.told("赵敏") + anew.told("张明远") if "不再担任" in line] == []
