"""A draft law is asked about in the groups, answered article by article, and told of when views went into it."""

from datetime import date, datetime, time
from io import BytesIO

import openpyxl
import pytest

from handlers.dates.china_time import moment
from tests.support.group import Group
from tests.support.stages import a_storage
from tests.support.township import BOUND, STATION, TOWNSHIP, WANG_VILLAGE

CALL = (
    "/征集 云川县人大常委会《物业管理条例》 4月10日\n"
    "第12条 物业费收支要不要公开\n"
    "原文：物业服务人应当定期公示收支情况。\n"
    "第十八条 维修资金怎么用"
)
OPENING = (
    "云川县人大常委会在起草《物业管理条例》，想听听大家的话。和咱们有关的是：\n"
    "第12条：物业费收支要不要公开\n"
    "第18条：维修资金怎么用\n"
    "您同意吗？有什么难处？@我说，4月10日截止。不懂条文没关系，说实际就行。\n"
    "开头写“立法”两个字，我就记成您的意见。"
)
THANKS = "谢谢，您的意见记下了，原样报上去。"


@pytest.fixture
async def group() -> Group:
    """A Saturday; neither of the two weeks to come has a reception."""
    group = Group(a_storage(TOWNSHIP, bound=BOUND), now=moment(date(2026, 3, 21), time(12)))
    await group.waits(minutes=1)
    group.forgets()
    return group


def on(month: int, day: int, hour: int = 12, minute: int = 0) -> datetime:
    return moment(date(2026, month, day), time(hour, minute))


async def opened(group: Group) -> None:
    await group.tells("林晓", CALL)
    await group.waits_until(on(3, 23, 8))
    group.forgets()


def table(group: Group, name: str = "林晓") -> list[tuple[object, ...]]:
    """Return the rows of the sheet that *name* was given, without title and note."""
    book = openpyxl.load_workbook(BytesIO(group.files(name)[-1].content))
    return list(book.worksheets[0].iter_rows(min_row=3, values_only=True))


# --- opened ---


async def test_a_draft_is_asked_about_in_every_group_with_its_points(group: Group) -> None:
    await group.tells("林晓", CALL)
    await group.waits_until(on(3, 21, 13))
    assert (group.heard, group.heard_in(WANG_VILLAGE)) == ([OPENING], [OPENING])
    assert group.told("林晓") == [
        "好的，第1号：《物业管理条例》征求意见，4月10日截止。3月21日（周六）发到群里。"
        "截止后把意见表交给您；要先看，发“征集 1”。"
    ]


async def test_a_draft_with_one_point_is_asked_about_in_one_line(group: Group) -> None:
    await group.tells("林晓", "/征集 青石镇政府《旧村改造方案》 4月10日 先建新房再拆旧房")
    await group.waits_until(on(3, 21, 13))
    assert "和咱们有关的是：先建新房再拆旧房\n" in group.heard[0]


async def test_a_draft_that_is_asked_about_again_says_which_time_it_is(group: Group) -> None:
    for _ in range(3):
        await group.tells("林晓", "/征集 青石镇政府《旧村改造方案》 4月10日 先建新房再拆旧房")
    await group.waits_until(on(4, 4, 13))
    assert [text.split("，")[0] for text in group.heard if "起草" in text] == [
        "青石镇政府在起草《旧村改造方案》",
        "青石镇政府在起草《旧村改造方案》（第2次征求意见）",
        "青石镇政府在起草《旧村改造方案》（第3次征求意见）",
    ]


async def test_a_call_waits_for_a_day_without_another_post(group: Group) -> None:
    await group.tells("何建平", "/议题 停车难")
    await group.waits_until(on(3, 23, 8))
    await group.tells("林晓", CALL)
    assert "3月31日（周二）发到群里。" in group.told("林晓")[-1]
    await group.waits_until(on(3, 31, 13))
    assert [text[:6] for text in group.heard] == ["这周议事说“", "“停车难”还", "云川县人大常"]


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        (
            f"/征集 县人大《条例》 4月10日 {'要点' * 60}",
            "发到群里一次最多200字，这样有206字了，请把要点写短些，或分两次发。",
        ),
        ("/征集 县人大《条例》 3月1日 要点", "3月1日已经过了，请写以后的日子。"),
        ("/征集 9", "没有第9号征集。看有哪些，发“征集”。"),
    ],
)
async def test_what_cannot_be_asked_is_told_with_the_reason(group: Group, line: str, answer: str) -> None:
    await group.tells("林晓", line)
    await group.waits_until(on(3, 24))
    assert group.told("林晓") == [answer]
    assert group.heard == []


# --- views ---


