"""A group of deputies watches a project: stage by stage, problem by problem, month by month."""

from datetime import date, datetime, time
from io import BytesIO

import docx
import pytest
from PIL import Image

from handlers.dates.china_time import moment
from handlers.message import Attachment, AttachmentKind, Quote
from tests.support.group import Group
from tests.support.stages import a_storage
from tests.support.township import BOUND, DEPUTIES, TOWNSHIP

PROJECT = "/项目 村口修桥 水利站 民生实事 张明远、陈玉兰"
PROBLEM = "/报问题 1 5月20日 护栏没装，要求两边都装好"


def on(month: int, day: int, hour: int = 9, minute: int = 0) -> datetime:
    return moment(date(2026, month, day), time(hour, minute))


@pytest.fixture
async def group() -> Group:
    """A Thursday; the bridge is on the register and being built."""
    group = Group(a_storage(TOWNSHIP, bound=BOUND), now=on(5, 7))
    await group.waits(minutes=1)
    await group.tells("林晓", PROJECT)
    await group.tells("林晓", "/项目 1 施工")
    group.forgets()
    return group


def paper(group: Group, name: str) -> list[list[str]]:
    """Return the rows of the paper that *name* was given last, each its different boxes."""
    (table,) = docx.Document(BytesIO(group.files(name)[-1].content)).tables
    return [list(dict.fromkeys(cell.text for cell in row.cells)) for row in table.rows]


# --- the register ---


async def test_a_project_is_entered_with_its_unit_group_and_deputies(group: Group) -> None:
    await group.tells("林晓", "/项目 幼儿园操场 教育办 民生实事 周国栋")
    assert group.told("林晓") == [
        "好的，第2号项目“幼儿园操场”，教育办负责，民生实事组周国栋跟着看。\n"
        "这一步要做：看可研报告、看选址。做了发“项目 2 看可研报告”。"
    ]


async def test_each_stage_shows_what_is_to_be_seen_to(group: Group) -> None:
    await group.tells("林晓", "/项目 1 看现场")
    await group.tells("林晓", "/项目 1")
    assert group.told("林晓")[-1] == (
        "第1号“村口修桥”，水利站负责，民生实事组：张明远、陈玉兰\n"
        "现在：施工\n"
        "这一步要做：参加协调会、看现场（已做）。做了发“项目 1 参加协调会”。"
    )


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("/项目 9", "没有第9号项目。看有哪些，发“项目”。"),
        ("/项目 1 喝茶", "没看懂走到哪一步。可以发“项目 1”加：结束、回头看、"),
        ("/项目 修路 公路站 民生实事 王某某", "没找到代表“王某某”"),
        ("/整改 1 7 已改", "“村口修桥”没有第7个问题。看有哪些，发“项目 1”。"),
        ("/报问题 1 5月1日 护栏没装", "5月1日已经过了，请写以后的日子。"),
    ],
)
async def test_what_is_not_on_the_register_is_told(group: Group, line: str, answer: str) -> None:
    await group.tells("林晓", line)
    assert group.told("林晓")[0].startswith(answer)


# --- problems ---


async def test_a_problem_goes_to_staff_with_a_slip_that_names_the_day(group: Group) -> None:
    await group.tells("张明远", PROBLEM, picture="before.jpg")
    assert group.told("张明远") == ["好的，“村口修桥”第1个问题记下了，请水利站5月20日前改。整改通知单请查收（附件）。"]
    assert group.told("林晓") == [
        "督查“村口修桥”，第1个问题：护栏没装，要求：两边都装好。请水利站5月20日前改好，"
        "改好发：整改 1 1 已经……（可附照片）。通知单请查收（附件）。"
    ]
    assert paper(group, "林晓") == [
        ["项目", "村口修桥", "责任单位", "水利站"],
        ["时间", "2026年5月7日", "参加代表", "张明远、陈玉兰"],
        ["问题", "护栏没装"],
        ["整改要求", "两边都装好"],
        ["期限", "2026年5月20日前"],
        ["签收人", "", "签收日期"],
        ["整改情况", ""],
        ["整改前照片　1张\n", "整改后照片\n"],
        ["验收", "", "代表签名"],
    ]


async def test_a_deputy_of_another_group_finds_no_problems_here(group: Group) -> None:
    await group.tells("周国栋", PROBLEM)
    assert group.told("周国栋") == ["“村口修桥”由别的组、别的单位管，您有事跟工作人员说。"]


