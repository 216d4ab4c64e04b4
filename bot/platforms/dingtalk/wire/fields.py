"""JSON as DingTalk writes it, read member by member: now a number, now its digits, objects now and then as text.

No I/O.
"""

import re
from collections.abc import Mapping
from typing import Final

import msgspec

from bot.web.unreadable import MALFORMED, TOO_LARGE, Unreadable

Fields = Mapping[str, object]

LONGEST_ID: Final = 512
NUMBER: Final = re.compile(r"-?[0-9]{1,16}")

_JSON: Final = msgspec.json.Decoder()
_FLAGS: Final = {"true": True, "1": True, "false": False, "0": False}


def written_in(data: bytes, most: int) -> str:
    """Return *data* as text. Raise `Unreadable` where it is more than *most* bytes, or is no text."""
    if len(data) > most:
        raise Unreadable(TOO_LARGE)
    try:
        return data.decode()
    except UnicodeDecodeError:
        raise Unreadable(MALFORMED) from None


def fields_in(data: str) -> Fields:
    """Return the members of the object that *data* is as JSON. Raise `Unreadable` where it is none."""
    try:
        fields = _JSON.decode(data)
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        raise Unreadable(MALFORMED) from None
    if not isinstance(fields, dict):
        raise Unreadable(MALFORMED)
    return fields


def payload_at(fields: Fields, name: str) -> Fields | str:
    """Return the members of the object there, written as JSON or as a text of JSON; else the text, if there is one.

    Raise `Unreadable`.
    """
    payload = fields.get(name)
    if isinstance(payload, str):
        try:
            return fields_in(payload)
        except Unreadable:
            return text_at(fields, name)
    return payload if isinstance(payload, dict) else {}


def object_at(fields: Fields, name: str) -> Fields:
    """Return the members of the object there, none where there is no object. Raise `Unreadable`."""
    payload = fields.get(name)
    if payload is None or isinstance(payload, dict):
        return payload or {}
    payload = payload_at(fields, name)
    return {} if isinstance(payload, str) else payload


def objects_at(fields: Fields, name: str) -> list[Fields]:
    """Return the members of each object in the list there, none where there is no list."""
    items = fields.get(name)
    return [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []


def strings_at(fields: Fields, name: str) -> list[str]:
    """Return the texts of the list there, or the one that stands for it; none where there is neither.

    Raise `Unreadable`.
    """
    told = fields.get(name)
    return [text for one in (told if isinstance(told, list) else [told]) if (text := _text(one)) is not None]


def text_at(fields: Fields, name: str) -> str:
    """Return the text there, or the digits of a number, nothing where there is neither. Raise `Unreadable`."""
    return _text(fields.get(name)) or ""


def id_at(fields: Fields, name: str, *, required: bool = True) -> str:
    """Return the id there, nothing where there is none and none *required*. Raise `Unreadable`."""
    id = text_at(fields, name)
    if len(id) > LONGEST_ID or (required and not id):
        raise Unreadable(MALFORMED)
    return id


def number_at(fields: Fields, name: str) -> int | None:
    """Return the whole number there, None where there is none. Raise `Unreadable`."""
    text = text_at(fields, name)
    return int(text) if NUMBER.fullmatch(text) else None


def flag_at(fields: Fields, name: str) -> bool | None:
    """Return the yes or no there, None where neither is told."""
    return _FLAGS.get(str(fields.get(name)).lower())


def _text(told: object) -> str | None:
    """Return a text, or the digits of a number, None for anything else.

    Raise `Unreadable` where it has a sign that no person types and no storage has to take.
    """
    if isinstance(told, str):
        if "\0" in told:
            raise Unreadable(MALFORMED)
        return told
    return str(told) if type(told) is int else None
