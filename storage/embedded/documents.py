"""A table's documents as TinyDB reads and changes them, each decoded when it is asked for."""

import heapq
from collections.abc import Callable, Iterator, Mapping, MutableMapping

from storage.codec import Document, document_from


class Documents(Mapping[str, Document]):
    """All documents of a table as TinyDB reads them, each decoded when it is asked for."""

    def __init__(self, numbers: Callable[[], Iterator[int]], body: Callable[[int], bytes | None]) -> None:
        self._numbers = numbers
        self._body = body

    def __getitem__(self, number: str) -> Document:
        body = self._body(int(number))
        if body is None:
            raise KeyError(number)
        return document_from(body)

    def __iter__(self) -> Iterator[str]:
        return map(str, self._numbers())

    def __len__(self) -> int:
        return sum(1 for _ in self._numbers())


class Draft(MutableMapping[int, Document]):
    """The same documents as TinyDB changes them; *touched* is what was handed out, put in or (None) deleted."""

    def __init__(self, numbers: Callable[[], Iterator[int]], body: Callable[[int], bytes | None]) -> None:
        self._numbers = numbers
        self._body = body
        self.touched: dict[int, Document | None] = {}

    def __getitem__(self, number: int) -> Document:
        if number not in self.touched and (body := self._body(number)) is not None:
            self.touched[number] = document_from(body)
        document = self.touched.get(number)
        if document is None:
            raise KeyError(number)
        return document

    def __setitem__(self, number: int, document: Document) -> None:
        self.touched[number] = document

    def __delitem__(self, number: int) -> None:
        if number not in self:
            raise KeyError(number)
        self.touched[number] = None

    def __iter__(self) -> Iterator[int]:
        untouched = (number for number in self._numbers() if number not in self.touched)
        return heapq.merge(untouched, sorted(number for number, one in self.touched.items() if one is not None))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def clear(self) -> None:
        self.touched = dict.fromkeys(self._numbers())
