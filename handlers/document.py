"""A document as its handler wants it: what it says, in which boxes; how that looks on paper is not said here."""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A box of a form with its label; *lines* of room stay even where nothing stands in it: people write by hand.

    A box for *pictures* refers to those that are shown in it; None is any other box. A *heading* has its row to itself
    and stays on one page with all that follows up to the next.
    """

    label: str
    value: str = ""
    lines: int = 1
    pictures: tuple[str, ...] | None = None
    heading: bool = False


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

    def pictures(self) -> Iterator[str]:
        """Yield what refers to each picture it shows."""
        yield from (one for row in self.rows for cell in row for one in cell.pictures or ())

    def words(self) -> Iterator[str]:
        """Yield all that it says."""
        yield from (self.name, self.title, *self.paragraphs, self.footer, self.code)
        for row in self.rows:
            for cell in row:
                yield from (cell.label, cell.value)
