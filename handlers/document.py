"""A document as its handler wants it: what it says, in which boxes; how that looks on paper is not said here."""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A box of a form with its label; *lines* of room stay even where nothing stands in it: people write by hand."""

    label: str
    value: str = ""
    lines: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One sheet to be printed: a title, paragraphs, then a table of *rows*, each of one or two cells.

    *name* is its file's; its ending says what kind of file it becomes: .docx, .xlsx with a column for each label, or
    .png. A *large* one is a poster, read from some steps away: its rows are lines, its footer is the signature, and
    *code* is what its QR code says.
    """

    name: str
    title: str
    paragraphs: tuple[str, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()
    footer: str = ""
    large: bool = False
    code: str = ""

    def words(self) -> Iterator[str]:
        """Yield all that it says."""
        yield from (self.name, self.title, *self.paragraphs, self.footer, self.code)
        for row in self.rows:
            for cell in row:
                yield from (cell.label, cell.value)
