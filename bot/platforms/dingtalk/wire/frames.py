"""Frames of a robot's stream, and what answers them. No I/O."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import msgspec

from bot.platforms.dingtalk.wire.clicks import Change
from bot.platforms.dingtalk.wire.fields import (
    Fields,
    fields_in,
    id_at,
    object_at,
    text_at,
    written_in,
)
from bot.web.unreadable import Unreadable

LARGEST: Final = 1024 * 1024  # bytes; the platform's own limit is not told
MESSAGES: Final = "/v1.0/im/bot/messages/get"
CLICKS: Final = "/v1.0/card/instances/callback"
OK: Final = 200
NO_SUCH_TOPIC: Final = 404


@dataclass(frozen=True, slots=True, kw_only=True)
class Ping:
    """The platform asks whether anybody is there; *data* goes back as they came."""

    message_id: str
    data: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Disconnect:
    """Nothing more comes over this connection, which is closed ten seconds later."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """Somebody spoke: `robot.told_by_stream` tells what. *message_id* is for the acknowledgement alone."""

    message_id: str
    data: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Click:
    """Somebody chose on a card: `clicks.clicked_by_stream` tells what."""

    message_id: str
    data: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something happened that was ticked in the console; *kind* is the platform's word for it."""

    message_id: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A word of the platform's own that asks for nothing; *message_id* is empty where it has none."""

    message_id: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Stray:
    """What was not asked for; *kind* is the platform's word for it."""

    message_id: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Garbled:
    """What cannot be read; *message_id* is empty where not even that can."""

    message_id: str = ""


Frame = Ping | Disconnect | Message | Click | Event | Notice | Stray | Garbled

_CALLBACKS: Final[Mapping[str, type[Message] | type[Click]]] = {MESSAGES: Message, CLICKS: Click}


def frame_in(data: bytes) -> Frame:
    """Return what a frame is, whatever it is."""
    message_id = ""
    try:
        fields = fields_in(written_in(data, LARGEST))
        headers = object_at(fields, "headers") or object_at(fields, "header")
        message_id = id_at(headers, "messageId", required=False)
        return _frame(fields, headers, message_id)
    except Unreadable:
        return Garbled(message_id=message_id)


def _frame(fields: Fields, headers: Fields, message_id: str) -> Frame:
    kind, topic, data = id_at(fields, "type"), text_at(headers, "topic"), text_at(fields, "data")
    match kind:
        case "SYSTEM" if topic == "ping":
            return Ping(message_id=message_id, data=data)
        case "SYSTEM" if topic == "disconnect":
            return Disconnect()
        case "SYSTEM":
            return Notice(message_id=message_id, kind=topic)
        case "CALLBACK" if topic in _CALLBACKS:
            return _CALLBACKS[topic](message_id=message_id, data=data)
        case "EVENT":
            if data:
                fields_in(data)
            return Event(message_id=message_id, kind=text_at(headers, "eventType"))
    return Stray(message_id=message_id, kind=topic or kind)


# --- what answers them, on the connection over which they came ---


def pong(ping: Ping) -> bytes:
    """Return that somebody is there."""
    return _acknowledgement(ping.message_id, OK, "OK", ping.data)


def heard(message_id: str) -> bytes:
    """Return that a message was kept; how it is answered is another matter."""
    return _acknowledgement(message_id, OK, "OK", _NO_RESPONSE)


def clicked(message_id: str, change: Change) -> bytes:
    """Return that a click was kept, and what becomes of its card."""
    return _acknowledgement(message_id, OK, "OK", _json({"response": change}))


def noted(message_id: str) -> bytes:
    """Return that an event need not be told again."""
    return _acknowledgement(message_id, OK, "OK", _json({"status": "SUCCESS", "message": "success"}))


def refused(message_id: str, code: int) -> bytes:
    """Return why a frame was not taken: `MALFORMED` or `NO_SUCH_TOPIC`."""
    return _acknowledgement(message_id, code, "refused", _json({}))


def _acknowledgement(message_id: str, code: int, message: str, data: str) -> bytes:
    headers = {"messageId": message_id, "contentType": "application/json"}
    return msgspec.json.encode({"code": code, "headers": headers, "message": message, "data": data})


def _json(data: Mapping[str, object]) -> str:
    return msgspec.json.encode(data).decode()


_NO_RESPONSE: Final = _json({"response": None})
