"""Documents -> files."""

from bot.platforms.base import File
from handlers.document import Document


def render(document: Document) -> File:
    """Return *document* as the file it is named after."""
    from bot.documents.docx import written  # its library takes a tenth of a second to load, and many days need no form

    return File(name=document.name, content=written(document))
