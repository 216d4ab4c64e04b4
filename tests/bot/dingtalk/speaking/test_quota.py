"""The quota book: it agrees with the platform's own count, warns in time, and saves before the end is reached."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from bot.platforms.base import Held, Throttled, Unreachable
from bot.platforms.dingtalk.quota import Kind, QuotaBook
from handlers.message import Priority
from handlers.ports import TryAgain
from handlers.reports.rules.quotas import month_of
from tests.bot.dingtalk.speaking.stage import (
    GROUP,
    IN_GROUP,
    IN_PRIVATE,
    NOON,
    OTHER,
    VOTER,
    Stage,
    a_post,
    a_quota,
    a_roster,
    on_stage,
)
from tests.simulators.dingtalk.fault_table import Fault, Point
from tests.simulators.dingtalk.quota import Spent
from tests.simulators.dingtalk.record import Door
from tests.support.memory import MemoryStorage, MemoryWork
from tests.support.township import TOWNSHIP
from tests.support.virtual_time import VirtualClock

MOST = {Kind.API: 100, Kind.PUSH: 50}


async def written(stage: Stage) -> dict[str, int]:
    """Return what is on disk a moment from now."""
    await asyncio.sleep(2)
    async with stage.storage.begin() as work:
        return {quota.name: quota.spent for quota in await work.quotas.of(month_of(NOON.date()))}


# --- counting ---


async def test_the_book_counts_what_the_platform_counts(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        heard = await stage.heard("路灯坏了", chat=GROUP)
        await stage.platform.deliver(a_post("收到", IN_GROUP, to=heard))
        await stage.platform.deliver(a_post("明天接待", IN_GROUP))
        await stage.platform.deliver(a_post("请您看一下", IN_GROUP, mention=VOTER))
        await stage.platform.deliver(a_post("请来", IN_PRIVATE))
        counted = {"dingtalk//api": stage.spent(Spent.API), "dingtalk//push": stage.spent(Spent.PUSHES)}
        assert await written(stage) == counted == {"dingtalk//api": 2, "dingtalk//push": 3}


async def test_what_is_refused_for_haste_or_never_arrives_costs_nothing(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        for name in ("robot too often", "everybody too often"):
            stage.simulator.fault(name)
        with pytest.raises(Throttled):
            await stage.platform.deliver(a_post("明天接待", IN_GROUP))
        await asyncio.sleep(1)
        with pytest.raises(Throttled):
            await stage.platform.deliver(a_post("明天接待", IN_GROUP))
        assert await written(stage) == {}


async def test_what_is_kept_back_and_what_nobody_knows_the_outcome_of_is_counted(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        stage.simulator.fault(10)
        await stage.simulator.says(VOTER, "路灯坏了")
        await stage.simulator.sees(VOTER)
        assert await written(stage) == {"dingtalk//push": 2}, "the words that were kept back, and the excuse"
        for name, mention in (("outcome unknown, sent", None), ("reset within the answer", VOTER)):
            stage.simulator.fault(name)
            with pytest.raises(Unreachable):
                await stage.platform.deliver(a_post("请您看一下", IN_GROUP, mention=mention))
        heard = await stage.heard("路灯还没修", chat=GROUP)
        stage.simulator.fault("reset before the answer")
        with pytest.raises(Unreachable):
            await stage.platform.deliver(a_post("收到", IN_GROUP, to=heard))
        assert await written(stage) == {"dingtalk//api": 1, "dingtalk//push": 5}


async def test_what_was_spent_is_known_after_a_restart() -> None:
    storage, clock = MemoryStorage(TOWNSHIP), VirtualClock(NOON)
    book = QuotaBook(storage, clock, MOST)
    await book.start()
    for _ in range(3):
        book.spend("dingTownship", Kind.API)
    await book.stop()
    again = QuotaBook(storage, clock, MOST)
    await again.start()
    again.spend("dingTownship", Kind.API)
    assert [(organisation, kind, quota.spent) for organisation, kind, quota in again.of_this_month()] == [
        ("dingTownship", Kind.API, 4)
    ]
    await again.stop()


async def test_what_another_process_spends_is_known_too() -> None:
    storage, clock = MemoryStorage(TOWNSHIP), VirtualClock(NOON)
    one, other = QuotaBook(storage, clock, MOST), QuotaBook(storage, clock, MOST)
    for book in (one, other, other, one):
        book.spend("", Kind.API)
        await asyncio.sleep(2)
    assert [quota.spent for book in (one, other) for _, _, quota in book.of_this_month()] == [4, 3]
    await one.stop()
    await other.stop()


class AwayAtFirst(MemoryStorage):
    """Can be reached from the third unit of work on."""

    begun = 0

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[MemoryWork]:
        self.begun += 1
        if self.begun < 3:
            raise TryAgain
        async with super().begin() as work:
            yield work


async def test_what_is_spent_while_the_storage_is_away_is_written_down_after_and_no_failure(
    caplog: pytest.LogCaptureFixture,
) -> None:
    storage = AwayAtFirst(TOWNSHIP)
    book = QuotaBook(storage, VirtualClock(NOON), MOST)
    book.spend("", Kind.API)
    await asyncio.sleep(4)
    async with storage.begin() as work:
        assert [quota.spent for quota in await work.quotas.of(month_of(NOON.date()))] == [1]
    assert caplog.records == []
    await book.stop()


async def test_a_new_month_begins_with_nothing_spent() -> None:
    storage, clock = MemoryStorage(TOWNSHIP), VirtualClock(datetime.fromisoformat("2026-11-30T23:59:00+08:00"))
    book = QuotaBook(storage, clock, MOST)
    await book.start()
    for _ in range(100):
        book.spend("", Kind.API)
    assert book.is_nearly_spent("", Kind.API)
    await asyncio.sleep(120)
    assert not book.is_nearly_spent("", Kind.API)
    book.spend("", Kind.API)
    await book.stop()
    async with storage.begin() as work:
        months = [await work.quotas.of(month_of(clock.now().date())), await work.quotas.of(month_of(NOON.date()))]
    assert [[quota.spent for quota in quotas] for quotas in months] == [[1], [100]]


async def test_one_organisation_does_not_pay_for_another() -> None:
    book = QuotaBook(MemoryStorage(TOWNSHIP), VirtualClock(NOON), MOST)
    for _ in range(95):
        book.spend("dingTownship", Kind.API)
    assert book.is_nearly_spent("dingTownship", Kind.API)
    assert not book.is_nearly_spent("dingCounty", Kind.API)
    assert not book.is_nearly_spent("dingTownship", Kind.PUSH)
    await book.stop()


# --- telling ---


async def test_somebody_is_told_on_the_day_a_level_is_reached(tmp_path: Path) -> None:
    async with on_stage(tmp_path, api_quota=100, spent=a_quota("api", 69, most=100)) as stage:
        assert stage.platform.troubles() == {}
        await stage.platform.deliver(a_post("请来", IN_PRIVATE))
        (told,) = stage.platform.troubles().values()
        assert told.startswith("钉钉接口调用本月已用 70 次，共 100 次，到了 70%。")
        assert "月底会到 105 次。从现在起我省着用" in told
        stage.clock.move_to(stage.clock.now().replace(day=21))
        assert stage.platform.troubles() == {}


async def test_a_level_that_is_reached_just_before_midnight_is_told_once() -> None:
    clock = VirtualClock(datetime.fromisoformat("2026-11-20T23:59:30+08:00"))
    book = QuotaBook(MemoryStorage(TOWNSHIP), clock, MOST)
    for _ in range(69):
        book.spend("", Kind.API)
    assert book.troubles() == {}
    book.spend("", Kind.API)
    await asyncio.sleep(60)
    assert [*book.troubles()] == ["dingtalk//api/70"]
    await asyncio.sleep(60)
    assert book.troubles() == {}
    await book.stop()


async def test_that_nothing_is_left_is_told(tmp_path: Path) -> None:
    async with on_stage(tmp_path, api_quota=100, spent=a_quota("api", 99, most=100)) as stage:
        await stage.platform.deliver(a_post("当心", IN_PRIVATE))
        (told,) = stage.platform.troubles().values()
        assert "用完了" in told


async def test_that_the_platform_keeps_back_what_people_say_is_told(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        stage.simulator.fault(10)
        await stage.simulator.says(VOTER, "路灯坏了")
        (told,) = stage.platform.troubles().values()
        assert "平台不给我看内容" in told
        await stage.simulator.sees(VOTER)
        assert stage.shown(VOTER)[0].startswith("对不起，本单位这个月的消息用量用完了")


async def test_the_figures_tell_what_is_spent_and_expected(tmp_path: Path) -> None:
    async with on_stage(tmp_path, spent=a_quota("api", 200, most=5000)) as stage:
        figures = {
            one.name: one.value for one in stage.platform.figures() if one.name.startswith("liaison_dingtalk_quota")
        }
        assert figures == {
            "liaison_dingtalk_quota_spent": 200,
            "liaison_dingtalk_quota": 5000,
            "liaison_dingtalk_quota_expected": 300,
        }


# --- saving ---


async def test_an_answer_goes_by_the_quota_that_will_last(tmp_path: Path) -> None:
    async with on_stage(tmp_path, push_quota=100, spent=a_quota("push", 80, most=100)) as stage:
        heard = await stage.heard("路灯坏了", chat=GROUP)
        await stage.platform.deliver(a_post("收到", IN_GROUP, to=heard))
        assert stage.doors(GROUP) == [Door.ROBOT]


async def test_who_is_meant_is_not_mentioned_for_what_is_scarce(tmp_path: Path) -> None:
    async with on_stage(tmp_path, push_quota=100, spent=a_quota("push", 80, most=100)) as stage:
        await stage.platform.deliver(a_post("请您看一下", IN_GROUP, mention=VOTER))
        assert stage.doors(GROUP) == [Door.ROBOT]


async def test_people_who_are_told_the_same_cost_one_call_when_calls_are_scarce(tmp_path: Path) -> None:
    async with on_stage(tmp_path, api_quota=100, spent=a_quota("api", 80, most=100)) as stage:
        places = [type(IN_PRIVATE)(platform="dingtalk", account="main", chat=name) for name in (VOTER, OTHER)]
        await asyncio.gather(*(stage.platform.deliver(a_post("请来开会", place)) for place in places))
        assert (stage.shown(VOTER), stage.shown(OTHER)) == (["请来开会"], ["请来开会"])
        assert stage.spent(Spent.API) == 1


async def test_no_more_than_twenty_are_told_by_one_call(tmp_path: Path) -> None:
    async with on_stage(tmp_path, api_quota=100, spent=a_quota("api", 70, most=100)) as stage:
        people = [f"代表{number}" for number in range(25)]
        stage.simulator.add_members(*people)
        places = [type(IN_PRIVATE)(platform="dingtalk", account="main", chat=name) for name in people]
        await asyncio.gather(*(stage.platform.deliver(a_post("请来开会", place)) for place in places))
        assert [stage.shown(name) for name in people] == [["请来开会"]] * 25
        assert stage.spent(Spent.API) == 2


async def test_the_same_words_for_one_person_twice_are_two_messages(tmp_path: Path) -> None:
    async with on_stage(tmp_path, api_quota=100, spent=a_quota("api", 80, most=100)) as stage:
        await asyncio.gather(*(stage.platform.deliver(a_post("请来开会")) for _ in range(2)))
        assert stage.shown(VOTER) == ["请来开会", "请来开会"]


async def test_of_several_told_by_one_call_each_has_his_own_fate(tmp_path: Path) -> None:
    async with on_stage(tmp_path, api_quota=100, spent=a_quota("api", 80, most=100)) as stage:
        places = [type(IN_PRIVATE)(platform="dingtalk", account="main", chat=name) for name in (VOTER, OTHER)]
        stage.simulator.fault("somebody told too often")
        results = await asyncio.gather(
            *(stage.platform.deliver(a_post("请来开会", place)) for place in places), return_exceptions=True
        )
        assert [type(one) for one in results] == [str, Throttled]
        assert (stage.shown(VOTER), stage.shown(OTHER)) == (["请来开会"], [])


async def test_what_two_were_told_by_one_call_is_taken_back_once_neither_is_to_see_it(tmp_path: Path) -> None:
    async with on_stage(tmp_path, api_quota=100, spent=a_quota("api", 80, most=100)) as stage:
        places = [type(IN_PRIVATE)(platform="dingtalk", account="main", chat=name) for name in (VOTER, OTHER)]
        posts = [a_post("请来开会", place, key=f"meeting/{place.chat}") for place in places]
        await asyncio.gather(*map(stage.platform.deliver, posts))
        for _ in range(2):
            await stage.platform.forget(posts[0].key)
        assert (stage.shown(VOTER), stage.shown(OTHER)) == (["请来开会"], ["请来开会"])
        await stage.platform.forget(posts[1].key)
        assert (stage.shown(VOTER), stage.shown(OTHER)) == ([], [])


@pytest.mark.parametrize("kind", ["api", "push"])
async def test_several_messages_for_one_person_are_to_be_one_where_either_quota_is_scarce(
    kind: str, tmp_path: Path
) -> None:
    async with on_stage(tmp_path, api_quota=100, push_quota=100) as stage:
        assert not stage.platform.saves(a_post("请来开会"))
    async with on_stage(tmp_path, api_quota=100, push_quota=100, spent=a_quota(kind, 80, most=100)) as stage:
        assert stage.platform.saves(a_post("请来开会"))


async def test_what_says_two_posts_is_taken_back_once_neither_is_to_be_seen(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        shown_as = await stage.platform.deliver(replace(a_post("一\n\n二", key="news/one"), joins=2))
        await stage.platform.forget("news/one", shown_as=shown_as)
        assert stage.shown(VOTER) == ["一\n\n二"]
        await stage.platform.forget("news/two", shown_as=shown_as)
        assert stage.shown(VOTER) == []


async def test_who_was_not_told_when_the_bot_stopped_is_told_once_after_the_next_start(tmp_path: Path) -> None:
    async with on_stage(tmp_path, api_quota=100, spent=a_quota("api", 80, most=100)) as stage:
        broken_off = asyncio.create_task(stage.platform.deliver(a_post("请来开会")))
        await asyncio.sleep(0.1)
        broken_off.cancel()
        await asyncio.gather(broken_off, return_exceptions=True)
        await asyncio.sleep(2)
        assert stage.shown(VOTER) == []
        await stage.platform.deliver(a_post("请来开会"))
        assert stage.shown(VOTER) == ["请来开会"]


async def test_somebody_who_is_not_to_be_told_is_no_fault_of_the_others(tmp_path: Path) -> None:
    async with on_stage(tmp_path, api_quota=100, spent=a_quota("api", 80, most=100)) as stage:
        places = [type(IN_PRIVATE)(platform="dingtalk", account="main", chat=name) for name in (VOTER, OTHER)]
        stage.simulator.world.faults.order(
            Fault(row=18, name="nobody", at=Point.BATCH, code="staffId.notExisted", text="不存在"), 1
        )
        await asyncio.gather(*(stage.platform.deliver(a_post("请来开会", place)) for place in places))
        assert (stage.shown(VOTER), stage.shown(OTHER)) == (["请来开会"], ["请来开会"])


async def test_the_last_tenth_is_kept_from_scheduled_posts(tmp_path: Path) -> None:
    async with on_stage(
        tmp_path, roster=a_roster(webhook=""), api_quota=100, spent=a_quota("api", 91, most=100)
    ) as stage:
        with pytest.raises(Throttled):
            await stage.platform.deliver(a_post("明天接待", IN_GROUP, priority=Priority.POST))
        for priority in (Priority.EMERGENCY, Priority.ANSWER, Priority.NOTICE):
            await stage.platform.deliver(a_post(priority.name, IN_GROUP, priority=priority))
        assert stage.shown(GROUP) == ["EMERGENCY", "ANSWER", "NOTICE"]


async def test_what_is_kept_back_goes_when_a_new_month_begins(tmp_path: Path) -> None:
    async with on_stage(
        tmp_path, roster=a_roster(webhook=""), api_quota=100, spent=a_quota("api", 91, most=100)
    ) as stage:
        post = a_post("明天接待", IN_GROUP, priority=Priority.POST)
        with pytest.raises(Held) as kept:
            await stage.platform.deliver(post)
        assert kept.value.wait.total_seconds() == 3600
        stage.clock.move_to(stage.clock.now().replace(month=12, day=1))
        await stage.platform.deliver(post)
        assert stage.shown(GROUP) == ["明天接待"]


async def test_a_push_that_one_quota_cannot_pay_the_other_does(tmp_path: Path) -> None:
    async with on_stage(tmp_path, api_quota=100, spent=a_quota("api", 91, most=100)) as stage:
        await stage.platform.deliver(a_post("明天接待", IN_GROUP, priority=Priority.POST))
        assert stage.doors(GROUP) == [Door.WEBHOOK]
