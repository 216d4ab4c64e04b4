"""Whatever befalls the calls, each duty is entered once, nothing is spent in vain, and the robot goes on speaking."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Final

import pytest

from handlers.ports import TryAgain
from handlers.reports.rules.quotas import Quota, month_of
from tests.bot.dingtalk.duties.stage import Deputies, deputies
from tests.bot.dingtalk.duties.test_todos import TODO, is_assigned, is_withdrawn
from tests.simulators.dingtalk.fault_table import Fault, Point
from tests.simulators.dingtalk.record import Door
from tests.support.dingtalk import BOUND, roster
from tests.support.memory import MemoryStorage, MemoryWork
from tests.support.story import MONDAY

FORBIDDEN: Final = Fault(
    row=5, name="not allowed", at=Point.NEW_APP, code="Forbidden.AccessDenied.AccessTokenPermissionDenied"
)
BEFORE: Final = MONDAY.day - 1
"""How many days of the month are over."""


def a_quota(spent: int) -> Quota:
    """Return so much of five thousand calls spent before today."""
    return Quota(
        name="dingtalk//api", called="接口调用", month=month_of(MONDAY.date()), most=5000, days={BEFORE: spent}
    )


async def has_a_matter(group: Deputies) -> None:
    """Have a matter that is not assigned to anybody yet, and nothing on its way."""
    await group.tells("赵敏", "/诉求 李村小学门口路灯不亮三天了")
    await group.tells("赵敏", "1")
    await group.catches_up()


@pytest.mark.parametrize("fault", ["HTTP 504, done", "reset before the answer", "answer cut off", "answer after 30 s"])
async def test_what_was_done_and_could_not_be_said_is_entered_once(tmp_path: Path, fault: str) -> None:
    async with deputies(tmp_path, MONDAY) as group:
        await has_a_matter(group)
        await group.tells("林晓", "1")
        group.simulator.fault(fault)
        await group.catches_up(minutes=15)
        assert (group.todos("张明远"), group.made(Door.TODO)) == ([TODO], 1)
        (entered,) = await group.entered()
        assert entered.id == group.standing("张明远", Door.TODO)[0].key


async def forgets_ids(group: Deputies) -> None:
    """Have the ledger as it is where the process ends between a call and noting what came of it."""
    async with group.storage.begin() as work:
        for one in await work.duties.entered():
            await work.duties.save(replace(one, id=""))


async def test_a_process_that_ended_before_it_noted_the_id_enters_nothing_twice(tmp_path: Path) -> None:
    async with deputies(tmp_path, MONDAY) as group:
        await is_assigned(group)
        await forgets_ids(group)
        await group.catches_up()
        assert group.made(Door.TODO) == 1
        assert [one.id for one in await group.entered()] == [group.standing("张明远", Door.TODO)[0].key]


async def test_what_was_over_before_its_id_was_noted_is_closed_all_the_same(tmp_path: Path) -> None:
    async with deputies(tmp_path, MONDAY) as group:
        await is_assigned(group)
        await is_withdrawn(group)
        await forgets_ids(group)
        await group.catches_up()
        assert (group.todos("张明远"), group.made(Door.TODO)) == ([], 1)


async def test_where_it_is_not_allowed_staff_are_told_and_a_day_passes_before_the_next_try(tmp_path: Path) -> None:
    async with deputies(tmp_path, MONDAY) as group:
        await has_a_matter(group)
        await group.tells("林晓", "1")
        group.simulator.world.faults.order(FORBIDDEN, 1)
        await group.catches_up(minutes=60)
        assert group.made(Door.TODO) == 0
        assert await group.entered() == []
        (told,) = (words for key, words in group.platform.troubles().items() if "duties" in key)
        assert told.startswith("钉钉的待办和日历 main用不了")
        assert "Todo.Todo.Write" in told
        group.clock.move_to(group.clock.now() + timedelta(days=1))
        await group.catches_up()
        assert group.todos("张明远") == [TODO]
        assert not any("duties" in key for key in group.platform.troubles())


async def test_the_robot_goes_on_speaking_where_lists_are_not_allowed(tmp_path: Path) -> None:
    async with deputies(tmp_path, MONDAY) as group:
        await has_a_matter(group)
        await group.tells("林晓", "1")
        group.simulator.world.faults.order(FORBIDDEN, 1)
        await group.catches_up()
        await group.tells("张明远", "1")
        assert group.simulator.shown("赵敏")[-1].text == "尾号 1：张代表已经看到，会如实反映、跟着催。"


async def test_what_the_platform_will_not_close_is_let_go(tmp_path: Path) -> None:
    async with deputies(tmp_path, MONDAY) as group:
        await is_assigned(group)
        async with group.storage.begin() as work:
            (one,) = await work.duties.entered()
            await work.duties.save(replace(one, id="nobody-knows-it"))
        await is_withdrawn(group)
        await group.catches_up()
        assert await group.entered() == []


async def test_where_money_is_short_nothing_new_is_entered(tmp_path: Path) -> None:
    async with deputies(tmp_path, MONDAY, spent=a_quota(3000)) as group:
        await is_assigned(group)
        assert group.made(Door.TODO) == 0


async def test_what_stands_is_closed_even_where_money_is_short(tmp_path: Path) -> None:
    async with deputies(tmp_path, MONDAY) as group:
        await is_assigned(group)
        await group.has_spent(3000)
        await is_withdrawn(group)
        await group.catches_up()
        assert group.todos("张明远") == []


async def test_where_it_is_nearly_spent_nothing_is_called_at_all(tmp_path: Path) -> None:
    async with deputies(tmp_path, MONDAY) as group:
        await is_assigned(group)
        await group.has_spent(4600)
        await is_withdrawn(group)
        await group.catches_up()
        assert group.todos("张明远") == [TODO]


async def test_each_call_stands_in_the_quota_book(tmp_path: Path) -> None:
    async with deputies(tmp_path, MONDAY) as group:
        await is_assigned(group)
        async with group.storage.begin() as work:
            (quota,) = (one for one in await work.quotas.of(month_of(MONDAY.date())) if one.name.endswith("/api"))
        assert quota.spent == group.spent()


class OftenAway(MemoryStorage):
    """A storage that can be out of reach."""

    away = False

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[MemoryWork]:
        if self.away:
            raise TryAgain
        async with super().begin() as work:
            yield work


async def test_where_the_storage_was_out_of_reach_for_a_while_lists_catch_up(tmp_path: Path) -> None:
    storage = OftenAway(roster(), bound=BOUND)
    async with deputies(tmp_path, MONDAY, storage=storage) as group:
        await has_a_matter(group)
        storage.away = True
        await group.catches_up()
        storage.away = False
        await group.tells("林晓", "1")
        await group.catches_up()
        assert group.todos("张明远") == [TODO]
