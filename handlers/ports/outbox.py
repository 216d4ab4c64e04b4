"""What waits to be said, and how much may be said where."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from handlers.message import Outgoing
from handlers.people.rules.roster import GroupId, StationId


class Delivery(StrEnum):
    """Where an outgoing message stands."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    GIVEN_UP = "given_up"
    FORGOTTEN = "forgotten"


class Withheld(StrEnum):
    """Why the bot itself did not send a message; in no case did a platform refuse it."""

    LATE = "late"
    FENCE = "fence"
    SILENCE = "silence"
    FILTERED = "personal data"
    NOT_THEIRS = "not theirs"
    GONE = "group gone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An outgoing message and how its delivery goes; *error* is a platform's code or `Withheld`, never a text.

    *only_by* says what a process has to hold that can send it (see `Peers`), None where any can. By *shown_as* a
    platform can take back what it showed. What is *held* only money could send when it was tried.
    """

    number: int
    outgoing: Outgoing
    queued_at: datetime
    state: Delivery
    ready_at: datetime
    tries: int = 0
    error: str | None = None
    done_at: datetime | None = None
    maybe_sent: bool = False
    only_by: str | None = None
    shown_as: str | None = None
    held: bool = False

    @property
    def due_at(self) -> datetime:
        """When it was to leave first."""
        return max(self.queued_at, self.outgoing.not_before or self.queued_at)

    @property
    def withheld(self) -> Withheld | None:
        """Why it was given up without being tried, None where it was tried or may still be."""
        if self.state is not Delivery.GIVEN_UP:
            return None
        return next((reason for reason in Withheld if reason == self.error), None)

    @property
    def is_for_later(self) -> bool:
        """Whether nothing behind it waits for it.

        It is held, or meant for a moment of its own and was not tried yet.
        """
        return self.held or (not self.tries and self.outgoing.not_before == self.ready_at)


class Outbox(Protocol):
    """What waits to be said. Within one recipient messages leave by priority, then in the order they were queued."""

    async def add(self, outgoing: Outgoing, *, at: datetime) -> bool:
        """Queue it and return True; return False where its key was queued before, ever."""

    async def take(self, now: datetime, *, limit: int = 100) -> Sequence[Entry]:
        """Return entries to send now, at most one a recipient, most urgent first, and mark them as being sent.

        A recipient whose entry is being sent or is not ready yet gives nothing, save an emergency that is ready, and
        what stands behind an entry that is for later.
        """

    async def behind(self, entry: Entry, *, limit: int) -> Sequence[Entry]:
        """Return what waits for the same recipient, in the order in which it leaves."""

    async def next_ready(self) -> datetime | None:
        """Return when `take` may next find something, or None where nothing waits."""

    async def book(self, entry: Entry) -> bool:
        """Store what became of an entry: sent, waiting again from *ready_at*, given up, or to say other words.

        Its key and recipient stay. Return whether that counts: an entry that was forgotten meanwhile stays so, save
        for *shown_as*, and what another process took up is as that one makes it.
        """
        ...

    async def release(self, *, sending: Collection[int] = ()) -> int:
        """Make whatever nobody is sending any more wait again, marked *maybe_sent*; return how many.

        That is what a process was sending when it died, and what this one took and does not count as *sending*: it was
        not told that it had it.
        """

    async def get(self, number: int) -> Entry | None: ...

    async def given_up(self, station: StationId, *, limit: int = 20) -> Sequence[Entry]:
        """Return what a station could not get delivered and nobody has repeated yet, newest first."""

    async def waiting(self, station: StationId | None = None) -> Sequence[Entry]:
        """Return what is not done yet, in the order it was queued."""

    async def undone(self, now: datetime, *, limit: int) -> Sequence[Entry]:
        """Return what was queued first of all that waits or is being sent, save what is for later than *now*."""
        ...

    async def gathering(self, group: GroupId) -> Entry | None:
        """Return the newest that waits for *group* and acknowledges petitions, or None."""

    async def about(self, subject: str) -> Sequence[Entry]:
        """Return all messages ever queued about a petition or a person, oldest first."""

    async def forget_about(self, subject: str) -> None:
        """Erase what all messages about a petition or a person say; those still waiting do not leave any more."""

    async def forget_cited(self, petition: str, station: StationId, *, since: datetime) -> None:
        """Take the words of a petition out of all that cites them and was queued for a station *since* then.

        What else it says stays, save for a document.
        """

    async def forget_before(self, moment: datetime, *, limit: int) -> int:
        """Erase likewise up to *limit* of what was sent or given up before *moment*; return how many."""

    async def sent(self, *, limit: int, before: int | None = None) -> Sequence[Entry]:
        """Return up to *limit* sent entries with a number below *before*, newest last."""


class BudgetRepository(Protocol):
    """How often each conversation was spoken to of late, so that limits outlive a restart."""

    async def reserve(
        self, limits: Mapping[str, Sequence[tuple[int, timedelta]]], *, at: datetime, messages: int = 1
    ) -> tuple[str, datetime] | None:
        """Book so many *messages* for every name and return None, or book nothing for any.

        Return then which of them has room again last, and when. Each limit is (count, window): no window of that length
        ever holds more than count bookings, unless it is those of messages that are too many by themselves.
        """

    async def least_left(self, limits: Mapping[str, Sequence[tuple[int, timedelta]]], *, at: datetime) -> float:
        """Return how many messages more whoever may have fewest of those names may have at once under all its *limits*.

        It is infinite where there is nobody.
        """
