"""The embedded store: one file, one process, all the repositories over one engine."""

import asyncio
from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from pathlib import Path
from typing import Final

from handlers.intake.rules.model import Model
from handlers.message import Account, Heard
from handlers.people.rules.roster import PersonId, Roster
from storage.accounts import Accounts
from storage.alone import Alone
from storage.embedded import database, tables
from storage.embedded.audit import EmbeddedAudit
from storage.embedded.budgets import EmbeddedBudgets
from storage.embedded.corrections import EmbeddedCorrections
from storage.embedded.database import Database
from storage.embedded.duties import EmbeddedDuties
from storage.embedded.engine import Engine
from storage.embedded.fence import EmbeddedFence
from storage.embedded.figures import EmbeddedFigures
from storage.embedded.files import Lock
from storage.embedded.groups import EmbeddedGroups
from storage.embedded.keeping import Keeping
from storage.embedded.marks import Marks
from storage.embedded.meetings import EmbeddedMeetings
from storage.embedded.messages import EmbeddedMessages
from storage.embedded.occurrences import EmbeddedOccurrences
from storage.embedded.outbox import EmbeddedOutbox
from storage.embedded.petition_table import PETITIONS
from storage.embedded.petitions import EmbeddedPetitions
from storage.embedded.questions import EmbeddedQuestions
from storage.embedded.quotas import EmbeddedQuotas
from storage.embedded.registers import EmbeddedBallots, EmbeddedRegister
from storage.embedded.unsaid import EmbeddedUnsaid
from storage.embedded.voters import EmbeddedVoters
from storage.models import Models
from storage.sealing import Sealer


class EmbeddedWork:
    """The repositories of whichever unit of work is open."""

    def __init__(self, engine: Engine, roster: Roster, accounts: Accounts, sealer: Sealer, models: Models) -> None:
        table = engine.table
        marks = Marks(table(tables.MARKS))
        self._models = models
        self.roster: Final = roster
        self.unsaid: Final = EmbeddedUnsaid(table(tables.unsaid(sealer)), sealer=sealer)
        self.messages: Final = EmbeddedMessages(table(tables.messages(sealer)), self.unsaid)
        self.petitions: Final = EmbeddedPetitions(table(PETITIONS), marks)
        self.voters: Final = EmbeddedVoters(
            engine,
            table(tables.VOTERS),
            table(tables.contacts(sealer)),
            table(tables.BINDINGS),
            self.unsaid,
            roster=roster,
            accounts=accounts,
            sealer=sealer,
        )
        self.groups: Final = EmbeddedGroups(engine, table(tables.GROUP_PLACES), roster)
        self.binding_codes: Final = EmbeddedRegister(table(tables.BINDING_CODES))
        self.questions: Final = EmbeddedQuestions(table(tables.questions(sealer)), sealer=sealer)
        self.meetings: Final = EmbeddedMeetings(
            table(tables.RECEPTIONS), table(tables.TOPICS), table(tables.ACTIVITIES)
        )
        self.calls: Final = EmbeddedRegister(table(tables.calls(sealer)))
        self.project_lists: Final = EmbeddedRegister(table(tables.PROJECT_LISTS))
        self.ballots: Final = EmbeddedBallots(table(tables.ballots(sealer)), sealer=sealer)
        self.group_posts: Final = EmbeddedRegister(table(tables.GROUP_POSTS))
        self.interviews: Final = EmbeddedRegister(table(tables.INTERVIEWS))
        self.watched_projects: Final = EmbeddedRegister(table(tables.WATCHED_PROJECTS))
        self.occurrences: Final = EmbeddedOccurrences(table(tables.CLAIMS), marks)
        self.figures: Final = EmbeddedFigures(table(tables.COUNTS))
        self.outbox: Final = EmbeddedOutbox(engine, table(tables.outbox(sealer)), self.unsaid)
        self.budgets: Final = EmbeddedBudgets(table(tables.BOOKINGS), sealer=sealer)
        self.quotas: Final = EmbeddedQuotas(table(tables.QUOTAS))
        self.duties: Final = EmbeddedDuties(table(tables.duties(sealer)))
        self.corrections: Final = EmbeddedCorrections(table(tables.corrections(sealer)))
        self.fence: Final = EmbeddedFence(table(tables.POSTS))
        self.audit: Final = EmbeddedAudit(table(tables.AUDIT), marks)

    @property
    def model(self) -> Model:
        return self._models.current()


class EmbeddedStorage:
    """A store in one file. The process that has it open for writing is the only one."""

    def __init__(
        self,
        path: Path,
        *,
        roster: Roster,
        key: bytes,
        bound: Mapping[Account, PersonId],
        read_only: bool = False,
    ) -> None:
        """Open the store at *path*, making a new one where there is none. Raise a `StorageRefused`.

        *read_only* shows a store as it is now, whether or not another process has it open.
        """
        sealer = Sealer(key)
        definitions = tables.definitions(sealer)
        self._lock = None if read_only else Lock(path)
        try:
            if self._lock is not None:
                database.prepare(path, definitions, fingerprint=sealer.fingerprint)
            database.check(path, fingerprint=sealer.fingerprint)
            with database.refusing_damage(path):
                self._engine = Engine(Database(path, definitions, read_only=read_only), definitions)
        except BaseException:
            self._release()
            raise
        accounts = Accounts(sealer=sealer, bound=bound)
        self._work = EmbeddedWork(self._engine, roster, accounts, sealer, Models(path.parent))
        self._keeping = Keeping(self.begin, self._work.messages)

    @property
    def failed(self) -> asyncio.Event:
        """Set once nothing can be kept any more: the process has to end and be started again."""
        return self._engine.failed

    @property
    def in_reach(self) -> bool:
        return True

    @property
    def peers(self) -> Alone:
        return Alone()

    @property
    def connections(self) -> None:
        return None

    def begin(self) -> AbstractAsyncContextManager[EmbeddedWork]:
        return self._engine.unit(self._work)

    async def keep(self, heard: Heard, *, at: datetime) -> bool:
        return await self._keeping.keep(heard, at=at)

    async def close(self) -> None:
        await self._engine.aclose()
        self._release()

    def _release(self) -> None:
        if self._lock is not None:
            self._lock.close()
