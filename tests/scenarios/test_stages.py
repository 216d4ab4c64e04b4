"""Every row of the table of states (domain §3.2) that deputies, presidium and units lead to, as the voter sees it."""

import pytest

from handlers.petitions.rules.petition import Petition, PetitionId, State
from tests.support.group import Group
from tests.support.story import taken_up

Line = tuple[str, str]

SUBMITTED: tuple[Line, ...] = (("张明远", "签 1"),)
DISPATCHED: tuple[Line, ...] = (*SUBMITTED, ("秦书敏", "交办 1 供电所"))
ESCALATED: tuple[Line, ...] = (*SUBMITTED, ("秦书敏", "上报 1 县城管局"))
REPLIED: tuple[Line, ...] = (*DISPATCHED, ("林晓", "回复 1 A 三盏灯都换好了"))
SURVEYING: tuple[Line, ...] = (*REPLIED, ("张明远", "2"))
REOPENED: tuple[Line, ...] = (*SURVEYING, ("赵敏", "不满意，还有一盏不亮"))
AGAIN: tuple[Line, ...] = (*REOPENED, ("林晓", "回复 1 A 第四盏灯也换好了"), ("张明远", "2"))
CONFERRED: tuple[Line, ...] = (*AGAIN, ("赵敏", "不满意，还是暗"), ("何建平", "会商 1 周四下午"))

ROWS: dict[str, tuple[tuple[Line, ...], State, str, str]] = {
    "taken up": ((), State.TRIAGED, "代表已看到", "尾号 1：张代表已经看到，会如实反映、跟着催。"),
    "submitted": (SUBMITTED, State.SUBMITTED, "已报镇人大", "尾号 1：张代表已写成登记表，报青石镇人大。"),
    "dispatched": (
        DISPATCHED,
        State.DISPATCHED,
        "已交供电所办",
        "尾号 1：已交供电所办理，一般5个工作日内答复。到时没消息我会去催。",
    ),
    "dispatched anew": (
        (*DISPATCHED, ("林晓", "退办 1 路灯归乡村建设办管"), ("秦书敏", "交办 1 乡村建设办")),
        State.DISPATCHED,
        "已交乡村建设办办",
        "尾号 1：原来的单位说不归他们管，现在改交乡村建设办，让您久等了。",
    ),
    "escalated": (
        ESCALATED,
        State.ESCALATED,
        "已报县人大",
        "尾号 1：这件事要县里定，已由青石镇人大报县人大，交县城管局办。时间会长一些，三个月内答复。",
    ),
    "dispatched by the county": (
        (*ESCALATED, ("秦书敏", "交办 1 县城管局")),
        State.DISPATCHED,
        "已交县城管局办",
        "尾号 1：已交县城管局办理，一般5个工作日内答复。到时没消息我会去催。",
    ),
    "planned by the county": (
        (*ESCALATED, ("林晓", "办理 1 列入计划 2027年5月20日 和修路一起做")),
        State.PLANNED,
        "已列入计划",
        "尾号 1：已列入2027年计划，预计5月20日（周四）。原因：和修路一起做。\n我会记着，到时再告诉您。",
    ),
    "in progress": (
        (*DISPATCHED, ("林晓", "办理 1 已换灯泡，等配件")),
        State.IN_PROGRESS,
        "正在办理",
        "尾号 1：供电所已经去看过，正在办。现场情况：已换灯泡，等配件",
    ),
    "extended": (
        (*DISPATCHED, ("林晓", "延期 1 3月30日 等配件"), ("秦书敏", "1")),
        State.EXTENDED,
        "需要多一点时间",
        "尾号 1：这件事比较难，要到3月30日（周一）。原因：等配件。",
    ),
    "planned": (
        (*DISPATCHED, ("林晓", "办理 1 列入计划 2027年5月20日 和修路一起做"), ("秦书敏", "1")),
        State.PLANNED,
        "已列入计划",
        "尾号 1：已列入2027年计划，预计5月20日（周四）。原因：和修路一起做。\n我会记着，到时再告诉您。",
    ),
    "surveying": (
        SURVEYING,
        State.SURVEYING,
        "请您评价",
        "尾号 1 有结果了：三盏灯都换好了\n要看正式答复回 1。您觉得怎么样？满意回 2，基本满意回 3，不满意回 4。",
    ),
    "answered on the spot": (
        (("张明远", "答复 1 已和电工去看过，明天修"),),
        State.SURVEYING,
        "请您评价",
        "尾号 1 有结果了：已和电工去看过，明天修\n要看正式答复回 1。您觉得怎么样？满意回 2，基本满意回 3，不满意回 4。",
    ),
    "reopened": (
        REOPENED,
        State.REOPENED,
        "重新办理",
        "您说不满意，尾号 1 重新办，5个工作日内再答复。您的意见：还有一盏不亮",
    ),
    "in progress again": (
        (*REOPENED, ("林晓", "办理 1 又去看了第四盏")),
        State.IN_PROGRESS,
        "正在办理",
        "尾号 1：供电所已经去看过，正在办。现场情况：又去看了第四盏",
    ),
    "conferred": (
        CONFERRED,
        State.CONFERRED,
        "正在会商",
        "尾号 1：站长请代表和供电所坐到一起再商量，3月30日（周一）前告诉您结果。",
    ),
    "conferred, then the county": (
        (*CONFERRED, ("秦书敏", "上报 1 县城管局")),
        State.ESCALATED,
        "已报县人大",
        "尾号 1：这件事要县里定，已由青石镇人大报县人大，交县城管局办。时间会长一些，三个月内答复。",
    ),
    "conferred, then closed": (
        (*CONFERRED, ("林晓", "回复 1 A 四盏灯全换了")),
        State.CLOSED,
        "办结",
        "尾号 1 会商有结果了：四盏灯全换了\n这件事已办结，30天内有新情况还可以发“重办 1”。",
    ),
    "closed": (
        (*SURVEYING, ("赵敏", "满意")),
        State.CLOSED,
        "办结",
        "尾号 1 已办结，谢谢您的评价。30天内有新情况还可以发“重办 1”。",
    ),
}
SILENT: dict[str, tuple[tuple[Line, ...], State, str]] = {
    "returned to the deputy": (
        (*SUBMITTED, ("秦书敏", "退回 1 请写明要装几盏")),
        State.RETURNED_TO_DEPUTY,
        "代表补充材料中",
    ),
    "sent back": ((*DISPATCHED, ("林晓", "退办 1 归建设办管")), State.SENT_BACK, "重新确定办理单位"),
    "accepted": ((*DISPATCHED, ("林晓", "签收 1")), State.IN_PROGRESS, "正在办理"),
    "replied, for the deputy to tell": (REPLIED, State.REPLIED, "已答复，请您评价"),
}


