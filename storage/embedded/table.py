"""A TinyDB table whose documents are one kind of record, found by key and by index without a scan."""

import heapq
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, MutableMapping, Sequence
from itertools import chain, islice
from operator import itemgetter
from typing import Any, Final, Generic, Protocol, TypeVar

import tinydb.table
from sortedcontainers import SortedList
from tinydb.storages import Storage

from storage.codec import Document, json_of
from storage.embedded.definition import FIRST, LAST, Definition, IndexPlace, Row, always
from storage.embedded.documents import Documents, Draft

R = TypeVar("R")

KEYS_AT_ONCE: Final = 1000  # in one question; SQLite takes 32 766 parameters, sqlite.org/limits.html
_PLACE: Final = itemgetter(slice(2))  # order and number of a row that was found


class Disk(Protocol):
    """Where rows are that have left memory."""

    def by_key(self, table: str, key: str) -> tuple[int, bytes] | None:
        """Return number and body of the row with that key."""
        ...

    def by_keys(self, table: str, keys: Sequence[str]) -> Iterable[tuple[int, str]]:
        """Return number and key of all rows with one of those keys."""
        ...

    def by_number(self, table: str, number: int) -> bytes | None:
        """Return the body of the row with that number."""
        ...

    def numbers(self, table: str) -> Iterator[int]:
        """Return the numbers of all rows, in order."""
        ...

    def finished(
        self, table: str, index: str, bucket: str, start: int, below: tuple[int, int], *, newest_first: bool
    ) -> Iterator[tuple[int, int, bytes]]:
        """Return order, number and body of the rows in a bucket that are not resident, in order."""
        ...


class Changes(Protocol):
    """Who is told of each change, so that it is kept or undone together with the others of its unit of work."""

    def changed(self, table: "Table[Any]", number: int, undo: Callable[[], None]) -> None: ...


