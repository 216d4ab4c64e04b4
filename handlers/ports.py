"""What handlers and the edges ask of the outside: a unit of work and its repositories.

Every promise here is kept by each storage and checked by `tests/conformance`. All of a unit of work is kept together or
not at all; leaving `begin()` without an error returns only once it is durable. Units of work run one after another as
if each were alone. Records handed out are values: changing the storage means saving.
"""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Protocol

from handlers.conversation import Question
from handlers.intake.rules.model import Model
from handlers.meetings.rules.records import ReceptionDay, ReceptionDayId, TopicWeek, TopicWeekId
from handlers.message import Account, Heard, MessageId, Outgoing, Recipient
from handlers.people.rules.roster import GroupId, PersonId, Roster, StationId
from handlers.people.rules.voters import Contact, Voter
from handlers.petitions.rules.petition import Petition, PetitionId, State
from handlers.refusals import Refusal


class UnknownPetition(Refusal):
    """There is no petition with that id or tail for the one who asks."""


class Progress(StrEnum):
    """How far a kept message is."""

    KEPT = "kept"
    HANDLED = "handled"
    ASIDE = "aside"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A message that was kept before it was acknowledged; *tries* counts how often handling began."""

    heard: Heard
    received_at: datetime
    progress: Progress
    tries: int
    retry_at: datetime | None = None


class MessageRepository(Protocol):
    """The inbox: every message that was acknowledged to a platform."""

    async def keep(self, heard: Heard, *, at: datetime) -> bool:
        """Keep *heard* and return True, or return False where its id was kept before (nothing changes then)."""

    async def get(self, message: MessageId) -> Kept | None:
        """Return the kept message, or None."""

    async def save(self, kept: Kept) -> None:
        """Store how far handling is."""

    async def unhandled(self) -> Sequence[Kept]:
        """Return all that is kept and neither handled nor put aside, oldest first."""

    async def newest(self, *, limit: int, before: MessageId | None = None) -> Sequence[Kept]:
        """Return up to *limit* messages of any progress that came before *before*, newest last."""

    async def forget_text(self, message: MessageId) -> None:
        """Erase text, quote, attachments and the sender's name of a message; that it was received stays."""

    async def forget_before(self, moment: datetime) -> int:
        """Erase likewise all that was received before *moment* and is no longer to be handled; return how many."""


