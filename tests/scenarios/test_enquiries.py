"""Questions that are no matters: from the station's list at once, or by a person who keeps the time promised."""

from dataclasses import replace
from typing import Final

import pytest

from handlers.message import Account
from handlers.people.rules.roster import PersonId, Role, Roster, Staff
from handlers.petitions.rules.petition import PetitionId
from tests.support.group import Group
from tests.support.stages import a_storage
from tests.support.story import MONDAY
from tests.support.township import BOUND, PLATFORM, ROBOT, STATION

COUNTY: Final = "县人大代表工委"
ASKED: Final = "请问联络站几点上班"
HANDED_ON: Final = (
    f"您问的我转给工作人员，会在30分钟内答复您。现在着急可以打 {STATION.phone}。\n"
    "要转为意见登记下来吗？要回 1，只是问问回 2。"
)
ANSWER: Final = f"您问的“{ASKED}”，工作人员答复：早上八点半\n还有不明白的，再跟我说，或打 {STATION.phone}。"
FOR_STAFF: Final = f"【咨询 1】私聊 有人问：{ASKED}\n请发“答问 1”加您的答复，我转告本人。"


async def test_what_the_list_knows_is_answered_at_once(group: Group) -> None:
    await group.tells("赵敏", "请问社保卡怎么补办")
    assert group.told("赵敏") == [
        "便民服务中心社保窗口\n"
        "地址：青石镇政府一楼三号窗口\n"
        "时间：工作日 8:30—17:00\n"
        "电话：0399-6000015\n"
        "要带：身份证、户口本\n"
        "没说到点上，请回 9，我转工作人员。"
    ]
    assert group.told("林晓") == []


async def test_nine_after_the_list_brings_a_person(group: Group) -> None:
    await group.tells("赵敏", "请问社保卡怎么补办")
    await group.tells("赵敏", "9")
    assert len(group.told("林晓")) == 1


async def test_what_the_list_does_not_know_goes_to_staff_with_how_to_answer(group: Group) -> None:
    await group.tells("赵敏", ASKED)
    assert group.told("赵敏") == [HANDED_ON]
    assert group.told("林晓") == [FOR_STAFF]


async def test_the_answer_of_staff_reaches_whoever_asked_in_private(group: Group) -> None:
    await group.says("赵敏", ASKED)
    await group.tells("赵敏", "好的")
    group.forgets()
    await group.tells("林晓", "答问 1 早上八点半")
    assert group.told("赵敏") == [ANSWER]
    assert group.told("林晓") == ["咨询 1 的答复已转告本人。"]
    assert group.heard == []


async def test_who_only_asks_still_gets_the_answer(group: Group) -> None:
    await group.tells("赵敏", ASKED)
    await group.tells("赵敏", "2")
    assert group.told("赵敏")[-1] == f"好的，不登记，等工作人员答复您。着急可以打 {STATION.phone}。"
    await group.tells("林晓", "答问 1 早上八点半")
    assert group.told("赵敏")[-1] == ANSWER


async def test_a_question_becomes_a_petition_if_wanted_and_waits_for_no_answer_then(group: Group) -> None:
    await group.tells("赵敏", ASKED)
    await group.tells("赵敏", "1")
    async with group.storage.begin() as work:
        assert (await work.petitions.get(PetitionId("QS2026-0001"))).text == ASKED
    group.forgets()
    await group.tells("林晓", "答问 1 早上八点半")
    assert group.told("林晓") == ["没有等着答复的咨询 1，可能已经答复过。"]


async def test_questions_have_numbers_of_their_own(group: Group) -> None:
    await group.tells("赵敏", ASKED)
    await group.tells("王强", "/诉求 村口路灯不亮三天了")
    await group.tells("钱芳", "请问镇上的书屋几点开门")
    assert "尾号 1" in " ".join(group.told("林晓"))
    assert group.told("林晓")[-1].startswith("【咨询 2】")


async def test_the_head_hears_of_a_promise_that_was_not_kept(group: Group) -> None:
    await group.tells("赵敏", ASKED)
    await group.waits(minutes=29)
    assert not any("咨询" in text for text in group.told("何建平"))
    await group.waits(minutes=2)
    overdue = f"【咨询超时】咨询 1 还没有人答复：{ASKED}\n请过问。答复发“答问 1”加要说的话。"
    assert group.told("何建平")[-1] == overdue
    await group.tells("何建平", "答问 1 早上八点半")
    assert group.told("赵敏")[-1] == ANSWER


async def test_what_was_asked_at_night_is_due_in_the_forenoon(group: Group) -> None:
    await group.waits(hours=13)
    await group.tells("赵敏", ASKED)
    assert group.told("赵敏")[-1].startswith("您问的我转给工作人员，会在3月17日上午答复您。")
    await group.waits(hours=13.5)
    assert not any("咨询超时" in text for text in group.told("何建平"))
    await group.waits(hours=1)
    assert any("咨询超时" in text for text in group.told("何建平"))


async def test_whom_nobody_answered_is_told_where_else_to_ask_and_the_words_are_erased(group: Group) -> None:
    message = await group.tells("赵敏", ASKED)
    await group.waits(days=3)
    assert group.told("赵敏")[-1] == f"对不起，您问的“{ASKED}”还没有人答上来。请直接打 {STATION.phone}，或打 12345。"
    async with group.storage.begin() as work:
        kept = await work.messages.get(message)
    assert kept is not None
    assert kept.heard.text == ""


async def test_a_question_that_was_answered_leaves_no_words_behind(group: Group) -> None:
    message = await group.tells("赵敏", ASKED)
    await group.tells("林晓", "答问 1 早上八点半")
    async with group.storage.begin() as work:
        kept = await work.messages.get(message)
    assert kept is not None
    assert kept.heard.text == ""


AGAINST_STAFF: Final = "请问林晓态度不好找谁问"


@pytest.fixture
def with_county() -> Group:
    county = Staff(person=PersonId("county"), name=COUNTY, role=Role.COUNTY)
    roster = Roster([replace(STATION, staff=(*STATION.staff, county))])
    account = Account(platform=PLATFORM, account=ROBOT, user=COUNTY)
    return Group(a_storage(roster, bound={**BOUND, account: county.person}), now=MONDAY, roster=roster)


async def test_a_question_about_staff_is_answered_by_the_county_office_that_was_handed_it(with_county: Group) -> None:
    await with_county.tells("赵敏", AGAINST_STAFF)
    assert with_county.told(COUNTY) == [f"【咨询 1】私聊 有人问：{AGAINST_STAFF}\n请发“答问 1”加您的答复，我转告本人。"]
    await with_county.tells(COUNTY, "答问 1 打县人大办公室电话")
    assert "打县人大办公室电话" in with_county.told("赵敏")[-1]
    assert with_county.told("林晓") == []


async def test_a_question_about_a_deputy_is_answered_by_the_presidium(with_county: Group) -> None:
    await with_county.tells("赵敏", "请问张代表态度不好找谁问")
    await with_county.tells("秦书敏", "答问 1 打镇人大电话")
    assert "打镇人大电话" in with_county.told("赵敏")[-1]


@pytest.mark.parametrize("name", [COUNTY, "秦书敏"])
async def test_those_above_the_staff_answer_no_other_question(with_county: Group, name: str) -> None:
    await with_county.tells("赵敏", ASKED)
    await with_county.tells(name, "答问 1 早上八点半")
    assert not any("早上八点半" in text for text in with_county.told("赵敏"))
    await with_county.tells("何建平", "答问 1 早上八点半")
    assert with_county.told("赵敏")[-1] == ANSWER