class Table(tinydb.table.Table, Generic[R]):
    """The rows of one table that are in memory, in front of all the others on disk.

    A row that is in memory is the truth, None for one that was deleted and is still on disk. What TinyDB itself offers
    (insert, search, update, remove …) works as ever: it goes through `_read_table` and `_update_table`.
    """

    def __init__(self, definition: Definition[R], storage: Storage, disk: Disk, changes: Changes) -> None:
        super().__init__(storage, definition.name, cache_size=0)  # a cached answer would not see the next change
        self.definition: Final = definition
        self._disk = disk
        self._changes = changes
        self._rows: dict[int, Row | None] = {}
        self._numbers: dict[str, int] = {}
        self._indexes = {index.name: (at, SortedList()) for at, index in enumerate(definition.indexes)}
        self._finished = {index.name for index in definition.indexes if index.finished}
        self.next_number = 1

    def load(self, rows: Iterator[tuple[int, Row]], *, next_number: int) -> None:
        """Take the resident rows into memory, in place of what was there."""
        self._rows = dict(rows)
        self._numbers = {row.key: number for number, row in self._rows.items() if row and row.key is not None}
        self.next_number = next_number
        for at, places in self._indexes.values():
            places.clear()
            places.update(row.places[at] for row in self._rows.values() if row and row.places[at] is not None)

    # --- what repositories ask ---

    def find(self, key: str) -> R | None:
        """Return the record with that key, or None."""
        found = self._locate(key)
        return None if found is None else self.definition.codec.decode(found[1])

    def at(self, number: int) -> R | None:
        """Return the record with that number, or None."""
        body = self._body(number)
        return None if body is None else self.definition.codec.decode(body)

    def numbered(self, key: str) -> tuple[int, R] | None:
        """Return number and record of the row with that key, or None."""
        found = self._locate(key)
        return None if found is None else (found[0], self.definition.codec.decode(found[1]))

    def has(self, key: str) -> bool:
        """Return whether there is a record with that key."""
        return self._locate(key) is not None

    def known(self, keys: Collection[str]) -> set[str]:
        """Return those of *keys* under which there is a record."""
        known = {key for key in keys if key in self._numbers}
        elsewhere = [key for key in keys if key not in known]
        for first in range(0, len(elsewhere), KEYS_AT_ONCE):
            on_disk = self._disk.by_keys(self.name, elsewhere[first : first + KEYS_AT_ONCE])
            known.update(key for number, key in on_disk if number not in self._rows)
        return known

    def span(
        self,
        index: str,
        *buckets: str,
        start: int = FIRST,
        below: tuple[int, int] = (LAST, LAST),
        newest_first: bool = False,
        limit: int | None = None,
    ) -> list[R]:
        """Return the records of those buckets from order *start* up to the place *below*, not included, in order."""
        each = [self._here(index, bucket, start, below, newest_first) for bucket in buckets]
        if index in self._finished:
            each += [self._gone(index, bucket, start, below, newest_first) for bucket in buckets]
        first = chain.from_iterable(islice(places, limit) for places in each)
        found = first if len(each) == 1 else islice(sorted(first, key=_PLACE, reverse=newest_first), limit)
        return [self.definition.codec.decode(body) for _, _, body in found]

    def resident_span(self, index: str, bucket: str, *, limit: int | None = None) -> list[R]:
        """Return the records of a bucket that stay in memory, in order."""
        here = self._here(index, bucket, FIRST, (LAST, LAST), newest_first=False)
        bodies = (body for _, number, body in here if self._known(number).resident)
        return [self.definition.codec.decode(body) for body in islice(bodies, limit)]

    def size(self, index: str, bucket: str, *, below: int = LAST) -> int:
        """Return how many resident records of a bucket come before *below*."""
        _, places = self._indexes[index]
        return int(places.bisect_left(IndexPlace(bucket, below, 0)) - places.bisect_left(IndexPlace(bucket, FIRST, 0)))

    def resident(self) -> list[R]:
        """Return the records in memory, in the order of their numbers."""
        return [self.definition.codec.decode(row.body) for _, row in sorted(self._rows.items()) if row is not None]

    def records(self) -> Iterator[R]:
        """Return all records, in the order of their numbers."""
        bodies = (self._body(number) for number in self._everything())
        return (self.definition.codec.decode(body) for body in bodies if body is not None)

    # --- what repositories change ---

    def put(self, record: R) -> int:
        """Store *record* in place of the one with its key, or as a new one; return its number."""
        key = self.definition.key_of(record)
        found = None if key is None else self._locate(key)
        number = self.next_number if found is None else found[0]
        self._store(number, key, record)
        return number

    def put_last(self, record: R) -> None:
        """Store *record* as a new one, and delete the one with its key."""
        key = self.definition.key_of(record)
        if key is not None:
            self.drop(key)
        self._store(self.next_number, key, record)

    def put_new(self, record: R) -> bool:
        """Store *record* and return True; return False where there is one with its key (nothing changes then)."""
        key = self.definition.key_of(record)
        if key is not None and self.has(key):
            return False
        self._store(self.next_number, key, record)
        return True

    def put_each_new(self, records: Sequence[R]) -> list[bool]:
        """Store those of *records*, which have keys, whose key is new; return of each whether it was."""
        keys = [self.definition.key_of(record) or "" for record in records]
        known = self.known(keys)
        was_new: list[bool] = []
        for key, record in zip(keys, records, strict=True):
            was_new.append(key not in known)
            if was_new[-1]:
                known.add(key)
                self._store(self.next_number, key, record)
        return was_new

    def drop(self, key: str) -> None:
        """Delete the record with that key, if there is one."""
        if (found := self._locate(key)) is not None:
            self._change(found[0], None)

    # --- the seam to TinyDB ---

    def _read_table(self) -> Mapping[str, Document]:  # type: ignore[override]  # a view in place of a dict of everything
        return Documents(self._everything, self._body)

    def _update_table(self, updater: Callable[[dict[int, Mapping[str, Any]]], None]) -> None:
        draft = Draft(self._everything, self._body)
        updater(draft)  # type: ignore[arg-type]  # whatever an updater does to a dict, a draft takes
        for number, document in draft.touched.items():
            if document is None:
                self._change(number, None)
            elif (body := json_of(document)) != self._body(number):
                record = self.definition.codec.decode(body)
                key = self.definition.key_of(record)
                if key is not None and (found := self._locate(key)) is not None and found[0] != number:
                    raise ValueError(f"{self.name} has another document with the key {key}")
                self._store(number, key, record)

    def become(self, documents: Mapping[int, Document]) -> None:
        """Replace all documents."""

        def replace(draft: MutableMapping[int, Mapping[str, Any]]) -> None:
            draft.clear()
            draft.update(documents)

        self._update_table(replace)

    def _everything(self) -> Iterator[int]:
        gone = (number for number in self._disk.numbers(self.name) if number not in self._rows)
        here = sorted(number for number, row in self._rows.items() if row is not None)
        return heapq.merge(here, gone)

    # --- rows ---

    def row(self, number: int) -> Row | None:
        """Return the row that is in memory, or None where it was deleted."""
        return self._rows[number]

    def let_go(self, number: int) -> None:
        """Forget a row that is on disk as it is here, unless it is resident."""
        row = self._rows.get(number)
        if row is None or not row.resident:
            self._replace(number, None)
            self._rows.pop(number, None)

    def _here(
        self, index: str, bucket: str, start: int, below: tuple[int, int], newest_first: bool
    ) -> Iterator[tuple[int, int, bytes]]:
        _, places = self._indexes[index]
        lowest, highest = IndexPlace(bucket, start, 0), IndexPlace(bucket, *below)
        for one in places.irange(lowest, highest, inclusive=(True, False), reverse=newest_first):
            yield one.order, one.number, self._known(one.number).body

    def _gone(
        self, index: str, bucket: str, start: int, below: tuple[int, int], newest_first: bool
    ) -> Iterator[tuple[int, int, bytes]]:
        found = self._disk.finished(self.name, index, bucket, start, below, newest_first=newest_first)
        return (place for place in found if place[1] not in self._rows)

    def _known(self, number: int) -> Row:
        row = self._rows[number]
        assert row is not None  # only rows that exist stand in an index
        return row

    def _locate(self, key: str) -> tuple[int, bytes] | None:
        if (number := self._numbers.get(key)) is not None:
            return number, self._known(number).body
        if self.definition.resident is always:
            return None
        found = self._disk.by_key(self.name, key)
        return None if found is None or found[0] in self._rows else found

    def _body(self, number: int) -> bytes | None:
        if number in self._rows:
            row = self._rows[number]
            return None if row is None else row.body
        return self._disk.by_number(self.name, number)

    def _store(self, number: int, key: str | None, record: R) -> None:
        self._change(number, self.definition.row(number, key, record))

    def _change(self, number: int, row: Row | None) -> None:
        """Put *row* in place of what is in memory, and say how that is undone."""
        was_here, before, next_number = number in self._rows, self._rows.get(number), self.next_number

        def undo() -> None:
            self._replace(number, before)
            if not was_here:
                del self._rows[number]
            self.next_number = next_number

        self._changes.changed(self, number, undo)
        self._replace(number, row)
        self.next_number = max(next_number, number + 1)

    def _replace(self, number: int, row: Row | None) -> None:
        before = self._rows.get(number)
        for at, places in self._indexes.values():
            old, new = before and before.places[at], row and row.places[at]
            if old != new:
                if old is not None:
                    places.remove(old)
                if new is not None:
                    places.add(new)
        if before is not None and before.key is not None:
            del self._numbers[before.key]
        if row is not None and row.key is not None:
            self._numbers[row.key] = number
        self._rows[number] = row
