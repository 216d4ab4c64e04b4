"""Talk that is no command: danger first, then petitions, thanks, questions; nobody is left without a word."""

import pytest
from hypothesis import given
from hypothesis.strategies import lists, sampled_from, text

from handlers.message import Priority
from handlers.petitions.rules.petition import Petition, PetitionId, State
from handlers.ports import UnknownPetition
from tests.support.group import Group
from tests.support.story import a_group, surveyed
from tests.support.township import STATION

EMERGENCY = (
    "情况紧急，请马上打电话：\n"
    "有人受伤、生病：120\n"
    "着火、被困、漏气：119\n"
    "打人、走失、被骗：110\n"
    f"先保证人安全，再联系我们。值班电话 {STATION.phone}。"
)
NOT_UNDERSTOOD = f"对不起，我没听懂。您可以发“帮助”，或“人工”，或打 {STATION.phone}。"
SURE = "李村村口的路灯坏了半个月，晚上没法走"
PERHAPS = "桥上的栏杆有点松"
ASKED = f"您说的“{PERHAPS}”，要登记给张代表吗？要登记回 1，只是聊聊回 2。"


async def stored(group: Group, tail: int = 1) -> Petition:
    async with group.storage.begin() as work:
        return await work.petitions.get(PetitionId(f"QS2026-{tail:04}"))


# --- petitions ---


async def test_what_surely_is_a_petition_is_registered_at_once(group: Group) -> None:
    await group.says("赵敏", SURE)
    assert group.heard[0] == "收到，已登记，尾号 1。进展我单独告诉您。"
    assert (await stored(group)).text == SURE


async def test_one_to_one_talk_is_registered_as_well(group: Group) -> None:
    await group.tells("赵敏", SURE)
    assert group.told("赵敏")[0].startswith("您好，您反映的事已登记：")
    assert group.heard == []


async def test_what_may_be_a_petition_is_asked_about_and_registered_on_one(group: Group) -> None:
    await group.says("赵敏", PERHAPS)
    assert group.heard == [ASKED]
    await group.says("赵敏", "1")
    assert group.heard[1] == "收到，已登记，尾号 1。进展我单独告诉您。"


async def test_a_telephone_number_is_not_said_again_in_the_group(group: Group) -> None:
    await group.says("赵敏", "河边的护栏有点晃，我电话13800138000")
    assert group.heard == ["您刚才说的，要登记给张代表吗？要登记回 1，只是聊聊回 2。"]


async def test_what_was_confirmed_outlives_the_day_of_a_draft(group: Group) -> None:
    message = await group.says("赵敏", PERHAPS)
    await group.says("赵敏", "1")
    await group.waits(hours=25)
    async with group.storage.begin() as work:
        kept = await work.messages.get(message)
        assert kept is not None
        assert kept.heard.text.endswith(PERHAPS)
    assert (await stored(group)).text == PERHAPS


async def test_a_draft_is_no_petition_of_its_voter_yet(group: Group) -> None:
    await group.says("赵敏", PERHAPS)
    await group.tells("赵敏", "/我的")
    assert group.told("赵敏") == ["您还没有登记过。有事直接说给我听就行。"]


async def test_only_a_chat_leaves_no_words_behind(group: Group) -> None:
    message = await group.says("赵敏", PERHAPS)
    await group.says("赵敏", "2")
    assert group.heard[1] == "好的，没有登记，您的话我没有留。以后有事随时跟我说。"
    async with group.storage.begin() as work:
        kept = await work.messages.get(message)
        assert kept is not None
        assert kept.heard.text == ""
        with pytest.raises(UnknownPetition):
            await work.petitions.get(PetitionId(message))


async def test_what_nobody_confirmed_is_erased_after_a_day(group: Group) -> None:
    message = await group.says("赵敏", PERHAPS)
    await group.waits(hours=24)
    async with group.storage.begin() as work:
        kept = await work.messages.get(message)
        assert kept is not None
        assert kept.heard.text == ""


async def test_a_draft_is_erased_when_its_words_are_taken_back(group: Group) -> None:
    message = await group.says("赵敏", PERHAPS)
    await group.recalls(message)
    async with group.storage.begin() as work:
        with pytest.raises(UnknownPetition):
            await work.petitions.get(PetitionId(message))


