"""A petition from the first word to its rating, through the simulated DingTalk, in each way the bot can hear."""

from pathlib import Path

import pytest

from bot.texts import not_all_came
from tests.bot.test_pictures import JPEG
from tests.simulators.dingtalk.fault_table import Fault, Point
from tests.support.dingtalk import Mode, a_group_on_dingtalk
from tests.support.platform_stories import (
    RECEIPT,
    a_petition_from_a_word_to_its_rating,
    who_may_not_be_spoken_to_alone_is_told_so_in_the_group,
)
from tests.support.story import LAMP, MONDAY
from tests.support.township import STATION

NOT_IN_RANGE = Fault(row=18, name="out of range", at=Point.BATCH, code="staffId.notExisted", text="不存在")


@pytest.mark.parametrize("mode", Mode)
async def test_a_petition_goes_from_a_word_to_its_rating(tmp_path: Path, mode: Mode) -> None:
    async with a_group_on_dingtalk(tmp_path, mode, MONDAY) as group:
        await a_petition_from_a_word_to_its_rating(group, receipt=f"@赵敏 {RECEIPT}")
        assert group.simulator.breaches == []


@pytest.mark.parametrize("mode", Mode)
async def test_whom_the_platform_does_not_let_the_robot_speak_to_is_told_in_the_group(
    tmp_path: Path, mode: Mode
) -> None:
    async with a_group_on_dingtalk(tmp_path, mode, MONDAY) as group:
        group.simulator.world.faults.order(NOT_IN_RANGE, 1)
        await who_may_not_be_spoken_to_alone_is_told_so_in_the_group(group)


@pytest.mark.parametrize("mode", Mode)
async def test_row_49_whoever_sent_a_picture_that_cannot_be_had_is_told_once(tmp_path: Path, mode: Mode) -> None:
    async with a_group_on_dingtalk(tmp_path, mode, MONDAY) as group:
        group.simulator.fault("downloadCode expired")
        await group.simulator.says("赵敏", f"/诉求 {LAMP}", pictures=[JPEG, JPEG])
        await group.tells("赵敏", "进度")
        assert group.told("赵敏").count(not_all_came(STATION.phone)) == 1
