"""What was seen of an installation of several instances, from outside and in what it keeps."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from handlers.message import MessageId
from handlers.people.rules.roster import PersonId
from handlers.petitions.rules.petition import Petition
from handlers.ports import Entry, Kept
from tests.faults.instances.doors import Said
from tests.faults.instances.processes import Suffered


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One state of one message on people's screens; *chat* is a group or, one to one, a person's name."""

    key: str
    chat: str
    text: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """All of it, once the trouble is over and the bot had time to come to rest.

    *acknowledged* is what the platforms were told that the bot has, or what an instance said that it has heard;
    *shown* holds every state of every message in order; *cut_off* is when one connection of a bot replaced another;
    *due* are the keys of what one instance alone would have queued of its own accord by now; *chats* are whose private
    conversation each person known to the bot has.
    """

    said: Sequence[Said]
    acknowledged: Collection[MessageId]
    kept: Sequence[Kept]
    petitions: Sequence[Petition]
    entries: Sequence[Entry]
    shown: Sequence[Shown]
    cut_off: Sequence[datetime]
    suffered: Sequence[Suffered]
    due: Collection[str]
    chats: dict[PersonId, str]
