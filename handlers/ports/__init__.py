"""What handlers and the edges ask of the outside: a unit of work and its repositories.

Every promise here is kept by each storage and checked by `tests/conformance`. All of a unit of work is kept together or
not at all; leaving `begin()` without an error returns only once it is durable. Units of work run one after another as
if each were alone. Records handed out are values: changing the storage means saving.
"""

from handlers.ports.duties import Duty, DutyRepository, Entered
from handlers.ports.heard import Kept, MessageRepository, Progress, QuestionRepository
from handlers.ports.ledgers import (
    AuditLine,
    AuditTrail,
    Corrected,
    CorrectionRepository,
    FigureRepository,
    OccurrenceRepository,
)
from handlers.ports.meetings import FenceRepository, MeetingRepository
from handlers.ports.outbox import BudgetRepository, Delivery, Entry, Outbox, Withheld
from handlers.ports.peers import Peers
from handlers.ports.people import GroupRepository, VoterRepository
from handlers.ports.petitions import PetitionRepository, UnknownPetition
from handlers.ports.quotas import QuotaRepository
from handlers.ports.registers import BallotRepository, Numbered, Register
from handlers.ports.unsaid import Unsaid, UnsaidQueue
from handlers.ports.work import Connections, Overtaken, Storage, StorageFailed, TookTooLong, TryAgain, UnitOfWork

__all__ = [
    "AuditLine",
    "AuditTrail",
    "BallotRepository",
    "BudgetRepository",
    "Connections",
    "Corrected",
    "CorrectionRepository",
    "Delivery",
    "Duty",
    "DutyRepository",
    "Entered",
    "Entry",
    "FenceRepository",
    "FigureRepository",
    "GroupRepository",
    "Kept",
    "MeetingRepository",
    "MessageRepository",
    "Numbered",
    "OccurrenceRepository",
    "Outbox",
    "Overtaken",
    "Peers",
    "PetitionRepository",
    "Progress",
    "QuestionRepository",
    "QuotaRepository",
    "Register",
    "Storage",
    "StorageFailed",
    "TookTooLong",
    "TryAgain",
    "UnitOfWork",
    "UnknownPetition",
    "Unsaid",
    "UnsaidQueue",
    "VoterRepository",
    "Withheld",
]
