"""A reception day from the deputies asked to the counts, through the simulated DingTalk, in each way it can hear."""

from pathlib import Path

import pytest

from tests.support.dingtalk import Mode, a_group_on_dingtalk
from tests.support.platform_stories import a_reception_day_from_its_question_to_its_counts, october


@pytest.mark.parametrize("mode", Mode)
async def test_a_reception_day_is_asked_for_announced_and_counted(tmp_path: Path, mode: Mode) -> None:
    async with a_group_on_dingtalk(tmp_path, mode, october(12, 12)) as group:
        await a_reception_day_from_its_question_to_its_counts(group)
        assert group.simulator.breaches == []
