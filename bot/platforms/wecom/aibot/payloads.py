"""JSON that WeChat Work writes to an AI bot, as far as the bot looks at it: other members are ignored. No I/O."""

from typing import Annotated, Final, TypeVar

import msgspec
from msgspec import Raw

from bot.web.unreadable import MALFORMED, Unreadable

T = TypeVar("T")
_WITHOUT_NUL: Final = "^[^\0]*$"  # no id of the platform's holds one, and PostgreSQL takes none
Id = Annotated[str, msgspec.Meta(min_length=1, max_length=512, pattern=_WITHOUT_NUL)]
NOTHING: Final = Raw(b"null")


class Envelope(msgspec.Struct, frozen=True):
    encrypt: str


class Sender(msgspec.Struct, frozen=True):
    userid: Id


class Spoken(msgspec.Struct, frozen=True):
    """A message, a quoted one, or one piece of a mixed one; only what its kind names is looked at."""

    msgtype: str
    text: Raw = NOTHING
    voice: Raw = NOTHING
    image: Raw = NOTHING
    file: Raw = NOTHING
    video: Raw = NOTHING
    mixed: Raw = NOTHING


class Body(Spoken, frozen=True, rename={"sender": "from"}):
    msgid: Id | None = None
    chatid: Annotated[str, msgspec.Meta(max_length=512, pattern=_WITHOUT_NUL)] | None = None
    chattype: str | None = None
    sender: Sender | None = None
    response_url: str | None = None
    quote: Raw = NOTHING
    event: Raw = NOTHING
    stream: Raw = NOTHING


class Content(msgspec.Struct, frozen=True):
    content: str


class Linked(msgspec.Struct, frozen=True):
    url: str
    aeskey: str | None = None


class Mixed(msgspec.Struct, frozen=True):
    msg_item: list[Raw]


class Stream(msgspec.Struct, frozen=True):
    id: Id


class Event(msgspec.Struct, frozen=True):
    eventtype: str
    template_card_event: Raw = NOTHING


class Click(msgspec.Struct, frozen=True):
    event_key: str
    task_id: str


class Headers(msgspec.Struct, frozen=True):
    req_id: Id


class Frame(msgspec.Struct, frozen=True):
    headers: Headers
    cmd: str | None = None
    body: Raw = NOTHING
    errcode: int | None = None
    errmsg: str = ""


class FrameAnswer(msgspec.Struct, frozen=True):
    """What an acknowledgement may bring along."""

    upload_id: str = ""
    media_id: str = ""


ENVELOPE: Final = msgspec.json.Decoder(Envelope)
BODY: Final = msgspec.json.Decoder(Body)
SPOKEN: Final = msgspec.json.Decoder(Spoken)
CONTENT: Final = msgspec.json.Decoder(Content)
LINKED: Final = msgspec.json.Decoder(Linked)
MIXED: Final = msgspec.json.Decoder(Mixed)
STREAM: Final = msgspec.json.Decoder(Stream)
EVENT: Final = msgspec.json.Decoder(Event)
CLICK: Final = msgspec.json.Decoder(Click)
FRAME: Final = msgspec.json.Decoder(Frame)
FRAME_ANSWER: Final = msgspec.json.Decoder(FrameAnswer)


def read(decoder: msgspec.json.Decoder[T], data: bytes | Raw) -> T:
    """Return what *data* says. Raise `Unreadable`.

    What is not named above is passed over without being built, a nesting without end up to the interpreter's limit:
    looking for brackets beforehand would cost a hostile mebibyte a hundred times more than this.
    """
    try:
        return decoder.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise Unreadable(MALFORMED) from None
