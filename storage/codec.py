"""Record <-> document: every kind of record as plain JSON, the same for each storage.

msgspec writes them, and reads them back checked, as the records themselves. A field that is added with a default needs
no migration: documents without it are read with the default. Anything else raises `VERSION` and adds a migration.
A field that is not known is passed over, and gone once the record is written (see `storage.postgres.migrating`).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any, Final, Generic, Protocol, TypeVar

import msgspec

from handlers.conversation import Question
from handlers.meetings.rules.activity_records import ActivityDay
from handlers.meetings.rules.calls import Call
from handlers.meetings.rules.group_posts import WaitingPost
from handlers.meetings.rules.interviews import Interview
from handlers.meetings.rules.livelihood import Ballot, ProjectList
from handlers.meetings.rules.records import ReceptionDay, TopicWeek
from handlers.meetings.rules.watched_projects import WatchedProject
from handlers.message import Account
from handlers.people.rules.binding import BindingCode
from handlers.people.rules.roster import GroupId, PersonId, Place, StationId
from handlers.people.rules.voters import Contact, Voter
from handlers.petitions.rules.petition import Petition
from handlers.ports import AuditLine, Corrected, Entered, Entry, Kept, Unsaid
from handlers.reports.rules.quotas import Quota
from storage.sealing import Sealer

VERSION: Final = 1
"""The version of all documents that this program writes."""

Document = dict[str, Any]
Migration = Callable[[str, Document], Document]
"""Gives the document of the next version, from the name of its table and the document."""

MIGRATIONS: Final[Mapping[int, Migration]] = {}
"""How documents of each older version become those of the next."""

R = TypeVar("R")

_ENCODER: Final = msgspec.json.Encoder()
_TABLES: Final = msgspec.json.Decoder(dict[str, dict[str, msgspec.Raw]])
_DOCUMENT: Final = msgspec.json.Decoder(Document)


def json_of(document: Document) -> bytes:
    """Return *document* as JSON, UTF-8."""
    return _ENCODER.encode(document)


def document_from(text: bytes) -> Document:
    """Return the document that *text* is. Raise ValueError where it is no JSON object."""
    try:
        return _DOCUMENT.decode(text)
    except msgspec.DecodeError as error:
        raise ValueError(str(error)) from None


def tables_from(text: bytes) -> dict[str, dict[str, msgspec.Raw]]:
    """Return the documents of each table by their numbers, none of them read yet. Raise ValueError where it is none."""
    try:
        return _TABLES.decode(text)
    except msgspec.DecodeError as error:
        raise ValueError(str(error)) from None


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Somebody who spoke: personal data, sealed as a whole.

    The accounts stand in the order of use, last used first. *heard_on* is the last day there was a word of the person.
    """

    person: PersonId
    contact: Contact
    accounts: tuple[Account, ...]
    heard_on: date | None = None


class Binding(msgspec.Struct, frozen=True, kw_only=True):
    """The account that would be *account*'s own person is *person*'s instead."""

    account: PersonId
    person: PersonId


class GroupPlace(msgspec.Struct, frozen=True, kw_only=True):
    """Where staff have said that a group is, or where it was before it was *gone*."""

    group: GroupId
    place: Place
    gone: bool = False


class Claim(msgspec.Struct, frozen=True, kw_only=True):
    """An occurrence that was set off."""

    key: str
    at: datetime


class Mark(msgspec.Struct, frozen=True, kw_only=True):
    """A single fact: how far the clock was followed, the last number given, the end of the trail."""

    name: str
    value: str


class Counts(msgspec.Struct, frozen=True, kw_only=True):
    """A station's figures of one day."""

    station: StationId
    day: date
    figures: Mapping[str, int]


class Bookings(msgspec.Struct, frozen=True, kw_only=True):
    """When a conversation was spoken to of late, oldest first, in microseconds since 1970."""

    name: str
    at: tuple[int, ...]


class Posts(msgspec.Struct, frozen=True, kw_only=True):
    """The scheduled posts a group had on one day."""

    group: GroupId
    day: date
    slots: tuple[str, ...]


class Codec(Protocol[R]):
    """Turns records of one kind into the text of a document and back."""

    def encode(self, record: R) -> bytes:
        """Return *record* as a JSON object, UTF-8."""
        ...

    def decode(self, text: bytes) -> R:
        """Return the record. Raise ValueError where the text is no document of that kind."""
        ...

    def opened(self, text: bytes) -> Document:
        """Return the document of whatever version, unsealed, as a migration takes it."""
        ...

    def built(self, document: Document) -> R:
        """Return the record of an unsealed document. Raise ValueError where it is none."""
        ...