async def test_a_view_that_names_its_article_is_kept_with_it_and_thanked_for_where_it_was_said(group: Group) -> None:
    await opened(group)
    await group.says("赵敏", "/立法 第12条 每月贴在门口")
    await group.tells("钱芳", "立法 十八条 要业主同意")
    assert group.heard == [THANKS]
    assert group.told("钱芳") == [THANKS]
    await group.tells("林晓", "/征集 1")
    assert table(group)[1:] == [
        (
            "物业管理条例",
            "第12条",
            "物业服务人应当定期公示收支情况。",
            "每月贴在门口",
            None,
            "群众",
            "1",
            None,
        ),
        ("物业管理条例", "第18条", "维修资金怎么用", "要业主同意", None, "群众", "1", None),
    ]


async def test_a_view_that_names_no_article_is_kept_first_and_asked_about_then(group: Group) -> None:
    await opened(group)
    await group.says("赵敏", "/立法 物业费太高，因为没人管")
    assert group.heard == [f"{THANKS}说的是哪一条？第12条回 1，第18条回 2，说不准回 3"]
    await group.says("赵敏", "1")
    assert group.heard[-1] == "好的，记在“第12条”下面。"
    await group.tells("林晓", "/征集 1")
    assert [row[1:6] for row in table(group)[1:]] == [
        ("第12条", "物业服务人应当定期公示收支情况。", "物业费太高", "因为没人管", "群众")
    ]


async def test_a_view_whose_article_nobody_knows_is_kept_for_the_whole(group: Group) -> None:
    await opened(group)
    await group.tells("赵敏", "/立法 物业费太高")
    await group.tells("赵敏", "3")
    assert group.told("赵敏")[-1] == "没关系，记下了。"
    await group.tells("林晓", "/征集 1")
    assert [row[1] for row in table(group)[1:]] == ["未指明"]


async def test_the_word_alone_shows_what_is_asked(group: Group) -> None:
    await opened(group)
    await group.tells("赵敏", "/立法")
    assert group.told("赵敏") == [
        "《物业管理条例》征求意见，4月10日截止。\n第12条：物业费收支要不要公开\n第18条：维修资金怎么用\n想说的发“立法”加您的话。"
    ]


async def test_a_group_hears_one_thanks_to_each_person_a_day(group: Group) -> None:
    await opened(group)
    await group.says("赵敏", "/立法 第12条 每月贴")
    await group.says("赵敏", "/立法 第18条 要同意")
    assert (group.heard, group.told("赵敏")) == ([THANKS], ["好的，又记下一条。"])


async def test_the_same_words_of_several_people_are_one_row_with_their_number(group: Group) -> None:
    await opened(group)
    for name in ("赵敏", "钱芳", "张明远"):
        await group.tells(name, "/立法 第12条 每月贴在门口")
    await group.tells("林晓", "/征集 1")
    assert [row[3:7] for row in table(group)[1:]] == [("每月贴在门口", None, "代表、群众", "3")]


async def test_the_table_points_to_nobody_who_spoke(group: Group) -> None:
    await opened(group)
    await group.tells("赵敏", "/立法 第12条 我叫赵敏，电话13812345678，每月贴出来")
    await group.tells("林晓", "/征集 1")
    rows = f"{table(group)}"
    assert "13812345678" not in rows
    assert "赵敏" not in rows


async def test_words_that_look_like_a_formula_stay_words(group: Group) -> None:
    await opened(group)
    await group.tells("赵敏", "/立法 第12条 =1+1")
    await group.tells("林晓", "/征集 1")
    (cell,) = openpyxl.load_workbook(BytesIO(group.files("林晓")[-1].content)).worksheets[0]["D"][3:]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


async def test_after_the_last_day_no_view_is_taken(group: Group) -> None:
    await opened(group)
    await group.waits_until(on(4, 10, 20))
    await group.tells("赵敏", "/立法 第12条 每月贴")
    await group.waits_until(on(4, 11, 8))
    await group.tells("钱芳", "/立法 第12条 每月贴")
    assert (group.told("赵敏")[-1], group.told("钱芳")[-1]) == (THANKS, "现在没有征求意见的法规。有事直接跟我说就行。")


# --- closed ---


async def closed(group: Group) -> None:
    """Two voters and a deputy spoke on article 12, one voter on article 18; the call is over."""
    await opened(group)
    await group.tells("赵敏", "/立法 第12条 每月贴在门口")
    await group.tells("钱芳", "/立法 第12条 发到群里")
    await group.tells("张明远", "/立法 第12条 半年一次")
    await group.tells("孙伟", "/立法 第18条 要业主同意")
    await group.waits_until(on(4, 11, 8))
    group.forgets()
    await group.waits_until(on(4, 11, 9, 30))


