"""A voter follows a matter: where it stands, what to add, how to stop it, and whose it is not."""

from dataclasses import replace

from handlers.message import Account, Attachment, AttachmentKind, Heard, MessageId, Scope
from handlers.petitions.rules.petition import Petition, PetitionId, State
from tests.support.group import Group
from tests.support.story import LAMP, assigned, handed_over, registered, surveyed
from tests.support.township import PLATFORM, ROBOT


async def stored(group: Group, tail: int = 1) -> Petition:
    async with group.storage.begin() as work:
        return await work.petitions.get(PetitionId(f"QS2026-{tail:04}"))


# --- progress ---


async def test_progress_tells_the_stage_and_the_next_date_in_private(group: Group) -> None:
    await registered(group)
    await group.says("赵敏", "进度 1")
    assert group.heard == ["我单独发给您了。"]
    assert group.told("赵敏") == [
        f"尾号 1：{LAMP}\n现在：已收到\n下一步最晚3月17日（周二）。为什么是这一天，发“期限 1”。"
    ]


async def test_progress_names_the_unit_that_has_it(group: Group) -> None:
    await handed_over(group)
    await group.tells("赵敏", "到哪了")
    assert f"尾号 1：{LAMP}\n现在：已交供电所办" in group.told("赵敏")[0]


async def test_progress_without_a_number_lists_where_there_are_several(group: Group) -> None:
    await registered(group)
    await group.tells("赵敏", "/诉求 李村东头水管漏了两天")
    group.forgets()
    await group.tells("赵敏", "进度")
    assert group.told("赵敏") == [
        f"您登记过的：\n2 已收到：李村东头水管漏了两天\n1 已收到：{LAMP}\n看其中一件发“进度”加尾号。"
    ]


async def test_who_registered_nothing_is_told_how(group: Group) -> None:
    await group.tells("赵敏", "/我的")
    assert group.told("赵敏") == ["您还没有登记过。有事直接说给我听就行。"]


async def test_nobody_learns_anything_of_somebody_elses_matter(group: Group) -> None:
    await registered(group)
    for words in ("进度 1", "/撤回 1", "/补充 1 我也遇到", "/评价 1 满意", "/重办 1 又坏了"):
        await group.tells("王强", words)
    assert set(group.told("王强")) == {"没查到尾号 1。请核对一下尾号。"}


async def test_a_number_nobody_has_is_answered_with_the_voters_own(group: Group) -> None:
    await registered(group)
    await group.tells("赵敏", "进度 12")
    assert "没查到尾号 12" in group.told("赵敏")[0]
    assert "1" in group.told("赵敏")[0].split("：")[-1]


async def test_two_years_with_the_same_tail_are_told_apart_by_digit(group: Group) -> None:
    await registered(group)
    older = replace(await stored(group), id=PetitionId("QS2025-0001"), summary="桥栏杆松了", state=State.ARCHIVED)
    async with group.storage.begin() as work:
        await work.petitions.add(older)
    await group.tells("赵敏", "进度 1")
    question = group.told("赵敏")[0]
    assert question.startswith("您有2件尾号一样，是哪一件？回前面的数字。")
    digit = next(line[0] for line in question.splitlines() if "QS2025-0001" in line)
    await group.tells("赵敏", digit)
    assert group.told("赵敏")[1] == "尾号 1：桥栏杆松了\n现在：办结"


async def test_words_that_were_to_be_added_are_not_lost_while_the_bot_asks_which(group: Group) -> None:
    await registered(group)
    older = replace(await stored(group), id=PetitionId("QS2025-0001"), state=State.ARCHIVED)
    async with group.storage.begin() as work:
        await work.petitions.add(older)
    await group.tells("赵敏", "/补充 1 换了灯泡/还是不亮")
    digit = next(line[0] for line in group.told("赵敏")[0].splitlines() if "QS2026-0001" in line)
    await group.tells("赵敏", digit)
    assert (await stored(group)).supplements[-1].text == "换了灯泡/还是不亮"


# --- supplement ---


async def test_a_supplement_reaches_the_deputy_who_has_it(group: Group) -> None:
    await assigned(group)
    await group.says("赵敏", "/补充 1 昨晚又停了")
    assert group.heard == ["收到，已补充到尾号 1。"]
    assert group.told("张明远") == ["尾号 1 选民补充：昨晚又停了"]
    assert (await stored(group)).supplements[-1].text == "昨晚又停了"


async def test_a_supplement_before_triage_asks_staff_again(group: Group) -> None:
    await registered(group)
    await group.tells("赵敏", "/补充 1 昨晚又停了")
    assert group.told("林晓")[0].startswith("尾号 1 选民补充：昨晚又停了\n派给张明远代表回 1。")
    await group.tells("林晓", "1")
    assert (await stored(group)).state is State.TRIAGED


async def test_in_private_the_only_open_matter_needs_no_number(group: Group) -> None:
    await registered(group)
    await group.tells("赵敏", "/补充 昨晚又停了")
    assert group.told("赵敏") == ["收到，已补充到尾号 1。"]


async def test_with_two_open_matters_the_number_is_asked_for(group: Group) -> None:
    await registered(group)
    await group.tells("赵敏", "/诉求 李村东头水管漏了两天")
    group.forgets()
    await group.tells("赵敏", "/补充 昨晚又停了")
    assert group.told("赵敏")[0].startswith("请带上尾号")


