"""What a table holds and how its records become rows."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

import msgspec

from storage.codec import Codec

R = TypeVar("R")

FIRST: Final = -(2**63)
LAST: Final = 2**63 - 1


class IndexPlace(msgspec.Struct, frozen=True, order=True, gc=False):
    """Where a row stands in an index; *number* is that of the document."""

    bucket: str
    order: int
    number: int


class Row(msgspec.Struct, frozen=True, gc=False):
    """One document with all that is known of it without reading it; *places* in the order of the table's indexes.

    It is never part of a circle, so that the garbage collector need not look through all that is in memory.
    """

    key: str | None
    resident: bool
    body: bytes
    places: tuple[IndexPlace | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Index(Generic[R]):
    """A way to find rows: in a bucket, by order. *place* is None for records that do not stand in it.

    *finished* says that rows which have left memory are looked for too.
    """

    name: str
    place: Callable[[R], tuple[str, int] | None]
    finished: bool = False


def always(_: object) -> bool:
    """Have every row of a table stay in memory, so that none is looked for on disk."""
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition(Generic[R]):
    """What one table holds. *key* is unique; None where nobody asks for a single row.

    *resident* tells the rows that stay in memory from those which are finished and only looked up now and then.
    """

    name: str
    codec: Codec[R]
    key: Callable[[R], str] | None
    resident: Callable[[R], bool]
    indexes: tuple[Index[R], ...] = ()

    def key_of(self, record: R) -> str | None:
        """Return what *record* is found by, or None where nothing of its table is."""
        return None if self.key is None else self.key(record)

    def row(self, number: int, key: str | None, record: R) -> Row:
        """Return the row that holds *record* under that number and key."""
        placed = [index.place(record) for index in self.indexes]
        places = tuple([place and IndexPlace(sys.intern(place[0]), place[1], number) for place in placed])
        return Row(key, self.resident(record), self.codec.encode(record), places)