async def test_a_correction_counts_once_whoever_found_the_problem_has_looked(group: Group) -> None:
    await group.tells("张明远", PROBLEM)
    await group.tells("林晓", "/整改 1 1 护栏已装好")
    assert (
        group.told("张明远")[-1]
        == "“村口修桥”的问题“护栏没装”，水利站说：护栏已装好。您去看过，改好了回 1，没改好回 2。"
    )
    await group.tells("林晓", "/项目 1")
    assert group.told("林晓")[-1].splitlines()[-1] == "1 护栏没装，单位说已改，还没去看"
    await group.tells("张明远", "1")
    assert group.told("林晓")[-1] == "“村口修桥”的问题“护栏没装”，代表去看过，已改好。通知单请查收（附件）。"
    assert ["整改情况", "护栏已装好"] in paper(group, "林晓")
    assert paper(group, "林晓")[-1] == ["验收", "2026年5月7日去看过，已改好", "代表签名", ""]
    await group.tells("林晓", "/项目 1")
    assert group.told("林晓")[-1].splitlines()[-1] == "1 护栏没装，已改好"


async def test_what_is_not_right_after_all_goes_back_to_the_unit(group: Group) -> None:
    await group.tells("张明远", PROBLEM)
    await group.tells("林晓", "/整改 1 1 护栏已装好")
    await group.tells("张明远", "2")
    assert group.told("张明远")[-1] == "好的，记成没改好，请单位接着改。"
    assert group.told("林晓")[-1] == "“村口修桥”的问题“护栏没装”，代表去看了，还没改好，请水利站接着改。"


async def test_staff_hear_once_of_what_should_be_right_by_now(group: Group) -> None:
    await group.tells("张明远", PROBLEM)
    await group.waits_until(on(5, 20, 20))
    assert not any("还没有回音" in text for text in group.told("林晓"))
    await group.waits_until(on(5, 25))
    late = "“村口修桥”的问题“护栏没装”到5月20日该改好，还没有回音，请催水利站。"
    assert [text for text in group.told("林晓") if "还没有回音" in text] == [late]


# --- before and after ---


def a_photo(colour: str, width: int = 1600, height: int = 1200) -> bytes:
    content = BytesIO()
    Image.new("RGB", (width, height), colour).save(content, "PNG")
    return content.getvalue()


def colours_in(content: bytes) -> list[tuple[int, ...]]:
    """Return the colour of each picture of a Word file, in the order of its table's boxes."""
    file = docx.Document(BytesIO(content))
    parts = [file.part.related_parts[name] for name in file.element.body.xpath(".//a:blip/@r:embed")]
    corners = (Image.open(BytesIO(part.blob)).convert("RGB").getpixel((0, 0)) for part in parts)
    return [colour for colour in corners if isinstance(colour, tuple)]


@pytest.fixture
async def corrected(group: Group) -> Group:
    """The railing was missing, red; it is there now, blue: one picture with the words, one quoted."""
    group.platform.pictures = {"red": a_photo("red"), "blue": a_photo("blue"), "navy": a_photo("navy", 600, 1600)}
    await group.tells("张明远", PROBLEM, picture="red")
    await group.tells("林晓", "/整改 1 1 护栏已装好", picture="blue")
    after = Quote(text="", attachments=(Attachment(kind=AttachmentKind.IMAGE, reference="navy"),))
    await group.tells("林晓", "/整改 1 1 护栏两边都装好了", quote=after)
    group.forgets()
    return group


async def test_pictures_of_before_and_after_stand_side_by_side_on_the_slip_and_are_named_to_the_head(
    corrected: Group,
) -> None:
    await corrected.tells("张明远", "1")
    assert corrected.told("何建平") == [
        "“村口修桥”的问题“护栏没装”，代表去看过，已改好。通知单请查收（附件），有整改前照片1张、整改后照片2张。"
    ]
    assert paper(corrected, "何建平")[-2] == ["整改前照片　1张\n", "整改后照片　2张\n"]
    red, *blues = colours_in(corrected.files("何建平")[-1].content)
    assert red[0] > 200 > red[2]
    assert [blue[0] < 60 < blue[2] for blue in blues] == [True, True]


async def test_what_is_not_right_yet_is_not_told_to_the_head(corrected: Group) -> None:
    await corrected.tells("张明远", "2")
    assert corrected.told("何建平") == []
    assert len(corrected.told("林晓")) == 1


