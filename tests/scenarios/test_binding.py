"""Accounts and chats the settings do not name are bound by a code that staff give out."""

from dataclasses import replace

import pytest

from handlers.message import Account, Scope
from handlers.people.rules.binding import GUESSES_OF_ALL
from handlers.people.rules.roster import PersonId, Place, Roster
from tests.support.group import Group
from tests.support.stages import a_storage
from tests.support.story import LAMP, MONDAY
from tests.support.township import BOUND, LI_VILLAGE, PLATFORM, ROBOT, STATION

ELSEWHERE = Place(platform=PLATFORM, account=ROBOT, chat="wrNewChat")
NEW = "zhang-on-his-new-telephone"
SECOND = "赵敏在另一个平台"


@pytest.fixture
def group() -> Group:
    """A township of its own, for binding a group changes it; where Li village's group is nobody has said yet."""
    nowhere = Place(platform=PLATFORM, account="", chat=LI_VILLAGE)
    groups = tuple(replace(one, place=nowhere) if one.id == LI_VILLAGE else one for one in STATION.groups)
    roster = Roster([replace(STATION, groups=groups)])
    return Group(a_storage(roster, bound=BOUND), now=MONDAY, jobs=(), roster=roster)


async def code_for(group: Group, name: str) -> str:
    """Return the code that staff get for a person or a group."""
    await group.tells("林晓", f"绑定码 {name}")
    (told,) = group.told("林晓")
    group.forgets()
    return told.partition("绑定码：")[2][:6]


async def test_a_deputy_binds_an_account_with_a_code_from_the_station(group: Group) -> None:
    await group.tells("林晓", "绑定码 张明远")
    (told,) = group.told("林晓")
    code = told.partition("：")[2][:6]
    assert told == (
        f"张明远的绑定码：{code}，24小时内有效，只能用一次。\n"
        f"请当面或打电话告诉本人，请他单独发给我：绑定 {code}。不要发在群里。"
    )
    await group.tells(NEW, f"/绑定 {code}")
    assert group.told(NEW) == ["张明远，您好。这个账号认得您了，以后您要办的事都在这里告诉您。看怎么用发“帮助”。"]
    group.forgets()
    await group.tells(NEW, "待办")
    assert "权限" not in group.told(NEW)[0]
    async with group.storage.begin() as work:
        ways = await work.voters.ways(PersonId("zhang"))
        assert ways[0] == Account(platform=PLATFORM, account=ROBOT, user=NEW)


@pytest.mark.parametrize("said", ["绑定{0}", "绑定：{0}。", "绑定 {1} {2}"])
async def test_a_code_is_read_however_it_is_set_off(group: Group, said: str) -> None:
    code = await code_for(group, "张明远")
    await group.tells(NEW, said.format(code, code[:3], code[3:]))
    assert group.told(NEW)[0].startswith("张明远，您好")


async def test_talk_of_binding_is_no_guess_at_a_code(group: Group) -> None:
    await group.tells(NEW, "绑定3号楼的水表怎么弄")
    assert not group.told(NEW)[0].startswith("绑定码不对")


async def test_a_code_is_good_once(group: Group) -> None:
    code = await code_for(group, "张明远")
    await group.tells(NEW, f"绑定 {code}")
    group.forgets()
    await group.tells("another", f"绑定 {code}")
    assert group.told("another") == ["绑定码不对，或者用过了、过期了。请核对六位数字，或请站里再给一个（发“绑定码”）。"]


async def test_a_code_is_good_for_a_day(group: Group) -> None:
    code = await code_for(group, "张明远")
    await group.waits(hours=24)
    await group.tells(NEW, f"绑定 {code}")
    assert group.told(NEW)[0].startswith("绑定码不对")


@pytest.mark.parametrize("where", [ELSEWHERE, STATION.groups[1].place], ids=["unbound", "bound"])
@pytest.mark.parametrize("said", ["/绑定 {}", "/绑定本群 {}", "/绑定码 {}", "{}", "{}。"])
async def test_a_code_said_in_a_group_is_no_code_any_more(group: Group, said: str, where: Place) -> None:
    code = await code_for(group, "张明远")
    await group.says(NEW, said.format(code), where=where)
    assert group.told(NEW)[0].startswith("绑定码发在群里")
    group.forgets()
    await group.tells("a listener", f"/绑定 {code}")
    assert group.told("a listener")[0].startswith("绑定码不对")


