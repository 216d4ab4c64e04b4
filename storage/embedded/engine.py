"""A TinyDB storage whose units of work go to disk together, many of them with one fsync."""

import asyncio
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from types import TracebackType
from typing import Any, Final, Generic, TypeVar

import tinydb.storages

from handlers.ports import StorageFailed
from storage.embedded.database import Database, Definitions
from storage.embedded.definition import Definition, Row
from storage.embedded.table import Table

R = TypeVar("R")
W = TypeVar("W")


class Engine(tinydb.storages.Storage):
    """All tables of one file.

    A unit of work changes the rows in memory at once and remembers how to undo it; while it lasts no other begins. Its
    changes join those that wait for the next commit, and the next unit may begin; it ends when that commit is on disk.
    So whoever waits for the disk waits together with all the others who came meanwhile.
    """

    def __init__(self, database: Database, definitions: Definitions) -> None:
        self.failed = asyncio.Event()
        """Set once nothing can be kept any more: the process has to end and be started again."""
        self._failure: BaseException | None = None
        self._database = database
        self._tables: dict[str, Table[Any]] = {one.name: Table(one, self, database, self) for one in definitions}
        for name, table in self._tables.items():
            table.load(database.resident(name), next_number=database.last_number(name) + 1)
        self._alone = asyncio.Lock()
        self._unit: _Unit | None = None
        self._waiting = _Batch()
        self._writing: _Batch | None = None
        self._writer: asyncio.Task[None] | None = None
        self._disk = ThreadPoolExecutor(max_workers=1, thread_name_prefix="commit")

    def table(self, definition: Definition[R]) -> Table[R]:
        """Return the table with that definition."""
        return self._tables[definition.name]

    def unit(self, work: W) -> "UnitOfWork[W]":
        """Return a unit of work; leaving it returns once it, and all that it may have seen, is durable.

        Raise `StorageFailed` where it cannot be kept. An error inside undoes all of it.
        """
        return UnitOfWork(self, work)

    async def begin(self) -> None:
        """Open a unit of work once no other is. Raise `StorageFailed`."""
        await self._alone.acquire()
        if self._failure is not None:
            self._alone.release()
            self._refuse_if_failed()
        self._unit = _Unit()

    async def end(self) -> None:
        """Return once what the open unit of work changed and saw is durable. Raise `StorageFailed`."""
        unit, self._unit = self._unit, None
        assert unit is not None
        try:
            seen = self._hand_over(unit)
        finally:
            self._alone.release()
        if seen is not None:
            await seen.done.wait()
            self._refuse_if_failed()

    def give_up(self, error: BaseException) -> None:
        """Undo what the open unit of work changed before *error*. Raise `StorageFailed` where the file is to blame."""
        unit, self._unit = self._unit, None
        assert unit is not None
        try:
            self._undo(unit)
            if isinstance(error, sqlite3.Error):  # the file cannot be read: nothing it says may be trusted
                self._fail(error)
                self._refuse_if_failed()
        finally:
            self._alone.release()

    def changed(self, table: Table[Any], number: int, undo: Callable[[], None]) -> None:
        """Note a change of the open unit of work. Raise RuntimeError where none is open."""
        if self._unit is None:
            raise RuntimeError(f"{table.name} was changed outside a unit of work")
        self._unit.rows.setdefault(table.name, set()).add(number)
        self._unit.undo.append(undo)

    def on_undo(self, undo: Callable[[], None]) -> None:
        """Have *undo* called if the open unit of work fails."""
        assert self._unit is not None, "outside a unit of work"
        self._unit.undo.append(undo)

    async def aclose(self) -> None:
        """Wait for what is on its way to disk, then let go of the file."""
        async with self._alone:
            if self._writer is not None:
                await self._writer
            self._failure = self._failure or RuntimeError("the storage is closed")
        self._disk.shutdown()
        self._database.close()

    # --- what TinyDB asks of a storage ---

    def read(self) -> dict[str, dict[str, Any]]:
        """Return every table's documents, by number as text."""
        return {name: dict(table._read_table()) for name, table in self._tables.items()}

    def write(self, data: dict[str, dict[str, Any]]) -> None:
        """Replace all documents of all tables. Raise ValueError where *data* has other tables than this store."""
        if unknown := data.keys() - self._tables.keys():
            raise ValueError(f"no such table: {', '.join(sorted(unknown))}")
        for name, table in self._tables.items():
            table.become({int(number): document for number, document in data.get(name, {}).items()})

    # --- commits ---

    def _fail(self, error: Exception) -> None:
        self._failure = error
        self.failed.set()

    def _refuse_if_failed(self) -> None:
        if self._failure is not None:
            raise StorageFailed(str(self._failure)) from self._failure

    def _undo(self, unit: "_Unit") -> None:
        for undo in reversed(unit.undo):
            undo()
        self._let_go(unit.rows)

    def _hand_over(self, unit: "_Unit") -> "_Batch | None":
        """Return the batch after which all that *unit* changed and saw is durable, or None where that is so now."""
        for name, numbers in unit.rows.items():
            rows, table = self._waiting.rows.setdefault(name, {}), self._tables[name]
            for number in numbers:
                rows[number] = table.row(number)
        if not self._waiting.rows:
            return self._writing
        if self._writer is None:
            self._writer = asyncio.create_task(self._write_all())
        return self._waiting

    async def _write_all(self) -> None:
        """Commit what waits until nothing waits any more."""
        loop = asyncio.get_running_loop()
        while self._waiting.rows and self._failure is None:
            self._writing, self._waiting = self._waiting, _Batch()
            try:
                # The rows are handed to SQLite here, not in the thread: there each of them would have to win the
                # interpreter's lock anew. Only the fsync, which needs no lock, is waited for elsewhere.
                self._database.write(self._writing.rows)
                await loop.run_in_executor(self._disk, self._database.commit)
            except Exception as error:  # whatever it was, those who wait must not believe that it is kept
                self._fail(error)
            written, self._writing = self._writing, None
            written.done.set()
            if self._failure is None:
                self._let_go(written.rows)
        if self._failure is not None:
            self._waiting.done.set()
        self._writer = None

    def _let_go(self, rows: Mapping[str, Iterable[int]]) -> None:
        """Have finished *rows* leave memory, save those with a change that is not on disk yet."""
        unfinished = [one.rows for one in (self._unit, self._waiting, self._writing) if one is not None]
        for name, numbers in rows.items():
            table, changing = self._tables[name], frozenset[int]().union(*(one.get(name, ()) for one in unfinished))
            for number in numbers:
                if number not in changing:
                    table.let_go(number)


class UnitOfWork(Generic[W]):
    """A unit of work of an engine, from its beginning to its end. Each message takes some, so no generator is made."""

    def __init__(self, engine: Engine, work: W) -> None:
        self._engine: Final = engine
        self._work: Final = work

    async def __aenter__(self) -> W:
        await self._engine.begin()
        return self._work

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if error is None:
            await self._engine.end()
        else:
            self._engine.give_up(error)


class _Unit:
    """What one unit of work has changed so far, and how to undo it."""

    def __init__(self) -> None:
        self.rows: dict[str, set[int]] = {}
        self.undo: list[Callable[[], None]] = []


class _Batch:
    """The rows of one commit as they shall be on disk; *done* is set once they are, or once that has failed."""

    def __init__(self) -> None:
        self.rows: dict[str, dict[int, Row | None]] = {}
        self.done = asyncio.Event()
