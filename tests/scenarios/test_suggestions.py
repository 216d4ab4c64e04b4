"""A petition becomes a deputies' suggestion and goes its way to a unit."""

import pytest

from handlers.petitions.rules.petition import Petition, PetitionId, State, Track
from tests.support.group import Group
from tests.support.story import LAMP, checked, lifted, submitted, taken_up

OWN = (
    f"张代表，尾号 1 要转为代表建议：{LAMP}。\n"
    "本人或亲属的事不能作为代表建议。这是您本人或亲属的事吗？不是回 1，是（我回避）回 2。"
)
FIRST_POINT = "尾号 1 审核 1/7：这件建议是代表本人或亲属的个人事情吗？没有回 1，有回 2。"
IN_ORDER = "尾号 1 审核完，符合要求。交办发“交办 1 单位”，要县里定发“上报 1 部门”。"


async def stored(group: Group) -> Petition:
    async with group.storage.begin() as work:
        return await work.petitions.get(PetitionId("QS2026-0001"))


# --- the form ---


async def test_the_deputy_is_asked_whether_it_is_his_own_before_anything_is_drafted(group: Group) -> None:
    await taken_up(group)
    await group.tells("林晓", "分类 1 0203 镇")
    await group.tells("张明远", "转建议 1 加装两盏太阳能路灯")
    assert group.told("张明远") == [OWN]
    assert (await stored(group)).track is Track.SERVICE
    group.forgets()
    await group.tells("张明远", "1")
    assert group.told("张明远") == [
        "尾号 1 的登记表（报青石镇人大）我已经填好，请看有没有错：\n"
        "编号：QS2026-0001\n"
        f"标题：{LAMP}\n"
        "类别：道路交通·路灯、井盖、标志\n"
        "领衔代表：张明远\n"
        "来源：微信群\n"
        "反映选民：1人（保密）\n"
        f"情况和问题：{LAMP}\n"
        "地点：李村小学门口\n"
        "原因分析：（请补充）\n"
        "具体建议：加装两盏太阳能路灯\n"
        "是否公开：（请写公开或不公开）\n"
        "职权层级：乡镇\n"
        "没错发“签 1”。要改发“转建议 1 原因：… 建议：… 单位：… 附议：… 公开”，写哪项改哪项。"
    ]
    petition = await stored(group)
    assert (petition.track, petition.state) == (Track.SUGGESTION, State.TRIAGED)


async def test_a_deputys_own_matter_goes_to_another(group: Group) -> None:
    await taken_up(group)
    await group.tells("张明远", "转建议 1")
    group.forgets()
    await group.tells("张明远", "2")
    assert group.told("张明远") == ["好的，尾号 1 您回避，我请工作人员另派代表。"]
    assert len(group.told("林晓")) == 1
    petition = await stored(group)
    assert (petition.deputy, petition.track, petition.form) == (None, Track.SERVICE, None)
    group.forgets()
    await group.tells("张明远", "签 1")
    assert group.told("张明远") == ["没查到尾号 1。请核对一下尾号。"]


async def test_staff_may_propose_it_and_the_deputy_reads_the_form(group: Group) -> None:
    await taken_up(group)
    await group.tells("林晓", "转建议 1")
    assert group.told("林晓") == ["尾号 1 已请张代表看登记表。"]
    assert group.told("张明远") == [OWN]


async def test_staff_may_not_make_a_suggestion_of_what_no_deputy_has(group: Group) -> None:
    await group.tells("林晓", "/新增 电话 王庄垃圾没人收")
    await group.tells("陈玉兰", "接手 1")
    await group.tells("林晓", "转建议 1")
    assert group.told("林晓")[-1] == "尾号 1 现在是“已收到”，不能签。"


async def test_each_field_is_changed_by_its_name(group: Group) -> None:
    await lifted(group)
    await group.tells("张明远", "转建议 1 原因：线路老化 单位：供电所 不公开")
    (form,) = group.told("张明远")
    assert "原因分析：线路老化\n具体建议：加装两盏太阳能路灯\n建议承办单位：供电所\n是否公开：不公开\n" in form


