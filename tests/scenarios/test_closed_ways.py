"""Whom the platform does not let the bot speak to alone is told so in the group, and staff hear of it (domain §3.5)."""

import pytest

from bot import texts
from bot.platforms.base import Rejected
from handlers.people.texts import no_private_way
from tests.support.group import PHONE, Group
from tests.support.story import LAMP, a_group, private_talk

ALONE = "我单独发给您了。"
NOT_ALONE = no_private_way(PHONE)


@pytest.fixture
def group() -> Group:
    """Return the group, in which the bot may not speak to 赵敏 alone."""
    group = a_group(jobs=())
    group.platform.unreachable.add(private_talk("赵敏"))
    return group


async def test_who_was_promised_a_word_alone_that_is_refused_is_told_in_the_group_how_to_get_it(group: Group) -> None:
    await group.says("赵敏", "/我的")
    assert group.heard == [ALONE, NOT_ALONE]
    (promised, put_right) = (post.mention for post in group.platform.delivered[:2])
    assert put_right == promised


async def test_staff_are_told_once_a_day_that_somebody_may_not_be_spoken_to(group: Group) -> None:
    for _ in range(3):
        await group.says("赵敏", "/我的")
    assert group.told("林晓") == [texts.UNDELIVERED]


async def test_nothing_is_promised_again_to_whom_it_was_refused_within_the_hour(group: Group) -> None:
    await group.says("赵敏", "/我的")
    group.forgets()
    await group.says("赵敏", "/我的")
    await group.says("赵敏", "/撤回 99")
    assert group.heard == [NOT_ALONE, NOT_ALONE]
    group.platform.unreachable.clear()
    await group.waits(hours=1)
    group.forgets()
    await group.says("赵敏", "/我的")
    assert group.heard == [ALONE]


async def test_whoever_else_speaks_in_the_group_is_answered_alone(group: Group) -> None:
    await group.says("赵敏", "/我的")
    group.forgets()
    await group.says("钱伟", "/我的")
    assert group.heard == [ALONE]


async def test_several_answers_that_are_refused_are_spoken_of_in_the_group_once(group: Group) -> None:
    await group.says("赵敏", f"/诉求 {LAMP}")
    assert group.heard.count(NOT_ALONE) == 1


async def test_a_word_that_the_platform_does_not_like_is_not_the_last_one_either() -> None:
    group = a_group(jobs=())
    group.platform.will_fail_with.append(Rejected("40201"))
    await group.says("赵敏", "/我的")
    assert group.heard[-1] == NOT_ALONE
    group.forgets()
    await group.says("赵敏", "/我的")
    assert group.heard == [ALONE]


async def test_nobody_is_called_to_account_before_the_group(group: Group) -> None:
    await group.says("赵敏", "诚招代理，加微信 abc，日赚千元，刷单返利")
    assert group.heard == []
    assert "发广告" in group.told("张明远")[0]


async def test_what_is_meant_for_one_person_goes_into_no_group_with_its_file() -> None:
    group = a_group(jobs=())
    await group.says("赵敏", f"/诉求 {LAMP}")
    await group.tells("赵敏", "1")
    group.forgets()
    group.platform.unreachable.add(private_talk("林晓"))
    await group.says("林晓", "/排班")
    assert group.heard == [ALONE, NOT_ALONE]
    assert all(post.file is None for post in group.platform.delivered)
