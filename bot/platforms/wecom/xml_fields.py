"""XML of WeChat Work as a mapping of texts; no document types, no entities, no depth without end. No I/O."""

from collections.abc import Mapping
from typing import Final, cast

from defusedxml.ElementTree import DefusedXMLParser, ParseError

from bot.platforms.wecom.bounds import DEEPEST, check_size
from bot.platforms.wecom.cipher import MALFORMED, Unreadable

ROOT: Final = "xml"

Fields = Mapping[str, "Field"]
Field = str | Fields | list["Field"]


def fields_in(data: bytes) -> Fields:
    """Return what stands in the one element `xml`; a list where a name stands several times. Raise `Unreadable`."""
    check_size(data)
    parser = DefusedXMLParser(target=_Builder(), encoding="utf-8", forbid_dtd=True)
    try:
        parser.feed(data)
        fields = parser.close()
    except (ParseError, ValueError):  # the latter for what is forbidden
        raise Unreadable(MALFORMED) from None
    return cast(Fields, fields)


def text_at(fields: Fields, name: str) -> str:
    """Return the text under *name*, nothing where there is none."""
    value = fields.get(name)
    return value if isinstance(value, str) else ""


class _Builder:
    """What the parser tells its finds."""

    def __init__(self) -> None:
        self._open: list[tuple[str, dict[str, Field], list[str]]] = [("", {}, [])]

    def start(self, name: str, attributes: object) -> None:
        if len(self._open) > DEEPEST:
            raise Unreadable(MALFORMED)
        self._open.append((name, {}, []))

    def data(self, text: str) -> None:
        self._open[-1][2].append(text)

    def end(self, name: str) -> None:
        _, inner, texts = self._open.pop()
        value: Field = inner or "".join(texts)
        around = self._open[-1][1]
        if name not in around:
            around[name] = value
            return
        before = around[name]
        if isinstance(before, list):
            before.append(value)
        else:
            around[name] = [before, value]

    def close(self) -> Fields:
        root = self._open[0][1].get(ROOT)
        if not isinstance(root, dict):
            raise Unreadable(MALFORMED)
        return root
