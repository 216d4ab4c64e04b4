"""What WeChat Work tells a bot, the same whichever way it came: both wires make these, nothing behind them differs."""

import hashlib
from dataclasses import dataclass
from typing import Final

from bot.sending.choosing import Chosen
from handlers.message import Account, Heard
from handlers.people.rules.roster import Place

PLATFORM: Final = "wecom"
BY_APP: Final = "app"
"""The way to answer whoever spoke to an app, as `Heard.answer` has it; those of AI bots stand in `aibot_wire`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Bytes to be fetched within five minutes and decrypted with *key*, None for the bot's own EncodingAESKey."""

    reference: str
    url: str
    key: bytes | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Deposit:
    """Bytes that lie with the platform for three days, to be had by their media id."""

    reference: str
    media_id: str


Media = Link | Deposit


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Somebody spoke; *media* are what the attachments of *heard* and of its quote refer to, still to be fetched.

    A bot that was called answers in the *stream* that its answer to the call opens.
    """

    heard: Heard
    media: tuple[Media, ...] = ()
    stream: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clicked:
    """Somebody chose on a card or a menu; *heard* says the choice in his words, and quotes the question.

    Within five seconds the card *task_id* may be changed: over the long connection in answer to *req_id*.
    An app may change it for three days with *response_code*.
    """

    heard: Heard
    chosen: Chosen
    task_id: str
    req_id: str | None = None
    response_code: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entered:
    """Somebody opened the talk with the bot; a welcome may be said within five seconds, in answer to *req_id*."""

    place: Place
    sender: Account
    req_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Refreshing:
    """The platform asks for the present content of a stream that is not finished."""

    stream: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TooLong:
    """Somebody said more than a bot takes in; he may be told so in answer to *req_id*."""

    req_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Kicked:
    """Another connection took over the bot; this one will be closed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Disabling:
    """The platform has disabled the app for want of use, or warns of it; *event* is its word for it."""

    event: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """Genuine, and nothing to act upon: acknowledged and counted. *kind* is the platform's word for it."""

    kind: str


Told = Said | Clicked | Entered | Refreshing | TooLong | Kicked | Disabling | Unknown


def reference(message: str, number: int) -> str:
    """Return where the bytes of a message's attachment are kept; after the colon it may be a file's name."""
    return f"{PLATFORM}:{hashlib.sha256(f'{message}/{number}'.encode()).hexdigest()}"