class PetitionRepository(Protocol):
    """Petitions, found by id, number, voter, deputy, station and what is due. *Open* is what `states.OPEN` says."""

    async def get(self, petition: PetitionId) -> Petition:
        """Return the petition, locked until the unit of work ends. Raise `UnknownPetition`."""

    async def add(self, petition: Petition) -> None:
        """Store a new petition. Raise ValueError where its id exists."""

    async def save(self, petition: Petition) -> None:
        """Store a changed petition. Raise `UnknownPetition` where it was never added."""

    async def delete(self, petition: PetitionId) -> None:
        """Remove a draft for good."""

    async def next_tail(self, station: StationId, year: int) -> int:
        """Return the next number of that station's year, 1 first; a number is never given twice."""

    async def with_tail(self, station: StationId, tail: int) -> Sequence[Petition]:
        """Return the petitions of a station whose number ends in *tail*, newest first (one for each year)."""

    async def of_voter(self, voter: PersonId, *, limit: int = 20) -> Sequence[Petition]:
        """Return a voter's petitions, newest first."""

    async def of_deputy(self, deputy: PersonId, *, limit: int = 20) -> Sequence[Petition]:
        """Return the open petitions assigned to a deputy, soonest due first, those without a date last."""

    async def in_state(self, station: StationId, states: Collection[State], *, limit: int = 20) -> Sequence[Petition]:
        """Return a station's petitions in those states, oldest registration first."""

    async def due_before(self, station: StationId, moment: datetime, *, limit: int = 20) -> Sequence[Petition]:
        """Return a station's open petitions whose *due* lies before *moment*, longest overdue first."""

    async def unheard_since(self, station: StationId, moment: datetime, *, limit: int = 20) -> Sequence[Petition]:
        """Return a station's open petitions whose `silence.last_word` lies before *moment*, longest silence first."""

    async def count_unheard_since(self, station: StationId, moment: datetime) -> int:
        """Return how many `unheard_since` would find without a limit."""

    async def due_between(self, station: StationId, start: datetime, end: datetime) -> Sequence[Petition]:
        """Return a station's open petitions whose *due* lies from *start* to before *end*, soonest due first."""

    async def count_due_before(self, station: StationId, moment: datetime) -> int:
        """Return how many `due_before` would find without a limit."""

    async def standing_alone(
        self, station: StationId, fields: Collection[str], since: datetime, *, limit: int = 20
    ) -> Sequence[Petition]:
        """Return what of a station `states.stands_alone` in those `states.field_of`, from *since* on, newest first."""

    async def following(
        self, station: StationId, fields: Collection[str], since: datetime, *, limit: int = 20
    ) -> Sequence[Petition]:
        """Return what of a station `states.follows` another in those `states.field_of`, as `standing_alone` does."""

    async def followers(self, petition: PetitionId, *, newest: int | None = None) -> Sequence[Petition]:
        """Return what has, or likely has, *petition* for its parent, oldest registration first; archived ones not.

        With *newest* only so many, those registered last.
        """

    async def registered(
        self, station: StationId, start: datetime, end: datetime, *, limit: int = 20
    ) -> Sequence[Petition]:
        """Return a station's petitions that are no drafts, registered from *start* to *end* and then, newest first."""

    async def with_commitment(self, station: StationId, *, limit: int = 500) -> Sequence[Petition]:
        """Return a station's petitions with a commitment still to be kept, whatever their state.

        Those with the earliest promised day come first, those without one last.
        """

    async def with_timer_before(self, moment: datetime, *, limit: int = 100) -> Sequence[Petition]:
        """Return the petitions of all stations whose *timer_at* is not after *moment*, earliest first."""


class VoterRepository(Protocol):
    """People who speak to the bot. Contact data is sealed; reading it is the caller's to audit."""

    async def recognise(self, account: Account, *, name: str, on: date) -> PersonId:
        """Return who holds that account, heard of on that day.

        Somebody new, unless on the roster, is remembered with *name* sealed.
        """

    async def bind(self, account: Account, person: PersonId) -> None:
        """Make *account* a way to *person* of the roster."""

    async def get(self, person: PersonId) -> Voter:
        """Return what is known of a person; a person never seen is returned with nothing known."""

    async def save(self, voter: Voter) -> None:
        """Store it."""

    async def contact(self, person: PersonId) -> Contact:
        """Return the unsealed name, phone and accounts; empty where nothing is known."""

    async def set_name(self, person: PersonId, name: str) -> None:
        """Seal another name with the person's contact."""

    async def set_phone(self, person: PersonId, phone: str) -> None:
        """Seal a phone number with the person's contact."""

    async def ways(self, person: PersonId) -> Sequence[Account]:
        """Return the accounts over which *person* may be spoken to in private, last used first."""

    async def erase(self, person: PersonId) -> None:
        """Erase the contact and all that is known of the person; the id may go on standing in petitions."""

    async def silent_since(self, day: date) -> Sequence[PersonId]:
        """Return who was heard of before *day* and not since, longest ago first."""

    async def names(self) -> Collection[str]:
        """Return the names of all people known by account, for the outgoing filter."""


class QuestionRepository(Protocol):
    """The bot's open questions to each person in each conversation."""

    async def ask(self, question: Question) -> None:
        """Make it the last question asked there, in place of one of the same topic and subject."""

    async def open(self, person: PersonId, where: Recipient) -> Sequence[Question]:
        """Return the questions not answered yet, the last asked last, however old; at most the ten newest are kept."""

    async def close(self, question: Question) -> None:
        """Forget a question that was answered."""

    async def close_about(self, subject: str, *, topics: Collection[str] | None = None) -> None:
        """Forget every question about *subject*, to whomever it was put; with *topics*, only those."""

    async def forget_before(self, moment: datetime) -> int:
        """Forget every question asked before *moment*; return how many."""


