"""Where a conversation is kept: by the plain model, or in a database of PostgreSQL."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from contextvars import ContextVar
from datetime import datetime
from types import MappingProxyType
from typing import Final

from handlers.message import Account, Heard
from handlers.people.rules.roster import PersonId, Roster
from handlers.ports import Storage, UnitOfWork
from storage.alone import Alone
from storage.connect import connect
from tests.support import postgres
from tests.support.memory import MemoryStorage


class Database:
    """The one database of a test, *made* with the first word, and empty for each conversation in turn."""

    def __init__(self, made: Callable[[], str]) -> None:
        self._made = made
        self._open: Storage | None = None

    async def opened(self, roster: Roster, bound: Mapping[Account, PersonId], *, anew: bool) -> Storage:
        """Return the database, with nothing in it unless it is opened *anew*; whoever had it before has it no more."""
        await self.close()
        url = self._made()
        if not anew:
            postgres.empty(url)
        self._open = await connect(url, roster=roster, key=bytes(32), bound=bound)
        return self._open

    async def close(self) -> None:
        """Let go of it."""
        if self._open is not None:
            await self._open.close()
        self._open = None


STAGE: Final[ContextVar[Database | None]] = ContextVar("stage", default=None)
"""The database that conversations are kept in; none for those kept by the model."""


def a_storage(roster: Roster, *, bound: Mapping[Account, PersonId] = MappingProxyType({})) -> Storage:
    """Return an empty storage for one conversation."""
    database = STAGE.get()
    return MemoryStorage(roster, bound=bound) if database is None else _InDatabase(database, roster, bound)


def opened_anew(storage: Storage, roster: Roster, *, bound: Mapping[Account, PersonId]) -> Storage:
    """Return what such a storage keeps, opened by a bot that was set up with *roster*."""
    if isinstance(storage, _InDatabase):
        return _InDatabase(storage.database, roster, bound, anew=True)
    assert isinstance(storage, MemoryStorage)
    return storage.opened_with(roster, bound=bound)


class _InDatabase:
    def __init__(
        self, database: Database, roster: Roster, bound: Mapping[Account, PersonId], *, anew: bool = False
    ) -> None:
        self.failed = asyncio.Event()
        self.connections = None
        self.in_reach = True
        self.peers = Alone()
        self.database = database
        self._roster = roster
        self._bound = bound
        self._anew = anew
        self._opened: Storage | None = None

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[UnitOfWork]:
        if self._opened is None:
            self._opened = await self.database.opened(self._roster, self._bound, anew=self._anew)
        async with self._opened.begin() as work:
            yield work

    async def keep(self, heard: Heard, *, at: datetime) -> bool:
        async with self.begin() as work:
            return await work.messages.keep(heard, at=at)

    async def close(self) -> None:
        await self.database.close()
