"""The store on PostgreSQL: several processes, each with its connections, all the repositories over one transaction."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from time import monotonic
from typing import Final

import psycopg
from psycopg import IsolationLevel
from psycopg.errors import (
    DeadlockDetected,
    IdleInTransactionSessionTimeout,
    InFailedSqlTransaction,
    LockNotAvailable,
    ProgramLimitExceeded,
    QueryCanceled,
    ReadOnlySqlTransaction,
    SerializationFailure,
)

from handlers.intake.rules.model import Model, shipped
from handlers.message import Account, Heard
from handlers.people.rules.roster import PersonId, Roster
from handlers.ports import Connections, Overtaken, TookTooLong, TryAgain
from storage import codec
from storage.accounts import Accounts
from storage.errors import OutOfReach
from storage.models import Models
from storage.postgres import tables
from storage.postgres.audit import PostgresAudit
from storage.postgres.budgets import PostgresBudgets
from storage.postgres.connecting import administering, conninfo, place, read_json_as_written
from storage.postgres.corrections import PostgresCorrections
from storage.postgres.definition import Definition, R
from storage.postgres.duties import PostgresDuties
from storage.postgres.fence import PostgresFence
from storage.postgres.figures import PostgresFigures
from storage.postgres.groups import PostgresGroups
from storage.postgres.marks import Marks
from storage.postgres.meetings import PostgresMeetings
from storage.postgres.messages import PostgresMessages, keep
from storage.postgres.migrating import check, migrate
from storage.postgres.names import Followed
from storage.postgres.occurrences import PostgresOccurrences
from storage.postgres.outbox import PostgresOutbox
from storage.postgres.petitions import PostgresPetitions
from storage.postgres.pooling import Pool, one_connection
from storage.postgres.presence import Presence, new_instance
from storage.postgres.questions import PostgresQuestions
from storage.postgres.quotas import PostgresQuotas
from storage.postgres.records import Connection, Records
from storage.postgres.registers import PostgresBallots, PostgresRegister
from storage.postgres.tables import Tables
from storage.postgres.unsaid import PostgresUnsaid
from storage.postgres.voters import PostgresVoters
from storage.sealing import Sealer

_PATIENCE: Final = 10.0  # seconds a unit of work waits for its turn
_NO_PATIENCE: Final = 1.0  # seconds, where the database is known to be away: who called can call again

_PASSING: Final = (
    psycopg.OperationalError,
    IdleInTransactionSessionTimeout,
    InFailedSqlTransaction,
    ReadOnlySqlTransaction,
)
"""Said of a connection that broke or that none was free, and by a server that another is to take the place of."""

_CROSSED: Final = DeadlockDetected, LockNotAvailable, SerializationFailure
"""Said of units of work that waited for each other."""


class PostgresWork:
    """The repositories of one unit of work."""

    def __init__(
        self,
        connection: Connection,
        *,
        roster: Roster,
        accounts: Accounts,
        sealer: Sealer,
        sealed: Tables,
        models: Models | None,
        names: Followed,
        instance: int,
        read_only: bool,
    ) -> None:
        def records(definition: Definition[R]) -> Records[R]:
            return Records(connection, definition, read_only=read_only)

        marks = Marks(records(tables.MARKS))
        self._models = models
        self.roster: Final = roster
        self.unsaid: Final = PostgresUnsaid(records(sealed.unsaid), sealer=sealer)
        self.messages: Final = PostgresMessages(
            connection, records(sealed.messages), sealed.messages, self.unsaid, instance=instance
        )
        self.petitions: Final = PostgresPetitions(records(tables.PETITIONS), marks)
        self.voters: Final = PostgresVoters(
            connection,
            records(tables.VOTERS),
            records(sealed.contacts),
            records(tables.BINDINGS),
            self.unsaid,
            roster=roster,
            accounts=accounts,
            sealer=sealer,
            names=names,
        )
        self.groups: Final = PostgresGroups(connection, records(tables.GROUP_PLACES), roster)
        self.binding_codes: Final = PostgresRegister(connection, records(tables.BINDING_CODES))
        self.questions: Final = PostgresQuestions(records(sealed.questions))
        self.meetings: Final = PostgresMeetings(
            records(tables.RECEPTIONS), records(tables.TOPICS), records(tables.ACTIVITIES)
        )
        self.calls: Final = PostgresRegister(connection, records(sealed.calls))
        self.project_lists: Final = PostgresRegister(connection, records(tables.PROJECT_LISTS))
        self.ballots: Final = PostgresBallots(records(sealed.ballots), sealer=sealer)
        self.group_posts: Final = PostgresRegister(connection, records(tables.GROUP_POSTS))
        self.interviews: Final = PostgresRegister(connection, records(tables.INTERVIEWS))
        self.watched_projects: Final = PostgresRegister(connection, records(tables.WATCHED_PROJECTS))
        self.occurrences: Final = PostgresOccurrences(connection, records(tables.CLAIMS), marks)
        self.figures: Final = PostgresFigures(records(tables.COUNTS))
        self.outbox: Final = PostgresOutbox(connection, records(sealed.outbox), self.unsaid, instance=instance)
        self.budgets: Final = PostgresBudgets(records(tables.BOOKINGS), sealer=sealer)
        self.quotas: Final = PostgresQuotas(records(tables.QUOTAS))
        self.duties: Final = PostgresDuties(records(sealed.duties))
        self.corrections: Final = PostgresCorrections(records(sealed.corrections))
        self.fence: Final = PostgresFence(records(tables.POSTS))
        self.audit: Final = PostgresAudit(connection, records(tables.AUDIT), marks, codec.AUDIT_LINE)

    @property
    def model(self) -> Model:
        return shipped() if self._models is None else self._models.current()

    async def finish(self) -> None:
        """Put down what waited for the end of the unit of work."""
        await self.audit.write()

    def undo(self) -> None:
        """Take back what the process itself has learned from the unit of work, which has failed."""
        self.groups.undo()
        self.voters.undo()


class PostgresStorage:
    """A store in a database that other processes may have open as well.

    A process has one connection for them, so that its own units of work run one after another; those of others are kept
    off what they change by locks on rows (see `Records`). What is heard is kept over another connection: a platform
    that calls has its answer however many units of work wait.
    """

    def __init__(
        self,
        url: str,
        *,
        roster: Roster,
        key: bytes,
        bound: Mapping[Account, PersonId],
        folder: Path | None,
        read_only: bool,
    ) -> None:
        self.failed: Final = asyncio.Event()
        """Never set: a database that is away comes back, and nobody has to start the process again for that."""
        self._url = url
        self._roster = roster
        self._sealer = Sealer(key)
        self._accounts = Accounts(sealer=self._sealer, bound=bound)
        self._sealed = Tables(self._sealer)
        self._models = None if folder is None else Models(folder)
        self._names = Followed()
        self._read_only = read_only
        self._instance = new_instance()
        address = conninfo(url)
        self.peers: Final = Presence(address, self._instance)
        self._cut_off: set[Pool] = set()
        self._busy = 0.0
        self._pool, self._ear = [
            one_connection(address, configure=self._prepare, failed=self._cut_off.add) for _ in range(2)
        ]

    async def open(self) -> None:
        """Make the tables where there are none, and let the roster know what was bound. Raise a `StorageRefused`."""
        try:
            await asyncio.to_thread(self._set_up)
            await self._pool.open()
            if not self._read_only:
                await self._ear.open()
                async with self._pool.connection() as connection:
                    await self.peers.start(connection)
            async with self.begin():
                pass  # from then on the roster knows where groups are
        except (*_PASSING, TryAgain) as error:
            await self.close()
            raise OutOfReach(place(self._url), str(error)) from None

    def _set_up(self) -> None:
        where, fingerprint = place(self._url), self._sealer.fingerprint
        with administering(self._url) as connection:
            if self._read_only:
                check(connection, place=where, fingerprint=fingerprint)
            else:
                migrate(connection, place=where, fingerprint=fingerprint)

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[PostgresWork]:
        async with self._connected(self._pool) as connection:
            work = self._work(connection)
            try:
                async with connection.transaction():
                    await self._follow_groups(work)
                    yield work
                    await work.finish()
            except BaseException:
                work.undo()
                raise
            if work.outbox.calls_others:
                await self.peers.call(connection)

    async def keep(self, heard: Heard, *, at: datetime) -> bool:
        async with self._connected(self._ear) as connection:  # one statement is a transaction of its own
            return await keep(heard, connection, self._sealed.messages, at=at, holder=self._instance)

    @asynccontextmanager
    async def _connected(self, pool: Pool) -> AsyncIterator[Connection]:
        try:
            # Without `pool.connection()`, whose two more contexts take some 30 µs of each message.
            connection = await pool.getconn(_PATIENCE if self.in_reach else _NO_PATIENCE)
            self._cut_off.discard(pool)
            began = monotonic()
            try:
                yield connection
            finally:
                await pool.putconn(connection)
                self._busy += monotonic() - began
        except ProgramLimitExceeded:  # to the driver this and the next are like a connection that broke
            raise
        except QueryCanceled as error:
            raise TookTooLong(str(error)) from error
        except _CROSSED as error:
            raise Overtaken(str(error)) from error
        except _PASSING as error:
            raise TryAgain(str(error)) from error

    async def _follow_groups(self, work: PostgresWork) -> None:
        """Have the roster say where groups are, if another process may have bound one."""
        if not self.peers.groups_moved:
            return
        self.peers.groups_moved = False
        try:
            await work.groups.load()
        except BaseException:
            self.peers.groups_moved = True
            raise

    @property
    def in_reach(self) -> bool:
        return self.peers.in_reach and self._pool not in self._cut_off

    @property
    def connections(self) -> Connections:
        counted = Counter(self._pool.get_stats()) + Counter(self._ear.get_stats())
        return Connections(
            waiting=counted["requests_waiting"],
            turned_away=counted["requests_errors"],
            lost=counted["connections_lost"],
            busy=self._busy,
            leases=self.peers.leases,
        )

    async def close(self) -> None:
        """Let go of the database; what this process was still sending another takes up."""
        await self.peers.stop()
        try:
            async with self._pool.connection(timeout=1.0) as connection:
                if not self._read_only:
                    await self.peers.leave(connection)
        except _PASSING:
            pass  # then the others find out by themselves
        await self._ear.close()
        await self._pool.close()

    def _work(self, connection: Connection) -> PostgresWork:
        return PostgresWork(
            connection,
            roster=self._roster,
            accounts=self._accounts,
            sealer=self._sealer,
            sealed=self._sealed,
            models=self._models,
            names=self._names,
            instance=self._instance,
            read_only=self._read_only,
        )

    async def _prepare(self, connection: Connection) -> None:
        read_json_as_written(connection)
        await connection.set_autocommit(True)
        if self._read_only:
            await connection.set_read_only(True)
            await connection.set_isolation_level(IsolationLevel.REPEATABLE_READ)
