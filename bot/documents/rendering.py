"""Documents -> files."""

from bot.platforms.base import File
from handlers.document import Document


def render(document: Document) -> File:
    """Return *document* as the file it is named after."""
    # The libraries take a tenth of a second to load each, and many days need no form.
    if document.name.endswith(".xlsx"):
        from bot.documents.xlsx import written
    else:
        from bot.documents.docx import written
    return File(name=document.name, content=written(document))
