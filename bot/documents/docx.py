"""Documents as Word files: A4 upright, the sizes of domain §4."""

from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Final

import docx
from docx.document import Document as WordFile
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Length, Pt
from docx.styles.style import ParagraphStyle
from docx.table import _Cell, _Row
from docx.text.paragraph import Paragraph

from bot.documents.photos import shrunk
from handlers.document import Cell, Document

# Under their English names every office program finds them, or the substitute it has for them.
SONG: Final = "SimSun"
FANG_SONG: Final = "FangSong"

PAGE: Final = Cm(21), Cm(29.7)  # A4
MARGIN: Final = Cm(2)
COLUMNS: Final = (Cm(3.1), Cm(5.4), Cm(3.1), Cm(5.4))  # a label of seven signs and its value, twice
ONE_PICTURE: Final = Cm(7.8), Cm(7)  # beside another box: so wide and so high at most
SEVERAL: Final = Cm(3.8), Cm(4.5)  # the same, two of them side by side
SHADE: Final = "EEEEEE"
LINE_HEIGHT: Final = 0.7  # centimetres

TITLE_SIZE: Final = Pt(22)
TABLE_SIZE: Final = Pt(10.5)
SMALL_SIZE: Final = Pt(9)


def written(document: Document, pictures: Mapping[str, bytes]) -> bytes:
    """Return *document* as the content of a .docx file, with those *pictures* it refers to."""
    file = docx.Document()
    _set_page(file, document)
    set_text(file.add_paragraph(), document.title, SONG, TITLE_SIZE, bold=True).alignment = WD_ALIGN_PARAGRAPH.CENTER
    for text in document.paragraphs:
        set_text(file.add_paragraph(), text, FANG_SONG, TABLE_SIZE)
    if document.rows:
        _add_table(file, document.rows, pictures)
    content = BytesIO()
    file.save(content)
    return content.getvalue()


def _set_page(file: WordFile, document: Document) -> None:
    file.core_properties.title = document.title
    file.core_properties.author = file.core_properties.comments = ""  # the library's own name
    style = file.styles["Normal"]
    assert isinstance(style, ParagraphStyle)
    style.paragraph_format.space_after = Pt(4)
    language = OxmlElement("w:lang")
    language.set(qn("w:eastAsia"), "zh-CN")  # which shapes of the signs a substitute typeface shows
    style.element.get_or_add_rPr().append(language)
    (section,) = file.sections
    section.page_width, section.page_height = PAGE
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = MARGIN
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    set_text(foot, f"{document.footer}　", FANG_SONG, SMALL_SIZE)
    number = OxmlElement("w:fldSimple")
    number.set(qn("w:instr"), "PAGE")
    foot._p.append(number)  # the library has no call for a page number


def _add_table(file: WordFile, rows: Sequence[Sequence[Cell]], pictures: Mapping[str, bytes]) -> None:
    table = file.add_table(rows=len(rows), cols=len(COLUMNS), style="Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for column, width in zip(table.columns, COLUMNS, strict=True):
        column.width = width
    below_heading = False
    for number, cells in enumerate(rows):
        _fill(table.rows[number], cells, pictures)
        if below_heading and not cells[0].heading:
            _keep_with_next(table.rows[number - 1])
        below_heading = below_heading or cells[0].heading


def _fill(row: _Row, cells: Sequence[Cell], pictures: Mapping[str, bytes]) -> None:
    """Write one row; a cell that has it to itself is as wide as the table."""
    row.height = Cm(LINE_HEIGHT * max(cell.lines for cell in cells))
    boxes = row.cells
    for box, width in zip(boxes, COLUMNS, strict=True):
        box.width = width
    for cell, label, value in zip(cells, boxes[::2], boxes[1::2], strict=False):
        last = boxes[-1] if len(cells) == 1 else value
        if cell.heading:
            _write_heading(label.merge(last), cell)
        elif cell.pictures is not None:
            _show(label.merge(last), cell, [pictures[one] for one in cell.pictures if one in pictures])
        else:
            _write(label, cell.label)
            label.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
            _write(value.merge(last), cell.value)


def _write(box: _Cell, text: str) -> None:
    box.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    paragraph = set_text(box.paragraphs[0], text, SONG, TABLE_SIZE)
    paragraph.paragraph_format.space_after = Pt(0)


def _write_heading(box: _Cell, cell: Cell) -> None:
    _write(box, f"{cell.label}　{cell.value}".rstrip())
    for run in box.paragraphs[0].runs:
        run.font.bold = True
    shade = OxmlElement("w:shd")
    shade.set(qn("w:val"), "clear")
    shade.set(qn("w:fill"), SHADE)
    box._tc.get_or_add_tcPr().append(shade)  # the library has no call for it


def _show(box: _Cell, cell: Cell, pictures: Sequence[bytes]) -> None:
    """Put *pictures* below the label, two in a line where there are several."""
    _write(box, f"{cell.label}　{cell.value}".rstrip())
    box.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.TOP
    width, height = ONE_PICTURE if len(pictures) == 1 else SEVERAL
    line = box.add_paragraph()
    for content in pictures:
        _add_picture(line, content, width, height)


def _add_picture(line: Paragraph, content: bytes, width: Length, height: Length) -> None:
    """Add a picture as large as it may be; one that cannot be read is left out."""
    photo = shrunk(content)
    if photo is not None:
        shape = line.add_run().add_picture(BytesIO(photo))
        share = min(width / shape.width, height / shape.height)
        shape.width, shape.height = Length(int(shape.width * share)), Length(int(shape.height * share))


def _keep_with_next(row: _Row) -> None:
    for box in row.cells:
        for paragraph in box.paragraphs:
            paragraph.paragraph_format.keep_with_next = True


def set_text(paragraph: Paragraph, text: str, typeface: str, size: Length, *, bold: bool = False) -> Paragraph:
    """Write *text* into *paragraph*, in a typeface that holds for Chinese signs too."""
    run = paragraph.add_run(text)
    run.font.name, run.font.size, run.font.bold = typeface, size, bold
    properties = run._r.get_or_add_rPr()
    properties.get_or_add_rFonts().set(qn("w:eastAsia"), typeface)  # the library sets Latin only
    language = OxmlElement("w:lang")
    language.set(qn("w:eastAsia"), "zh-CN")  # else a substitute typeface may show the signs of another country
    properties.append(language)
    return paragraph
