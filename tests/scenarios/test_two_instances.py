"""A station whose bot runs as two processes on one database: people notice nothing of it."""

import asyncio
from collections.abc import AsyncIterator

import psycopg
import pytest

from handlers.message import Account, Heard, MessageId, Scope
from handlers.people.rules.roster import Place
from handlers.ports import Storage
from storage.connect import connect
from tests.support.group import Group
from tests.support.story import LAMP, MONDAY, registered
from tests.support.township import BOUND, LI_VILLAGE, PLATFORM, ROBOT, TOWNSHIP


@pytest.fixture
async def instances(database: str) -> AsyncIterator[tuple[Group, Group]]:
    """The group, as each of two processes knows it."""
    storages = [await connect(database, roster=TOWNSHIP, key=bytes(32), bound=BOUND) for _ in range(2)]
    first, second = (
        Group(one, now=MONDAY, jobs=(), first=number) for one, number in zip(storages, (1, 100), strict=True)
    )
    yield first, second
    for storage in storages:
        await storage.close()


def said(text: str) -> Heard:
    """Return what somebody said in the group just before."""
    return Heard(
        id=MessageId(f"{PLATFORM}:50"),
        place=Place(platform=PLATFORM, account=ROBOT, chat=LI_VILLAGE),
        scope=Scope.GROUP,
        sender=Account(platform=PLATFORM, account=ROBOT, user="赵敏"),
        sender_name="赵敏",
        sent_at=MONDAY,
        text=text,
    )


async def kept(storage: Storage, heard: Heard) -> None:
    async with storage.begin() as work:
        assert await work.messages.keep(heard, at=MONDAY)


async def waiting(database: str, count: int) -> None:
    """Return once that many units of work wait for somebody else's."""
    with psycopg.connect(database, autocommit=True) as connection:
        query = "SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
        async with asyncio.timeout(20):
            while connection.execute(query).rowcount < count:  # noqa: ASYNC110  # it tells nobody
                await asyncio.sleep(0)


async def test_of_two_who_move_a_matter_at_once_the_second_is_told_kindly(
    instances: tuple[Group, Group], database: str
) -> None:
    first, second = instances
    await registered(first)
    await first.tells("赵敏", "撤回 1")  # and is asked whether that is meant
    first.forgets()
    with psycopg.connect(database) as busy:
        busy.execute("SELECT FROM petitions FOR UPDATE")
        withdrawing = asyncio.create_task(first.tells("赵敏", "1"))
        await waiting(database, 1)
        taking_up = asyncio.create_task(second.tells("张明远", "接手 1"))
        await waiting(database, 2)
    await asyncio.gather(withdrawing, taking_up)
    await first.time.settle()
    told = [*first.told("赵敏"), *second.told("赵敏")]
    assert told == ["尾号 1 已撤回，不再办理。以后有新情况再告诉我。"]
    assert "尾号 1 现在是“已撤回”，不能接手。" in [*first.told("张明远"), *second.told("张明远")]


async def test_what_one_process_has_kept_and_not_come_to_is_answered_before_what_another_hears_after_it(
    instances: tuple[Group, Group],
) -> None:
    first, second = instances
    await kept(first.storage, said(f"诉求 {LAMP}"))
    await second.says("赵敏", "补充 1 是第三根杆子")
    assert [line for line in second.heard if "尾号" in line] == [
        "收到，已登记，尾号 1。进展我单独告诉您。",
        "收到，已补充到尾号 1。",
    ]


async def test_what_a_process_has_left_that_died_is_answered_by_another(instances: tuple[Group, Group]) -> None:
    first, second = instances
    await kept(first.storage, said(f"诉求 {LAMP}"))
    await second.router.resume()
    await second.time.settle()
    assert second.heard == []
    await first.storage.close()
    await second.router.resume()
    await second.time.settle()
    assert second.heard[0] == "收到，已登记，尾号 1。进展我单独告诉您。"
