"""What people confirm, take back or sort anew is kept to learn from, as long as the words themselves."""

from collections.abc import Sequence
from typing import Final

from handlers.ports import Corrected
from tests.support.group import Group
from tests.support.story import LAMP, registered

PERHAPS: Final = "桥上的栏杆有点松"
SURE: Final = "李村村口的路灯坏了半个月，晚上没法走"


async def kept(group: Group) -> Sequence[tuple[str, bool, str | None]]:
    async with group.storage.begin() as work:
        newest: Sequence[Corrected] = await work.corrections.newest(limit=10)
    return [(one.text, one.petition, one.category) for one in newest]


async def test_a_yes_says_that_it_is_a_petition(group: Group) -> None:
    await group.tells("赵敏", PERHAPS)
    await group.tells("赵敏", "1")
    assert [(text, petition) for text, petition, _ in await kept(group)] == [(PERHAPS, True)]


async def test_a_no_keeps_no_words(group: Group) -> None:
    await group.tells("赵敏", PERHAPS)
    await group.tells("赵敏", "2")
    assert await kept(group) == []


async def test_what_was_registered_unasked_and_taken_back_was_none(group: Group) -> None:
    await group.tells("赵敏", SURE)
    await group.tells("赵敏", "撤回 1")
    await group.tells("赵敏", "1")
    assert await kept(group) == [(SURE, False, None)]


async def test_what_was_typed_as_a_petition_and_taken_back_tells_nothing(group: Group) -> None:
    await registered(group)
    await group.tells("赵敏", "撤回 1")
    await group.tells("赵敏", "1")
    assert await kept(group) == []


async def test_the_topic_that_staff_give_is_kept(group: Group) -> None:
    await registered(group)
    await group.tells("林晓", "分类 1 0205 县")
    assert await kept(group) == [(LAMP, True, "0205")]


async def test_what_was_registered_unasked_and_declined_by_staff_was_none(group: Group) -> None:
    await group.tells("赵敏", SURE)
    await group.tells("林晓", "不登记 1 广告")
    assert await kept(group) == [(SURE, False, None)]


async def test_what_its_voter_confirmed_and_staff_declined_tells_nothing(group: Group) -> None:
    await group.tells("赵敏", PERHAPS)
    await group.tells("赵敏", "1")
    await group.tells("林晓", "不登记 1 广告")
    assert await kept(group) == []


async def test_who_has_his_words_erased_has_these_erased_as_well(group: Group) -> None:
    await registered(group)
    await group.tells("林晓", "分类 1 0205 县")
    await group.tells("林晓", "引导 1 R2")
    assert await kept(group) == []


async def test_a_correction_is_not_kept_longer_than_words_are(group: Group) -> None:
    await registered(group)
    await group.tells("林晓", "分类 1 0205 县")
    await group.waits(days=183)
    assert await kept(group) == []
