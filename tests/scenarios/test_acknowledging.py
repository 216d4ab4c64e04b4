"""What a group reads while many of its voters speak at once: few lines, and everybody in one of them."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from handlers.people.rules.roster import GroupId, Place
from tests.support.group import Group
from tests.support.township import LI_VILLAGE, PLATFORM, ROBOT, WANG_VILLAGE

VOTERS: Final = [f"乡亲{family}{name}" for family in "赵钱孙李周" for name in "一二三四五六"]


def single(tail: int) -> str:
    return f"收到，已登记，尾号 {tail}。进展我单独告诉您。"


def together(count: int, tails: str) -> str:
    return f"收到，{count}件都已登记，尾号 {tails}。进展我单独告诉各位。"


def acknowledged(group: Group, where: GroupId = LI_VILLAGE) -> list[str]:
    return [line for line in group.heard_in(where) if line.startswith("收到")]


async def told(group: Group, voters: Sequence[str], *, every: timedelta = timedelta(0)) -> None:
    """Each tells of something of his own."""
    for number, name in enumerate(voters, start=1):
        await group.says(name, f"/诉求 李村{number}组的水渠堵了")
        await group.waits_until(group.clock.now() + every)


async def test_the_first_three_of_ten_minutes_are_answered_each_at_once(group: Group) -> None:
    await told(group, VOTERS[:3])
    assert acknowledged(group) == [single(1), single(2), single(3)]


async def test_those_who_come_next_share_a_line_within_three_minutes(group: Group) -> None:
    await told(group, VOTERS[:12])
    await group.waits(minutes=2, seconds=59)
    assert len(acknowledged(group)) == 3
    await group.waits(seconds=1)
    assert acknowledged(group)[3:] == [together(9, "4–12")]


async def test_thirty_in_ten_minutes_are_six_lines_in_which_nobody_is_missing(group: Group) -> None:
    await told(group, VOTERS, every=timedelta(seconds=20))
    await group.waits(minutes=3)
    assert acknowledged(group) == [
        single(1),
        single(2),
        single(3),
        together(9, "4–12"),
        together(9, "13–21"),
        together(9, "22–30"),
    ]


async def test_each_has_the_receipt_before_the_group_has_its_line(group: Group) -> None:
    await told(group, VOTERS[:5])
    for tail, name in enumerate(VOTERS[:5], start=1):
        assert group.told(name)[0].startswith(f"您好，您反映的事已登记：\n编号 QS2026-{tail:04}\n")


async def test_who_comes_late_and_alone_is_named_as_ever(group: Group) -> None:
    await told(group, VOTERS[:4])
    await group.waits(minutes=3)
    *_, line = (post for post in group.platform.delivered if post.place.chat == LI_VILLAGE)
    assert line.text == single(4)
    assert line.mention is not None
    assert line.mention.user == VOTERS[3]


async def test_a_line_for_several_names_nobody(group: Group) -> None:
    await told(group, VOTERS[:5])
    await group.waits(minutes=3)
    *_, line = (post for post in group.platform.delivered if post.place.chat == LI_VILLAGE)
    assert (line.text, line.mention) == (together(2, "4–5"), None)


async def test_tails_of_another_group_stand_in_no_line(group: Group) -> None:
    await told(group, VOTERS[:5])
    await group.says(
        "王芳", "/诉求 王庄村口的桥栏杆断了", where=Place(platform=PLATFORM, account=ROBOT, chat=WANG_VILLAGE)
    )
    assert acknowledged(group, WANG_VILLAGE) == [single(6)]
    await told(group, VOTERS[6:8])
    await group.waits(minutes=3)
    assert acknowledged(group)[3:] == [together(4, "4–5、7–8")]


async def test_what_is_asked_in_the_group_meanwhile_is_answered_at_once(group: Group) -> None:
    await told(group, VOTERS[:5])
    group.forgets()
    await group.says("赵敏", "站点")
    assert len(group.heard) == 1
    await group.waits(minutes=3)
    assert acknowledged(group) == [together(2, "4–5")]


async def test_a_line_that_is_full_is_followed_by_another(group: Group) -> None:
    await told(group, VOTERS[:25])
    await group.waits(minutes=3)
    assert acknowledged(group)[3:] == [together(20, "4–23"), together(2, "24–25")]


async def test_the_next_ten_minutes_begin_anew(group: Group) -> None:
    await told(group, VOTERS[:3])
    await group.waits(minutes=10)
    await told(group, VOTERS[3:4])
    assert acknowledged(group)[3:] == [single(4)]


async def test_at_night_the_shared_line_waits_until_morning(group: Group) -> None:
    await group.waits_until(group.clock.now().replace(hour=22))
    await told(group, VOTERS[:6])
    await group.waits(hours=9)
    assert acknowledged(group) == [single(1), single(2), single(3)]
    await group.waits(hours=1)
    assert acknowledged(group)[3:] == [together(3, "4–6")]


async def test_who_is_forgotten_while_the_line_waits_takes_nobody_along(group: Group) -> None:
    await told(group, VOTERS[:6])
    await group.tells(VOTERS[3], "我的信息 删除")
    await group.tells(VOTERS[3], "1")
    await group.waits(minutes=3)
    assert acknowledged(group)[3:] == [together(3, "4–6")]