async def test_taking_back_one_draft_leaves_the_other(group: Group) -> None:
    await group.says("赵敏", PERHAPS)
    await group.waits(minutes=1)
    second = await group.says("赵敏", "广场上有点黑")
    await group.recalls(second)
    await group.says("赵敏", "1")
    assert (await stored(group)).text == PERHAPS


async def test_a_deputy_who_talks_of_a_matter_is_always_asked(group: Group) -> None:
    await group.says("张明远", SURE)
    assert group.heard == [f"您说的“{SURE}”，要登记给张代表吗？要登记回 1，只是聊聊回 2。"]


async def test_a_picture_just_before_the_words_joins_them(group: Group) -> None:
    await group.tells("赵敏", "", picture="lamp.jpg")
    assert group.told("赵敏") == ["收到。请再说一句：是什么事，在哪里？我好一起登记。"]
    await group.waits(minutes=1)
    await group.tells("赵敏", SURE)
    assert (await stored(group)).attachments == ("lamp.jpg",)


async def test_a_picture_of_long_before_does_not_join(group: Group) -> None:
    await group.tells("赵敏", "", picture="lamp.jpg")
    await group.waits(minutes=3)
    await group.tells("赵敏", SURE)
    assert (await stored(group)).attachments == ()


async def test_a_picture_long_after_the_words_is_asked_about(group: Group) -> None:
    await group.tells("赵敏", SURE)
    await group.waits(minutes=3)
    group.forgets()
    await group.tells("赵敏", "", picture="lamp.jpg")
    assert group.told("赵敏") == ["收到。请再说一句：是什么事，在哪里？我好一起登记。"]
    assert (await stored(group)).attachments == ()


async def test_a_picture_with_words_of_its_own_comes_along(group: Group) -> None:
    await group.tells("赵敏", SURE, picture="lamp.jpg")
    assert (await stored(group)).attachments == ("lamp.jpg",)


# --- danger ---


async def test_a_danger_is_answered_in_the_group_and_in_private_before_anything_else(group: Group) -> None:
    await group.says("赵敏", "李村小学着火了")
    assert group.heard == [EMERGENCY]
    assert group.told("赵敏") == [EMERGENCY]


async def test_a_danger_calls_staff_and_head(group: Group) -> None:
    await group.says("赵敏", "李村小学着火了")
    alarm = (
        "【紧急】09:00 李村群 有人反映：着火、被困或漏气。反映人：赵敏。\n"
        "原话：李村小学着火了\n"
        "请立即打电话核实，核实后回“/接警 E1”。机器人不能代打 110、119、120。"
    )
    assert group.told("林晓") == group.told("何建平") == [alarm]
    petition = await stored(group)
    assert (petition.state, petition.due) == (State.EMERGENCY, group.clock.now())


async def test_everything_said_of_a_danger_goes_first(group: Group) -> None:
    await group.says("赵敏", "李村小学着火了")
    async with group.storage.begin() as work:
        entries = await work.outbox.sent(limit=20)
    assert {entry.outgoing.priority for entry in entries} == {Priority.EMERGENCY}


async def test_a_danger_told_again_is_answered_again_and_staff_are_called_once(group: Group) -> None:
    await group.says("赵敏", "李村小学着火了")
    await group.says("赵敏", "李村小学着火了！")
    assert group.heard == [EMERGENCY, EMERGENCY]
    assert len(group.told("林晓")) == 1


async def test_a_wish_to_die_is_answered_for_that_persons_eyes(group: Group) -> None:
    await group.says("赵敏", "我不想活了")
    assert group.heard == []
    assert group.told("赵敏") == [
        "我很担心您。请先待在安全的地方，身边叫一个人。\n"
        "现在就可以打 12356，有人愿意听您说。很危险时打 110 或 120。\n"
        "我们的工作人员马上给您打电话。"
    ]
    assert "可能想不开" in group.told("何建平")[0]


@pytest.mark.parametrize("words", ["气死我了", "热死了", "笑死我了"])
async def test_a_figure_of_speech_alarms_nobody(group: Group, words: str) -> None:
    await group.says("赵敏", words)
    assert group.told("何建平") == []
    assert EMERGENCY not in group.heard


# --- small talk ---