async def test_looking_back_shows_every_problem_before_and_after(corrected: Group) -> None:
    await corrected.tells("张明远", "1")
    await corrected.tells("张明远", "/报问题 1 6月20日 桥面不平")
    corrected.forgets()
    await corrected.tells("林晓", "/项目 1 回头看")
    assert corrected.told("林晓")[-1].splitlines()[-1] == (
        "对照表请查收（附件），问题2个，有整改前照片1张、整改后照片2张。"
    )
    (file,) = corrected.files("林晓")
    assert file.name == "项目回头看对照表1号.docx"
    assert len(colours_in(file.content)) == 3
    rows = paper(corrected, "林晓")
    assert [row for row in rows if row[0].startswith("问题")] == [["问题1　护栏没装"], ["问题2　桥面不平"]]


async def test_a_picture_that_is_erased_leaves_its_box_free(corrected: Group) -> None:
    del corrected.platform.pictures["red"]
    await corrected.tells("张明远", "1")
    assert len(colours_in(corrected.files("何建平")[-1].content)) == 2
    assert paper(corrected, "何建平")[-2] == ["整改前照片　1张\n", "整改后照片　2张\n"]


# --- inspections and looking back ---


async def test_the_groups_deputies_are_called_to_look(group: Group) -> None:
    await group.tells("张明远", PROBLEM)
    await group.tells("张明远", "/报问题 1 5月20日 桥面不平")
    await group.tells("林晓", "/整改 1 1 护栏已装好")
    group.forgets()
    await group.tells("林晓", "/督查 1 5月21日 上午9点 镇政府门口")
    called = "5月21日（周四）去看“村口修桥”，集合上午9点 镇政府门口。上次提的2个问题，已改1个。"
    assert (group.told("张明远"), group.told("陈玉兰"), group.told("周国栋")) == ([called], [called], [])


async def test_deputies_are_reminded_once_to_look_back_three_months_after_delivery(group: Group) -> None:
    await group.tells("林晓", "/项目 1 交付")
    group.forgets()
    await group.waits_until(on(8, 4))
    assert not any("该回头看" in text for text in group.told("张明远"))
    await group.waits_until(on(8, 8))
    back = (
        "“村口修桥”交付三个月了，该回头看一看。对照表请查收（附件），没提过问题。看到问题发：报问题 1 6月10日 护栏没装"
    )
    assert [text for text in group.told("张明远") if "该回头看" in text] == [back]
    assert [text for text in group.told("何建平") if "回头看" in text] == [
        "“村口修桥”交付三个月了，请民生实事组代表回头看。对照表请查收（附件），没提过问题。"
    ]


# --- the month ---

BULLETIN = (
    "【5月通报】1个监督小组，1个项目：正常0，慢了1。\n"
    "主要问题：村口修桥护栏没装（5月20日前改）。\n"
    "上月0个问题已改0个。请各组6月4日前补充。"
)


async def test_staff_get_the_months_bulletin_on_its_first_workday_and_the_deputies_only_once_they_agree(
    group: Group,
) -> None:
    await group.tells("张明远", PROBLEM)
    await group.waits_until(on(6, 1, 9, 30))
    draft = next(text for text in group.told("林晓") if text.startswith("【5月通报】"))
    assert draft == (
        f"{BULLETIN}\n\n发到代表工作群回 1。\n"
        "这个月该督查一次（一季一督查），定了发：督查 1 6月20日 上午9点 镇政府门口\n"
        "这个月该请各单位报告半年情况（半年一报告）。"
    )
    assert group.heard_in(DEPUTIES) == []
    await group.tells("林晓", "1")
    await group.waits(hours=1)
    assert group.heard_in(DEPUTIES) == [BULLETIN]
    assert not any("通报" in text for text in group.heard)


async def test_the_bulletin_as_a_paper_has_each_project(group: Group) -> None:
    await group.tells("张明远", PROBLEM)
    await group.tells("林晓", "/通报")
    assert group.files("林晓")[-1].name == "2026年4月项目监督通报.docx"
    assert paper(group, "林晓")[:3] == [
        ["小组", "民生实事", "项目", "1 村口修桥"],
        ["责任单位", "水利站", "进度", "施工，正常"],
        ["问题", "1 护栏没装，5月20日前改"],
    ]


async def test_where_nothing_is_watched_there_is_no_bulletin() -> None:
    group = Group(a_storage(TOWNSHIP, bound=BOUND), now=on(5, 29))
    await group.waits_until(on(6, 1, 10))
    assert not any("通报" in text for text in group.told("林晓"))
    await group.tells("林晓", "/通报")
    assert group.told("林晓")[-1] == "还没有监督的项目，没有要通报的。"
