"""A suggestion is withdrawn by its lead deputy in writing (domain §3.2, §3.6)."""

from handlers.petitions.rules.petition import Petition, PetitionId, State
from tests.support.group import Group
from tests.support.papers import filled_in
from tests.support.story import lifted, submitted, taken_up

WHY = "撤回代表建议要书面提出。尾号 1 请写明理由，我写成申请报青石镇人大，办理就此停止。不撤回回 2。"
REASON = "镇里已列入民生项目"


async def stored(group: Group) -> Petition:
    async with group.storage.begin() as work:
        return await work.petitions.get(PetitionId("QS2026-0001"))


async def test_the_lead_deputy_writes_why_and_the_handling_ends(group: Group) -> None:
    await submitted(group)
    await group.tells("张明远", "撤回 1")
    await group.tells("张明远", REASON)
    assert group.told("张明远") == [
        WHY,
        "尾号 1 已按您的书面申请撤回，不再办理。申请在下面，请签名交主席团。",
    ]
    assert group.told("秦书敏") == [f"尾号 1 张明远代表书面撤回，不用再办了：{REASON}"]
    assert group.told("赵敏") == [
        f"尾号 1：张代表书面撤回了这件代表建议，理由：{REASON}\n"
        "您还想办，或有新情况，请再跟我说，我照样登记。也可以打 0399-6000001。"
    ]
    assert group.heard == []
    petition = await stored(group)
    assert (petition.state, petition.history[-1].reason) == (State.WITHDRAWN, REASON)


async def test_the_paper_to_be_signed_goes_to_deputy_and_presidium(group: Group) -> None:
    await lifted(group)
    await group.tells("张明远", "转建议 1 附议：陈玉兰")
    await group.tells("陈玉兰", "1")
    await group.tells("张明远", "签 1")
    await group.tells("张明远", "撤回 1")
    group.forgets()
    await group.tells("张明远", REASON)
    for name in ("张明远", "秦书敏"):
        (paper,) = group.files(name)
        assert paper.name == "撤回申请 QS2026-0001.docx"
        filled = filled_in(paper.content)
        assert (filled["撤回理由"], filled["附议代表\n（签名）"]) == (REASON, "陈玉兰：")
    assert group.files("陈玉兰") == []
    assert len(group.told("陈玉兰")) == 1


async def test_who_thinks_better_of_it_keeps_the_suggestion(group: Group) -> None:
    await submitted(group)
    await group.tells("张明远", "撤回 1")
    group.forgets()
    await group.tells("张明远", "2")
    assert group.told("张明远") == ["好的，尾号 1 接着办。"]
    assert (await stored(group)).state is State.SUBMITTED


async def test_a_service_is_its_voters_to_withdraw(group: Group) -> None:
    await taken_up(group)
    await group.tells("张明远", "撤回 1")
    assert group.told("张明远") == ["没查到尾号 1。请核对一下尾号。"]


async def test_a_suggestion_that_was_not_submitted_cannot_be_withdrawn_yet(group: Group) -> None:
    await lifted(group)
    await group.tells("张明远", "撤回 1")
    assert group.told("张明远") == ["尾号 1 现在是“代表已看到”，不能撤回，可以补充。"]


async def test_another_deputy_withdraws_nothing(group: Group) -> None:
    await submitted(group)
    await group.tells("陈玉兰", "撤回 1")
    assert group.told("陈玉兰") == ["没查到尾号 1。请核对一下尾号。"]
    assert (await stored(group)).state is State.SUBMITTED


async def test_a_reason_that_tells_of_somebodys_illness_goes_to_nobody_and_is_asked_for_anew(group: Group) -> None:
    await submitted(group)
    await group.tells("张明远", "撤回 1")
    await group.tells("张明远", "赵敏说她男人得了癌症不想再折腾了")
    assert group.told("张明远")[-1] == (
        "理由要写进申请，也会告诉选民和办理单位。请去掉身体、家境、孩子等别人的情况，再写一遍尾号 1 的理由。不撤回回 2。"
    )
    assert group.told("赵敏") == group.told("秦书敏") == []
    assert group.files("张明远") == []
    assert (await stored(group)).state is State.SUBMITTED
    await group.tells("张明远", REASON)
    assert (await stored(group)).history[-1].reason == REASON
