"""Documents as sheets: one row for each of theirs, the labels of its cells as headings; and sheets read back."""

from collections.abc import Collection, Iterator
from datetime import date, datetime
from io import BytesIO
from typing import Final
from zipfile import BadZipFile

import openpyxl
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.workbook.child import INVALID_TITLE_REGEX
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from bot.documents.docx import SONG
from handlers.document import Document
from handlers.meetings.roster_sheet import Sheet, SheetRow

TITLE_SIZE: Final = 16
BODY_SIZE: Final = 10.5
NARROWEST: Final = 6
LONGEST_NAME: Final = 31  # of a sheet in its book
WIDEST: Final = 24  # of an ordinary sign; a Chinese one takes two
HEADINGS_LOOKED_FOR: Final = 20
"""How many rows from the top may be titles and notes."""

_THIN: Final = Side(style="thin")
_BOX: Final = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_MIDDLE: Final = Alignment(horizontal="center", vertical="center", wrap_text=True)
_LEFT: Final = Alignment(horizontal="left", vertical="center", wrap_text=True)
_SHADE: Final = PatternFill("solid", start_color="EEEEEE")


class NoSheet(Exception):
    """The file is no .xlsx file."""


def written(document: Document) -> bytes:
    """Return *document* as the content of an .xlsx file: A4 across, as many pages long as it takes."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = INVALID_TITLE_REGEX.sub("", document.title)[:LONGEST_NAME]
    headings = [cell.label for cell in document.rows[0]]
    _write_line(sheet, 1, document.title, Font(name=SONG, size=TITLE_SIZE, bold=True), _MIDDLE, len(headings))
    for number, text in enumerate(document.paragraphs, start=2):
        _write_line(sheet, number, text, Font(name=SONG, size=BODY_SIZE), _LEFT, len(headings))
    head = 2 + len(document.paragraphs)
    _write_row(sheet, head, headings, bold=True)
    for number, cells in enumerate(document.rows, start=head + 1):
        _write_row(sheet, number, [cell.value for cell in cells])
    for column, heading in enumerate(headings):
        widest = max(_width(text) for text in (heading, *(cells[column].value for cells in document.rows)))
        sheet.column_dimensions[get_column_letter(column + 1)].width = min(max(widest + 2, NARROWEST), WIDEST)
    sheet.freeze_panes = f"A{head + 1}"
    sheet.print_title_rows = f"{head}:{head}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToHeight = 0
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def read(content: bytes, headings: Collection[str]) -> list[Sheet]:
    """Return the sheets that have at least one of *headings*, the row with most of them taken for the table's head.

    Raise `NoSheet`.
    """
    try:
        book = openpyxl.load_workbook(BytesIO(content), data_only=True)
    except (BadZipFile, InvalidFileException, KeyError) as error:
        raise NoSheet from error
    found = (_table(sheet, headings) for sheet in book.worksheets)
    return [sheet for sheet in found if sheet is not None]


def _table(sheet: Worksheet, headings: Collection[str]) -> Sheet | None:
    rows = [[_text(value) for value in row] for row in sheet.iter_rows(values_only=True)]
    if not rows:
        return None
    head, row = max(enumerate(rows[:HEADINGS_LOOKED_FOR]), key=lambda one: len(set(headings).intersection(one[1])))
    columns = {text: number for number, text in enumerate(row) if text}
    if not columns.keys() & set(headings):
        return None
    return Sheet(
        name=sheet.title,
        columns={heading: get_column_letter(number + 1) for heading, number in columns.items()},
        rows=tuple(_rows(rows, head, columns)),
    )


def _rows(rows: list[list[str]], head: int, columns: dict[str, int]) -> Iterator[SheetRow]:
    for number, row in enumerate(rows[head + 1 :], start=head + 2):
        if any(row):
            yield SheetRow(number=number, texts={heading: row[column] for heading, column in columns.items()})


def _text(value: object) -> str:
    match value:
        case None:
            return ""
        case datetime():
            return value.date().isoformat()
        case date():
            return value.isoformat()
        case _:
            return str(value).strip()


def _write_line(sheet: Worksheet, number: int, text: str, font: Font, alignment: Alignment, columns: int) -> None:
    """Write *text* across the table."""
    sheet.merge_cells(start_row=number, start_column=1, end_row=number, end_column=columns)
    box = sheet.cell(row=number, column=1, value=text)
    box.font, box.alignment = font, alignment
    sheet.row_dimensions[number].height = font.size * 2.4


def _write_row(sheet: Worksheet, number: int, texts: list[str], *, bold: bool = False) -> None:
    lines = 1
    for column, text in enumerate(texts, start=1):
        box = sheet.cell(row=number, column=column, value=text)
        box.data_type = "s"  # a voter's words are never a formula, whatever they begin with
        box.font, box.alignment, box.border = Font(name=SONG, size=BODY_SIZE, bold=bold), _MIDDLE, _BOX
        if bold:
            box.fill = _SHADE
        lines = max(lines, -(-_width(text) // (WIDEST - 2)))
    sheet.row_dimensions[number].height = BODY_SIZE * (1.5 * lines + 0.6)


def _width(text: str) -> int:
    return sum(1 if sign.isascii() else 2 for sign in text)
