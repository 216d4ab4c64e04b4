"""What is a deputy's to do stands among his to-dos, as long as it is his."""

from dataclasses import replace
from pathlib import Path

import pytest

from handlers.petitions.rules.petition import State
from tests.bot.dingtalk.duties.stage import PAGE, Deputies, deputies
from tests.simulators.dingtalk.record import Door
from tests.support.records import a_petition
from tests.support.story import LAMP, MONDAY
from tests.support.township import NAMES

TODO = "选民诉求 尾号 1：路灯、井盖、标志"


async def is_assigned(group: Deputies) -> None:
    """Have a matter told, sorted, and given to Zhang, and everything entered."""
    await group.tells("赵敏", f"/诉求 {LAMP}")
    await group.tells("赵敏", "1")
    await group.tells("林晓", "1")
    await group.catches_up()


async def is_withdrawn(group: Deputies) -> None:
    await group.tells("赵敏", "撤回 1")
    await group.tells("赵敏", "1")


def due(group: Deputies, name: str) -> int:
    """Return by when somebody's one to-do is to be done, in milliseconds."""
    (shown,) = group.standing(name, Door.TODO)
    assert shown.card is not None
    found = shown.card["dueTime"]
    assert isinstance(found, int)
    return found


async def test_what_is_assigned_stands_among_the_deputys_to_dos_and_nobody_elses(tmp_path: Path) -> None:
    async with deputies(tmp_path, MONDAY) as group:
        await is_assigned(group)
        assert [group.todos(name) for name in ("张明远", "陈玉兰", "林晓", "赵敏")] == [[TODO], [], [], []]
        (shown,) = group.standing("张明远", Door.TODO)
        assert shown.card is not None
        union = group.simulator.world.people["张明远"].union_id
        assert (shown.card["creatorId"], shown.card["executorIds"]) == (union, [union])
        assert shown.card["detailUrl"] == {"appUrl": PAGE, "pcUrl": PAGE}


async def test_nothing_of_the_voter_or_in_his_words_is_given_to_the_platform(tmp_path: Path) -> None:
    async with deputies(tmp_path, MONDAY) as group:
        await is_assigned(group)
        (shown,) = group.standing("张明远", Door.TODO)
        assert not any(word in repr(shown) for word in ("赵敏", "李村", "小学", "三天", "zhang"))


async def test_a_new_deadline_is_shown(tmp_path: Path) -> None:
    async with deputies(tmp_path, MONDAY) as group:
        await is_assigned(group)
        before = due(group, "张明远")
        await group.tells("张明远", "1")  # takes it up
        await group.catches_up()
        assert (group.todos("张明远"), group.made(Door.TODO)) == ([TODO], 1)
        assert due(group, "张明远") > before


@pytest.mark.parametrize(
    ("who", "says"),
    [("张明远", "签 1"), ("张明远", "答复 1 灯已经修好了"), ("林晓", "/引导 1 R2")],
)
async def test_what_is_out_of_his_hands_is_off_his_list(tmp_path: Path, who: str, says: str) -> None:
    async with deputies(tmp_path, MONDAY) as group:
        await is_assigned(group)
        await group.tells(who, says)
        await group.catches_up()
        assert group.todos("张明远") == []
        assert await group.entered() == []


async def test_what_its_voter_withdraws_is_off_the_list(tmp_path: Path) -> None:
    async with deputies(tmp_path, MONDAY) as group:
        await is_assigned(group)
        await is_withdrawn(group)
        await group.catches_up()
        assert group.todos("张明远") == []
        assert await group.entered() == []


async def test_what_is_passed_on_is_off_the_one_list_and_on_the_other(tmp_path: Path) -> None:
    async with deputies(tmp_path, MONDAY) as group:
        await is_assigned(group)
        await group.tells("林晓", "/派 1 陈玉兰")
        await group.catches_up()
        assert (group.todos("张明远"), group.todos("陈玉兰")) == ([], [TODO])


async def test_what_comes_back_stands_there_anew(tmp_path: Path) -> None:
    async with deputies(tmp_path, MONDAY) as group:
        await is_assigned(group)
        for name in ("陈玉兰", "张明远"):
            await group.tells("林晓", f"/派 1 {name}")
            await group.catches_up()
        assert (group.todos("张明远"), group.todos("陈玉兰")) == ([TODO], [])
        assert group.made(Door.TODO) == 3


async def test_nothing_is_called_as_long_as_nothing_changes(tmp_path: Path) -> None:
    async with deputies(tmp_path, MONDAY) as group:
        await is_assigned(group)
        spent = group.spent()
        await group.catches_up(minutes=120)
        assert group.spent() == spent


async def test_no_more_than_five_are_entered_in_a_minute(tmp_path: Path) -> None:
    async with deputies(tmp_path, MONDAY) as group:
        await group.catches_up()
        async with group.storage.begin() as work:
            for number in range(1, 8):
                triaged = replace(a_petition(number), state=State.TRIAGED, deputy=NAMES["周国栋"])
                await work.petitions.add(triaged)
        await group.catches_up(minutes=1)
        assert len(group.todos("周国栋")) == 5
        await group.catches_up(minutes=1)
        assert len(group.todos("周国栋")) == 7


async def test_without_a_page_there_are_no_to_dos(tmp_path: Path) -> None:
    async with deputies(tmp_path, MONDAY, page="") as group:
        await is_assigned(group)
        assert group.made(Door.TODO) == 0
