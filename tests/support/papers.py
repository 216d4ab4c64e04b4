"""Papers the bot hands out, read back."""

from collections.abc import Iterable, Mapping
from io import BytesIO

import docx
from docx.table import _Cell


def on_paper(content: bytes) -> list[str]:
    """Return all that stands in a Word file: its paragraphs, the boxes of its tables row by row, its foot."""
    file = docx.Document(BytesIO(content))
    return [
        *(paragraph.text for paragraph in file.paragraphs),
        *(text for table in file.tables for row in table.rows for text in _boxes(row.cells)),
        *(paragraph.text for section in file.sections for paragraph in section.footer.paragraphs),
    ]


def filled_in(content: bytes) -> Mapping[str, str]:
    """Return what stands behind each label of a form."""
    (table,) = docx.Document(BytesIO(content)).tables
    boxes = [_boxes(row.cells) for row in table.rows]
    return {label: value for row in boxes for label, value in zip(row[::2], row[1::2], strict=True)}


def _boxes(cells: Iterable[_Cell]) -> list[str]:
    """Return what stands in the boxes of a row; a box over several columns is one."""
    return [box.text for box in {box._tc: box for box in cells}.values()]
