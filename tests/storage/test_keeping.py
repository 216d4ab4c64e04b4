"""What is heard at the same time goes to disk together, and nobody is told of it before it is there."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime

import pytest

from handlers.message import Heard
from handlers.ports import StorageFailed
from storage.embedded.keeping import MOST, Keeping
from tests.support.records import NOON, a_heard


class Disk:
    """An inbox on a disk that takes its time; *lots* are what it was given at once."""

    def __init__(self) -> None:
        self.lots: list[list[Heard]] = []
        self.is_there = asyncio.Event()
        self.is_there.set()
        self.is_full = False

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[None]:
        if self.is_full:
            raise StorageFailed("full")
        yield
        await self.is_there.wait()

    def keep_all(self, heard: Sequence[tuple[Heard, datetime]]) -> Sequence[bool]:
        before = {one for lot in self.lots for one in lot}
        self.lots.append([one for one, _ in heard])
        return [one not in before for one in self.lots[-1]]


@pytest.fixture
def disk() -> Disk:
    return Disk()


@pytest.fixture
def keeping(disk: Disk) -> Keeping:
    return Keeping(disk.begin, disk)


def hear(keeping: Keeping, *numbers: int) -> list[asyncio.Task[bool]]:
    return [asyncio.create_task(keeping.keep(a_heard(number), at=NOON)) for number in numbers]


async def pause() -> None:
    """Let everything run that can."""
    for _ in range(20):
        await asyncio.sleep(0)


async def test_what_comes_while_a_lot_is_on_its_way_to_disk_is_the_next(disk: Disk, keeping: Keeping) -> None:
    disk.is_there.clear()
    first = hear(keeping, 1)
    await pause()
    others = hear(keeping, 2, 3, 1)
    await pause()
    assert not any(one.done() for one in (*first, *others))
    disk.is_there.set()
    assert await asyncio.gather(*first, *others) == [True, True, True, False]
    assert disk.lots == [[a_heard(1)], [a_heard(2), a_heard(3), a_heard(1)]]


async def test_all_who_wait_are_told_that_nothing_can_be_kept(disk: Disk, keeping: Keeping) -> None:
    disk.is_full = True
    refused = await asyncio.gather(*hear(keeping, 1, 2), return_exceptions=True)
    assert [type(one) for one in refused] == [StorageFailed, StorageFailed]


async def test_what_comes_after_a_failure_is_kept_by_itself(disk: Disk, keeping: Keeping) -> None:
    disk.is_full = True
    await asyncio.gather(*hear(keeping, 1), return_exceptions=True)
    disk.is_full = False
    assert await keeping.keep(a_heard(2), at=NOON)
    assert disk.lots == [[a_heard(2)]]


async def test_who_does_not_wait_any_more_keeps_nobody_from_being_told(disk: Disk, keeping: Keeping) -> None:
    disk.is_there.clear()
    impatient, patient = hear(keeping, 1, 2)
    await pause()
    impatient.cancel()
    disk.is_there.set()
    assert await patient
    assert disk.lots == [[a_heard(1), a_heard(2)]]


async def test_a_flood_is_kept_in_several_lots(disk: Disk, keeping: Keeping) -> None:
    assert all(await asyncio.gather(*hear(keeping, *range(2 * MOST + 1))))
    assert [len(lot) for lot in disk.lots] == [MOST, MOST, 1]
