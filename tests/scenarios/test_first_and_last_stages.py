"""The rows of the table of states (domain §3.2) before a deputy has it and after it is over, as the voter sees them."""

import pytest

from handlers.petitions.rules.petition import PetitionId, State
from tests.scenarios.test_stages import ROWS as OF_THE_OFFICES
from tests.scenarios.test_stages import SILENT as BETWEEN_OFFICES
from tests.support.group import Group
from tests.support.story import LAMP, registered
from tests.support.township import STATION

Line = tuple[str, str]

FIRE = "李村小学着火了"
TOLD = (("赵敏", f"/诉求 {LAMP}"), ("赵敏", "1"))
DECLINED = (*TOLD, ("林晓", "不登记 1 经了解情况与反映不一致"))
CLOSED = (*TOLD, ("林晓", "1"), ("张明远", "答复 1 已和电工去看过，明天修"), ("赵敏", "满意"))

ROWS: dict[str, tuple[tuple[Line, ...], State, str, str]] = {
    "registered": (
        (("赵敏", f"/匿名诉求 {LAMP}"),),
        State.REGISTERED,
        "已收到",
        "您好，您反映的事已登记：\n"
        "编号 QS2026-0001\n"
        f"事情：{LAMP}\n"
        "地点：李村小学门口\n"
        "下一步：张代表3个工作日内看。\n"
        "查进度发“进度 1”。说错了发“补充 1 加内容”。\n"
        "您没有留名字，我可能没办法追问，也不一定能单独答复您。",
    ),
    "needs information": (
        (*TOLD, ("林晓", "补问 1 是哪一盏")),
        State.NEED_INFO,
        "请补充",
        "尾号 1 还想问您一句：是哪一盏",
    ),
    "registered again once answered": (
        (*TOLD, ("林晓", "补问 1 是哪一盏"), ("赵敏", "靠东边那一盏")),
        State.REGISTERED,
        "已收到",
        "好的，尾号 1 补上了。",
    ),
    "redirected": (
        (*TOLD, ("林晓", "引导 1 R4")),
        State.REDIRECTED,
        "已告诉您去处",
        "您好，这件事已经在信访渠道办理，联络站不能重复受理，也不能改变已有的意见。\n"
        "查进度、提意见请到：青石镇信访接待室 青石镇政府西侧，工作日上午，0399-6000013。\n"
        "您对我们镇里的工作有新的意见建议，随时告诉我，我照样给您登记。",
    ),
    "for a person in private": (
        (("赵敏", "对门老刘天天打老婆，孩子吓得直哭"),),
        State.PRIVATE_HUMAN,
        "工作人员私下联系您",
        "好的，已告诉工作人员，只是不知道怎么找您。\n"
        f"发“人工”加您的称呼和电话，会在30分钟内联系您；不方便留，请打 {STATION.phone}。",
    ),
    "for a person because its voter wants that": (
        (*TOLD, ("赵敏", "/私下 1")),
        State.PRIVATE_HUMAN,
        "工作人员私下联系您",
        f"好的，工作人员会在30分钟内联系您。现在着急可以打 {STATION.phone}。",
    ),
    "an emergency": (
        (("赵敏", FIRE),),
        State.EMERGENCY,
        "请马上拨打110、119、120",
        "情况紧急，请马上打电话：\n"
        "有人受伤、生病：120\n"
        "着火、被困、漏气：119\n"
        "打人、走失、被骗：110\n"
        f"先保证人安全，再联系我们。值班电话 {STATION.phone}。",
    ),
    "withdrawn": (
        (*TOLD, ("赵敏", "撤回 1"), ("赵敏", "1")),
        State.WITHDRAWN,
        "已撤回",
        "尾号 1 已撤回，不再办理。以后有新情况再告诉我。",
    ),
    "declined": (
        DECLINED,
        State.DECLINED,
        "没有登记",
        f"尾号 1 没有继续办：经了解情况与反映不一致。有新情况请再说，或打 {STATION.phone}。",
    ),
    "declined, then registered on new content": (
        (*DECLINED, ("赵敏", "补充 1 昨晚我去看了，三盏都不亮")),
        State.REGISTERED,
        "已收到",
        "收到，已补充到尾号 1。",
    ),
    "closed": (CLOSED, State.CLOSED, "办结", "尾号 1 已办结，谢谢您的评价。30天内有新情况还可以发“重办 1”。"),
}
ELSEWHERE = {State.DRAFT, State.TRIAGED, State.MERGED, State.ARCHIVED, State.ANSWERED_ON_SPOT}
"""What the tests below lead to; an answer on the spot is asked about at once."""


