"""Posters as Word files: A4, in type that old people read from some steps away, with a QR code."""

from io import BytesIO
from typing import Final

import docx
import segno
from docx.document import Document as WordFile
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm, Length, Pt
from docx.text.paragraph import Paragraph

from bot.documents.docx import FANG_SONG, PAGE, SONG, set_text
from handlers.document import Document

MARGIN: Final = Cm(2)
WIDTH, HEIGHT = (Length(side - 2 * MARGIN) for side in PAGE)
TITLE_SIZE: Final = Pt(36)
SIZES: Final = tuple(map(Pt, range(20, 9, -1)))  # as large as stands on one page
SPACING: Final = 1.35  # of the size, from line to line
BETWEEN: Final = Pt(6)
SMALL_SIZE: Final = Pt(14)
CODE_WIDTH: Final = Cm(4)
CODE_SCALE: Final = 8  # pixels of a module: sharp in print


def written(document: Document) -> bytes:
    """Return *document* as the content of a .docx file of one page."""
    file = docx.Document()
    _set_page(file, document)
    title_size = _title_size(document)
    size = next((size for size in SIZES if _height(document, size) <= HEIGHT), SIZES[-1])
    number, *texts = document.paragraphs
    _line(file, document.title, SONG, title_size, WD_ALIGN_PARAGRAPH.CENTER, bold=True)
    _line(file, number, FANG_SONG, SMALL_SIZE, WD_ALIGN_PARAGRAPH.CENTER)
    for text in texts:
        _line(file, text, FANG_SONG, size, WD_ALIGN_PARAGRAPH.LEFT)
    for row in document.rows:
        for cell in row:
            line = _line(file, f"{cell.label}：", SONG, size, WD_ALIGN_PARAGRAPH.LEFT, bold=True)
            set_text(line, cell.value, FANG_SONG, size)
    _add_foot(file, document)
    content = BytesIO()
    file.save(content)
    return content.getvalue()


def _title_size(document: Document) -> Length:
    """Return how large a title may be whose lines are not to be broken."""
    return Length(min(TITLE_SIZE, WIDTH // max(map(len, document.title.splitlines()))))


def _height(document: Document, size: Length) -> int:
    """Return how high a page all that *document* says takes in that size."""
    number, *texts = document.paragraphs
    said = [(document.title, _title_size(document)), (number, SMALL_SIZE)]
    said += [
        (text, size) for text in (*texts, *(f"{cell.label}：{cell.value}" for row in document.rows for cell in row))
    ]
    foot = max(CODE_WIDTH, len(document.footer.splitlines()) * SMALL_SIZE * SPACING) + SMALL_SIZE * SPACING
    return int(foot + sum(_lines(text, size) * size * SPACING + BETWEEN for text, size in said))


def _lines(text: str, size: Length) -> int:
    """Return how many lines *text* takes at most; a sign that ends a phrase may pull another to the next line."""
    signs = WIDTH // size - 1
    return sum(-(-len(line) // signs) or 1 for line in text.splitlines())


def _add_foot(file: WordFile, document: Document) -> None:
    """Put the code beside the signature."""
    left, right = file.add_table(rows=1, cols=2).rows[0].cells
    left.width, right.width = Length(CODE_WIDTH + BETWEEN), Length(WIDTH - CODE_WIDTH - BETWEEN)
    left.paragraphs[0].add_run().add_picture(BytesIO(code(document.code)), width=CODE_WIDTH)
    right.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.BOTTOM
    set_text(right.paragraphs[0], document.footer, FANG_SONG, SMALL_SIZE).alignment = WD_ALIGN_PARAGRAPH.RIGHT


def code(text: str) -> bytes:
    """Return the QR code that says *text* as a .png picture."""
    content = BytesIO()
    segno.make(text, error="m", micro=False, encoding="utf-8").save(content, kind="png", scale=CODE_SCALE, border=2)
    return content.getvalue()


def _set_page(file: WordFile, document: Document) -> None:
    file.core_properties.title = document.title
    file.core_properties.author = file.core_properties.comments = ""
    (section,) = file.sections
    section.page_width, section.page_height = PAGE
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = MARGIN


def _line(
    file: WordFile, text: str, typeface: str, size: Length, alignment: WD_ALIGN_PARAGRAPH, *, bold: bool = False
) -> Paragraph:
    line = file.add_paragraph()
    line.alignment = alignment
    line.paragraph_format.space_after = BETWEEN
    line.paragraph_format.line_spacing = Length(int(size * SPACING))
    return set_text(line, text, typeface, size, bold=bold)
