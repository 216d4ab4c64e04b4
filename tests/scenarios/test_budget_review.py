"""Deputies read budget and reports before the congress, and say what they would ask, section by section."""

from datetime import date, datetime, time
from io import BytesIO

import openpyxl
import pytest

from handlers.dates.china_time import moment
from tests.support.group import Group
from tests.support.stages import a_storage
from tests.support.township import BOUND, TOWNSHIP

CALL = "/征集 预审 3月30日 镇政府三楼会议室 https://ys.example.cn/a1\n预算报告\n教育支出"
REMINDER = (
    "人代会前请看预算和报告，地点 镇政府三楼会议室 或链接 https://ys.example.cn/a1。意见发“预审 加内容”，3月30日前。\n"
    "分2部分：预算报告、教育支出。开头写上是哪一部分更好，例如：预审 预算报告 想问……"
)


@pytest.fixture
async def group() -> Group:
    group = Group(a_storage(TOWNSHIP, bound=BOUND), now=moment(date(2026, 3, 21), time(12)))
    await group.waits(minutes=1)
    group.forgets()
    return group


def march(day: int, hour: int = 12) -> datetime:
    return moment(date(2026, 3, day), time(hour))


async def test_every_deputy_is_told_where_to_read_and_no_group(group: Group) -> None:
    await group.tells("林晓", CALL)
    assert [group.told(name) for name in ("张明远", "陈玉兰", "周国栋")] == [[REMINDER]] * 3
    assert group.told("林晓") == [
        "好的，第1号：2026年人代会前预算预审，单独告诉了3位代表，3月30日截止。"
        "没说的前三天再提醒一次。截止后把意见表交给您；要先看，发“征集 1”。"
    ]
    await group.waits_until(march(22))
    assert group.heard == []


async def test_who_said_nothing_is_reminded_once_more_three_days_before(group: Group) -> None:
    await group.tells("林晓", CALL)
    await group.tells("张明远", "/预审 教育支出 想问校舍维修")
    group.forgets()
    await group.waits_until(march(30, 20))
    asked = {name: group.told(name).count(REMINDER) for name in ("张明远", "陈玉兰", "周国栋")}
    assert asked == {"张明远": 0, "陈玉兰": 1, "周国栋": 1}


async def test_notes_are_handed_over_section_by_section(group: Group) -> None:
    await group.tells("林晓", CALL)
    await group.tells("张明远", "/预审 教育支出 想问校舍维修")
    await group.tells("陈玉兰", "/预审 预算报告 看不懂转移支付")
    await group.waits_until(march(31, 10))
    assert group.told("张明远")[1] == "谢谢，您的预审意见记下了，会前交给工作人员。"
    sheet = openpyxl.load_workbook(BytesIO(group.files("林晓")[0].content)).worksheets[0]
    rows = [(row[1], row[3], row[5]) for row in sheet.iter_rows(min_row=4, values_only=True)]
    assert rows == [("预算报告", "看不懂转移支付", "代表"), ("教育支出", "想问校舍维修", "代表")]


async def test_no_figure_of_a_budget_goes_into_a_chat(group: Group) -> None:
    await group.tells("林晓", "/征集 预审 3月30日 镇政府三楼\n教育支出1200万元")
    assert group.told("林晓") == ["预算数字不在这里发。请只写地点、链接和各部分的名称。"]
    assert group.told("张明远") == []


async def test_where_to_read_has_to_be_said(group: Group) -> None:
    await group.tells("林晓", "/征集 预审 3月30日")
    assert group.told("林晓")[0].startswith("您还没说什么事。例如：征集 ")


async def test_nothing_is_to_be_read_before_it_is_said(group: Group) -> None:
    await group.tells("张明远", "/预审 教育支出想问校舍维修")
    assert group.told("张明远") == ["现在没有要预审的报告。"]
