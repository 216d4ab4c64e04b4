"""A reception day from the deputies asked to the counts, through the simulated WeChat Work, in each way it can hear."""

from pathlib import Path

import pytest

from tests.support.platform_stories import a_reception_day_from_its_question_to_its_counts, october
from tests.support.wecom import Mode, a_group_on_wecom


@pytest.mark.parametrize("mode", Mode)
async def test_a_reception_day_is_asked_for_announced_and_counted(tmp_path: Path, mode: Mode) -> None:
    async with a_group_on_wecom(tmp_path, mode, october(12, 12)) as group:
        await a_reception_day_from_its_question_to_its_counts(group)
        assert group.simulator.breaches == []
