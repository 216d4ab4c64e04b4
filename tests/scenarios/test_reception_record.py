"""At the table of a reception and afterwards: who came, what was told, where it stands, in the very words people get."""

from dataclasses import replace
from datetime import date, datetime, time
from io import BytesIO

import docx
import pytest

from handlers.dates.china_time import moment
from handlers.people.rules.roster import Roster
from tests.support.group import Group
from tests.support.stages import a_storage
from tests.support.township import BOUND, STATION, TOWNSHIP

PLACE = "青石镇政府一楼"
LAMP = "俺村小学门口那个灯，三天都不亮咧"


def october(day: int, hour: int, minute: int = 0) -> datetime:
    return moment(date(2026, 10, day), time(hour, minute))


def november(day: int, hour: int) -> datetime:
    return moment(date(2026, 11, day), time(hour))


async def a_group(*, at: datetime, roster: Roster = TOWNSHIP) -> Group:
    group = Group(a_storage(roster, bound=BOUND), now=october(19, 20), roster=roster)
    await group.waits_until(at)
    group.forgets()
    return group


@pytest.fixture
async def group() -> Group:
    """The reception of October 20th has begun."""
    return await a_group(at=october(20, 9, 10))


def papers(group: Group, name: str) -> list[str]:
    """All words of the Word files that somebody was given."""
    found = []
    for post in group.platform.delivered:
        if post.place.chat == name and post.file is not None and post.file.name.endswith(".docx"):
            file = docx.Document(BytesIO(post.file.content))
            cells = (cell.text for table in file.tables for row in table.rows for cell in row.cells)
            found.append("\n".join((*(paragraph.text for paragraph in file.paragraphs), *cells)))
    return found


# --- at the table ---


async def test_as_it_begins_staff_learn_how_to_enter_what_is_told() -> None:
    group = await a_group(at=october(20, 8, 59))
    await group.waits_until(october(20, 9))
    assert group.told("林晓") == [
        f"10月20日{PLACE}的接待开始了。代表到了，发“到场 周国栋 张明远”。\n"
        "来人反映的事，用他的原话发：“接访 2人 李村小学门口路灯不亮”。"
    ]


async def test_who_came_is_kept_and_who_did_not_is_named(group: Group) -> None:
    await group.tells("林晓", "/到场 张明远")
    assert group.told("林晓") == ["记下了，到场：张明远。没到：周国栋。"]


async def test_all_came_is_said_in_two_words(group: Group) -> None:
    await group.tells("林晓", "到场 都到了")
    assert group.told("林晓") == ["记下了，到场：周国栋、张明远。"]


async def test_a_name_that_is_no_deputys_is_asked_for(group: Group) -> None:
    await group.tells("林晓", "到场 老王")
    assert group.told("林晓") == ["请写到场代表的姓名，例如“到场 周国栋 张明远”；都到了就发“到场 都到了”。"]


async def test_a_matter_is_entered_in_the_voters_own_words(group: Group) -> None:
    await group.tells("林晓", f"接访 2人 {LAMP}")
    assert group.told("林晓")[0] == (
        "收到，已登记，尾号 1，10月20日接待第1件。\n"
        "来人要查进展，发“取件码 1”，把码给他。当场答复了，发“答复 1 怎么答的”。"
    )
    async with group.storage.begin() as work:
        (petition,) = await work.petitions.with_tail(STATION.id, 1)
    assert (petition.text, petition.voter) == (LAMP, None)


async def test_nothing_is_entered_where_nobody_is_received() -> None:
    group = await a_group(at=october(25, 10))
    await group.tells("林晓", f"接访 {LAMP}")
    assert group.told("林晓") == [
        "现在没有接待。下一次是11月10日（周二）。来信来电的发“新增 …”，走访听到的发“登记 …”。"
    ]


def two_points_on_one_day() -> Roster:
    station_day, point_day = STATION.receptions
    together = replace(point_day, rule=station_day.rule, start=station_day.start, end=station_day.end)
    return Roster([replace(STATION, receptions=(station_day, together))])


async def test_words_shown_for_one_of_two_points_are_understood() -> None:
    group = await a_group(at=october(20, 8, 59), roster=two_points_on_one_day())
    await group.waits_until(october(20, 9))
    assert group.told("林晓") == [
        f"10月20日{PLACE}、李村村委会的接待开始了。代表到了，联络站发“到场 联络站 周国栋 陈玉兰”，"
        "李村联络点发“到场 李村联络点 张明远”。\n"
        "来人反映的事，用他的原话发：“接访 联络站 2人 李村小学门口路灯不亮”。",
    ]
    await group.tells("林晓", "到场 李村联络点 张明远")
    assert group.told("林晓")[1:] == ["记下了，到场：张明远。"]


