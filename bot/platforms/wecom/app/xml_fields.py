"""XML of WeChat Work as a mapping of texts; no document types, no entities, no depth without end. No I/O.

It stands on expat itself: the parser of defusedxml is written in Python and takes twice as long.
"""

from collections.abc import Mapping
from typing import Final, NoReturn, cast
from xml.parsers.expat import ExpatError, ParserCreate

from bot.platforms.wecom.bounds import check_size
from bot.web.unreadable import MALFORMED, Unreadable

ROOT: Final = "xml"
DEEPEST: Final = 32
MOST_ELEMENTS: Final = 1000  # the platform writes some dozens

Fields = Mapping[str, "Field"]
Field = str | Fields | list["Field"]


def fields_in(data: bytes) -> Fields:
    """Return what stands in the one element `xml`; a list where a name stands several times. Raise `Unreadable`."""
    check_size(data)
    reader = _Reader()
    parser = ParserCreate("utf-8")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse  # and with it every entity, which only a document type could declare
    parser.StartElementHandler = reader.start
    parser.CharacterDataHandler = reader.text
    parser.EndElementHandler = reader.end
    try:
        parser.Parse(data, True)
    except ExpatError:
        raise Unreadable(MALFORMED) from None
    root = reader.found.get(ROOT)
    if not isinstance(root, dict):
        raise Unreadable(MALFORMED)
    return cast(Fields, root)


def text_at(fields: Fields, name: str) -> str:
    """Return the text under *name*, nothing where there is none or there are several."""
    value = fields.get(name)
    return value if isinstance(value, str) else ""


def _refuse(*declared: object) -> NoReturn:
    raise Unreadable(MALFORMED)


class _Reader:
    """Takes what the parser finds."""

    def __init__(self) -> None:
        self.found: dict[str, Field] = {}
        self._inner = self.found
        self._around: list[dict[str, Field]] = []
        self._text = ""
        self._elements = 0

    def start(self, name: str, attributes: object) -> None:
        self._elements += 1
        if len(self._around) == DEEPEST or self._elements > MOST_ELEMENTS:
            raise Unreadable(MALFORMED)
        self._around.append(self._inner)
        self._inner = {}
        self._text = ""

    def text(self, text: str) -> None:
        self._text += text

    def end(self, name: str) -> None:
        value: Field = self._inner or self._text
        self._inner = self._around.pop()
        before = self._inner.get(name)
        if before is None:
            self._inner[name] = value
        elif isinstance(before, list):
            before.append(value)
        else:
            self._inner[name] = [before, value]
