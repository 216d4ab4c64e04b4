"""Whatever goes wrong on WeChat Work, the bot keeps its promises; and who breaks one is found out."""

import os
from pathlib import Path
from typing import Final

import pytest

from tests.faults.wecom import flaws
from tests.faults.wecom.bot import Flaw
from tests.faults.wecom.checks import Promise, broken
from tests.faults.wecom.days import lived

SEEDS: Final = int(os.environ.get("LIAISON_SEEDS", "30"))
TROUBLED: Final = 0.3
QUIET: Final = 0.0


@pytest.mark.parametrize("seed", range(SEEDS))
def test_no_trouble_with_the_platform_breaks_a_promise(tmp_path: Path, seed: int) -> None:
    assert broken(lived(tmp_path, seed)) == []


@pytest.mark.parametrize(
    ("flaw", "rate", "promise"),
    [
        (flaws.FORGETFUL, QUIET, Promise.KEPT),
        (flaws.ECHOING, QUIET, Promise.ONCE),
        (flaws.SPEECHLESS, QUIET, Promise.ANSWERED),
        (flaws.STUMBLING, QUIET, Promise.SILENT),
        (flaws.CARELESS, TROUBLED, Promise.SHOWN),
        (flaws.STAMMERING, QUIET, Promise.SHOWN_ONCE),
        (flaws.INDISCREET, QUIET, Promise.PRIVATE),
        (flaws.MUDDLED, QUIET, Promise.ORDER),
    ],
    ids=lambda one: one.name if isinstance(one, Promise) else "",
)
def test_who_breaks_a_promise_is_found_out(tmp_path: Path, flaw: Flaw, rate: float, promise: Promise) -> None:
    seed = list(Promise).index(promise)  # each in another mode
    assert promise in {one.promise for one in broken(lived(tmp_path, seed, rate=rate, flaw=flaw))}