class MeetingRepository(Protocol):
    """Reception days and topic weeks."""

    async def reception(self, day: ReceptionDayId) -> ReceptionDay | None: ...

    async def save_reception(self, day: ReceptionDay) -> None: ...

    async def receptions(self, station: StationId, start: date, end: date) -> Sequence[ReceptionDay]:
        """Return a station's stored reception days from *start* to *end*, both included, by date."""

    async def decided(self, station: StationId, since: date) -> Sequence[ReceptionDay]:
        """Return a station's stored days that are changed or cancelled and that lie, or lay, on *since* or later."""

    async def topic(self, week: TopicWeekId) -> TopicWeek | None: ...

    async def save_topic(self, week: TopicWeek) -> None: ...


class OccurrenceRepository(Protocol):
    """The ledger of what the clock has set off, each at most once."""

    async def claim(self, key: str, *, at: datetime) -> bool:
        """Return True for the first claim of *key* and False ever after."""

    async def is_claimed(self, key: str) -> bool:
        """Return whether *key* was claimed."""

    async def last_tick(self) -> datetime | None:
        """Return up to when everything due was looked at, or None before the first tick."""

    async def ticked(self, at: datetime) -> None: ...


class FigureRepository(Protocol):
    """Counts for digests, kept as things happen."""

    async def add(self, station: StationId, day: date, figure: str, count: int = 1) -> None: ...

    async def between(self, station: StationId, start: date, end: date) -> Mapping[str, int]:
        """Return the sum of each figure from *start* to *end*, both included."""


class Delivery(StrEnum):
    """Where an outgoing message stands."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    GIVEN_UP = "given_up"
    FORGOTTEN = "forgotten"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An outgoing message and how its delivery goes; *error* is a platform's code, never a text."""

    number: int
    outgoing: Outgoing
    queued_at: datetime
    state: Delivery
    ready_at: datetime
    tries: int = 0
    error: str | None = None
    done_at: datetime | None = None
    maybe_sent: bool = False


class Outbox(Protocol):
    """What waits to be said. Within one recipient messages leave by priority, then in the order they were queued."""

    async def add(self, outgoing: Outgoing, *, at: datetime) -> bool:
        """Queue it and return True; return False where its key was queued before, ever."""

    async def take(self, now: datetime, *, limit: int = 100) -> Sequence[Entry]:
        """Return entries to send now, at most one a recipient, most urgent first, and mark them as being sent.

        A recipient whose entry is being sent or is not ready yet gives nothing, save an emergency that is ready.
        """

    async def next_ready(self) -> datetime | None:
        """Return when `take` may next find something, or None where nothing waits."""

    async def book(self, entry: Entry) -> None:
        """Store what became of an entry: sent, waiting again from *ready_at*, given up, or to say other words.

        Its key and recipient stay. An entry that was forgotten meanwhile stays so.
        """

    async def release(self) -> int:
        """Make whatever was being sent when the process died wait again, marked *maybe_sent*; return how many."""

    async def get(self, number: int) -> Entry | None: ...

    async def given_up(self, station: StationId, *, limit: int = 20) -> Sequence[Entry]:
        """Return what a station could not get delivered and nobody has repeated yet, newest first."""

    async def waiting(self, station: StationId | None = None) -> Sequence[Entry]:
        """Return what is not done yet, in the order it was queued."""

    async def gathering(self, group: GroupId) -> Entry | None:
        """Return the newest that waits for *group* and acknowledges petitions, or None."""

    async def about(self, subject: str) -> Sequence[Entry]:
        """Return all messages ever queued about a petition or a person, oldest first."""

    async def forget_about(self, subject: str) -> None:
        """Erase what all messages about a petition or a person say; those still waiting do not leave any more."""

    async def forget_before(self, moment: datetime) -> int:
        """Erase likewise what was sent or given up before *moment*; return how many."""

    async def sent(self, *, limit: int, before: int | None = None) -> Sequence[Entry]:
        """Return up to *limit* sent entries with a number below *before*, newest last."""