async def stored(group: Group) -> Petition:
    async with group.storage.begin() as work:
        return await work.petitions.get(PetitionId("QS2026-0001"))


async def stage(group: Group) -> str:
    """Return what the voter is told of where the matter stands."""
    await group.tells("赵敏", "进度 1")
    return group.told("赵敏")[-1].splitlines()[1]


@pytest.mark.parametrize("row", ROWS)
async def test_the_voter_hears_of_each_step_and_where_the_matter_stands(group: Group, row: str) -> None:
    lines, state, shown, told = ROWS[row]
    await taken_up(group)
    if not lines:
        await group.tells("林晓", "派 1 张明远")
        await group.tells("张明远", "1")
    for name, line in lines:
        await group.tells(name, line)
    assert group.told("赵敏")[-1] == told
    assert (await stored(group)).state is state
    assert await stage(group) == f"现在：{shown}"


@pytest.mark.parametrize("row", SILENT)
async def test_what_goes_on_between_offices_is_not_told_but_shown_to_who_asks(group: Group, row: str) -> None:
    lines, state, shown = SILENT[row]
    await taken_up(group)
    for name, line in lines[:-1]:
        await group.tells(name, line)
    group.forgets()
    await group.tells(*lines[-1])
    assert group.told("赵敏") == []
    assert (await stored(group)).state is state
    assert await stage(group) == f"现在：{shown}"


@pytest.mark.parametrize("row", ROWS)
async def test_nothing_of_it_is_said_in_the_group(group: Group, row: str) -> None:
    await taken_up(group)
    for name, line in ROWS[row][0]:
        await group.tells(name, line)
    assert group.heard == []
