"""A petition from the first word to its rating, through the simulated WeChat Work, in each way the bot can hear."""

from pathlib import Path

import pytest

from tests.support.platform_stories import (
    RECEIPT,
    a_petition_from_a_word_to_its_rating,
    who_may_not_be_spoken_to_alone_is_told_so_in_the_group,
)
from tests.support.story import MONDAY
from tests.support.township import NAMES
from tests.support.wecom import Mode, a_group_on_wecom


@pytest.mark.parametrize("mode", Mode)
async def test_a_petition_goes_from_a_word_to_its_rating(tmp_path: Path, mode: Mode) -> None:
    async with a_group_on_wecom(tmp_path, mode, MONDAY) as group:
        await a_petition_from_a_word_to_its_rating(group, receipt="" if mode is Mode.APP else RECEIPT)
        assert group.simulator.breaches == []


@pytest.mark.parametrize("mode", [Mode.CALLBACK])
async def test_who_is_outside_the_apps_visible_range_is_told_in_the_group(tmp_path: Path, mode: Mode) -> None:
    async with a_group_on_wecom(tmp_path, mode, MONDAY) as group:
        for app in group.simulator.apps:
            app.visible = frozenset(NAMES)
        await who_may_not_be_spoken_to_alone_is_told_so_in_the_group(group)
