"""Which faults strike when: those a test has ordered, and those of a random mischief."""

from collections import Counter
from collections.abc import Collection, Sequence
from random import Random
from typing import Generic, Protocol, TypeVar


class Fault(Protocol):
    """One shape of one row of a platform's fault table, which strikes at one point."""

    @property
    def row(self) -> int: ...
    @property
    def name(self) -> str: ...
    @property
    def at(self) -> str: ...


F = TypeVar("F", bound=Fault)


class Mischief(Generic[F]):
    """Faults at random, the same for the same seed and the same course of things; *rate* of all occasions."""

    def __init__(self, table: Sequence[F], seed: int, rate: float, rows: Collection[int]) -> None:
        self._table = table
        self._random = Random(seed)
        self._rate = rate
        self._rows = rows

    def strike(self, point: str) -> F | None:
        """Return a fault of that point, or nothing, as chance has it."""
        if self._random.random() >= self._rate:
            return None
        fitting = [fault for fault in self._table if fault.at == point and fault.row in self._rows]
        return self._random.choice(fitting) if fitting else None


class Faults(Generic[F]):
    """Hands out the fault that befalls each occasion, ordered before random; `struck` counts them by name."""

    def __init__(self) -> None:
        self.mischief: Mischief[F] | None = None
        self.struck: Counter[str] = Counter()
        self._ordered: list[F] = []

    def order(self, fault: F, times: int) -> None:
        """Have *fault* befall the next *times* occasions at its point."""
        self._ordered += [fault] * times

    @property
    def waiting(self) -> list[F]:
        """What was ordered and did not strike yet."""
        return list(self._ordered)

    def strike(self, *points: str) -> F | None:
        """Return the fault that befalls what happens now, used up by it."""
        fault = next((ordered for ordered in self._ordered if ordered.at in points), None)
        if fault is not None:
            self._ordered.remove(fault)
        elif self.mischief is not None:
            fault = next(filter(None, map(self.mischief.strike, points)), None)
        if fault is not None:
            self.struck[fault.name] += 1
        return fault