async def test_thanks_reach_the_deputy(group: Group) -> None:
    await group.says("赵敏", "谢谢张代表，路修好了")
    assert group.heard == ["谢谢您的肯定，我转给张代表。"]
    assert group.told("张明远") == ["有选民表示感谢：谢谢张代表，路修好了"]


async def test_a_greeting_is_returned_with_what_to_do(group: Group) -> None:
    await group.says("赵敏", "你好")
    assert group.heard == [
        "您好，我是联络站的小助手（机器人）。有事直接说，例如：村东头路灯不亮三天了。看帮助发“帮助”。"
    ]


async def test_a_nod_is_no_riddle(group: Group) -> None:
    await group.says("赵敏", "好的，")
    assert group.heard == ["好的，有事随时跟我说。"]


async def test_what_is_not_understood_is_said_so_in_one_line_and_never_in_the_group(group: Group) -> None:
    await group.says("赵敏", "哈哈哈哈哈")
    assert group.heard == []
    assert group.told("赵敏") == [NOT_UNDERSTOOD]


async def test_a_rating_in_so_many_words_is_a_rating_only_where_one_is_awaited(group: Group) -> None:
    await group.tells("王强", "满意")
    assert group.told("王强") == [NOT_UNDERSTOOD]
    await surveyed(group)
    await group.tells("赵敏", "满意")
    assert group.told("赵敏") == ["尾号 1 已办结，谢谢您的评价。30天内有新情况还可以发“重办 1”。"]


async def asked_since_when(group: Group) -> None:
    await group.tells("赵敏", "/诉求 李村小学门口路灯不亮")
    await group.tells("赵敏", "1")
    assert group.told("赵敏")[-1] == "请问是什么时候开始的？例如“昨天晚上”“三天了”。"
    group.forgets()


async def test_another_matter_is_no_answer_to_a_question_about_the_first(group: Group) -> None:
    await asked_since_when(group)
    await group.tells("赵敏", SURE)
    assert (await stored(group, tail=2)).text == SURE
    assert (await stored(group)).since is None


@pytest.mark.parametrize("words", ["请问低保怎么申请", "谢谢你们"])
async def test_a_question_or_thanks_are_no_answer_to_what_was_asked(group: Group, words: str) -> None:
    await asked_since_when(group)
    await group.tells("赵敏", words)
    assert (await stored(group)).since is None


@pytest.mark.parametrize("place", ["李村小学门口", "小学门口路灯那里", "卫生院对面的垃圾池"])
async def test_a_place_that_was_asked_for_is_no_matter_of_its_own(group: Group, place: str) -> None:
    await group.tells("赵敏", "/诉求 路灯不亮三天了")
    await group.tells("赵敏", "1")
    await group.tells("赵敏", place)
    assert (await stored(group)).place == place
    assert group.told("赵敏")[-1] == "好的，都记下了。有进展我告诉您。"


async def test_a_danger_is_heard_even_while_a_question_waits_for_words(group: Group) -> None:
    await asked_since_when(group)
    await group.tells("赵敏", "我家隔壁着火了")
    assert group.told("赵敏")[0] == EMERGENCY


@given(
    said=lists(text(min_size=1, max_size=30) | sampled_from([SURE, PERHAPS, "谢谢", "1", "2", "/撤回 1"]), max_size=4)
)
async def test_nobody_who_spoke_is_left_without_a_word(said: list[str]) -> None:
    group = a_group()
    for words in said:
        group.forgets()
        await group.tells("赵敏", words)
        assert group.told("赵敏") != []


async def test_words_that_name_a_voter_are_asked_about_without_saying_them_again(group: Group) -> None:
    await group.tells("王建国", "在吗")
    await group.says("赵敏", "王建国家那边都是垃圾")
    assert group.heard == ["您刚才说的，要登记给张代表吗？要登记回 1，只是聊聊回 2。"]
    await group.says("赵敏", "1")
    assert group.heard[1] == "收到，已登记，尾号 1。进展我单独告诉您。"


async def test_whose_answer_cannot_be_said_in_the_group_is_not_left_without_one(group: Group) -> None:
    await group.tells("王建国", "在吗")
    await group.says("赵敏", "/代表 王建国")
    assert group.heard == ["请这位乡亲加我，或打 0399-6000001，我单独告诉您。"]