async def test_a_groups_code_is_good_after_a_voter_has_said_it_there(group: Group) -> None:
    code = await code_for(group, "李村群")
    await group.says("赵敏", f"/绑定本群 {code}", where=ELSEWHERE)
    await group.says("林晓", f"/绑定本群 {code}", where=ELSEWHERE)
    assert "这里是“李村群”" in group.platform.delivered[-1].text


async def test_nobody_guesses_more_than_five_times_a_day(group: Group) -> None:
    code = await code_for(group, "张明远")
    wrong = f"{(int(code) + 1) % 10**6:06}"
    for _ in range(5):
        await group.tells("guesser", f"绑定 {wrong}")
    group.forgets()
    await group.tells("guesser", f"绑定 {code}")
    assert group.told("guesser") == ["今天试得太多了，请明天再来，或请站里的工作人员帮忙。"]


@pytest.mark.parametrize(("wrong", "answer"), [(100, "张明远，您好"), (1000, "今天试得太多了")])
async def test_a_few_who_guess_keep_nobody_out_and_thousands_do_not_guess_for_each_other(
    group: Group, wrong: int, answer: str
) -> None:
    code = await code_for(group, "张明远")
    async with group.storage.begin() as work:
        await work.budgets.reserve({"binding": GUESSES_OF_ALL}, at=group.clock.now(), messages=wrong)
    await group.tells(NEW, f"绑定 {code}")
    assert group.told(NEW)[0].startswith(answer)


async def test_who_has_good_codes_may_bind_as_many_groups_as_there_are(group: Group) -> None:
    for _ in range(6):
        code = await code_for(group, "李村群")
        await group.says("林晓", f"/绑定本群 {code}", where=ELSEWHERE)
        assert [post.text[:8] for post in group.platform.delivered if post.place == ELSEWHERE] == ["这里是“李村群”"]


async def test_staff_bind_a_group_by_saying_its_code_there(group: Group) -> None:
    code = await code_for(group, "李村群")
    await group.says("林晓", f"/绑定本群 {code}", where=ELSEWHERE)
    assert [post.text for post in group.platform.delivered if post.place == ELSEWHERE] == [
        "这里是“李村群”，我记住了。大家有事 @我，直接说就行。"
    ]
    group.forgets()
    await group.says("赵敏", "/诉求 李村小学门口路灯不亮三天了", where=ELSEWHERE)
    heard = [post.text for post in group.platform.delivered if post.scope is Scope.GROUP]
    assert heard[0] == "收到，已登记，尾号 1。进展我单独告诉您。"


async def own_code(group: Group, name: str) -> str:
    """Return the code that somebody asked for himself."""
    await group.tells(name, "绑定")
    (told,) = group.told(name)
    group.forgets()
    return told.partition("您的绑定码：")[2][:6]


async def test_a_voter_binds_a_second_account_with_a_code_from_the_first(group: Group) -> None:
    await group.says("赵敏", f"/诉求 {LAMP}", where=STATION.groups[1].place)
    group.forgets()
    await group.tells("赵敏", "绑定")
    (told,) = group.told("赵敏")
    code = told.partition("：")[2][:6]
    assert told == (
        f"您的绑定码：{code}，24小时内有效，只能用一次。\n"
        f"在另一个平台上单独对小助手发：绑定 {code}，那边的账号也就认得您。\n"
        "不要给别人：谁发了它，谁就看得到您的事。"
    )
    await group.tells(SECOND, f"绑定 {code}")
    assert group.told(SECOND) == [
        "两边都认得您了。您登记过的事在哪边都能问，发“我的”就能看。有进展，告诉到您最后说话的那一边。"
    ]
    group.forgets()
    await group.tells(SECOND, "我的")
    assert LAMP in group.told(SECOND)[0]


async def test_nothing_is_left_of_who_a_bound_account_was_before(group: Group) -> None:
    code = await own_code(group, "赵敏")
    await group.tells(SECOND, "站点")
    async with group.storage.begin() as work:
        assert SECOND in await work.voters.names()
    await group.tells(SECOND, f"绑定 {code}")
    async with group.storage.begin() as work:
        assert SECOND not in await work.voters.names()


async def test_who_has_registered_something_on_both_sides_stays_two_people(group: Group) -> None:
    code = await own_code(group, "赵敏")
    await group.says(SECOND, f"/诉求 {LAMP}", where=STATION.groups[1].place)
    group.forgets()
    await group.tells(SECOND, f"绑定 {code}")
    assert group.told(SECOND) == [
        "您在这里也登记过事，两边合不到一起：各在各的地方问，进展也各在各的地方告诉。不清楚请打 0399-6000001。"
    ]
    group.forgets()
    await group.tells(SECOND, "我的")
    assert LAMP in group.told(SECOND)[0]


