"""What voters say of an answer in their own words is a rating, of the matter they mean (domain §3.2, §6.1)."""

import pytest

from handlers.petitions.rules.petition import Petition, PetitionId, Rating, State
from tests.support.group import Group
from tests.support.story import LAMP, surveyed, taken_up

RUBBISH = "李村桥头垃圾堆成山一个月没人清"


async def stored(group: Group, tail: int = 1) -> Petition:
    async with group.storage.begin() as work:
        return await work.petitions.get(PetitionId(f"QS2026-{tail:04}"))


async def answered_both(group: Group) -> None:
    """Two matters of one voter, lamp and rubbish, are answered and wait to be rated."""
    await group.says("赵敏", LAMP)
    await group.tells("赵敏", "1")
    await group.waits(minutes=10)
    await group.says("赵敏", RUBBISH)
    for said in ("派 1 张明远", "派 2 张明远"):
        await group.tells("林晓", said)
    for said in ("答复 1 换好了", "答复 2 清了"):
        await group.tells("张明远", said)
    group.forgets()


@pytest.mark.parametrize(
    "words",
    [
        "根本没修好，灯还是不亮",
        "不行，还是黑的",
        "灯还是不亮",
        "没修好",
        "还没修好呢",
        "又坏了",
        "白修了，晚上还是老样子",
        "压根没人来修",
    ],
)
async def test_who_says_that_it_is_not_mended_is_not_satisfied(group: Group, words: str) -> None:
    await surveyed(group)
    await group.tells("赵敏", words)
    petition = await stored(group)
    assert (petition.state, petition.rating) == (State.REOPENED, Rating.UNSATISFIED)
    assert group.told("赵敏") == [f"您说不满意，尾号 1 重新办，5个工作日内再答复。您的意见：{words}"]


async def test_so_it_is_in_the_group(group: Group) -> None:
    await surveyed(group)
    await group.says("赵敏", "灯还是不亮")
    assert (await stored(group)).state is State.REOPENED


@pytest.mark.parametrize("words", ["灯还是不亮", "路灯又坏了", "又不亮了"])
async def test_said_after_it_was_closed_it_is_handled_again(group: Group, words: str) -> None:
    await surveyed(group)
    await group.tells("赵敏", "2")
    await group.waits(days=8)
    await group.tells("赵敏", words)
    assert (await stored(group)).state is State.REOPENED


async def test_said_when_nobody_rated_it_too(group: Group) -> None:
    await surveyed(group)
    await group.waits(days=10)
    assert (await stored(group)).state is State.CLOSED
    await group.tells("赵敏", "灯还是不亮")
    assert (await stored(group)).state is State.REOPENED


@pytest.mark.parametrize(
    "words", ["不满意 1 灯还是不亮", "不满意1，灯还是不亮", "1不满意，灯还是不亮", "尾号1不满意，灯还是不亮"]
)
async def test_the_tail_that_is_said_is_the_one_that_is_meant(group: Group, words: str) -> None:
    await answered_both(group)
    await group.tells("赵敏", words)
    assert group.told("赵敏") == ["您说不满意，尾号 1 重新办，5个工作日内再答复。您的意见：灯还是不亮"]
    assert [(await stored(group, tail)).state for tail in (1, 2)] == [State.REOPENED, State.SURVEYING]


async def test_the_tail_of_what_is_closed_is_not_taken_for_what_waits(group: Group) -> None:
    await answered_both(group)
    await group.tells("赵敏", "满意 1")
    await group.tells("赵敏", "不满意 1 灯又坏了")
    assert [(await stored(group, tail)).state for tail in (1, 2)] == [State.REOPENED, State.SURVEYING]


async def test_a_number_that_is_no_tail_belongs_to_the_reason(group: Group) -> None:
    await surveyed(group)
    await group.tells("赵敏", "不满意 2盏灯没亮")
    assert (await stored(group)).state is State.REOPENED
    assert group.told("赵敏") == ["您说不满意，尾号 1 重新办，5个工作日内再答复。您的意见：2盏灯没亮"]


async def test_which_is_meant_is_told_by_what_is_said(group: Group) -> None:
    await answered_both(group)
    await group.tells("赵敏", "垃圾还是没清")
    assert [(await stored(group, tail)).state for tail in (1, 2)] == [State.SURVEYING, State.REOPENED]


@pytest.mark.parametrize("words", ["不满意，糊弄人", "根本没弄好"])
async def test_where_nobody_can_tell_it_is_asked_once(group: Group, words: str) -> None:
    await answered_both(group)
    await group.tells("赵敏", words)
    (asked,) = group.told("赵敏")
    assert asked.startswith("您说的是哪一件")
    await group.tells("赵敏", "2")
    assert group.told("赵敏")[-1].startswith("您说不满意，尾号 1 重新办")
    assert [(await stored(group, tail)).state for tail in (1, 2)] == [State.REOPENED, State.SURVEYING]


async def test_another_matter_said_meanwhile_is_registered(group: Group) -> None:
    await surveyed(group)
    await group.tells("赵敏", "王庄水管又漏水三天了，没人来修")
    assert [(await stored(group, tail)).state for tail in (1, 2)] == [State.SURVEYING, State.REGISTERED]


async def test_what_is_not_answered_yet_is_not_rated(group: Group) -> None:
    await taken_up(group)
    await group.tells("赵敏", "灯还是不亮")
    petition = await stored(group)
    assert (petition.state, petition.rating) == (State.TRIAGED, None)
