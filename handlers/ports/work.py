"""A unit of work, and the place where units of work are kept."""

import asyncio
from collections.abc import Collection
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from handlers.intake.rules.model import Model
from handlers.meetings.rules.calls import Call
from handlers.meetings.rules.group_posts import WaitingPost
from handlers.meetings.rules.interviews import Interview
from handlers.meetings.rules.livelihood import ProjectList
from handlers.meetings.rules.watched_projects import WatchedProject
from handlers.message import Heard
from handlers.people.rules.binding import BindingCode
from handlers.people.rules.roster import Roster
from handlers.ports.duties import DutyRepository
from handlers.ports.heard import MessageRepository, QuestionRepository
from handlers.ports.ledgers import AuditTrail, CorrectionRepository, FigureRepository, OccurrenceRepository
from handlers.ports.meetings import FenceRepository, MeetingRepository
from handlers.ports.outbox import BudgetRepository, Outbox
from handlers.ports.peers import Peers
from handlers.ports.people import GroupRepository, VoterRepository
from handlers.ports.petitions import PetitionRepository
from handlers.ports.quotas import QuotaRepository
from handlers.ports.registers import BallotRepository, Register
from handlers.ports.unsaid import UnsaidQueue


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
    def groups(self) -> GroupRepository: ...
    @property
    def binding_codes(self) -> Register[BindingCode]: ...
    @property
    def questions(self) -> QuestionRepository: ...
    @property
    def meetings(self) -> MeetingRepository: ...
    @property
    def calls(self) -> Register[Call]: ...
    @property
    def project_lists(self) -> Register[ProjectList]: ...
    @property
    def ballots(self) -> BallotRepository: ...
    @property
    def group_posts(self) -> Register[WaitingPost]: ...
    @property
    def interviews(self) -> Register[Interview]: ...
    @property
    def watched_projects(self) -> Register[WatchedProject]: ...
    @property
    def occurrences(self) -> OccurrenceRepository: ...
    @property
    def figures(self) -> FigureRepository: ...
    @property
    def outbox(self) -> Outbox: ...
    @property
    def budgets(self) -> BudgetRepository: ...
    @property
    def quotas(self) -> QuotaRepository: ...
    @property
    def duties(self) -> DutyRepository: ...
    @property
    def corrections(self) -> CorrectionRepository: ...
    @property
    def fence(self) -> FenceRepository: ...
    @property
    def unsaid(self) -> UnsaidQueue: ...
    @property
    def audit(self) -> AuditTrail: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Connections:
    """How the connections of a process to its database fare; what is counted is so from its start on."""

    waiting: int
    """Units of work that wait for their turn."""
    turned_away: int
    """Units of work that had no turn in time."""
    lost: int
    """Connections that broke."""
    busy: float
    """Seconds that units of work took."""
    leases: Collection[str]
    """What this process alone does for now, of all that share the database."""


class Storage(Protocol):
    """A place where units of work are kept."""

    def begin(self) -> AbstractAsyncContextManager[UnitOfWork]:
        """Open a unit of work; leaving it without an error returns once all of it is durable.

        An error inside leaves nothing behind and is passed on. Raise `StorageFailed` where it could not be kept, and
        `TryAgain` where it may be later.
        """

    async def keep(self, heard: Heard, *, at: datetime) -> bool:
        """Keep *heard* in a unit of work of its own: what `MessageRepository.keep` returns is durable then.

        Raise as `begin` does.
        """
        ...

    @property
    def failed(self) -> asyncio.Event:
        """Set once nothing can be kept any more: the process has to end and be started again."""
        ...

    @property
    def connections(self) -> Connections | None:
        """How the connections to a database fare; None where there is none."""
        ...

    @property
    def in_reach(self) -> bool:
        """Whether it answered when it was last spoken to."""
        ...

    @property
    def peers(self) -> Peers:
        """The other processes that have it open."""
        ...

    async def close(self) -> None:
        """Let go of the storage; whatever was acknowledged is on disk."""


class StorageFailed(Exception):
    """Nothing of a unit of work was kept; unless it is a `TryAgain`, the process has to be started again."""


class TryAgain(StorageFailed):
    """The storage is out of reach for a while: the unit of work is to be done again.

    It may have been kept all the same, where that could not be said any more: whatever has a key is kept once.
    """


class TookTooLong(TryAgain):
    """The storage was there, but did not get done in time: that counts as a try, for it may never."""


class Overtaken(TryAgain):
    """Another process was faster: the unit of work is to be done again, now."""
