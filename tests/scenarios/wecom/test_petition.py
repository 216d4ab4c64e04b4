"""A petition from the first word to its rating, through the simulated WeChat Work, in each way the bot can hear."""

from pathlib import Path

import pytest

from tests.support.platform_stories import RECEIPT, a_petition_from_a_word_to_its_rating
from tests.support.story import MONDAY
from tests.support.wecom import Mode, a_group_on_wecom


@pytest.mark.parametrize("mode", Mode)
async def test_a_petition_goes_from_a_word_to_its_rating(tmp_path: Path, mode: Mode) -> None:
    async with a_group_on_wecom(tmp_path, mode, MONDAY) as group:
        await a_petition_from_a_word_to_its_rating(group, receipt="" if mode is Mode.APP else RECEIPT)
        assert group.simulator.breaches == []
