"""Several messages of one person are one petition; several matters in one message are split only if wanted."""

from typing import Final

import pytest

from handlers.petitions.rules.petition import Petition, PetitionId
from handlers.ports import UnknownPetition
from tests.support.group import Group
from tests.support.story import registered

SURE: Final = "李村村口的路灯坏了半个月，晚上没法走"
TWO: Final = "李村村口的路灯坏了半个月，另外河边的垃圾没人清运，臭得很"


async def stored(group: Group, tail: int = 1) -> Petition:
    async with group.storage.begin() as work:
        return await work.petitions.get(PetitionId(f"QS2026-{tail:04}"))


async def is_alone(group: Group) -> bool:
    try:
        await stored(group, tail=2)
    except UnknownPetition:
        return True
    return False


async def test_more_words_just_after_belong_to_the_same_matter(group: Group) -> None:
    await group.tells("赵敏", "路灯坏了没人修，晚上没法走")
    await group.waits(minutes=1)
    await group.tells("赵敏", "就在李村小学门口，好几户都怕")
    petition = await stored(group)
    assert (petition.place, petition.extent) == ("李村小学门口", "好几户")
    assert petition.supplements[0].text == "就在李村小学门口，好几户都怕"
    assert await is_alone(group)
    assert "收到，已补充到尾号 1。" in group.told("赵敏")


async def test_words_long_after_are_a_matter_of_their_own(group: Group) -> None:
    await group.tells("赵敏", SURE)
    await group.waits(minutes=6)
    await group.tells("赵敏", "李村村口的路灯今天又不亮了，真没法走")
    assert not await is_alone(group)


async def test_another_matter_said_at_once_has_a_number_of_its_own(group: Group) -> None:
    await group.tells("赵敏", SURE)
    await group.tells("赵敏", "另外河边的垃圾没人清运，臭得很")
    assert (await stored(group, tail=2)).text == "另外河边的垃圾没人清运，臭得很"


async def test_chatter_just_after_is_no_part_of_the_matter(group: Group) -> None:
    await group.tells("赵敏", SURE)
    await group.tells("赵敏", "哈哈哈今天真热闹")
    assert (await stored(group)).supplements == ()


async def test_a_draft_and_the_words_after_it_are_one_matter_and_the_first_words_stand_alone_no_more(
    group: Group,
) -> None:
    first = await group.tells("赵敏", "桥上的栏杆有点松")
    await group.tells("赵敏", "就在李村村口，昨天晚上有人差点掉下去，没人修")
    await group.tells("赵敏", "1")
    assert "桥上的栏杆有点松，就在李村村口" in (await stored(group)).text
    async with group.storage.begin() as work:
        kept = await work.messages.get(first)
    assert kept is not None
    assert kept.heard.text == ""


async def test_a_picture_after_words_that_wait_for_a_yes_joins_them(group: Group) -> None:
    await group.tells("赵敏", "桥上的栏杆有点松")
    await group.tells("赵敏", "", picture="bridge.jpg")
    assert group.told("赵敏")[-1] == "收到，和您刚才说的放在一起。"
    await group.tells("赵敏", "1")
    assert (await stored(group)).attachments == ("bridge.jpg",)


@pytest.mark.parametrize("yes", ["要", "可以", "登记吧", "要登记", "1"])
async def test_a_yes_in_words_is_a_yes(group: Group, yes: str) -> None:
    await group.tells("赵敏", "桥上的栏杆有点松")
    await group.tells("赵敏", yes)
    assert (await stored(group)).text == "桥上的栏杆有点松"


async def test_a_no_in_words_is_a_no(group: Group) -> None:
    await group.tells("赵敏", "桥上的栏杆有点松")
    await group.tells("赵敏", "不用了")
    assert group.told("赵敏")[-1] == "好的，没有登记，您的话我没有留。以后有事随时跟我说。"


async def test_several_matters_are_split_only_with_consent(group: Group) -> None:
    await group.tells("赵敏", TWO)
    assert group.told("赵敏") == [
        "您说了2件事，我分成2个号：1. 李村村口的路灯坏了半个月；2. 河边的垃圾没人清运，臭得很。对请回 1，不对请回“合并”。"
    ]
    await group.tells("赵敏", "1")
    assert (await stored(group, 1)).text == "李村村口的路灯坏了半个月"
    assert (await stored(group, 2)).text == "河边的垃圾没人清运，臭得很"


async def test_who_says_together_gets_one_number(group: Group) -> None:
    await group.tells("赵敏", TWO)
    await group.tells("赵敏", "合并")
    assert (await stored(group)).text == TWO
    assert await is_alone(group)


async def test_what_is_said_after_an_accusation_is_not_kept_either(group: Group) -> None:
    await group.tells("赵敏", "我要举报村主任吃拿卡要")
    second = await group.tells("赵敏", "就在李村小学大槐树底下")
    assert group.told("赵敏")[-1].startswith("这几句我也没有保存。请直接打 12388，由纪委监委受理，也能保护您。")
    async with group.storage.begin() as work:
        kept = await work.messages.get(second)
    assert kept is not None
    assert kept.heard.text == ""


async def test_what_was_registered_unasked_can_be_taken_back(group: Group) -> None:
    await group.tells("赵敏", SURE)
    assert group.told("赵敏")[0].endswith("\n不想登记，发“撤回 1”。")
    await registered(group)


@pytest.mark.parametrize("chatter", ["今天天气不错", "哈哈哈", "你们吃饭了吗", "谢谢你们"])
async def test_chatter_is_no_answer_to_where_or_since_when(group: Group, chatter: str) -> None:
    await group.tells("赵敏", "/诉求 路灯不亮，没人修")
    await group.tells("赵敏", "1")
    await group.tells("赵敏", chatter)
    assert (await stored(group)).place is None
    await group.tells("赵敏", "大槐树底下")
    assert (await stored(group)).place == "大槐树底下"
    await group.tells("赵敏", chatter)
    assert (await stored(group)).since is None
    await group.tells("赵敏", "好久了")
    assert (await stored(group)).since == "好久了"
