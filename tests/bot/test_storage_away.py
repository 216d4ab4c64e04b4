"""The storage is out of reach for a while: nothing is lost or said twice, and nobody has to start the bot again."""

from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from handlers.ports import Overtaken, TryAgain
from tests.support.group import Group
from tests.support.memory import MemoryStorage, MemoryWork
from tests.support.records import a_heard, a_notice
from tests.support.story import LAMP, MONDAY
from tests.support.township import BOUND, TOWNSHIP


class AwayStorage(MemoryStorage):
    """Can be reached for each unit of work in turn as *reached* says, and after that for all."""

    def __init__(self) -> None:
        super().__init__(TOWNSHIP, bound=BOUND)
        self.reached: deque[bool] = deque()
        self.error: type[TryAgain] = TryAgain

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[MemoryWork]:
        if self.reached and not self.reached.popleft():
            raise self.error
        async with super().begin() as work:
            yield work


@pytest.fixture
def storage() -> AwayStorage:
    return AwayStorage()


@pytest.fixture
def group(storage: AwayStorage) -> Group:
    return Group(storage, now=MONDAY, jobs=())


async def test_what_cannot_be_kept_is_not_acknowledged_and_may_be_brought_again(
    storage: AwayStorage, group: Group
) -> None:
    storage.reached.append(False)
    with pytest.raises(TryAgain):
        await group.router.hear(a_heard())
    await group.router.hear(a_heard())
    async with storage.begin() as work:
        assert [kept.heard for kept in await work.messages.unhandled()] == [a_heard()]
    await group.time.settle()


async def test_what_was_kept_is_handled_once_the_storage_is_back(storage: AwayStorage, group: Group) -> None:
    storage.reached.extend([True, False])
    await group.says("赵敏", f"/诉求 {LAMP}")
    assert group.heard == []
    await group.router.resume()
    await group.time.settle()
    assert group.heard[0] == "收到，已登记，尾号 1。进展我单独告诉您。"


async def test_what_a_dead_process_left_waits_no_longer_because_the_storage_was_away(storage: AwayStorage) -> None:
    storage.reached.extend([True, False])
    await Group(storage, now=MONDAY, jobs=()).says("赵敏", f"/诉求 {LAMP}")
    group = Group(storage, now=MONDAY, jobs=())
    storage.reached.extend([True, True, False])
    for heard in ([], ["收到，已登记，尾号 1。进展我单独告诉您。"]):
        await group.router.resume()
        await group.time.settle()
        assert group.heard[:1] == heard


async def test_a_try_that_another_process_overtook_when_it_began_begins_again_at_once(
    storage: AwayStorage, group: Group
) -> None:
    storage.reached.extend([True, False])
    await Group(storage, now=MONDAY, jobs=()).says("赵敏", f"/诉求 {LAMP}")
    storage.error = Overtaken
    storage.reached.extend([True, False])
    await group.router.resume()
    await group.time.settle()
    assert group.heard[:1] == ["收到，已登记，尾号 1。进展我单独告诉您。"]


async def test_what_was_sent_while_the_storage_was_away_is_not_sent_again(
    storage: AwayStorage, group: Group, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.delivery.SOON", 0.0)
    async with storage.begin() as work:
        person = await work.voters.recognise(a_heard().sender, name="赵敏", on=MONDAY.date())
        await work.outbox.add(a_notice(to=a_notice().to.person(person)), at=MONDAY)
    storage.reached.extend([True, False, False])
    await group.delivery.drain()
    assert len(group.platform.delivered) == 1
    async with storage.begin() as work:
        assert len(await work.outbox.sent(limit=9)) == 1
