"""What delivery and router ask of a platform, and the ways in which sending fails."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from handlers.message import Account, Choice, Heard, MessageId, Priority, Recalled, Scope
from handlers.people.rules.roster import Place


class DeliveryError(Exception):
    """Sending failed; the class tells delivery what to do. *code* is the platform's own, never a text of a message."""

    begun: bool = False
    """Whether some of it had been shown by then."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Throttled(DeliveryError):
    """Too fast: nothing was taken; try again after *wait*."""

    def __init__(self, code: str, wait: timedelta) -> None:
        super().__init__(code)
        self.wait = wait


class Held(Throttled):
    """Only money can send it: look again after *wait*; what can be said without any does not wait behind it."""


class Unreachable(DeliveryError):
    """No answer or a passing fault; try again later. *maybe_taken* says that the platform may have shown it."""

    def __init__(self, code: str, *, maybe_taken: bool = False) -> None:
        super().__init__(code)
        self.maybe_taken = maybe_taken


class Elsewhere(DeliveryError):
    """Nothing was taken: only the process that holds *lease* can say it (see `Peers`)."""

    def __init__(self, lease: str) -> None:
        super().__init__("elsewhere")
        self.lease = lease


class Rejected(DeliveryError):
    """The platform will never take it; give up and tell staff."""


class Uncertain(Rejected):
    """Nobody knows whether it was shown, and everybody there would read it once more: give up and tell staff."""


class NoWay(Rejected):
    """The platform has no way to that person or group; a fallback line may go to the group instead."""


class Gone(NoWay):
    """There is no such chat any more, or no bot in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """At most *count* messages in any *window*."""

    count: int
    window: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file that goes with a post; its name's ending says what it is."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """One message with its address found, ready for the wire.

    *key* is the same at each try, so that a platform able to recognise a repetition can drop it. *priority* tells a
    platform that has to save what can wait. *maybe_shown* says that nobody knows whether a try before this one, perhaps
    of a process that has died, had it shown; *joins* how many posts it says, under the key of the first.
    """

    key: str
    place: Place
    scope: Scope
    text: str
    choices: tuple[Choice, ...] = ()
    mention: Account | None = None
    file: File | None = None
    answers: MessageId | None = None
    answer: str | None = None
    priority: Priority = Priority.ANSWER
    maybe_shown: bool = False
    joins: int = 1


class Ear(Protocol):
    """Who a platform tells what it heard; when a call returns, the word is durable and may be acknowledged."""

    async def hear(self, heard: Heard) -> bool:
        """Keep it; return whether what came with it is to be fetched: where it was kept before, it may be erased."""
        ...

    async def recall(self, recalled: Recalled) -> None: ...

    async def miss(self, message: MessageId) -> None:
        """Have whoever said it told, once, that not all that came with it could be had."""
        ...


class Platform(Protocol):
    """One way to hear and speak."""

    @property
    def name(self) -> str:
        """The platform's name, as `Place.platform` and `Account.platform` write it."""
        ...

    def limits(self, place: Place) -> Mapping[str, tuple[Limit, ...]]:
        """Return how fast that conversation may be spoken to.

        The keys name what is counted: the conversation, the robot that speaks in several of them.
        """
        ...

    def messages(self, post: Post) -> int:
        """Return as how many messages the limits count *post*, leaving out its file, which is one more."""
        ...

    def saves(self, post: Post) -> bool:
        """Return whether messages are so scarce there that several for one person are to be said as one."""
        ...

    async def start(self, ear: Ear) -> None:
        """Begin to hear; return once ready. Raise `TryAgain` where the storage is away: it is begun once more."""
        ...

    async def stop(self) -> None:
        """Stop hearing, then return."""
        ...

    async def deliver(self, post: Post) -> str | None:
        """Have *post* shown; on return the platform took it.

        Return what `forget` has to be told of it later, None where the post's key is enough.
        Raise `Throttled`, `Unreachable`, `Elsewhere`, `Rejected` or `NoWay`.
        """
        ...

    async def picture(self, reference: str) -> bytes | None:
        """Return a picture that somebody sent, None where it is none of this platform's or is erased."""
        ...

    async def forget(self, line: str, *, left: str = "", shown_as: str | None = None) -> None:
        """Have the message with that id, or the post with that key, say no more than *left*, if it was shown here.

        *shown_as* is what `deliver` returned for that post.
        """
        ...

    async def forget_account(self, account: Account) -> None:
        """Erase all that somebody said here."""
        ...

    async def forget_before(self, moment: datetime) -> None:
        """Erase all that was said here before *moment*."""
        ...


class KeepsNothing:
    """The part of a platform that has no record of its own, or one that no robot may erase (README says which)."""

    async def picture(self, reference: str) -> bytes | None:
        """Have no picture."""
        return None

    async def forget(self, line: str, *, left: str = "", shown_as: str | None = None) -> None:
        """Have nothing to erase."""

    async def forget_account(self, account: Account) -> None:
        """Have nothing to erase."""

    async def forget_before(self, moment: datetime) -> None:
        """Have nothing to erase."""
