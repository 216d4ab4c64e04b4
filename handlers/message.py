"""Words in and words out: what a platform heard, what a handler is given, what it wants said."""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum
from typing import NewType

from handlers.document import Document
from handlers.people.rules.roster import GroupId, PersonId, Place, Role, Station, StationId
from handlers.words import Plain

MessageId = NewType("MessageId", str)


class Scope(StrEnum):
    GROUP = "group"
    DIRECT = "direct"


class AttachmentKind(StrEnum):
    IMAGE = "image"
    VOICE = "voice"
    FILE = "file"
    LOCATION = "location"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A picture, voice note, file or place sent along; *reference* is where its bytes are kept."""

    kind: AttachmentKind
    reference: str
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """The message that was quoted; some platforms tell neither its id nor its author."""

    text: str
    from_bot: bool = False
    author: str | None = None
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Somebody as one platform knows him; opaque and case-sensitive."""

    platform: str
    account: str
    user: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """One message as an adapter parsed it, before anybody has asked who the speaker is.

    *id* is unique over all platforms; *answer* is the platform's own way to answer just this message, if it has one.
    *private_way* says that whoever said it in a group may be reached alone by the one who heard it there.
    *addressed* says that the bot was mentioned or quoted, or that the talk is one to one: nothing else is kept.
    """

    id: MessageId
    place: Place
    scope: Scope
    sender: Account
    sender_name: str
    sent_at: datetime
    text: str
    quote: Quote | None = None
    attachments: tuple[Attachment, ...] = ()
    answer: str | None = None
    private_way: bool = True

    @property
    def media(self) -> tuple[Attachment, ...]:
        """All that came with it, and with what it quotes."""
        return (*self.attachments, *(() if self.quote is None else self.quote.attachments))


@dataclass(frozen=True, slots=True, kw_only=True)
class Recalled:
    """A message that its speaker took back."""

    id: MessageId
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A digit that may be answered, and what it means; shown as a button where the platform has buttons.

    Its label said in words means it too, and so does a *plain* answer, and what *also* is said for it.
    """

    digit: int
    label: str
    plain: Plain | None = None
    also: tuple[str, ...] = ()


class Priority(IntEnum):
    """What goes first when several messages wait for one conversation; smaller first."""

    EMERGENCY = 0
    ANSWER = 1
    NOTICE = 2
    POST = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """A group, or one person in private; the platform's address is found when the message leaves."""

    scope: Scope
    id: str

    @classmethod
    def group(cls, group: GroupId) -> "Recipient":
        return cls(scope=Scope.GROUP, id=group)

    @classmethod
    def person(cls, person: PersonId) -> "Recipient":
        return cls(scope=Scope.DIRECT, id=person)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fallback:
    """The line a group gets where a person has no private way open; it says nothing of the matter (domain §3.5)."""

    group: GroupId
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """Words of one petition in a text that tells of others as well; *instead* is what is left once they are erased."""

    about: str
    words: str
    instead: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """One message to be said; *key* is made of facts, so that the same news is never queued twice.

    *slot* names the place a scheduled post takes in its group's fence (domain §5: one a day, five a week);
    messages without a slot are not scheduled posts. *best_before* is when it stops being useful: it is then
    given up and shown to staff. *about* names the petition it speaks of, or else the person, so that it can be found.
    A text that tells of several petitions *cites* the words it has of each: erasing one takes its words out.
    *digest* marks a report to one person, which has to pass the outgoing filter like a word to a group.
    *document* goes with it as a file, which is made when it leaves.
    *acknowledges* are the petitions, by their tails, for which the line may be joined by others while it waits.
    """

    key: str
    to: Recipient
    station: StationId
    text: str
    priority: Priority = Priority.ANSWER
    choices: tuple[Choice, ...] = ()
    answers: MessageId | None = None
    mention: PersonId | None = None
    slot: str | None = None
    not_before: datetime | None = None
    best_before: datetime | None = None
    fallback: Fallback | None = None
    about: str | None = None
    cites: tuple[Citation, ...] = ()
    digest: bool = False
    document: Document | None = None
    acknowledges: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What a person said to the bot, with the person, the group and the station found.

    *text* is the speaker's own words without the mention of the bot. *group* is None in private. *private_way* is False
    where it is known that no answer reaches the speaker alone.
    """

    id: MessageId
    scope: Scope
    sender: PersonId
    sender_name: str
    roles: frozenset[Role]
    station: Station
    group: GroupId | None
    sent_at: datetime
    text: str
    quote: Quote | None = None
    attachments: tuple[Attachment, ...] = ()
    private_way: bool = True

    @property
    def here(self) -> Recipient:
        """The conversation it was said in."""
        return Recipient.person(self.sender) if self.group is None else Recipient.group(self.group)

    def reply(self, text: str, *, part: str = "here", choices: tuple[Choice, ...] = ()) -> Outgoing:
        """Return an answer in the conversation where this was said; *part* tells several answers apart."""
        return Outgoing(
            key=f"{self.id}/{part}",
            to=self.here,
            station=self.station.id,
            text=text,
            choices=choices,
            answers=self.id,
            about=self.sender,
            mention=None if self.group is None else self.sender,
        )

    def reply_in_private(
        self,
        text: str,
        *,
        part: str = "private",
        choices: tuple[Choice, ...] = (),
        fallback: str | None = None,
        about: str | None = None,
        cites: tuple[Citation, ...] = (),
    ) -> Outgoing:
        """Return an answer to the speaker alone; *fallback* is the group's line where no private way is open."""
        return Outgoing(
            key=f"{self.id}/{part}",
            to=Recipient.person(self.sender),
            station=self.station.id,
            text=text,
            choices=choices,
            answers=self.id,
            about=about or self.sender,
            cites=cites,
            fallback=None if fallback is None or self.group is None else Fallback(group=self.group, text=fallback),
        )
