"""JSON between browser and web chat: what a browser may ask, and what it is told. No I/O."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Annotated, Final

import msgspec

from bot.platforms.webchat.adapter import Why
from bot.platforms.webchat.history import Line
from bot.platforms.webchat.people import Chat, Person
from handlers.dates.china_time import CHINA_TIME

Id = Annotated[str, msgspec.Meta(max_length=300)]
Number = Annotated[int, msgspec.Meta(ge=0, le=2**63 - 1)]  # what SQLite can count to
Frame = Mapping[str, object]


class _Ask(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="do"):
    """One frame of a browser."""


class Be(_Ask, frozen=True, tag="be"):
    """From now on speak as *person*."""

    person: Id


class Turn(_Ask, frozen=True, tag="turn"):
    """Show a page of *chat*: the newest, or what came before the line numbered *before*."""

    chat: Id
    before: Number | None = None


class Say(_Ask, frozen=True, tag="say"):
    id: Id
    chat: Id
    text: str
    quote: Id | None = None
    picture: Id | None = None


class Recall(_Ask, frozen=True, tag="recall"):
    id: Id


class See(_Ask, frozen=True, tag="see"):
    """*chat* was read up to the line numbered *seq*."""

    chat: Id
    seq: Number


class Forward(_Ask, frozen=True, tag="forward"):
    """Let time pass until *to*, a moment of China without its zone, as `datetime-local` fields write it."""

    to: Annotated[str, msgspec.Meta(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d$")]

    def moment(self) -> datetime:
        """Return *to* in China Standard Time. Raise ValueError for a day no calendar has."""
        return datetime.fromisoformat(self.to).replace(tzinfo=CHINA_TIME)


Ask = Be | Turn | Say | Recall | See | Forward
_ASK: Final[msgspec.json.Decoder[Ask]] = msgspec.json.Decoder(Ask)


def ask_from(data: str) -> Ask | None:
    """Return what the browser asks, None where the frame is none of ours."""
    try:
        return _ASK.decode(data)
    except (msgspec.DecodeError, RecursionError):  # the latter for brackets within brackets without end
        return None


def welcome(persons: Iterable[Person], chats: Iterable[Chat], unseen: Mapping[tuple[str, str], int]) -> Frame:
    """Return who is here, and how many messages of the bot wait for each person in private."""
    return {
        "is": "welcome",
        "persons": [
            {"id": one.id, "name": one.name, "roles": [role.value for role in one.roles], "station": one.station}
            for one in persons
        ],
        "chats": [
            {
                "id": chat.id,
                "scope": chat.scope.value,
                "name": chat.name,
                "members": sorted(chat.members),
                "deputy": chat.deputy,
            }
            for chat in chats
        ],
        "waiting": {person: count for (person, _), count in unseen.items()},
    }


def you(person: Person, newest: Mapping[str, Line], unseen: Mapping[tuple[str, str], int]) -> Frame:
    """Return who the browser is now, with the last line and the unread count of each conversation."""
    return {
        "is": "you",
        "person": person.id,
        "newest": {chat: line_shown(line) for chat, line in newest.items()},
        "unseen": {chat: count for (_, chat), count in unseen.items()},
    }


def page(chat: str, lines: Iterable[Line], *, before: int | None, more: bool) -> Frame:
    """Return lines of *chat*, oldest first."""
    return {"is": "page", "chat": chat, "before": before, "more": more, "lines": [line_shown(line) for line in lines]}


def shown(line: Line) -> Frame:
    """Return a line that is new or has changed."""
    return {"is": "line", "line": line_shown(line)}


def stirred(chat: str) -> Frame:
    """Return that the bot said something in private to a person whom this browser is not."""
    return {"is": "stirred", "chat": chat}


def read(person: str, chat: str) -> Frame:
    """Return that somebody has read his talk with the bot."""
    return {"is": "read", "person": person, "chat": chat}


def said(id: str) -> Frame:
    """Return the acknowledgement of what was said."""
    return {"is": "said", "id": id}


def refused(why: Why, about: str | None = None) -> Frame:
    """Return that something was not done; *about* is the id of the line it concerns."""
    return {"is": "refused", "why": why.value, "about": about}


def clock(now: datetime, *, to: datetime | None, movable: bool, announced: datetime | None) -> Frame:
    """Return the bot's time, where it is travelling to, and when the next reception day is announced."""
    return {
        "is": "clock",
        "now": now.isoformat(),
        "to": None if to is None else to.isoformat(),
        "movable": movable,
        "announced": None if announced is None else announced.isoformat(),
    }


def arrived(came: Mapping[str, int]) -> Frame:
    """Return how many of the bot's messages came to each chat on a journey that is over."""
    return {"is": "arrived", "came": dict(came)}


def line_shown(line: Line) -> Frame:
    """Return *line* as the page draws it."""
    quoted = line.quoted
    return {
        "id": line.id,
        "seq": line.seq,
        "chat": line.chat,
        "at": line.at.isoformat(),
        "author": line.author,
        "name": line.name,
        "text": line.text,
        "picture": line.picture,
        "file": line.file,
        "mention": line.mention,
        "recalled": line.recalled,
        "erased": line.erased,
        "choices": [{"digit": choice.digit, "label": choice.label} for choice in line.choices],
        "quoted": None
        if quoted is None
        else {
            "id": quoted.id,
            "author": quoted.author,
            "name": quoted.name,
            "text": quoted.text,
            "picture": quoted.picture is not None,
        },
    }
