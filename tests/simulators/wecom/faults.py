"""Which faults strike when: those a test has ordered, and those of a random mischief."""

from collections import Counter
from collections.abc import Collection
from random import Random

from tests.simulators.wecom.fault_table import FAULTS, ROWS, Fault, Point


class Mischief:
    """Faults at random, the same for the same seed and the same course of things; *rate* of all occasions."""

    def __init__(self, seed: int, rate: float, rows: Collection[int] = ROWS) -> None:
        self._random = Random(seed)
        self._rate = rate
        self._rows = rows

    def strike(self, point: Point) -> Fault | None:
        """Return a fault of that point, or nothing, as chance has it."""
        if self._random.random() >= self._rate:
            return None
        fitting = [fault for fault in FAULTS if fault.at is point and fault.row in self._rows]
        return self._random.choice(fitting) if fitting else None


class Faults:
    """Hands out the fault that befalls each occasion, ordered before random; `struck` counts them by name."""

    def __init__(self) -> None:
        self.mischief: Mischief | None = None
        self.struck: Counter[str] = Counter()
        self._ordered: list[Fault] = []

    def order(self, fault: Fault, times: int) -> None:
        """Have *fault* befall the next *times* occasions at its point."""
        self._ordered += [fault] * times

    @property
    def waiting(self) -> list[Fault]:
        """What was ordered and did not strike yet."""
        return list(self._ordered)

    def strike(self, *points: Point) -> Fault | None:
        """Return the fault that befalls what happens now, used up by it."""
        fault = next((ordered for ordered in self._ordered if ordered.at in points), None)
        if fault is not None:
            self._ordered.remove(fault)
        elif self.mischief is not None:
            fault = next(filter(None, map(self.mischief.strike, points)), None)
        if fault is not None:
            self.struck[fault.name] += 1
        return fault
