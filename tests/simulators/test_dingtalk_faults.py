"""The simulated DingTalk really does what each row of the fault table says, and at random from a seed as well."""

from collections.abc import Collection
from typing import Final

import pytest

from tests.simulators import dingtalk_inbound_proofs, dingtalk_stream_proofs
from tests.simulators.dingtalk.fault_table import FAULTS, ROWS, Fault, Point
from tests.simulators.dingtalk.mischief import Mischief
from tests.simulators.dingtalk_call_proofs import PROOFS, prove_answer
from tests.simulators.dingtalk_counterparts import Stage
from tests.simulators.faults import Faults

FILES_OF_PROOFS: Final = (dingtalk_inbound_proofs, dingtalk_stream_proofs)  # to be imported is to be registered


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"row {fault.row}: {fault.name}")
async def test_a_fault_is_what_its_row_says(dingtalk: Stage, fault: Fault) -> None:
    if fault.name in PROOFS:
        await PROOFS[fault.name](dingtalk)
    else:
        await prove_answer(dingtalk, fault)
    assert dingtalk.simulator.world.faults.waiting == []


def test_every_row_of_the_table_has_its_faults() -> None:
    assert {fault.row for fault in FAULTS} == set(ROWS) == set(range(1, 53))


def test_every_fault_has_a_name_of_its_own_and_a_proof() -> None:
    assert len({fault.name for fault in FAULTS}) == len(FAULTS)
    assert {fault.name for fault in FAULTS if fault.code is None} <= PROOFS.keys()


def struck(seed: int, rate: float, rows: Collection[int] = ROWS) -> list[str]:
    """Return what strikes in a thousand occasions."""
    faults: Faults[Fault] = Faults()
    faults.mischief = Mischief(seed, rate, rows)
    strikes = (faults.strike(point) for point in [*Point] * 40)
    return [fault.name for fault in strikes if fault is not None]


def test_the_same_seed_makes_the_same_mischief_and_another_seed_another() -> None:
    assert struck(1, 0.1) == struck(1, 0.1) != struck(2, 0.1)


def test_mischief_comes_to_every_fault_and_keeps_to_its_rows() -> None:
    assert {name for seed in range(20) for name in struck(seed, 0.9)} == {fault.name for fault in FAULTS}
    assert set(struck(1, 0.9, rows=(22, 23))) <= {fault.name for fault in FAULTS if fault.row in (22, 23)}