async def test_a_deputy_asks_for_a_code_of_his_own_too(group: Group) -> None:
    code = await own_code(group, "张明远")
    await group.tells(NEW, f"绑定 {code}")
    assert group.told(NEW)[0].startswith("张明远，您好")


async def test_a_deputys_account_becomes_no_voters(group: Group) -> None:
    code = await own_code(group, "赵敏")
    await group.tells("张明远", f"绑定 {code}")
    assert group.told("张明远") == ["这个账号是代表或站里人员的，不能绑成选民的。"]


async def test_an_account_is_not_bound_to_whom_it_is_already(group: Group) -> None:
    code = await own_code(group, "赵敏")
    await group.tells("赵敏", f"绑定 {code}")
    assert group.told("赵敏") == ["这个账号本来就认得您，不用绑。这个码要在另一个平台上单独发给我。"]


async def test_nobody_has_more_than_three_codes_for_himself_a_day(group: Group) -> None:
    for _ in range(3):
        assert (await own_code(group, "赵敏")).isdecimal()
    await group.tells("赵敏", "绑定")
    assert group.told("赵敏") == ["今天试得太多了，请明天再来，或请站里的工作人员帮忙。"]


async def test_a_group_is_not_bound_by_who_does_not_work_there(group: Group) -> None:
    code = await code_for(group, "李村群")
    await group.says("赵敏", f"/绑定本群 {code}", where=ELSEWHERE)
    assert group.platform.delivered[0].text.startswith("“绑定本群”这一项由工作人员办。")


async def test_a_group_is_bound_in_the_group_only(group: Group) -> None:
    code = await code_for(group, "李村群")
    await group.tells("林晓", f"绑定本群 {code}")
    assert group.told("林晓") == ["这一条要在群里发：把我加进群，在群里 @我，发“绑定本群”加六位绑定码。"]


async def test_a_persons_code_binds_no_group_and_a_groups_code_no_person(group: Group) -> None:
    persons = await code_for(group, "张明远")
    groups = await code_for(group, "李村群")
    await group.says("林晓", f"/绑定本群 {persons}", where=ELSEWHERE)
    assert group.told("林晓")[0].startswith("绑定码发在群里")
    await group.tells(NEW, f"绑定 {groups}")
    assert group.told(NEW)[0].startswith("这个码是绑群用的")


async def test_a_chat_is_one_group_only(group: Group) -> None:
    code = await code_for(group, "李村群")
    there = STATION.groups[1]
    await group.says("林晓", f"/绑定本群 {code}", where=there.place)
    assert group.told("林晓") == [f"这里已经是“{there.name}”了，一个群只能是一个。请核对是不是发错了群。"]
    await group.says("林晓", f"/绑定本群 {code}", where=ELSEWHERE)
    assert "这里是“李村群”" in next(post.text for post in group.platform.delivered if post.place == ELSEWHERE)


async def test_a_group_of_another_platform_is_not_bound_here(group: Group) -> None:
    code = await code_for(group, "王庄群")
    other = replace(ELSEWHERE, platform="webchat")
    await group.says("林晓", f"/绑定本群 {code}", where=other)
    assert not [post for post in group.platform.delivered if post.place == other]


async def test_who_is_on_no_list_gets_no_code(group: Group) -> None:
    await group.tells("林晓", "绑定码 王五")
    assert group.told("林晓") == ["名单上没有“王五”。请写代表、站内人员的姓名，或者群的名字，例如：绑定码 张明远。"]


async def test_who_speaks_in_a_group_of_no_station_is_told_so_there_once_a_day_and_staff_learn_of_it(
    group: Group,
) -> None:
    strange = Place(platform=PLATFORM, account=ROBOT, chat="elsewhere")
    for _ in range(2):
        await group.says("赵敏", "/诉求 李村小学门口路灯不亮三天了", where=strange)
    assert [post.text for post in group.platform.delivered if post.place == strange] == [
        f"这个群还没有登记在联络站名下，我在这里答不了。请点我的头像，单独跟我说，或打 {STATION.phone}。"
    ]
    assert sum("没登记的群里叫我" in text for text in group.told("林晓")) == 1
