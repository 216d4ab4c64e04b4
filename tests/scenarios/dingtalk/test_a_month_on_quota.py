"""A month of a township on what the standard edition may spend: it lasts, and nobody is left without an answer."""

from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest

from handlers.dates.china_time import moment
from tests.simulators.dingtalk.quota import Spent, standard
from tests.support.dingtalk import VOTERS, Mode, a_group_on_dingtalk
from tests.support.story import LAMP

pytestmark = pytest.mark.timeout(600)

A_DAY = 60  # what a township says to the bot
FIRST = date(2026, 10, 1)
DAYS = 31


def at(day: int, number: int) -> datetime:
    """Return when that word of a day is said: between nine and five."""
    return moment(FIRST, time(9)) + timedelta(days=day, minutes=8 * number)


async def test_a_month_lasts_and_everybody_is_answered(tmp_path: Path) -> None:
    async with a_group_on_dingtalk(tmp_path, Mode.STREAM, moment(FIRST, time(8))) as group:
        unanswered: list[datetime] = []
        for day in range(DAYS):
            for number in range(A_DAY):
                await group.waits_until(at(day, number))
                group.heard()
                name = VOTERS[number % len(VOTERS)]
                group.told(name)
                if number == 0:
                    await group.says(name, f"/诉求 {LAMP}，第{day}天")
                elif number % 3 == 0:
                    await group.says(name, "进度")
                else:
                    await group.tells(name, "帮助")
                if not (group.heard() or group.told(name)):
                    unanswered.append(at(day, number))
        spent = {what: group.simulator.world.quota.spent(what) for what in Spent}
        async with group.storage.begin() as work:
            booked = {quota.name: quota.spent for quota in await work.quotas.of(FIRST)}
        assert unanswered == []
        assert all(spent[what] < most for what, most in standard().items()), spent
        assert booked == {"dingtalk//api": spent[Spent.API], "dingtalk//push": spent[Spent.PUSHES]}
        assert group.simulator.breaches == []
