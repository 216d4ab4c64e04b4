"""A deputy asks to meet whoever answers for a matter; staff arrange it and write down what came of it."""

from datetime import date, time
from io import BytesIO

import docx
import pytest

from handlers.dates.china_time import moment
from tests.support.group import Group
from tests.support.stages import a_storage
from tests.support.township import BOUND, TOWNSHIP


@pytest.fixture
async def group() -> Group:
    """Three matters about water in Li village are open, one in Wang village and one about a lamp."""
    group = Group(a_storage(TOWNSHIP, bound=BOUND), now=moment(date(2026, 3, 23), time(9)))
    await group.waits(minutes=1)
    for name, text in (
        ("赵敏", "李村自来水停了两天了"),
        ("钱芳", "李村三组没有水吃"),
        ("孙伟", "李村水管漏了，水压太小"),
        ("李强", "李村小学门口路灯不亮三天了"),
    ):
        await group.says(name, f"/诉求 {text}")
        await group.tells(name, "1")
    for tail, code in ((1, "0101"), (2, "0101"), (3, "0101"), (4, "0203")):
        await group.tells("林晓", f"/分类 {tail} {code} 镇")
    group.forgets()
    return group


def sheet(group: Group) -> list[list[str]]:
    """Return the rows of the sheet staff were given last, each its different boxes."""
    (table,) = docx.Document(BytesIO(group.files("林晓")[-1].content)).tables
    return [list(dict.fromkeys(cell.text for cell in row.cells)) for row in table.rows]


async def test_staff_hear_whom_a_deputy_would_meet_with_what_is_open_in_nobodys_words(group: Group) -> None:
    await group.tells("张明远", "/约见 供水公司 停水")
    assert group.told("张明远") == ["好的，约见供水公司（停水）记下了，定了时间地点告诉您。"]
    assert group.told("林晓") == [
        "第1号约见：张明远代表想约见供水公司，事由：停水。\n"
        "手上没办结的：自来水停水、水压、水质3件（李村）。\n"
        "定了发：约见单 1 4月20日 上午9点 镇政府二楼"
    ]


async def test_where_few_matters_are_open_no_village_is_named(group: Group) -> None:
    await group.tells("张明远", "/约见 供电所 路灯")
    assert "手上没办结的：路灯、井盖、标志1件。" in group.told("林晓")[0]


async def test_the_deputy_is_told_when_and_where(group: Group) -> None:
    await group.tells("张明远", "/约见 供水公司 停水")
    await group.tells("林晓", "/约见单 1 4月20日 上午9点 镇政府二楼")
    assert group.told("张明远")[-1] == "您约见供水公司的事定了：4月20日（周一），上午9点 镇政府二楼。要谈的：停水。"
    assert sheet(group)[3] == ["时间地点", "4月20日（周一），上午9点 镇政府二楼"]


async def test_what_came_of_it_is_written_down_and_told(group: Group) -> None:
    await group.tells("张明远", "/约见 供水公司 停水")
    await group.tells("林晓", "/约见单 1 答复 月底前换完三组的水管")
    await group.tells("林晓", "/约见单 1 后续 5月初去看")
    assert group.told("张明远")[-1] == "您约见供水公司的答复：月底前换完三组的水管"
    assert sheet(group)[:2] == [["约见人", "张明远", "被约见人", "供水公司"], ["事项", "停水"]]
    assert sheet(group)[4:6] == [["答复", "月底前换完三组的水管"], ["后续", "5月初去看"]]


async def test_the_sheet_holds_no_word_of_a_voter(group: Group) -> None:
    await group.tells("张明远", "/约见 供水公司 停水")
    await group.tells("林晓", "/约见单 1")
    words = f"{sheet(group)}{group.told('林晓')}"
    assert not any(said in words for said in ("停了两天", "没有水吃", "水管漏了", "赵敏", "钱芳", "孙伟"))


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("/约见单 9", "没有第9号约见。看有哪些，发“约见单”。"),
        ("/约见单", "1 供水公司，停水，还没定时间\n要约见单，发“约见单”加编号。"),
    ],
)
async def test_interviews_are_found_by_number(group: Group, line: str, answer: str) -> None:
    await group.tells("张明远", "/约见 供水公司 停水")
    group.forgets()
    await group.tells("林晓", line)
    assert group.told("林晓") == [answer]
