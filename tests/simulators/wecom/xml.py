"""The XML of self-built apps, written and read with the standard library alone."""

import xml.etree.ElementTree as ElementTree
from collections.abc import Mapping

from tests.simulators.wecom.refusals import Body


def written(members: Mapping[str, object]) -> bytes:
    """Return `<xml>` with the members in it: words as CDATA, numbers bare, lists as members of the same name."""
    return f"<xml>{_members(members)}</xml>".encode()


def _members(members: Mapping[str, object]) -> str:
    each = ((name, one) for name, value in members.items() for one in (value if isinstance(value, list) else [value]))
    return "".join(f"<{name}>{_value(value)}</{name}>" for name, value in each)


def _value(value: object) -> str:
    match value:
        case int():
            return str(value)
        case Mapping():
            return _members(value)
        case _:
            return "<![CDATA[" + str(value).replace("]]>", "]]]]><![CDATA[>") + "]]>"


def read(document: bytes) -> Body:
    """Return the members of an XML document by name, those with members of their own as mappings."""
    return _read(ElementTree.fromstring(document))


def _read(element: ElementTree.Element) -> Body:
    return {child.tag: _read(child) if len(child) else child.text or "" for child in element}
