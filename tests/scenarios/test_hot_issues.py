"""What several voters have told, asked for by staff and proposed for the weekly topic."""

from handlers.message import Quote
from tests.scenarios.test_company import GARBAGE, LAMP, LAMP_AGAIN
from tests.support.group import Group
from tests.support.township import TOWNSHIP, WANG_VILLAGE

WANG = TOWNSHIP.groups[WANG_VILLAGE].place


async def told(group: Group) -> None:
    """Three people of two villages have told of stray dogs, two of a lamp, one of garbage."""
    for name, words in (("赵敏", LAMP), ("钱伟", LAMP_AGAIN), ("孙丽", GARBAGE), ("周强", "流浪狗追着孩子咬")):
        await group.says(name, f"/诉求 {words}")
    for name, words in (("吴芳", "村里流浪狗太多，追着孩子跑"), ("郑杰", "好几只流浪狗，孩子不敢上学")):
        await group.says(name, f"/诉求 {words}", where=WANG)
    group.forgets()


async def test_staff_see_what_several_have_told_with_counts_and_places(group: Group) -> None:
    await told(group)
    await group.tells("林晓", "热点")
    assert group.told("林晓") == [
        "近7天反映多的事：\n"
        "“流浪狗追着孩子咬”3位乡亲反映，李村、王庄（尾号 4）\n"
        "“小学门口路灯不亮，晚上黑得很”2位乡亲反映，李村（尾号 1）\n"
        "近30天反映多的事：\n"
        "“流浪狗追着孩子咬”3位乡亲反映，李村、王庄（尾号 4）\n"
        "“小学门口路灯不亮，晚上黑得很”2位乡亲反映，李村（尾号 1）"
    ]


async def test_what_is_older_than_a_week_is_in_the_month_alone(group: Group) -> None:
    await told(group)
    await group.waits(days=10)
    group.forgets()
    await group.tells("林晓", "热点")
    assert group.told("林晓")[0].startswith("近7天没有几位乡亲一起反映的事。\n近30天反映多的事：\n“流浪狗")


async def test_what_one_person_has_told_twice_is_not_hot(group: Group) -> None:
    for words in (LAMP, LAMP_AGAIN):
        await group.says("赵敏", f"/诉求 {words}")
    group.forgets()
    await group.tells("林晓", "热点")
    assert group.told("林晓") == ["近7天没有几位乡亲一起反映的事。\n近30天没有几位乡亲一起反映的事。"]


async def test_what_staff_have_put_together_counts_as_one_however_it_was_told(group: Group) -> None:
    await group.says("赵敏", f"/诉求 {LAMP}")
    await group.says("钱伟", f"/诉求 {GARBAGE}")
    await group.tells("林晓", "并 1 2")
    group.forgets()
    await group.tells("林晓", "热点")
    assert "2位乡亲反映，李村（尾号 1）" in group.told("林晓")[0]


async def test_nobody_is_named_among_the_hot_issues(group: Group) -> None:
    for name in ("赵敏", "钱伟"):
        await group.says(name, "/诉求 赵敏家门口的路灯不亮，电话13912345678")
    group.forgets()
    await group.tells("林晓", "热点")
    assert "赵敏" not in group.told("林晓")[0]
    assert "13912345678" not in group.told("林晓")[0]


async def test_topics_are_proposed_with_their_reasons_and_one_digit_sets_one(group: Group) -> None:
    await told(group)
    await group.tells("何建平", "/议题")
    assert group.told("何建平") == [
        "可以做议题的：\n"
        "1 “垃圾清运、公厕、改厕”：3位乡亲反映，李村、王庄，比如“流浪狗追着孩子咬”\n"
        "2 “李村：路灯、井盖、标志”：2位乡亲反映，李村，比如“小学门口路灯不亮，晚上黑得很”\n"
        "定哪一个回前面的数字，或发“议题”加题目。"
    ]
    group.forgets()
    await group.tells("何建平", "2")
    assert group.told("何建平")[0].startswith("好的，议题“李村：路灯、井盖、标志”")


async def test_without_a_hot_issue_staff_are_told_how_to_set_a_topic(group: Group) -> None:
    await group.tells("林晓", "/议题")
    assert group.told("林晓") == ["近一个月没有几位乡亲一起反映的事。要定议题，发“议题”加题目，例如：议题 停车难"]


async def test_the_head_is_proposed_topics_when_the_week_to_come_has_none(group: Group) -> None:
    await told(group)
    while not (asked := [text for text in group.told("何建平") if "还没有定议题" in text]):
        await group.waits(hours=1)
    assert "1 “垃圾清运、公厕、改厕”：3位乡亲反映，李村、王庄" in asked[0]
    await group.tells("何建平", "1", quote=Quote(text=asked[0], from_bot=True))
    assert group.told("何建平")[-1].startswith("好的，议题“垃圾清运、公厕、改厕”")
