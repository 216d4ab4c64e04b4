"""What a table holds, and the columns its records are asked by."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from storage.codec import Codec

R = TypeVar("R")

Columns = Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition(Generic[R]):
    """One table: *key* are the columns that no two records share, *columns* gives the values of all there are."""

    name: str
    codec: Codec[R]
    key: tuple[str, ...]
    columns: Callable[[R], Columns]