class BudgetRepository(Protocol):
    """How often each conversation was spoken to of late, so that limits outlive a restart."""

    async def reserve(self, name: str, limits: Sequence[tuple[int, timedelta]], *, at: datetime) -> datetime | None:
        """Book one message for *name* and return None, or book nothing and return when there is room again.

        Each limit is (count, window): no window of that length ever holds more than count bookings.
        """


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected:
    """What somebody showed a petition's words to be; *about* is the petition's id, *category* a code of domain §9."""

    about: str
    at: datetime
    text: str
    petition: bool
    category: str | None


class CorrectionRepository(Protocol):
    """What the recogniser may learn from; sealed, and kept no longer than the words themselves."""

    async def add(self, corrected: Corrected) -> None:
        """Keep it, in place of an earlier one about the same petition."""

    async def newest(self, *, limit: int) -> Sequence[Corrected]:
        """Return up to *limit* of them, newest last."""

    async def forget(self, about: str) -> None:
        """Erase what is kept about a petition."""

    async def forget_before(self, moment: datetime) -> int:
        """Erase what was kept before *moment*; return how many."""


class FenceRepository(Protocol):
    """Scheduled posts each group has had."""

    async def taken(self, group: GroupId, start: date, end: date) -> Sequence[tuple[date, str]]:
        """Return day and slot of every scheduled post from *start* to *end*, both included, each slot once a day."""

    async def take(self, group: GroupId, day: date, slot: str) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditLine:
    """One line of the trail (domain §8.4).

    *actor* None is the bot itself; *via* is chat, web, timer or command.
    """

    at: datetime
    station: StationId | None
    actor: PersonId | None
    role: str
    via: str
    subject: str
    event: str
    before: str = ""
    after: str = ""
    reason: str = ""
    hash: str = ""


class AuditTrail(Protocol):
    """Append-only; each line carries the hash of the line before."""

    async def add(self, line: AuditLine) -> None:
        """Append *line*; its hash is computed here."""

    async def of(self, subject: str, *, limit: int = 100) -> Sequence[AuditLine]:
        """Return the newest *limit* lines about a subject, oldest first."""

    async def verify(self) -> int:
        """Return how many lines the trail has. Raise ValueError naming the first that is not as it was written."""


class UnitOfWork(Protocol):
    """Everything one change may touch; read-only properties, so that an implementation may narrow them."""

    @property
    def roster(self) -> Roster: ...
    @property
    def model(self) -> Model:
        """The weights that plain talk is decided by: what the station learned last, else the shipped ones."""
        ...

    @property
    def messages(self) -> MessageRepository: ...
    @property
    def petitions(self) -> PetitionRepository: ...
    @property
    def voters(self) -> VoterRepository: ...
    @property
    def questions(self) -> QuestionRepository: ...
    @property
    def meetings(self) -> MeetingRepository: ...
    @property
    def occurrences(self) -> OccurrenceRepository: ...
    @property
    def figures(self) -> FigureRepository: ...
    @property
    def outbox(self) -> Outbox: ...
    @property
    def budgets(self) -> BudgetRepository: ...
    @property
    def corrections(self) -> CorrectionRepository: ...
    @property
    def fence(self) -> FenceRepository: ...
    @property
    def audit(self) -> AuditTrail: ...


class Storage(Protocol):
    """A place where units of work are kept."""

    def begin(self) -> AbstractAsyncContextManager[UnitOfWork]:
        """Open a unit of work; leaving it without an error returns once all of it is durable.

        An error inside leaves nothing behind and is passed on. Raise `StorageFailed` where it could not be kept.
        """

    @property
    def failed(self) -> asyncio.Event:
        """Set once nothing can be kept any more: the process has to end and be started again."""
        ...

    async def close(self) -> None:
        """Let go of the storage; whatever was acknowledged is on disk."""


class StorageFailed(Exception):
    """The storage can keep nothing any more; the process has to be started again."""
