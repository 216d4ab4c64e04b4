"""A whole store as documents: what an export is made of."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

Numbered = tuple[int, bytes]
"""Number and text of one document."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A store as it is at one moment; *documents* gives those of a table, in the order of their numbers.

    *size* is how many there are in all tables.
    """

    version: int
    fingerprint: str
    size: int
    tables: Sequence[str]
    documents: Callable[[str], Iterator[Numbered]]