class Plain(Generic[R]):
    """Documents that anybody who holds the file may read; so many *remembered* records are not read again."""

    def __init__(self, record: type[R], *, remembered: int = 0) -> None:
        read = msgspec.json.Decoder(record).decode
        self._read: Callable[[bytes], R] = lru_cache(maxsize=remembered)(read) if remembered else read

    def encode(self, record: R) -> bytes:
        return _ENCODER.encode(record)

    def decode(self, text: bytes) -> R:
        try:
            return self._read(text)
        except msgspec.DecodeError as error:
            raise ValueError(str(error)) from None

    def opened(self, text: bytes) -> Document:
        return document_from(text)

    def built(self, document: Document) -> R:
        return self.decode(json_of(document))


class Sealed(Generic[R]):
    """Documents that say nothing without the key: {"sealed": …}."""

    def __init__(self, record: type[R], sealer: Sealer) -> None:
        self._plain = Plain(record)
        self._sealer = sealer
        self._place = record.__name__

    def encode(self, record: R) -> bytes:
        return b'{"sealed":"%s"}' % self._sealer.seal(self._plain.encode(record), place=self._place)

    def decode(self, text: bytes) -> R:
        return self._plain.decode(self._unsealed(text))

    def opened(self, text: bytes) -> Document:
        return self._plain.opened(self._unsealed(text))

    def built(self, document: Document) -> R:
        return self._plain.built(document)

    def _unsealed(self, text: bytes) -> bytes:
        return self._sealer.unseal(document_from(text)["sealed"], place=self._place)


ACTIVITY: Final = Plain(ActivityDay)
AUDIT_LINE: Final = Plain(AuditLine)
BINDING: Final = Plain(Binding)
BINDING_CODE: Final = Plain(BindingCode)
BOOKINGS: Final = Plain(Bookings)
QUOTA: Final = Plain(Quota)
CLAIM: Final = Plain(Claim)
COUNTS: Final = Plain(Counts)
GROUP_PLACE: Final = Plain(GroupPlace)
GROUP_POST: Final = Plain(WaitingPost)
INTERVIEW: Final = Plain(Interview)
MARK: Final = Plain(Mark)
PETITION: Final = Plain(Petition, remembered=8192)  # each new matter is compared with the newest of its station
POSTS: Final = Plain(Posts)
PROJECT_LIST: Final = Plain(ProjectList)
RECEPTION_DAY: Final = Plain(ReceptionDay)
TOPIC_WEEK: Final = Plain(TopicWeek)
VOTER: Final = Plain(Voter)
WATCHED_PROJECT: Final = Plain(WatchedProject)


def kept(sealer: Sealer) -> Codec[Kept]:
    """Return the codec of kept messages: what was said, by whom and where is sealed."""
    return Sealed(Kept, sealer)


def entry(sealer: Sealer) -> Codec[Entry]:
    """Return the codec of outgoing messages: what staff are told may name a voter."""
    return Sealed(Entry, sealer)


def question(sealer: Sealer) -> Codec[Question]:
    """Return the codec of open questions: they hold what was asked, and what was said before."""
    return Sealed(Question, sealer)


def corrected(sealer: Sealer) -> Codec[Corrected]:
    """Return the codec of what the recogniser may learn from."""
    return Sealed(Corrected, sealer)


def call(sealer: Sealer) -> Codec[Call]:
    """Return the codec of calls for views: what people think of a draft is theirs."""
    return Sealed(Call, sealer)


def ballot(sealer: Sealer) -> Codec[Ballot]:
    """Return the codec of ballots, which nobody reads but the count."""
    return Sealed(Ballot, sealer)


def unsaid(sealer: Sealer) -> Codec[Unsaid]:
    """Return the codec of what the platforms are to erase: an account is personal data."""
    return Sealed(Unsaid, sealer)


def entered(sealer: Sealer) -> Codec[Entered]:
    """Return the codec of what stands on people's own lists: by whose account is personal data."""
    return Sealed(Entered, sealer)


def known(sealer: Sealer) -> Codec[Known]:
    """Return the codec of contacts."""
    return Sealed(Known, sealer)
