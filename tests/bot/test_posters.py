"""Posters as files: all that they say stands on one sheet, as a picture too."""

from dataclasses import replace
from datetime import date, time
from io import BytesIO
from typing import Final

import docx
import pytest
from PIL import Image, ImageFont

from bot.documents import picture
from bot.documents.rendering import render
from handlers.dates.china_time import moment
from handlers.document import Cell, Document
from handlers.meetings.notice_numbers import numbered
from handlers.meetings.poster import poster_of
from handlers.meetings.reception_day import Held, upcoming
from handlers.people.rules.roster import Deputy, DeputyLevel, PersonId
from handlers.people.texts import mandates
from tests.support.memory import MemoryStorage
from tests.support.township import BOUND, STATION, TOWNSHIP

NEEDS_TYPEFACE: Final = pytest.mark.skipif(
    picture.chinese_typeface() is None, reason="no Chinese typeface: apt-get install fonts-noto-cjk"
)
ISSUED: Final = date(2026, 10, 13)


async def a_day() -> Held:
    storage = MemoryStorage(TOWNSHIP, bound=BOUND)
    async with storage.begin() as work:
        days = await upcoming(STATION, ISSUED, work)
        return await numbered(days[0], moment(ISSUED, time(9)), work)


def words_of(content: bytes) -> str:
    file = docx.Document(BytesIO(content))
    cells = (cell.text for table in file.tables for row in table.rows for cell in row.cells)
    return "\n".join((*(paragraph.text for paragraph in file.paragraphs), *cells))


async def test_a_poster_to_print_says_when_where_who_and_how_else() -> None:
    file = render(poster_of(await a_day(), "docx", ISSUED), {})
    assert file.name == "接待日公告2026-10-20（青石镇人大代表联络站）.docx"
    assert words_of(file.content).splitlines() == [
        "青石镇人大代表联络站公告",
        "〔2026〕1号",
        "根据年度安排，定于2026年10月20日（星期二）举行代表接待选民活动。现公告如下：",
        "一、时间：上午9点到11点半",
        "二、地点：青石镇政府一楼",
        "三、接待代表：",
        "周国栋（县人大代表）",
        "张明远（镇人大代表，联系李村）",
        "四、欢迎来说：路灯、道路、用水、环境、办事等。",
        "五、另有地方办：打官司、案件：法院 12368；反映公职人员：纪委监委 12388；"
        "劳动仲裁 12333，行政复议：云川县司法局行政复议窗口 0399-6000012；信访：青石镇信访接待室 0399-6000013；"
        "涉密、别人隐私：单独跟工作人员说；家庭邻里、钱款纠纷：青石镇人民调解委员会 0399-6000014。",
        "六、来不了：在村（社区）微信群里@小助手说，或打 0399-6000001，也可以托家人邻居来说。",
        "七、电话：0399-6000001",
        "（周一至周五 8:30—17:30）",
        "",
        "请相互转告。",
        "扫左边的码，看怎么找到我们。",
        "青石镇人大代表联络站",
        "2026年10月13日",
    ]


async def test_without_a_link_the_code_tells_how_to_reach_the_station() -> None:
    assert poster_of(await a_day(), "docx", ISSUED).code == (
        "青石镇人大代表联络站\n地址：青石镇政府一楼\n时间：周一至周五 8:30—17:30\n电话：0399-6000001"
    )


@NEEDS_TYPEFACE
async def test_a_poster_as_a_picture_has_the_shape_of_a_sheet_and_leaves_its_edge_white() -> None:
    file = render(poster_of(await a_day(), "png", ISSUED), {})
    assert file.name.endswith(".png")
    image = Image.open(BytesIO(file.content)).convert("L")
    assert image.size == (picture.WIDTH, picture.HEIGHT)
    assert image.point(lambda value: 255 - value).getbbox() is not None
    assert edge_is_white(image)


@NEEDS_TYPEFACE
@pytest.mark.parametrize("signs", [10, 400, 900])
def test_however_much_a_poster_says_it_stays_on_the_sheet(signs: int) -> None:
    long = Document(
        name="a.png",
        title="青石镇人大代表联络站公告",
        paragraphs=("〔2026〕1号", "说"),
        rows=((Cell(label="一、时间", value="路灯" * (signs // 2)),),),
        footer="请相互转告。",
        large=True,
        code="说",
    )
    assert edge_is_white(Image.open(BytesIO(render(long, {}).content)).convert("L"))


@NEEDS_TYPEFACE
@pytest.mark.parametrize("closing", ["；", "）；", "”）。"])
def test_no_line_of_a_picture_begins_with_a_stop_nor_runs_past_the_margin(closing: str) -> None:
    font = ImageFont.truetype(picture.chinese_typeface() or "", 46)
    for signs in range(15, 30):
        lines = list(picture.lines("灯" * signs + closing + "路" * 30, font))
        assert max(map(font.getlength, lines)) <= picture.WIDTH - 2 * picture.MARGIN
        assert not any(line[0] in closing for line in lines)


def test_a_deputy_is_named_with_the_congresses_of_the_place() -> None:
    both = Deputy(person=PersonId("d"), name="陈玉兰", levels=(DeputyLevel.TOWNSHIP, DeputyLevel.COUNTY))
    assert mandates(both, STATION) == "镇、县人大代表"
    assert mandates(both, replace(STATION, township="白水乡", county="河口市")) == "乡、河口市人大代表"


def edge_is_white(image: Image.Image) -> bool:
    """Return whether nothing stands within two millimetres of the edge, where printers cut."""
    cut = 12
    inner = image.crop((cut, cut, image.width - cut, image.height - cut))
    outside = image.copy()
    outside.paste(255, (cut, cut, cut + inner.width, cut + inner.height))
    return outside.getextrema() == (255, 255)