async def test_in_a_group_the_number_is_always_asked_for(group: Group) -> None:
    await registered(group)
    await group.says("赵敏", "/补充 昨晚又停了")
    assert group.told("赵敏")[0].startswith("请带上尾号")
    assert (await stored(group)).supplements == ()


async def test_nothing_is_added_to_what_has_ended(group: Group) -> None:
    await registered(group)
    await group.tells("赵敏", "/撤回 1")
    await group.tells("赵敏", "1")
    await group.tells("赵敏", "/补充 1 昨晚又停了")
    assert group.told("赵敏")[-1] == "尾号 1 现在是“已撤回”，不能补充。"


async def test_a_picture_right_after_the_words_joins_them(group: Group) -> None:
    await registered(group)
    await group.tells("赵敏", "", picture="lamp.jpg")
    assert (await stored(group)).attachments == ("lamp.jpg",)
    assert group.told("赵敏") == ["收到，已补充到尾号 1。"]


async def test_a_place_sent_from_the_map_fills_the_missing_place(group: Group) -> None:
    await group.tells("赵敏", "/诉求 电梯停运三天")
    await group.router.hear(
        Heard(
            id=MessageId("map"),
            place=replace(group.place, chat="赵敏"),
            scope=Scope.DIRECT,
            sender=Account(platform=PLATFORM, account=ROBOT, user="赵敏"),
            sender_name="赵敏",
            sent_at=group.clock.now(),
            text="",
            attachments=(Attachment(kind=AttachmentKind.LOCATION, reference="31.2,118.3", name="李村3号楼"),),
        )
    )
    await group.time.settle()
    assert (await stored(group)).place == "李村3号楼"


# --- withdrawing ---


async def test_a_withdrawal_is_confirmed_first(group: Group) -> None:
    await registered(group)
    await group.says("赵敏", "/撤回 1")
    assert group.heard == ["我单独发给您了。"]
    assert group.told("赵敏") == ["确定不办尾号 1 了吗？确定回 1，不撤回 2。"]
    assert (await stored(group)).state is State.REGISTERED
    await group.tells("赵敏", "1")
    assert group.told("赵敏")[-1] == "尾号 1 已撤回，不再办理。以后有新情况再告诉我。"
    assert (await stored(group)).state is State.WITHDRAWN


async def test_what_was_withdrawn_is_asked_no_more_questions(group: Group) -> None:
    await group.tells("赵敏", "/诉求 电梯老坏")
    await group.tells("赵敏", "2")
    await group.tells("赵敏", "/撤回 1")
    await group.tells("赵敏", "1")
    await group.tells("赵敏", "你好")
    assert group.told("赵敏")[-1].startswith("您好，我是联络站的小助手")


async def test_who_thinks_better_of_it_keeps_the_matter(group: Group) -> None:
    await registered(group)
    await group.tells("赵敏", "/撤回 1")
    await group.tells("赵敏", "2")
    assert group.told("赵敏")[-1] == "好的，尾号 1 接着办。"
    assert (await stored(group)).state is State.REGISTERED


async def test_the_deputy_learns_that_a_matter_was_withdrawn(group: Group) -> None:
    await assigned(group)
    await group.tells("赵敏", "/撤回 1")
    await group.tells("赵敏", "1")
    assert group.told("张明远") == ["尾号 1 选民已撤回，不用再办了。"]


async def test_a_withdrawn_petition_cannot_be_withdrawn_again(group: Group) -> None:
    await registered(group)
    await group.tells("赵敏", "/撤回 1")
    await group.tells("赵敏", "1")
    await group.tells("赵敏", "/撤回 1")
    assert group.told("赵敏")[-1] == "尾号 1 现在是“已撤回”，不能撤回。"


async def test_an_answered_matter_is_rated_and_not_withdrawn(group: Group) -> None:
    await surveyed(group)
    await group.tells("赵敏", "/撤回 1")
    assert group.told("赵敏") == ["尾号 1 现在是“请您评价”，不能撤回，可以补充。"]


# --- words taken back ---


async def test_a_matter_whose_words_were_taken_back_is_asked_about(group: Group) -> None:
    message = await group.says("赵敏", f"/诉求 {LAMP}")
    group.forgets()
    await group.recalls(message)
    assert group.told("赵敏") == ["您撤回了刚才的话，那句话已登记为尾号 1。接着办回 1，不办了回 2。"]
    assert group.heard == []
    await group.tells("赵敏", "2")
    petition = await stored(group)
    assert (petition.state, petition.text, petition.summary) == (State.WITHDRAWN, "", "")


async def test_only_the_matter_whose_words_were_taken_back_is_asked_about(group: Group) -> None:
    message = await group.says("赵敏", f"/诉求 {LAMP}")
    await group.waits(minutes=1)
    await group.says("赵敏", "/诉求 李村东头水管漏了两天")
    group.forgets()
    await group.recalls(message)
    assert group.told("赵敏") == ["您撤回了刚才的话，那句话已登记为尾号 1。接着办回 1，不办了回 2。"]


async def test_a_matter_taken_back_by_mistake_goes_on(group: Group) -> None:
    message = await group.says("赵敏", f"/诉求 {LAMP}")
    await group.recalls(message)
    await group.tells("赵敏", "1")
    assert group.told("赵敏")[-1] == "好的，尾号 1 接着办。"
    assert (await stored(group)).text == LAMP