# --- co-signers ---


async def test_co_signers_are_asked_in_private_and_answer_by_a_digit(group: Group) -> None:
    await lifted(group)
    await group.tells("张明远", "转建议 1 附议：陈玉兰、周国栋")
    wanted = (
        f"张明远代表请您附议，尾号 1：{LAMP}\n情况和问题：{LAMP}\n具体建议：加装两盏太阳能路灯\n附议回 1，不附议回 2。"
    )
    assert group.told("陈玉兰") == group.told("周国栋") == [wanted]
    assert "附议代表：陈玉兰（已请）、周国栋（已请）" in group.told("张明远")[0]
    group.forgets()
    await group.tells("陈玉兰", "1")
    await group.tells("周国栋", "2")
    assert group.told("陈玉兰") == ["尾号 1 已记下您附议。"]
    assert group.told("周国栋") == ["好的，尾号 1 您不附议。"]
    assert group.told("张明远") == ["陈玉兰代表附议了尾号 1。", "周国栋代表不附议尾号 1。"]
    await group.tells("张明远", "签 1")
    assert group.told("秦书敏")[0].startswith("张明远代表报来登记表，陈玉兰附议，尾号 1：")


async def test_who_signed_other_words_is_asked_again_and_who_declined_is_not(group: Group) -> None:
    await lifted(group)
    await group.tells("张明远", "转建议 1 附议：陈玉兰、周国栋")
    await group.tells("陈玉兰", "1")
    await group.tells("周国栋", "2")
    group.forgets()
    await group.tells("张明远", "转建议 1 建议：装三盏")
    assert len(group.told("陈玉兰")) == 1
    assert group.told("周国栋") == []
    assert "陈玉兰（已请）、周国栋（不附议）" in group.told("张明远")[0]


async def test_only_who_was_asked_may_co_sign(group: Group) -> None:
    await lifted(group)
    await group.tells("陈玉兰", "附议 1")
    assert group.told("陈玉兰") == ["没查到尾号 1。请核对一下尾号。"]
    await group.tells("张明远", "转建议 1 附议：陈玉兰")
    group.forgets()
    await group.tells("陈玉兰", "附议 1")
    assert group.told("陈玉兰") == ["尾号 1 已记下您附议。"]


async def test_nobody_co_signs_what_was_submitted(group: Group) -> None:
    await lifted(group)
    await group.tells("张明远", "转建议 1 附议：陈玉兰")
    await group.tells("张明远", "签 1")
    group.forgets()
    await group.tells("陈玉兰", "附议 1")
    assert group.told("陈玉兰") == ["尾号 1 的登记表已经报出，不用附议了。"]


# --- the presidium ---


async def test_the_presidium_looks_at_every_point_and_then_hands_over(group: Group) -> None:
    await lifted(group)
    await group.tells("张明远", "签 1")
    assert group.told("张明远") == ["尾号 1 的登记表已报青石镇人大。"]
    assert group.told("赵敏") == ["尾号 1：张代表已写成登记表，报青石镇人大。"]
    assert group.told("秦书敏") == [
        f"张明远代表报来登记表，尾号 1：{LAMP}\n具体建议：加装两盏太阳能路灯\n这类事一般归乡村建设办管。\n{FIRST_POINT}"
    ]
    for point in range(2, 8):
        await group.tells("秦书敏", "1")
        assert group.told("秦书敏")[-1].startswith(f"尾号 1 审核 {point}/7：这件建议")
    await group.tells("秦书敏", "1")
    assert group.told("秦书敏")[-1] == IN_ORDER
    group.forgets()
    await group.tells("秦书敏", "交办 1 乡村建设办")
    assert group.told("赵敏") == ["尾号 1：已交乡村建设办办理，一般3个月内答复。到时没消息我会去催。"]


