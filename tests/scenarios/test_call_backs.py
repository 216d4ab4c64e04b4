"""“A person will call you” is owed until somebody says it was done (domain §0.1-12)."""

from datetime import date, time

from handlers.dates.china_time import moment
from tests.support.group import PHONE, Group
from tests.support.story import LAMP, registered

ASKED = "有乡亲要找人：没有留名字。请在30分钟内联系，联系了发“已联系 1”，后面可以加要告诉选民的话。"
LINE = "1 找人工，没有留名字：3月16日说的，3月16日09:30前要联系，办了发“已联系 1”"
LATE = f"您要找人说话，说好的时间过了，我又催了工作人员。着急请打 {PHONE}，已经联系过的不用管。"
BOUNDARY = "我和邻居为了地界吵起来了，他把墙砌到我家地里了"


async def wanted(group: Group) -> None:
    """A voter has asked for a person at nine in the morning."""
    await group.tells("赵敏", "人工")


async def test_who_has_to_call_is_told_how_to_say_that_it_is_done(group: Group) -> None:
    await wanted(group)
    assert group.told("林晓") == [ASKED]


async def test_nobody_is_reminded_of_what_was_done_in_time(group: Group) -> None:
    await wanted(group)
    await group.tells("林晓", "已联系 1")
    assert group.told("林晓")[-1] == "1 号记下了，已告诉选民。"
    assert group.told("赵敏")[-1] == "您要找人说话，工作人员说已经联系过了。要是还没有，请发“人工”。"
    group.forgets()
    await group.waits(days=3)
    assert not any("联系" in line for line in group.told("林晓") + group.told("赵敏"))


async def test_staff_are_reminded_then_the_head_and_the_voter_hears_of_the_delay(group: Group) -> None:
    await wanted(group)
    group.forgets()
    await group.waits_until(moment(date(2026, 3, 16), time(10)))
    assert f"说好要联系的还没有人联系：{LINE}" in group.told("林晓")
    assert not any("联系" in line for line in group.told("何建平") + group.told("赵敏"))
    await group.waits_until(moment(date(2026, 3, 16), time(11)))
    assert f"说好要联系的还没有人联系：{LINE}" in group.told("何建平")
    assert group.told("赵敏") == [LATE]


async def test_the_ladder_keeps_to_working_hours(group: Group) -> None:
    await group.waits_until(moment(date(2026, 3, 20), time(16, 20)))
    await wanted(group)
    group.forgets()
    await group.waits_until(moment(date(2026, 3, 23), time(8, 15)))
    assert sum("还没有人联系" in line for line in group.told("林晓")) == 1
    assert not any("联系" in line for line in group.told("何建平"))
    await group.waits_until(moment(date(2026, 3, 23), time(9, 30)))
    assert any("还没有人联系" in line for line in group.told("何建平"))


async def test_it_stands_in_every_morning_s_list_until_it_is_done(group: Group) -> None:
    await wanted(group)
    await group.waits(days=4)
    group.forgets()
    await group.waits(days=3)
    assert group.told("林晓").count(f"【说好要联系的】1件过了时间：\n{LINE}") == 1
    await group.tells("林晓", "已联系 1 电话里说清楚了")
    assert group.told("赵敏")[-1] == "您要找人说话，工作人员说：电话里说清楚了"
    group.forgets()
    await group.waits(days=3)
    assert not any("说好要联系的" in line for line in group.told("林晓"))


async def test_and_in_the_list_of_what_is_to_be_done(group: Group) -> None:
    await wanted(group)
    await group.tells("林晓", "待办")
    assert group.told("林晓")[-1] == f"说好要联系的 1 件：\n{LINE}"


async def test_who_asks_again_with_a_telephone_is_owed_one_call(group: Group) -> None:
    await wanted(group)
    await group.tells("赵敏", "人工 赵敏 13900001111")
    await group.tells("林晓", "待办")
    (line,) = group.told("林晓")[-1].splitlines()[1:]
    assert line.startswith("1 找人工，赵敏 13900001111：")


async def test_mediation_with_a_deputy_is_owed_too(group: Group) -> None:
    await group.tells("赵敏", BOUNDARY)
    await group.tells("赵敏", "1")
    assert group.told("林晓")[-1].endswith("请安排。\n联系了发“已联系 1”，后面可以加要告诉选民的话。")
    await group.waits(days=9)
    assert any("1 尾号 1 请代表一起调解" in line for line in group.told("何建平"))
    assert any("说好的时间过了" in line for line in group.told("赵敏"))
    await group.tells("林晓", "已联系 1 张代表周三上午到村委会")
    assert group.told("赵敏")[-1] == "您说的尾号 1 请代表一起调解，工作人员说：张代表周三上午到村委会"


async def test_a_matter_passed_on_to_another_place_is_followed_until_the_voter_knows(group: Group) -> None:
    await group.tells("赵敏", "/诉求 邻县马家镇的路坑坑洼洼好几个月没人管")
    await group.tells("林晓", "引导 1 外地")
    await group.tells("赵敏", "1")
    assert group.told("赵敏")[-1] == f"好的，已经记下，请工作人员转给那边的代表，转好告诉您。急用请打 {PHONE}。"
    await group.waits(days=8)
    assert not any("您找到地方了吗" in line for line in group.told("赵敏"))
    await group.tells("林晓", "已联系 1 马家镇联络站收下了，他们会打给您")
    assert group.told("赵敏")[-1] == "您说的尾号 1 转给外地的代表，工作人员说：马家镇联络站收下了，他们会打给您"


async def test_a_number_that_nobody_waits_under_is_told_so(group: Group) -> None:
    await registered(group)
    await group.tells("林晓", "已联系 1")
    assert group.told("林晓") == ["没有 1 号要联系的人。还要联系谁，发“待办”看。"]


async def test_what_is_said_after_it_is_a_matter_of_its_own(group: Group) -> None:
    await wanted(group)
    await group.tells("赵敏", LAMP, picture="lamp.jpg")
    assert group.told("赵敏")[1].startswith("您好，您反映的事已登记")
    await group.tells("林晓", "已联系 1")
    assert group.told("林晓")[-1] == "1 号记下了，已告诉选民。"


async def test_more_may_be_said_of_what_is_of_another_place(group: Group) -> None:
    await group.tells("赵敏", "/诉求 邻县马家镇的路坑坑洼洼好几个月没人管")
    await group.tells("林晓", "引导 1 外地")
    await group.tells("赵敏", "补充 1 昨天又摔了一个人")
    assert group.told("赵敏")[-1] == "收到，已补充到尾号 1。"
    assert "昨天又摔了一个人" in group.told("林晓")[-1]
