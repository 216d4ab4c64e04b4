"""Whatever goes wrong on DingTalk, the bot keeps its promises; and who breaks one is found out."""

import os
from pathlib import Path
from typing import Final

import pytest

from tests.faults.troubled.bot import Flaw
from tests.faults.troubled.checks import Promise, broken
from tests.faults.troubled.days import lived
from tests.faults.troubled.flaws import PLANTED
from tests.faults.troubled.on_dingtalk import on_dingtalk

SEEDS: Final = int(os.environ.get("LIAISON_SEEDS", "20"))


@pytest.mark.parametrize("seed", range(SEEDS))
def test_no_trouble_with_the_platform_breaks_a_promise(tmp_path: Path, seed: int) -> None:
    assert broken(lived(on_dingtalk, tmp_path, seed)) == []


@pytest.mark.parametrize(("flaw", "rate", "promise"), PLANTED, ids=(promise.name for *_, promise in PLANTED))
def test_who_breaks_a_promise_is_found_out(tmp_path: Path, flaw: Flaw, rate: float, promise: Promise) -> None:
    seed = list(Promise).index(promise)  # each in another mode
    assert promise in {one.promise for one in broken(lived(on_dingtalk, tmp_path, seed, rate=rate, flaw=flaw))}
