"""Documents as files, and the files on their way to whoever asked for them."""

from dataclasses import replace
from io import BytesIO

import docx

from bot import texts
from bot.documents.docx import written
from handlers.document import Cell, Document
from handlers.message import Fallback, Recipient
from handlers.people.rules.roster import Place
from handlers.petitions.rules.petition import PetitionId
from handlers.ports import Delivery
from tests.support.papers import on_paper
from tests.support.post_office import DEPUTY, GROUP, PostOffice
from tests.support.records import VOTER
from tests.support.township import PLATFORM, ROBOT, WANG_VILLAGE

FORM = Document(
    name="登记表 QS2026-0001.docx",
    title="登记表",
    paragraphs=("编号：QS2026-0001", "打印时间：2026年3月20日"),
    rows=(
        (Cell(label="姓名", value="张明远"), Cell(label="电话")),
        (Cell(label="情况和问题", value="李村小学门口路灯不亮", lines=4),),
    ),
    footer="仅限办理使用",
)


def test_a_word_file_says_everything_the_document_says() -> None:
    said = "\n".join(on_paper(written(FORM, {})))
    assert [text for text in FORM.words() if text not in said and text != FORM.name] == []


def test_an_empty_box_is_printed_to_be_filled_in_by_hand() -> None:
    table = docx.Document(BytesIO(written(FORM, {}))).tables[0]
    assert [box.text for box in table.rows[0].cells] == ["姓名", "张明远", "电话", ""]


def test_a_box_alone_in_its_row_is_as_wide_as_the_rest_of_the_table() -> None:
    table = docx.Document(BytesIO(written(FORM, {}))).tables[0]
    label, *value = table.rows[1].cells
    assert label.text == "情况和问题"
    assert {box._tc for box in value} == {value[0]._tc}


def test_a_picture_that_cannot_be_read_leaves_its_box_free() -> None:
    form = replace(FORM, rows=((Cell(label="照片", pictures=("lamp",)),),))
    assert "照片" in on_paper(written(form, {"lamp": b"no picture"}))[-2]


def test_only_what_stands_below_a_heading_is_kept_together() -> None:
    rows = ((Cell(label="日期"),), (Cell(label="第1件", heading=True),), (Cell(label="内容"),), (Cell(label="签名"),))
    table = docx.Document(BytesIO(written(replace(FORM, rows=rows), {}))).tables[0]
    kept = [row.cells[0].paragraphs[0].paragraph_format.keep_with_next for row in table.rows]
    assert kept == [None, True, True, None]


def test_chinese_signs_have_the_typeface_too() -> None:
    title = docx.Document(BytesIO(written(FORM, {}))).paragraphs[0].runs[0]
    assert title._r.xpath("./w:rPr/w:rFonts/@w:eastAsia") == [title.font.name]


async def test_a_document_goes_with_its_message_as_a_file_of_its_name() -> None:
    office = PostOffice()
    await office.queue("登记表见附件。", to=DEPUTY, document=FORM)
    assert await office.sends() == ["登记表见附件。"]
    (post,) = office.platform.delivered
    assert post.file is not None
    assert post.file.name == FORM.name
    assert "李村小学门口路灯不亮" in on_paper(post.file.content)


async def test_a_message_without_a_document_has_no_file() -> None:
    office = PostOffice()
    await office.queue("您好。", to=DEPUTY)
    await office.sends()
    assert office.platform.delivered[0].file is None


async def test_a_document_for_somebody_who_cannot_be_told_alone_goes_into_no_group_in_his_place() -> None:
    office = PostOffice()
    office.platform.unreachable.add(Place(platform=PLATFORM, account=ROBOT, chat="张明远"))
    await office.queue("见附件。", to=DEPUTY, document=FORM, fallback=Fallback(group=WANG_VILLAGE, text="请加我"))
    assert await office.sends() == ["请加我"]
    assert office.platform.delivered[0].file is None


async def test_a_document_that_points_to_a_person_goes_into_no_group() -> None:
    office = PostOffice()
    await office.queue("登记表见附件。", to=GROUP, document=Document(name="a.docx", title="请打13812345678找他"))
    assert await office.sends() == [texts.WITHHELD]
    assert (await office.state("登记表见附件。"))[0] is Delivery.GIVEN_UP


async def test_an_erased_message_keeps_no_document() -> None:
    office = PostOffice()
    await office.queue("登记表见附件。", to=Recipient.person(VOTER), document=FORM, about=PetitionId("qs-2026-1"))
    async with office.storage.begin() as work:
        await work.outbox.forget_about("qs-2026-1")
        entry = await work.outbox.get(1)
    assert entry is not None
    assert entry.outgoing.document is None
