"""A group that a platform knows no more is left in peace, staff are told once, and a word said there brings it back."""

import pytest

from bot import texts
from bot.platforms.base import Gone
from handlers.message import Priority, Recipient
from handlers.people.rules.roster import Place, Roster
from handlers.ports import Delivery, Withheld
from tests.support.group import Group
from tests.support.memory import MemoryStorage
from tests.support.post_office import DEPUTY, PostOffice
from tests.support.records import later
from tests.support.story import a_group
from tests.support.township import BOUND, LI_VILLAGE, STATION, WANG_VILLAGE

NAME = next(one.name for one in STATION.groups if one.id == LI_VILLAGE)


@pytest.fixture
def office() -> PostOffice:
    """A post office with a roster of its own: what is gone is gone for everybody who has it."""
    return PostOffice(storage=MemoryStorage(Roster([STATION]), bound=BOUND))


@pytest.fixture
def group() -> Group:
    return a_group()


async def is_gone(office: PostOffice) -> bool:
    async with office.storage.begin() as work:
        return work.roster.groups[LI_VILLAGE].gone


async def test_nothing_more_is_pushed_to_a_group_that_is_gone_and_staff_are_told_once(office: PostOffice) -> None:
    office.platform.will_fail_with.append(Gone("group.disbanded"))
    for text in "一二三":
        await office.queue(text, priority=Priority.POST)
    assert await office.sends() == [texts.group_gone(NAME)]
    await office.queue("别处", to=Recipient.group(WANG_VILLAGE))
    assert await office.sends() == ["别处"]
    assert [await office.state(text) for text in "一二三"] == [(Delivery.GIVEN_UP, Withheld.GONE)] * 3
    assert await office.waits(days=1) == []


async def test_staff_are_told_each_day_that_something_is_not_sent_to_a_group_that_is_gone(office: PostOffice) -> None:
    office.platform.will_fail_with.append(Gone("group.disbanded"))
    await office.queue("一")
    await office.sends()
    for text in "二三":
        await office.queue(text, not_before=later(days=1))
    assert await office.waits(days=1) == [texts.group_still_gone(NAME)]


async def test_that_one_person_is_gone_is_nothing_about_a_group(office: PostOffice) -> None:
    office.platform.will_fail_with.append(Gone("staffId.notExisted"))
    await office.queue("一", to=DEPUTY)
    assert await office.sends() == [texts.UNDELIVERED]
    assert not await is_gone(office)


async def test_what_is_gone_is_gone_after_a_restart(office: PostOffice) -> None:
    assert isinstance(office.storage, MemoryStorage)
    office.platform.will_fail_with.append(Gone("group.disbanded"))
    await office.queue("一")
    await office.sends()
    again = PostOffice(storage=office.storage.opened_with(Roster([STATION]), bound=BOUND))
    assert await is_gone(again)


async def test_a_word_said_in_the_group_brings_it_back(group: Group) -> None:
    place = await gone(group)
    await group.says("赵敏", "/诉求 3号楼电梯停运三天")
    assert group.heard[0].startswith("收到，已登记")
    async with group.storage.begin() as work:
        assert not work.roster.groups[LI_VILLAGE].gone
        assert work.roster.groups[LI_VILLAGE].place == place


async def test_a_word_that_is_refused_brings_it_back_as_well(group: Group) -> None:
    await gone(group)
    await group.says("赵敏", "/派 1 张明远")
    async with group.storage.begin() as work:
        assert not work.roster.groups[LI_VILLAGE].gone


async def test_staff_have_the_platform_say_again_whether_it_is_gone(group: Group) -> None:
    await gone(group)
    office = PostOffice(storage=group.storage, platform=group.platform)
    await office.queue("明天接待")
    await office.sends()
    number = (await office.entry("明天接待")).number
    await group.tells("林晓", f"重发 {number}")
    assert group.heard == ["明天接待"]


async def gone(group: Group) -> Place:
    """Have the group be gone; return where it was."""
    async with group.storage.begin() as work:
        place = work.roster.groups[LI_VILLAGE].place
        await work.groups.bind(LI_VILLAGE, place, gone=True)
    return place
