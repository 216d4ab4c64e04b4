"""JSON as DingTalk writes it, read member by member: now a number, now its digits, objects now and then as text.

What nobody asks for is passed over without being built, however deep it nests. No I/O.
"""

import re
from collections.abc import Mapping
from typing import Final, TypeVar

import msgspec
from msgspec import Raw

from bot.web.unreadable import MALFORMED, TOO_LARGE, Unreadable

T = TypeVar("T")
Fields = Mapping[str, Raw]

LONGEST_ID: Final = 512
NOTHING: Final = Raw(b"null")
NUMBER: Final = re.compile(r"-?[0-9]{1,16}")

_FIELDS: Final = msgspec.json.Decoder(dict[str, Raw])
_PAYLOAD: Final = msgspec.json.Decoder(dict[str, Raw] | str | None)
_TEXT: Final = msgspec.json.Decoder(str | int | None)
_ITEMS: Final = msgspec.json.Decoder(list[Raw])
_STRINGS: Final = msgspec.json.Decoder(list[str | int] | str | int)
_FLAG: Final = msgspec.json.Decoder(bool | str | int)
_FLAGS: Final = {"true": True, "1": True, "false": False, "0": False}


def written_in(data: bytes, most: int) -> str:
    """Return *data* as text. Raise `Unreadable` where it is more than *most* bytes, or is no text."""
    if len(data) > most:
        raise Unreadable(TOO_LARGE)
    try:
        return data.decode()
    except UnicodeDecodeError:
        raise Unreadable(MALFORMED) from None


def fields_in(data: str | Raw) -> Fields:
    """Return the members of an object. Raise `Unreadable` where *data* is none."""
    fields = _read(_FIELDS, data)
    if fields is None:
        raise Unreadable(MALFORMED)
    return fields


def payload_at(fields: Fields, name: str) -> Fields | str:
    """Return the members of the object there, written as JSON or as a text of JSON; else the text, if there is one."""
    payload = _at(_PAYLOAD, fields, name)
    if isinstance(payload, str):
        _refuse_nul(payload)
        try:
            return fields_in(payload)
        except Unreadable:
            return payload
    return payload or {}


def object_at(fields: Fields, name: str) -> Fields:
    """Return the members of the object there, none where there is no object. Raise `Unreadable`."""
    payload = payload_at(fields, name)
    return {} if isinstance(payload, str) else payload


def items_at(fields: Fields, name: str) -> list[Raw]:
    """Return the items of the list there, none where there is no list. Raise `Unreadable`."""
    return _at(_ITEMS, fields, name) or []


def strings_at(fields: Fields, name: str) -> list[str]:
    """Return the texts of the list there, or the one that stands for it; none where there is neither.

    Raise `Unreadable`.
    """
    told = _at(_STRINGS, fields, name) or []
    return [_refuse_nul(str(one)) for one in (told if isinstance(told, list) else [told])]


def text_at(fields: Fields, name: str) -> str:
    """Return the text there, or the digits of a number, nothing where there is neither. Raise `Unreadable`."""
    text = _at(_TEXT, fields, name)
    return "" if text is None else _refuse_nul(str(text))


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
    """Return the yes or no there, None where neither is told. Raise `Unreadable`."""
    return _FLAGS.get(str(_at(_FLAG, fields, name)).lower())


def _at(decoder: msgspec.json.Decoder[T], fields: Fields, name: str) -> T | None:
    """Return what stands there, None where nothing does or something of another kind. Raise `Unreadable`."""
    data = fields.get(name)
    return None if data is None else _read(decoder, data)


def _read(decoder: msgspec.json.Decoder[T], data: str | Raw) -> T | None:
    """Return what *data* says, None where it is of another kind. Raise `Unreadable` where it is no JSON."""
    try:
        return decoder.decode(data)
    except msgspec.ValidationError:
        return None
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        raise Unreadable(MALFORMED) from None


def _refuse_nul(text: str) -> str:
    """Return *text*. Raise `Unreadable` where it has a sign that no person types and no storage has to take."""
    if "\0" in text:
        raise Unreadable(MALFORMED)
    return text