async def test_staff_get_the_table_the_morning_after_and_are_asked_whether_it_was_passed_on(group: Group) -> None:
    await closed(group)
    assert group.told("林晓") == [
        "《物业管理条例》征求意见：4人说了4条，意见表请查收（附件）。\n已经原样报上去的，回 1，我在群里谢谢大家。"
    ]
    assert group.files("林晓")[0].name == "物业管理条例意见征集汇总表.xlsx"
    assert len(table(group)) == 5


async def test_groups_are_thanked_once_the_views_were_passed_on(group: Group) -> None:
    await closed(group)
    await group.waits_until(on(4, 11, 12))
    assert not any("原样报上去" in text for text in group.heard)
    await group.tells("林晓", "1")
    await group.waits_until(on(4, 14))
    assert [text for text in group.heard if "原样报上去" in text] == [
        "《物业管理条例》收到大家4条意见，已原样报上去。采纳情况一有消息就告诉大家。"
    ]


async def test_a_call_that_nobody_answered_ends_with_a_word_to_staff(group: Group) -> None:
    await opened(group)
    await group.waits_until(on(4, 11, 9, 30))
    assert "《物业管理条例》征求意见，没有收到意见。" in group.told("林晓")
    assert group.files("林晓") == []


# --- adopted ---

ADOPTED = (
    "您提过意见的《物业管理条例》有结果了：“物业费收支每月公开”写进第15条了。谢谢您。\n"
    "愿意在群里也说一声（不提您的名字）回 1，不用回 2。"
)


async def adopted(group: Group) -> None:
    await closed(group)
    group.forgets()
    await group.tells("林晓", "/采纳 1 第12条 第15条 物业费收支每月公开")


async def test_an_adoption_is_told_to_exactly_those_who_spoke_on_the_article(group: Group) -> None:
    await adopted(group)
    told = {name: group.told(name) for name in ("赵敏", "钱芳", "张明远", "孙伟", "陈玉兰", "周国栋")}
    assert told == {"赵敏": [ADOPTED], "钱芳": [ADOPTED], "张明远": [ADOPTED], "孙伟": [], "陈玉兰": [], "周国栋": []}
    assert group.told("林晓") == ["好的，告诉了提过这一条的3个人。有人愿意、没有人反对，才发到群里。"]


async def test_the_groups_hear_of_an_adoption_once_somebody_who_spoke_agrees(group: Group) -> None:
    await adopted(group)
    await group.waits_until(on(4, 11, 20))
    assert not any("写进" in text for text in group.heard)
    await group.tells("赵敏", "1")
    await group.tells("钱芳", "1")
    await group.waits_until(on(4, 26))
    assert [text for text in group.heard if "写进" in text] == [
        "咱们提的“物业费收支每月公开”写进了《物业管理条例》第15条。"
    ]


async def test_the_groups_do_not_hear_of_it_where_anybody_who_spoke_would_rather_not(group: Group) -> None:
    await adopted(group)
    await group.tells("钱芳", "2")
    await group.tells("赵敏", "1")
    await group.waits_until(on(4, 16))
    assert not any("写进" in text for text in group.heard)
    assert group.told("钱芳")[-1] == "好的，不在群里说。"


async def test_an_adoption_that_nobody_asked_for_is_told_to_nobody(group: Group) -> None:
    await closed(group)
    group.forgets()
    await group.tells("林晓", "/采纳 1 第20条 电动车充电")
    assert group.told("林晓") == ["没有人对“第20条”提过意见。看意见表，发“征集”加编号。"]


async def test_who_spoke_is_told_even_after_the_words_were_erased(group: Group) -> None:
    await closed(group)
    await group.waits(days=200)
    group.forgets()
    await group.tells("林晓", "/征集 1")
    await group.tells("林晓", "/采纳 1 第18条 业主大会同意才能用")
    assert group.files("林晓") == []
    assert len(group.told("孙伟")) == 1


# --- one's own words ---


async def test_what_somebody_said_is_in_the_copy_of_everything_and_goes_with_it(group: Group) -> None:
    await opened(group)
    await group.tells("赵敏", "/立法 第12条 每月贴在门口")
    await group.tells("钱芳", "/立法 第12条 发到群里")
    await group.tells("赵敏", "我的信息 导出")
    assert any("您对“《物业管理条例》征求意见”的看法：每月贴在门口" in text for text in group.told("赵敏"))
    await group.tells("赵敏", "我的信息 删除")
    await group.tells("赵敏", "1")
    await group.tells("林晓", "/征集 1")
    assert [row[3] for row in table(group)[1:]] == ["发到群里"]


async def test_a_station_lists_what_was_asked(group: Group) -> None:
    assert STATION.groups
    await opened(group)
    await group.tells("赵敏", "/立法 第12条 每月贴在门口")
    await group.tells("林晓", "/征集")
    assert group.told("林晓") == ["1 《物业管理条例》征求意见，4月10日截止，1条\n要意见表，发“征集”加编号。"]
