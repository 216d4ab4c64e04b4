"""Random mischief with the faults of DingTalk."""

from collections.abc import Collection

from tests.simulators import faults
from tests.simulators.dingtalk.fault_table import FAULTS, ROWS, Fault


class Mischief(faults.Mischief[Fault]):
    """Faults of those rows at random, the same for the same seed and the same course of things."""

    def __init__(self, seed: int, rate: float, rows: Collection[int] = ROWS) -> None:
        super().__init__(FAULTS, seed, rate, rows)