async def test_with_two_points_on_one_day_the_place_is_said_first() -> None:
    group = await a_group(at=october(20, 9, 10), roster=two_points_on_one_day())
    await group.tells("林晓", "到场 张明远")
    assert group.told("林晓") == ["今天有2处接待，请先写地方，例如“到场 联络站 都到了”。有：联络站、李村联络点。"]
    group.forgets()
    await group.tells("林晓", f"接访 {LAMP}")
    assert group.told("林晓") == ["今天有2处接待，请先写地方，例如“接访 联络站 2人 …”。有：联络站、李村联络点。"]
    await group.tells("林晓", f"接访 李村联络点 3人 {LAMP}")
    assert group.told("林晓")[1].startswith("收到，已登记，尾号 1，10月20日接待第1件。")
    async with group.storage.begin() as work:
        (petition,) = await work.petitions.with_tail(STATION.id, 1)
    assert petition.text == LAMP


# --- the end of the day ---


async def test_what_was_entered_is_counted_already_and_only_confirmed(group: Group) -> None:
    await group.tells("林晓", f"接访 2人 {LAMP}")
    await group.tells("林晓", "接访 桥栏杆断了一根")
    group.forgets()
    await group.waits_until(october(20, 11, 30))
    assert group.told("林晓") == [
        f"10月20日{PLACE}的接待结束了，我这里记着来了3人、记了2件、当场答复0件。对就回 1；不对请发三个数，例如：5 3 1"
    ]
    await group.tells("林晓", "1")
    assert group.told("林晓")[1:] == ["记下了：来3人，记2件，当场0件，已告诉群里。"]
    assert group.heard == ["今天接待3位乡亲，记下2件，当场答复0件，其余已编号去办。谢谢大家。"]


async def test_the_head_gets_the_record_with_every_matter_as_it_was_told(group: Group) -> None:
    await group.tells("林晓", "到场 张明远")
    await group.tells("林晓", f"接访 2人 {LAMP}")
    await group.waits_until(october(20, 11, 30))
    group.forgets()
    await group.tells("林晓", "1")
    assert group.told("何建平") == [
        f"10月20日{PLACE}接待记录：来2人，1件。当场答复0，交办0，引导0。到期最近的 尾号 1（10月21日）。"
    ]
    (paper,) = papers(group, "何建平")
    for words in (
        "选民接待登记表",
        "编号：QS接20261020",
        "周国栋（县人大代表）；张明远（镇人大代表）",
        LAMP,
        "□ 当场答复",
    ):
        assert words in paper


async def test_whoever_told_the_counts_stands_in_the_record_as_its_recorder(group: Group) -> None:
    await group.waits_until(october(20, 12))
    await group.tells("林晓", "5人 3件 答复 1件")
    assert "记录人\n林晓" in papers(group, "何建平")[-1]


async def test_a_day_on_which_nobody_came_has_a_record_too(group: Group) -> None:
    await group.waits_until(october(20, 11, 30))
    group.forgets()
    await group.tells("林晓", "0 0 0")
    assert group.told("何建平") == [f"10月20日{PLACE}接待记录：没有乡亲来。"]
    assert len(papers(group, "何建平")) == 1


async def test_without_counts_the_record_comes_the_next_workday_and_only_once(group: Group) -> None:
    await group.tells("林晓", f"接访 2人 {LAMP}")
    await group.waits_until(october(21, 9))
    assert (
        f"10月20日{PLACE}接待记录：人数还没有人报，1件。当场答复0，交办0，引导0。到期最近的 尾号 1（10月21日）。"
        in group.told("何建平")
    )
    group.forgets()
    await group.tells("林晓", "1")
    assert papers(group, "何建平") == []


async def test_days_nobody_counted_are_told_to_the_head_once_a_week_and_together() -> None:
    roster = two_points_on_one_day()
    group = await a_group(at=october(20, 12), roster=roster)
    group.forgets()
    await group.waits_until(november(3, 12))
    told = [text for text in group.told("何建平") if "人数" in text]
    assert [line for text in told for line in text.splitlines() if "人数" in line] == [
        f"还没有人报人数：10月20日{PLACE}、10月20日李村村委会"
    ]


