"""Documents -> files."""

from collections.abc import Mapping
from pathlib import PurePath

from bot.platforms.base import File
from handlers.document import Document


def render(document: Document, pictures: Mapping[str, bytes]) -> File:
    """Return *document* as the file it is named after, with the *pictures* it shows, by what refers to them.

    A poster that cannot be drawn as a picture here becomes a Word file.
    """
    # The libraries take a tenth of a second to load each, and many days need no form.
    if document.name.endswith(".xlsx"):
        from bot.documents.xlsx import written

        return File(name=document.name, content=written(document))
    if document.name.endswith(".png"):
        from bot.documents import picture

        if (typeface := picture.chinese_typeface()) is not None:
            return File(name=document.name, content=picture.drawn(document, typeface))
    return File(name=str(PurePath(document.name).with_suffix(".docx")), content=_as_word(document, pictures))


def _as_word(document: Document, pictures: Mapping[str, bytes]) -> bytes:
    if document.large:
        from bot.documents import poster

        return poster.written(document)
    from bot.documents import docx

    return docx.written(document, pictures)