async def state_of(group: Group, number: int = 1) -> State:
    async with group.storage.begin() as work:
        return (await work.petitions.get(PetitionId(f"QS2026-{number:04}"))).state


async def stage(group: Group, name: str = "赵敏", tail: int = 1) -> list[str]:
    await group.tells(name, f"进度 {tail}")
    return group.told(name)[-1].splitlines()[1:2]


@pytest.mark.parametrize("row", ROWS)
async def test_the_voter_hears_of_each_step_and_where_the_matter_stands(group: Group, row: str) -> None:
    lines, state, shown, told = ROWS[row]
    for name, line in lines:
        await group.tells(name, line)
    assert group.told("赵敏")[-1] == told
    assert await state_of(group) is state
    assert await stage(group) == [f"现在：{shown}"]


def test_every_state_is_a_row_here_or_among_the_offices() -> None:
    led_to = {row[1] for row in (*ROWS.values(), *OF_THE_OFFICES.values(), *BETWEEN_OFFICES.values())}
    assert led_to | ELSEWHERE == set(State)


async def test_a_draft_is_asked_about_and_no_petition_of_anybody(group: Group) -> None:
    await group.says("赵敏", "路灯好像不太亮")
    assert group.heard == ["您说的“路灯好像不太亮”，要登记给张代表吗？要登记回 1，只是聊聊回 2。"]
    await group.tells("赵敏", "我的")
    assert group.told("赵敏") == ["您还没有登记过。有事直接说给我听就行。"]


async def test_what_is_given_to_a_deputy_is_shown_so_before_he_has_looked(group: Group) -> None:
    await registered(group)
    await group.tells("林晓", "1")
    assert group.told("张明远") == [
        f"张代表您好，李村选民赵敏反映：{LAMP}（尾号 1）。\n接手回 1，不是我的选区回 2，当场能答复回 3。"
    ]
    assert await state_of(group) is State.TRIAGED
    assert await stage(group) == ["现在：已转代表"]


async def test_what_was_merged_is_shown_with_how_far_the_other_is(group: Group) -> None:
    for name, line in (*TOLD, ("王强", "/诉求 李村小学门口的路灯三天不亮了"), ("林晓", "并 1 2")):
        await group.tells(name, line)
    assert group.told("王强")[-1] == "尾号 2 和另外1位乡亲说的是一件事，合在一起办，结果同样告诉您。"
    assert await state_of(group, 2) is State.MERGED
    assert await stage(group, "王强", 2) == ["和其他乡亲的一起办，现在：已收到"]


async def test_staff_read_what_its_voter_wants_to_go_on_with_in_private(group: Group) -> None:
    await registered(group)
    await group.says("赵敏", "/私下 1")
    assert group.heard == ["我单独发给您了。"]
    assert group.told("林晓") == [
        f"【请人工联系】有乡亲（赵敏）想私下说尾号 1：{LAMP}\n请在30分钟内联系。要登记办理，发“派 1 姓名”。"
    ]


async def test_nobody_takes_anothers_matter_out_of_the_stations_hands(group: Group) -> None:
    await registered(group)
    await group.tells("孙伟", "/私下 1")
    assert group.told("孙伟") == ["没查到尾号 1。请核对一下尾号。"]
    assert await state_of(group) is State.REGISTERED


async def test_what_was_put_away_is_still_its_voters_to_see(group: Group) -> None:
    for name, line in CLOSED:
        await group.tells(name, line)
    group.forgets()
    await group.waits(days=32)
    assert group.told("赵敏") == []
    assert await state_of(group) is State.ARCHIVED
    assert await stage(group) == ["现在：办结"]


async def test_an_answer_on_the_spot_is_the_next_thing_to_be_rated(group: Group) -> None:
    for name, line in CLOSED[:-1]:
        await group.tells(name, line)
    async with group.storage.begin() as work:
        petition = await work.petitions.get(PetitionId("QS2026-0001"))
    assert [step.state for step in petition.history][-2:] == [State.ANSWERED_ON_SPOT, State.SURVEYING]


async def test_what_was_declined_stays_so_while_nothing_new_is_said(group: Group) -> None:
    for name, line in (*DECLINED, ("赵敏", f"补充 1 {LAMP}")):
        await group.tells(name, line)
    assert await state_of(group) is State.DECLINED