@pytest.mark.parametrize("line", ["交办 1 乡村建设办", "上报 1 县城管局"])
async def test_nothing_is_handed_over_before_the_last_point(group: Group, line: str) -> None:
    await submitted(group)
    await group.tells("秦书敏", line)
    assert group.told("秦书敏") == [FIRST_POINT]
    assert (await stored(group)).state is State.SUBMITTED


async def test_staff_wait_for_the_presidium(group: Group) -> None:
    await submitted(group)
    await group.tells("林晓", "交办 1 乡村建设办")
    assert group.told("林晓") == ["尾号 1 是代表建议，主席团还没有审核完，审核完才能交办。"]


@pytest.mark.parametrize(
    ("said", "reason"), [("1", "是转交群众来信，没有代表自己的意见"), ("请写明要装几盏", "请写明要装几盏")]
)
async def test_a_form_goes_back_with_a_reason_and_every_point_is_looked_at_anew(
    group: Group, said: str, reason: str
) -> None:
    await submitted(group)
    await group.tells("秦书敏", "1")
    group.forgets()
    await group.tells("秦书敏", "2")
    assert group.told("秦书敏") == [
        "尾号 1 要退回代表，请说一句理由。就按“是转交群众来信，没有代表自己的意见”退回，回 1。"
    ]
    await group.tells("秦书敏", said)
    assert group.told("张明远") == [f"尾号 1 的登记表退回来了：{reason}。补好后发“签 1”。"]
    assert (await stored(group)).state is State.RETURNED_TO_DEPUTY
    group.forgets()
    await group.tells("张明远", "签 1")
    assert group.told("秦书敏")[0].endswith(FIRST_POINT)


# --- what follows ---


async def test_a_suggestion_may_have_six_months_and_not_a_day_more(group: Group) -> None:
    await checked(group)
    await group.tells("秦书敏", "交办 1 乡村建设办")
    group.forgets()
    await group.tells("林晓", "延期 1 9月17日 等招标")
    assert group.told("林晓") == ["尾号 1 是代表建议，从交办起最长六个月，最晚到9月16日（周三）。"]
    await group.tells("林晓", "延期 1 9月16日 等招标")
    assert group.told("林晓")[-1] == "尾号 1 延期已报秦书敏，同意了才算数，定了告诉您。"


async def test_what_the_county_has_to_decide_is_reported_and_handed_over_from_there(group: Group) -> None:
    await checked(group)
    await group.tells("秦书敏", "上报 1 县城管局")
    assert group.told("赵敏") == [
        "尾号 1：这件事要县里定，已由青石镇人大报县人大，交县城管局办。时间会长一些，三个月内答复。"
    ]
    await group.tells("秦书敏", "交办 1 县城管局")
    assert (await stored(group)).state is State.DISPATCHED


async def test_a_dissatisfied_voter_has_a_suggestion_handled_again_within_a_month(group: Group) -> None:
    await checked(group)
    await group.tells("秦书敏", "交办 1 乡村建设办")
    await group.tells("林晓", "回复 1 A 三盏灯都装好了")
    await group.tells("张明远", "2")
    group.forgets()
    await group.tells("赵敏", "不满意，还有一盏不亮")
    assert group.told("赵敏") == ["您说不满意，尾号 1 重新办，1个月内再答复。您的意见：还有一盏不亮"]


async def test_who_signed_along_reads_the_answer_too(group: Group) -> None:
    await lifted(group)
    await group.tells("张明远", "转建议 1 附议：陈玉兰、周国栋")
    await group.tells("陈玉兰", "1")
    await group.tells("周国栋", "2")
    await group.tells("张明远", "签 1")
    for _ in range(7):
        await group.tells("秦书敏", "1")
    await group.tells("秦书敏", "交办 1 乡村建设办")
    group.forgets()
    await group.tells("林晓", "回复 1 A 三盏灯都装好了")
    assert group.told("陈玉兰") == ["您附议的尾号 1 有答复了：三盏灯都装好了"]
    assert group.told("周国栋") == []
