"""Whom a matter concerns himself never learns of it: no card, list, digest, reminder or search shows it to him."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from handlers.jobs import JOBS
from handlers.message import Account
from handlers.people.rules.roster import PersonId, Role, Roster, Staff
from handlers.petitions.rules.petition import State
from tests.support.group import Group
from tests.support.memory import MemoryStorage
from tests.support.story import MONDAY, a_group, assigned, handed_over, registered, surveyed, taken_up
from tests.support.township import BOUND, NAMES, PLATFORM, ROBOT, STATION

COUNTY = "县人大代表工委"
STAFF = (*STATION.staff, Staff(person=PersonId("county"), name=COUNTY, role=Role.COUNTY))
WITH_COUNTY: Mapping[Account, PersonId] = {
    **BOUND,
    Account(platform=PLATFORM, account=ROBOT, user=COUNTY): PersonId("county"),
}
WORDS = "村东石桥"
EVERY_LINE = (
    "待办",
    "接手 1",
    "答复 1 好",
    "转 1",
    "签 1",
    "转建议 1",
    "超期",
    "送达 1",
    "进度 1",
    "日报",
    "周报",
    "月报",
)


@pytest.fixture
def group() -> Group:
    storage = MemoryStorage(Roster([replace(STATION, staff=STAFF)]), bound=WITH_COUNTY)
    return Group(storage, now=MONDAY, jobs=JOBS)


async def state(group: Group) -> State:
    async with group.storage.begin() as work:
        found = await work.petitions.with_tail(STATION.id, 1)
    (petition,) = (one for one in found if one.state is not State.DRAFT)
    return petition.state


@pytest.mark.parametrize(
    ("concerned", "words", "overseer"),
    [
        ("张明远", f"张明远代表不管事，{WORDS}的栏杆断了半个月", "秦书敏"),
        ("林晓", f"举报林晓收礼，{WORDS}的栏杆断了半个月", COUNTY),
        ("何建平", f"站长骂人，{WORDS}的栏杆断了半个月", COUNTY),
    ],
)
async def test_a_complaint_goes_above_whom_it_speaks_against_and_no_way_leads_that_one_to_it(
    group: Group, concerned: str, words: str, overseer: str
) -> None:
    await group.tells("赵敏", f"/诉求 {words}")
    await group.tells("赵敏", "1")
    assert group.told(overseer)[0].startswith("尾号 1（只发给您，请不要转）：有选民对站里的代表或工作人员有意见：")
    for line in EVERY_LINE:
        await group.tells(concerned, line)
    await group.waits(days=15)
    assert not any(WORDS in text for text in group.told(concerned))
    assert WORDS not in "".join(group.heard)
    assert await state(group) is State.PRIVATE_HUMAN


async def test_the_presidium_answers_for_a_deputy_and_the_voter_rates_it(group: Group) -> None:
    await group.tells("赵敏", "/诉求 张代表从来不露面，李村路灯坏了没人管")
    await group.tells("赵敏", "2")
    group.forgets()
    await group.tells("秦书敏", "答复 1 已和张明远谈过，本周内入户走访")
    assert group.told("赵敏")[0].startswith("尾号 1 有结果了：已和张明远谈过，本周内入户走访")
    assert group.told("张明远") == []


async def test_the_county_office_answers_for_the_staff(group: Group) -> None:
    await group.tells("赵敏", "/诉求 联络站工作人员态度不好，李村路灯的事登记不了")
    await group.tells("赵敏", "2")
    assert group.told("林晓") == []
    group.forgets()
    await group.tells(COUNTY, "答复 1 已核实并道歉")
    assert group.told("赵敏")[0].startswith("尾号 1 有结果了：已核实并道歉")


async def test_the_county_office_sees_no_other_matter_of_a_station(group: Group) -> None:
    await registered(group)
    await group.tells(COUNTY, "答复 1 已核实")
    assert group.told(COUNTY) == ["没查到尾号 1。请核对一下尾号。"]


async def test_a_matter_of_a_deputys_kin_is_another_deputys(group: Group) -> None:
    await group.says("赵敏", f"/诉求 张代表他弟弟的砖厂把{WORDS}压坏了")
    await group.tells("赵敏", "1")
    assert "派给张明远" not in "".join(group.told("林晓"))
    group.forgets()
    await group.tells("林晓", "派 1 张明远")
    assert group.told("林晓") == ["尾号 1 和张明远代表本人有关，按规定要回避。请派给别的代表。"]
    await group.tells("林晓", "派 1 陈玉兰")
    assert WORDS in group.told("陈玉兰")[0]
    assert group.told("张明远") == []


async def test_a_deputys_own_matter_is_handled_by_another_and_followed_by_him_as_by_any_voter(group: Group) -> None:
    await group.tells("张明远", f"/诉求 {WORDS}的栏杆断了半个月")
    await group.tells("张明远", "1")
    await group.tells("林晓", "派 1 陈玉兰")
    await group.tells("陈玉兰", "1")
    group.forgets()
    await group.tells("张明远", "进度 1")
    assert WORDS in group.told("张明远")[0]
    group.forgets()
    await group.tells("张明远", "签 1")
    assert group.told("张明远") == ["没查到尾号 1。请核对一下尾号。"]


async def test_staff_take_a_deputy_off_a_matter_and_nothing_is_left_to_him(group: Group) -> None:
    await assigned(group)
    await group.tells("林晓", "回避 1 张明远")
    assert group.told("林晓")[0] == "尾号 1 已回避：张明远看不到这件事了。"
    assert group.told("林晓")[1].startswith("尾号 1 要回避张明远：李村小学门口路灯不亮三天了。\n")
    group.forgets()
    await group.tells("张明远", "接手 1")
    await group.tells("张明远", "待办")
    assert group.told("张明远") == ["没查到尾号 1。请核对一下尾号。", "您现在没有待办的事。"]
    group.forgets()
    await group.tells("张明远", "1")
    assert "路灯" not in "".join(group.told("张明远"))


async def test_a_mark_of_complaint_brings_it_to_the_presidium(group: Group) -> None:
    await assigned(group)
    await group.tells("林晓", "回避 1 张明远 被反映的就是他")
    assert group.told("秦书敏")[0].startswith("尾号 1（只发给您，请不要转）")
    assert await state(group) is State.PRIVATE_HUMAN


async def test_what_waits_for_whom_it_is_kept_from_does_not_leave_any_more() -> None:
    group = a_group(jobs=())
    await group.waits(hours=13)
    await registered(group)
    await group.tells("林晓", "派 1 张明远")
    await group.tells("林晓", "回避 1 张明远")
    await group.waits(hours=12)
    assert group.told("张明远") == []


async def test_nobody_is_taken_off_by_a_name_that_nobody_has(group: Group) -> None:
    await registered(group)
    await group.tells("林晓", "回避 1 钱大海")
    assert group.told("林晓")[-1].startswith("没找到代表“钱大海”")


async def test_everything_kept_from_anybody_stands_on_the_trail(group: Group) -> None:
    await assigned(group)
    await group.tells("林晓", "回避 1 张明远")
    async with group.storage.begin() as work:
        (petition,) = await work.petitions.with_tail(STATION.id, 1)
        line = next(one for one in await work.audit.of(petition.id) if one.event == "keep_from")
    assert (line.actor, line.after) == (NAMES["林晓"], "zhang")


async def test_a_complaint_about_the_head_is_never_pushed_to_his_subordinate(group: Group) -> None:
    await group.tells("赵敏", f"/诉求 站长骂人，{WORDS}的栏杆断了半个月")
    await group.tells("赵敏", "2")
    await group.tells("赵敏", "催 1")
    await group.waits(days=15)
    assert not any(WORDS in text or "尾号 1" in text for text in group.told("林晓"))
    assert any("尾号 1" in text for text in group.told(COUNTY)[1:])


async def test_only_those_in_charge_of_a_complaint_hand_it_to_anybody(group: Group) -> None:
    await group.tells("赵敏", f"/诉求 站长骂人，{WORDS}的栏杆断了半个月")
    await group.tells("赵敏", "2")
    await group.tells("林晓", "派 1 张明远")
    assert group.told("林晓") == ["没查到尾号 1。请核对一下尾号。"]
    assert group.told("张明远") == []


async def test_who_asks_for_a_person_is_not_quoted_to_whom_the_words_speak_against(group: Group) -> None:
    await group.tells("赵敏", "/诉求 林晓态度很差骂人，王庄垃圾没人收")
    await group.tells("赵敏", "人工 赵大姐 13812345678")
    assert group.told("林晓") == []
    assert "有乡亲要找人：赵大姐 13812345678。" in group.told(COUNTY)[-1]


async def test_the_line_that_asks_for_a_person_may_itself_speak_against_staff(group: Group) -> None:
    await group.tells("赵敏", "人工 林晓骂人，换个人打给我")
    assert group.told("林晓") == []


@pytest.mark.parametrize("further", ["补充 1 林晓骂人，态度很差", "不满意 1 林晓骂人，态度很差", "重办 1 林晓骂人"])
async def test_further_words_against_staff_are_told_only_above_them(group: Group, further: str) -> None:
    await taken_up(group)
    if not further.startswith("补充"):
        await group.tells("张明远", "答复 1 已经换好了")
    group.forgets()
    await group.tells("赵敏", further)
    await group.waits(days=10)
    assert "骂人" not in "".join(group.told("林晓"))
    assert "骂人" in "".join(group.told(COUNTY))


AT_A_UNIT = {
    "handed over": (),
    "accepted": (("林晓", "签收 1"),),
    "more time asked for": (("林晓", "延期 1 6月30日 等材料"),),
    "planned": (("林晓", "办理 1 计划 6月30日 等材料"),),
    "reopened": (("林晓", "回复 1 A 三盏灯都换好了"), ("张明远", "2"), ("赵敏", "4")),
}


@pytest.mark.parametrize("lines", AT_A_UNIT.values(), ids=AT_A_UNIT)
async def test_what_is_with_a_unit_and_becomes_a_complaint_goes_to_a_person_who_can_answer_it(
    group: Group, lines: tuple[tuple[str, str], ...]
) -> None:
    await handed_over(group)
    for name, line in lines:
        await group.tells(name, line)
    await group.tells("赵敏", "补充 1 林晓骂人，态度很差")
    assert await state(group) is State.PRIVATE_HUMAN
    group.forgets()
    await group.tells(COUNTY, "答复 1 已核实，林晓上门道了歉")
    assert group.told("赵敏")[0].startswith("尾号 1 有结果了：已核实，林晓上门道了歉")
    assert group.told("林晓") == []


async def test_a_voters_wish_to_talk_in_private_takes_nothing_from_the_unit(group: Group) -> None:
    await handed_over(group)
    await group.tells("赵敏", "/私下 1")
    assert await state(group) is State.DISPATCHED
    assert group.told("赵敏") == [f"好的，工作人员会在30分钟内联系您。现在着急可以打 {STATION.phone}。"]


async def test_an_answer_to_a_question_asked_back_is_screened_before_staff_see_it(group: Group) -> None:
    await registered(group)
    await group.tells("林晓", "补问 1 是哪一盏灯")
    group.forgets()
    await group.tells("赵敏", "问林晓去，林晓骂人还收礼")
    assert "骂人" not in "".join(group.told("林晓"))
    assert "骂人" in "".join(group.told(COUNTY))


async def test_the_reason_of_a_bad_rating_is_kept_from_the_deputy_it_speaks_against(group: Group) -> None:
    await surveyed(group)
    await group.tells("赵敏", "4")
    group.forgets()
    await group.tells("赵敏", "张代表骂人，态度很差")
    assert "骂人" not in "".join(group.told("张明远"))
    assert "骂人" in "".join(group.told("秦书敏"))


async def test_what_is_said_right_after_a_registration_is_screened_too(group: Group) -> None:
    await registered(group)
    await group.tells("赵敏", "问林晓去，林晓骂人还收礼")
    assert "骂人" not in "".join(group.told("林晓"))
    assert "骂人" in "".join(group.told(COUNTY))


async def test_a_matter_kept_from_its_deputy_is_not_merged_into_one_of_his(group: Group) -> None:
    await registered(group)
    await group.tells("孙立", "/诉求 张代表他弟弟的砖厂把李村小学门口路灯撞坏了")
    group.forgets()
    await group.tells("林晓", "并 1 2")
    assert group.told("林晓") == ["尾号 2 要单独办，不能和别的并在一起。"]
    assert "砖厂" not in "".join(group.told("张明远"))


@pytest.mark.parametrize(
    ("words", "concerned", "overseer"),
    [
        ("张明远代表从来不接电话，反映的事一个都不管", "张明远", "秦书敏"),
        ("找张明远代表好几次了，他都躲着不见，李村小学门口的路灯还是坏的", "张明远", "秦书敏"),
        ("张明元代表光说不练，石桥栏杆断了半个月", "张明远", "秦书敏"),
        ("明远代表啥也不干", "张明远", "秦书敏"),
        ("联络站的小林对人爱搭不理，问路灯的事她说不归她管", "林晓", COUNTY),
        ("何站长不讲理，桥上的栏杆断了半个月", "何建平", COUNTY),
    ],
)
async def test_whoever_may_be_spoken_against_in_plain_talk_never_hears_it_and_whoever_is_above_does(
    group: Group, words: str, concerned: str, overseer: str
) -> None:
    await group.says("赵敏", words)
    await group.tells("赵敏", "1")
    await group.waits(days=3)
    heard = "".join([*group.told(concerned), *group.heard])
    assert words[4:9] not in heard
    assert "尾号 1：" not in heard
    assert await state(group) is State.PRIVATE_HUMAN
    assert group.told(overseer)[0].startswith("尾号 1（只发给您，请不要转）")


@pytest.mark.parametrize(
    "further",
    [
        "补充 1 张明远代表说了半个月了，根本不管",
        "不满意 1 张明远代表净说大话",
        "重办 1 张代表眼里没有我们老百姓",
    ],
)
async def test_doubtful_further_words_do_not_reach_the_deputy_they_name(group: Group, further: str) -> None:
    await taken_up(group)
    if not further.startswith("补充"):
        await group.tells("张明远", "答复 1 已经换好了")
    group.forgets()
    await group.tells("赵敏", further)
    await group.waits(days=5)
    assert further[5:] not in "".join(group.told("张明远"))
    assert further[6:] in "".join(group.told("秦书敏"))


async def test_a_question_that_may_speak_against_staff_is_not_put_to_them(group: Group) -> None:
    await group.tells("赵敏", "林晓说话太难听了，能换个人给我办吗？")
    assert group.told("林晓") == []


async def test_a_deputy_who_is_asked_for_help_gets_the_matter(group: Group) -> None:
    await group.says("赵敏", "请张代表帮忙看看，李村小学门口路灯不亮三天了")
    await group.tells("赵敏", "1")
    assert "张明远" in group.told("林晓")[0]
    assert await state(group) is State.REGISTERED


async def test_thanks_that_tell_of_an_illness_are_passed_on_without_it(group: Group) -> None:
    await group.says("孙兰", "感谢张代表，帮我得癌症的老伴跑下来低保")
    assert group.told("张明远") == ["有选民表示感谢。原话说到个人的情况，没有转。"]


async def test_other_thanks_are_passed_on_in_the_voters_words(group: Group) -> None:
    await group.says("孙兰", "谢谢张代表，路灯亮了")
    assert group.told("张明远") == ["有选民表示感谢：谢谢张代表，路灯亮了"]