async def test_the_record_of_a_day_counted_late_is_given_then(group: Group) -> None:
    await group.waits_until(october(21, 9, 5))
    assert papers(group, "何建平") == []
    await group.tells("林晓", "0 0 0")
    assert len(papers(group, "何建平")) == 1


async def test_the_record_may_be_asked_for_again(group: Group) -> None:
    await group.waits_until(october(28, 12))
    group.forgets()
    await group.tells("林晓", "接待记录 10月20日")
    assert len(papers(group, "林晓")) == 1


# --- afterwards ---


async def test_after_three_and_seven_days_staff_learn_where_each_matter_stands(group: Group) -> None:
    await group.tells("林晓", f"接访 2人 {LAMP}")
    await group.tells("林晓", "派 1 张明远")
    await group.waits_until(october(28, 12))
    told = [text for text in group.told("林晓") if "下落" in text]
    assert [text.splitlines()[0] for text in told] == [
        f"10月20日{PLACE}的接待过去3天，1件的下落：",
        f"10月20日{PLACE}的接待过去7天，1件的下落：",
    ]
    assert told[0].splitlines()[1].startswith("尾号 1 俺村小学门口那个灯")


async def test_a_week_later_the_groups_hear_how_far_it_is_without_names_or_matters(group: Group) -> None:
    await group.tells("林晓", f"接访 2人 {LAMP}")
    await group.tells("林晓", "接访 桥栏杆断了一根")
    await group.tells("林晓", "引导 2 R3")
    group.forgets()
    await group.waits_until(october(30, 12))
    assert [text for text in group.heard if "大家说的" in text] == [
        "10月20日接待时大家说的事：1件告诉了去处，1件还在定由谁办。谢谢大家。"
    ]


async def test_where_nothing_was_told_nothing_is_followed_up(group: Group) -> None:
    await group.waits_until(october(30, 12))
    assert [text for text in (*group.heard, *group.told("林晓")) if "下落" in text or "大家说的" in text] == []


# --- the paper as a clerk fills it in ---


def boxes(group: Group, name: str = "林晓") -> list[list[str]]:
    """Return the rows of the last paper, each its different boxes."""
    (table,) = docx.Document(BytesIO(group.files(name)[-1].content)).tables
    return [list(dict.fromkeys(cell.text for cell in row.cells)) for row in table.rows]


async def test_each_matter_has_a_heading_with_its_number_and_all_boxes_of_the_form(group: Group) -> None:
    await group.tells("林晓", f"接访 6人 {LAMP}")
    await group.tells("林晓", "接待记录 10-20")
    rows = boxes(group)
    first = rows.index(["第1件　关联编号 QS2026-0001"])
    assert ["接待代表", "周国栋（县人大代表）；张明远（镇人大代表）"] in rows[:first]
    assert rows[first + 1 :] == [
        ["来访选民", "", "性别、年龄段"],
        ["所在村、网格", "", "电话"],
        ["人数", "6人（代表不超过5人）", "要求保密", "□ 是　　□ 否"],
        ["反映内容\n（原话）", LAMP],
        ["涉及类别", ""],
        ["初步意见", ""],
        [
            "处理方式",
            "□ 当场答复　□ 交村（社区）　□ 交乡镇（街道）\n"
            "□ 形成代表建议　□ 请上级代表提出　□ 引导到有关渠道（六类之____）",
        ],
        ["答复内容", ""],
        ["承办单位", "", "办理期限", "2026年10月21日"],
        ["办理结果", "已收到", "选民评价", ""],
        ["反馈日期", "", "反馈方式"],
        ["选民签名", "", "接待代表签名"],
    ]


async def test_where_more_was_told_than_entered_the_form_has_boxes_for_the_rest(group: Group) -> None:
    await group.tells("林晓", f"接访 {LAMP}")
    await group.waits_until(october(20, 12))
    await group.tells("林晓", "3 2 0")
    await group.tells("林晓", "接待记录 10-20")
    assert ["没登记的　先写在这里，登记后写上关联编号："] in boxes(group)
    assert boxes(group)[-1] == ["选民签名", "", "接待代表签名"]


async def test_where_nobody_came_the_form_has_no_matter(group: Group) -> None:
    await group.waits_until(october(20, 12))
    await group.tells("林晓", "0 0 0")
    await group.tells("林晓", "接待记录 10-20")
    assert not any(row[0] == "选民签名" for row in boxes(group))
