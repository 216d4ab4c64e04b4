"""The simulator really does what each row of the fault table says, and at random from a seed as well."""

from collections.abc import Collection
from typing import Final

import pytest

from tests.simulators import connection_proofs, inbound_proofs
from tests.simulators.counterparts import Stage
from tests.simulators.fault_proofs import PROOFS, prove_answer
from tests.simulators.faults import Faults
from tests.simulators.wecom.fault_table import FAULTS, ROWS, Fault, Point
from tests.simulators.wecom.faults import Mischief

FILES_OF_PROOFS: Final = (connection_proofs, inbound_proofs)  # to be imported is to be registered


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"row {fault.row}: {fault.name}")
async def test_a_fault_is_what_its_row_says(stage: Stage, fault: Fault) -> None:
    if fault.name in PROOFS:
        await PROOFS[fault.name](stage)
    else:
        await prove_answer(stage, fault)
    assert stage.simulator.world.faults.waiting == []


def test_every_row_of_the_table_has_its_faults() -> None:
    assert {fault.row for fault in FAULTS} == set(ROWS) == set(range(1, 44))


def test_every_fault_has_a_name_of_its_own_and_a_proof() -> None:
    assert len({fault.name for fault in FAULTS}) == len(FAULTS)
    assert {fault.name for fault in FAULTS if fault.errcode is None} <= PROOFS.keys()


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
    assert set(struck(1, 0.9, rows=(15, 16))) <= {fault.name for fault in FAULTS if fault.row in (15, 16)}


def test_without_a_rate_nothing_happens() -> None:
    assert struck(1, 0) == []


def test_what_was_ordered_strikes_before_what_is_random_and_only_at_its_point() -> None:
    faults: Faults[Fault] = Faults()
    faults.mischief = Mischief(1, 1)
    faults.order(next(fault for fault in FAULTS if fault.name == "webhook too often"), 1)
    at_the_app, at_the_webhook = faults.strike(Point.TOKEN), faults.strike(Point.WEBHOOK)
    assert at_the_app is not None
    assert at_the_webhook is not None
    assert (at_the_app.name, at_the_webhook.name) == ("wrong secret", "webhook too often")
