"""What DingTalk tells a robot, the same whichever way it came: nothing behind the wire differs."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from bot.sending.choosing import Chosen
from handlers.message import Heard

PLATFORM: Final = "dingtalk"
BY_UNION, BY_SENDER = "union:", "sender:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Robot:
    """A robot by its entry in the settings; *aliases* are its names on the platform, as a mention writes them."""

    entry: str
    aliases: Collection[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Deposit:
    """Bytes that lie with the platform for nobody says how long, to be had by their download code."""

    reference: str
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Somebody spoke; *media* are what the attachments of *heard* and of its quote refer to, still to be fetched."""

    heard: Heard
    media: tuple[Deposit, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Clicked:
    """Somebody chose on the card with that id; *heard* says the choice in his words, and quotes the question.

    Within two seconds the card may be changed in answer.
    """

    card: str
    heard: Heard
    chosen: Chosen


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotaGone:
    """Somebody spoke, and the platform keeps back what: the organisation's month is used up. *heard* has no words."""

    heard: Heard


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """Genuine, and nothing to act upon: acknowledged and counted. *kind* is a word for it."""

    kind: str


Told = Said | Clicked | QuotaGone | Unknown


def reference(message: str, number: int) -> str:
    """Return where the bytes of a message's attachment are kept; after the colon it may be a file's name."""
    return f"{PLATFORM}:{hashlib.sha256(f'{message}/{number}'.encode()).hexdigest()}"


def key_of(*, staff: str, union: str, sender: str, corp: str) -> str:
    """Return what a person is known by, of the ids that the platform told; *sender* is always told.

    A user id that looks like another kind of key would make somebody out to be somebody else: it is passed over.
    """
    if staff and not staff.startswith((BY_UNION, BY_SENDER)):
        return staff
    return f"{BY_UNION}{union}" if union else f"{BY_SENDER}{sender}@{corp}"


def is_confirmed(user: str) -> bool:
    """Return whether that key is a member's of the organisation; nothing can be pushed to anybody else."""
    return not user.startswith((BY_UNION, BY_SENDER))
