"""The outbox leaves in its order, and what a platform does not take comes again, later, or not at all where all see it."""

import asyncio
import threading
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from itertools import chain, repeat

import pytest

from bot import delivery, texts
from bot.booking import GAVE_UP, OUTCOME_UNKNOWN
from bot.delivery import FAULT
from bot.gate import NO_WAY
from bot.platforms.base import DeliveryError, Elsewhere, File, NoWay, Post, Rejected, Throttled, Uncertain, Unreachable
from handlers.document import Document
from handlers.message import Fallback, Priority, Recipient
from handlers.people.rules.roster import PersonId, Place, StationId
from handlers.ports import Delivery, StorageFailed, TryAgain
from tests.support.disks import FullDisk, a_while
from tests.support.memory import MemoryStorage, MemoryWork
from tests.support.platform import FakePlatform
from tests.support.post_office import DEPUTY, GROUP, PostOffice
from tests.support.records import NOON, a_notice
from tests.support.township import BOUND, LI_VILLAGE, PLATFORM, ROBOT, TOWNSHIP, WANG_VILLAGE

OTHER_GROUP = Recipient.group(WANG_VILLAGE)
STRANGER = Recipient.person(PersonId("nobody-knows"))


class SlowPlatform(FakePlatform):
    """Takes its time with one conversation."""

    def __init__(self, slow: str) -> None:
        super().__init__()
        self._slow = slow
        self.go_on = asyncio.Event()

    async def deliver(self, post: Post) -> None:
        if post.place.chat == self._slow:
            await self.go_on.wait()
        await super().deliver(post)


@pytest.fixture
def office() -> PostOffice:
    return PostOffice()


# --- order ---


async def test_the_same_key_is_queued_once_ever(office: PostOffice) -> None:
    await office.queue("一", key="reception/1")
    assert await office.sends() == ["一"]
    await office.queue("一", key="reception/1")
    assert await office.sends() == []


async def test_a_conversation_is_told_things_in_the_order_they_were_queued(office: PostOffice) -> None:
    for text in "一二三四五":
        await office.queue(text)
    assert await office.sends() == ["一", "二", "三", "四", "五"]


async def test_an_emergency_goes_first_and_posts_last(office: PostOffice) -> None:
    for priority in sorted(Priority, reverse=True):
        await office.queue(priority.name, priority=priority)
    assert await office.sends() == ["EMERGENCY", "ANSWER", "NOTICE", "POST"]


async def test_a_failed_head_holds_up_its_own_conversation_only(office: PostOffice) -> None:
    await office.queue("一")
    office.platform.will_fail_with.append(Unreachable("timeout"))
    assert await office.sends() == []
    await office.queue("二")
    await office.queue("别处", to=OTHER_GROUP)
    assert await office.sends() == ["别处"]
    assert await office.waits(seconds=5) == ["一", "二"]


async def test_an_emergency_passes_a_failed_head(office: PostOffice) -> None:
    await office.queue("一")
    office.platform.will_fail_with.append(Unreachable("timeout"))
    await office.sends()
    await office.queue("快跑", priority=Priority.EMERGENCY)
    assert await office.sends() == ["快跑"]


async def test_a_platform_that_answers_slowly_in_one_conversation_holds_up_no_other() -> None:
    platform = SlowPlatform(slow=LI_VILLAGE)
    office = PostOffice(platform=platform)
    running = asyncio.create_task(office.delivery.run())
    await office.queue("慢")
    office.delivery.wake()
    await a_while()
    await office.queue("快", to=OTHER_GROUP)
    office.delivery.wake()
    await a_while()
    assert office.sent == ["快"]
    platform.go_on.set()
    await a_while()
    assert office.sent == ["快", "慢"]
    running.cancel()


async def test_two_who_deliver_at_once_say_nothing_twice_and_both_end_when_all_is_said() -> None:
    office = PostOffice()
    for number in range(20):
        await office.queue(str(number))
    running = asyncio.create_task(office.delivery.run())
    await asyncio.gather(office.delivery.drain(), office.delivery.drain())
    assert office.sent == [str(number) for number in range(20)]
    running.cancel()


async def test_posters_are_drawn_one_at_a_time_and_all_of_them_arrive(
    office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[str] = []
    go_on = threading.Event()

    def draw(document: Document, pictures: Mapping[str, bytes]) -> File:
        begun.append(document.name)
        assert go_on.wait(timeout=30)
        return File(name=document.name, content=b"")

    monkeypatch.setattr(delivery, "render", draw)
    await office.queue("一", document=Document(name="一.png", title="一"))
    await office.queue("二", to=OTHER_GROUP, document=Document(name="二.png", title="二"))
    sending = asyncio.create_task(office.sends())
    while not begun:
        await a_while()
    await asyncio.to_thread(len, begun)  # what was handed to a thread before has begun by now
    assert begun == ["一.png"]
    go_on.set()
    assert await sending == ["一", "二"]
    assert begun == ["一.png", "二.png"]


async def test_what_is_being_sent_when_the_bot_stops_is_finished() -> None:
    platform = SlowPlatform(slow=LI_VILLAGE)
    office = PostOffice(platform=platform)
    await office.queue("一")
    running = asyncio.create_task(office.delivery.run())
    await a_while()
    running.cancel()
    platform.go_on.set()
    await office.delivery.stop(within=60)
    assert await office.state("一") == (Delivery.SENT, None)


@pytest.mark.parametrize("turns", range(5))
async def test_delivery_ends_when_it_is_told_to_even_if_it_is_woken_at_that_moment(
    office: PostOffice, turns: int
) -> None:
    running = asyncio.create_task(office.delivery.run())
    await a_while()
    office.delivery.wake()
    for _ in range(turns):
        await asyncio.sleep(0)
    running.cancel()
    await a_while()
    assert running.done()


async def test_what_takes_too_long_when_the_bot_stops_is_broken_off_and_said_after_the_next_start() -> None:
    platform = SlowPlatform(slow=LI_VILLAGE)
    office = PostOffice(platform=platform)
    await office.queue("一")
    running = asyncio.create_task(office.delivery.run())
    await a_while()
    running.cancel()
    await office.delivery.stop(within=0)
    assert await office.state("一") == (Delivery.SENDING, None)
    platform.go_on.set()
    after = PostOffice(storage=office.storage, platform=platform)
    await after.delivery.take_over()
    assert await after.sends() == ["一"]


async def test_what_is_being_sent_is_sent_once_whoever_looks_for_what_was_cut_off() -> None:
    platform = SlowPlatform(slow=LI_VILLAGE)
    office = PostOffice(platform=platform)
    await office.queue("一")
    running = asyncio.create_task(office.delivery.run())
    await a_while()
    await office.delivery.take_over()
    platform.go_on.set()
    await office.delivery.idle()
    running.cancel()
    assert (office.sent, (await office.entry("一")).maybe_sent) == (["一"], False)


class LostAnswer(MemoryStorage):
    """Keeps a unit of work, and cannot say so, while *lost*."""

    def __init__(self) -> None:
        super().__init__(TOWNSHIP, bound=BOUND)
        self.lost = False

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[MemoryWork]:
        async with super().begin() as work:
            yield work
        if self.lost:
            raise TryAgain


async def test_what_was_taken_although_the_storage_could_not_say_so_leaves_all_the_same() -> None:
    storage = LostAnswer()
    office = PostOffice(storage=storage)
    await office.queue("一")
    storage.lost = True
    with pytest.raises(TryAgain):
        await office.sends()
    storage.lost = False
    await office.delivery.take_over()
    assert await office.sends() == ["一"]


class ComesBack(FullDisk):
    """A disk that was full just once."""

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[MemoryWork]:
        try:
            async with super().begin() as work:
                yield work
        except StorageFailed:
            self.full = False
            raise


@pytest.mark.parametrize("kind", [FullDisk, ComesBack])
async def test_whoever_delivers_is_told_that_what_was_sent_could_not_be_booked(kind: type[FullDisk]) -> None:
    disk = kind()
    platform = SlowPlatform(slow=LI_VILLAGE)
    office = PostOffice(storage=disk, platform=platform)
    await office.queue("一")
    running = asyncio.create_task(office.delivery.run())
    await a_while()
    disk.full = True
    platform.go_on.set()
    with pytest.raises(StorageFailed):
        await running


# --- error classes ---


async def test_too_fast_waits_exactly_as_long_as_the_platform_says(office: PostOffice) -> None:
    await office.queue("一")
    office.platform.will_fail_with.append(Throttled("45009", timedelta(seconds=37)))
    await office.sends()
    assert await office.next_ready() == timedelta(seconds=37)
    assert await office.waits(seconds=36.999) == []
    assert await office.waits(seconds=0.001) == ["一"]


async def test_an_unreachable_platform_is_asked_again_ever_more_rarely_up_to_an_hour(office: PostOffice) -> None:
    await office.queue("一")
    waits: list[float] = []
    for _ in range(12):
        office.platform.will_fail_with.append(Unreachable("timeout"))
        await office.sends()
        pause = await office.next_ready()
        assert pause is not None
        waits.append(pause.total_seconds())
        office.clock.move_to(office.clock.now() + pause)
    assert waits == [5, 10, 20, 40, 80, 160, 320, 640, 1280, 2560, 3600, 3600]
    assert await office.sends() == ["一"]


async def test_after_two_days_without_a_platform_it_is_given_up_and_staff_are_told(office: PostOffice) -> None:
    await office.queue("一")
    office.platform.will_fail_with.extend(repeat(Unreachable("timeout"), 58))
    while (pause := await office.next_ready()) is not None and (await office.state("一"))[0] is Delivery.WAITING:
        office.clock.move_to(office.clock.now() + pause)
        await office.sends()
    entry = await office.entry("一")
    assert (entry.state, entry.error) == (Delivery.GIVEN_UP, GAVE_UP)
    assert entry.done_at is not None
    assert timedelta(hours=48) <= entry.done_at - NOON <= timedelta(hours=49)
    async with office.storage.begin() as work:
        assert [one.outgoing.text for one in await work.outbox.given_up(StationId("qs"))] == ["一"]
    assert (await office.entry(texts.UNDELIVERED)).outgoing.to == Recipient.person(PersonId("lin"))


async def test_patience_begins_when_a_message_was_to_leave_not_when_it_was_queued(office: PostOffice) -> None:
    await office.queue("一", not_before=NOON + timedelta(days=5))
    office.platform.will_fail_with.append(Unreachable("timeout"))
    assert await office.waits(days=5) == []
    assert await office.waits(seconds=5) == ["一"]


@pytest.mark.parametrize(("maybe", "expected"), [(True, True), (False, False)])
async def test_whether_it_may_have_been_shown_is_remembered(office: PostOffice, maybe: bool, expected: bool) -> None:
    await office.queue("一")
    office.platform.will_fail_with.append(Unreachable("timeout", maybe_taken=maybe))
    await office.sends()
    await office.waits(seconds=5)
    assert (await office.entry("一")).maybe_sent is expected


async def test_that_some_of_it_was_shown_is_remembered(office: PostOffice) -> None:
    await office.queue("一")
    failed = Throttled("45009", wait=timedelta(seconds=5))
    failed.begun = True
    office.platform.will_fail_with.append(failed)
    await office.sends()
    assert (await office.entry("一")).maybe_sent


@pytest.mark.parametrize("error", [Rejected("40003"), DeliveryError("unheard-of")])
async def test_what_a_platform_will_never_take_is_given_up_at_once(office: PostOffice, error: DeliveryError) -> None:
    await office.queue("一")
    await office.queue("二")
    office.platform.will_fail_with.append(error)
    assert await office.sends() == ["二", texts.UNDELIVERED]
    assert await office.state("一") == (Delivery.GIVEN_UP, error.code)


async def test_staff_are_told_apart_what_nobody_knows_the_outcome_of(office: PostOffice) -> None:
    await office.queue("一")
    office.platform.will_fail_with.append(Uncertain("http-504"))
    assert await office.sends() == [texts.UNCERTAIN]
    assert await office.state("一") == (Delivery.GIVEN_UP, OUTCOME_UNKNOWN)
    assert (await office.entry("一")).maybe_sent


async def test_a_platform_is_told_that_a_try_before_may_have_been_shown(office: PostOffice) -> None:
    await office.queue("一")
    office.platform.will_fail_with.append(Unreachable("timeout", maybe_taken=True))
    await office.sends()
    await office.waits(seconds=5)
    assert office.platform.delivered[-1].maybe_shown


async def test_staff_are_told_once_a_day_however_much_does_not_arrive(office: PostOffice) -> None:
    for day in range(2):
        for number in range(3):
            await office.queue(f"{day}/{number}", to=STRANGER)
        assert await office.sends() == [texts.UNDELIVERED]
        await office.waits(days=1)


async def test_staff_who_cannot_be_reached_either_are_no_reason_to_go_on_for_ever(office: PostOffice) -> None:
    office.platform.will_fail_with.extend(Rejected("40003") for _ in range(100))
    await office.queue("一")
    assert await office.sends() == []
    assert await office.next_ready() is None


async def test_a_fault_of_an_adapter_counts_as_no_answer() -> None:
    class Faulty(FakePlatform):
        faults: Iterator[bool] = chain([True], repeat(False))

        async def deliver(self, post: Post) -> None:
            if next(self.faults):
                raise KeyError(post.text)
            await super().deliver(post)

    office = PostOffice(platform=Faulty())
    await office.queue("一")
    assert await office.sends() == []
    assert (await office.entry("一")).maybe_sent
    assert await office.waits(seconds=5) == ["一"]


# --- no way ---


async def test_who_has_no_private_way_is_told_through_the_group_once_without_the_matter(office: PostOffice) -> None:
    await office.queue("尾号 12 已转供水站", to=STRANGER, fallback=Fallback(group=LI_VILLAGE, text="请加我"))
    assert await office.sends() == ["请加我"]
    assert office.platform.delivered[0].place.chat == LI_VILLAGE
    assert await office.state("尾号 12 已转供水站") == (Delivery.GIVEN_UP, NO_WAY)
    assert await office.waits(days=3) == []


async def test_a_platform_that_finds_no_way_leads_to_the_group_as_well(office: PostOffice) -> None:
    office.platform.unreachable.add(Place(platform=PLATFORM, account=ROBOT, chat="张明远"))
    await office.queue("尾号 12", to=DEPUTY, fallback=Fallback(group=LI_VILLAGE, text="请加我"))
    assert await office.sends() == ["请加我"]


async def test_what_was_erased_while_it_was_being_sent_is_not_spoken_of_in_the_group() -> None:
    platform = SlowPlatform(slow=LI_VILLAGE)
    office = PostOffice(platform=platform)
    await office.queue("一", about="qs-2026-1", fallback=Fallback(group=WANG_VILLAGE, text="请找工作人员。"))
    delivering = asyncio.create_task(office.sends())
    await a_while()
    async with office.storage.begin() as work:
        await work.outbox.forget_about("qs-2026-1")
    platform.will_fail_with.append(NoWay("no-chat"))
    platform.go_on.set()
    assert await delivering == []


async def test_where_no_group_can_be_asked_either_staff_are_told(office: PostOffice) -> None:
    office.platform.will_fail_with.append(NoWay("60011"))
    await office.queue("尾号 12", to=DEPUTY)
    assert await office.sends() == [texts.UNDELIVERED]


async def test_what_only_another_process_can_say_waits_for_it_untried(office: PostOffice) -> None:
    office.platform.will_fail_with.append(Elsewhere("main"))
    await office.queue("一")
    assert await office.sends() == ["一"]  # this process has it by then
    entry = await office.entry("一")
    assert (entry.only_by, entry.tries) == ("main", 1)


async def test_what_nobody_can_say_for_days_is_given_up(office: PostOffice) -> None:
    await office.queue("一")
    office.clock.move_to(NOON + timedelta(days=3))
    office.platform.will_fail_with.append(Elsewhere("main"))
    await office.sends()
    assert await office.state("一") == (Delivery.GIVEN_UP, GAVE_UP)


# --- restart ---


async def test_what_was_being_sent_when_the_process_died_is_sent_again_and_marked(office: PostOffice) -> None:
    await office.queue("一")
    async with office.storage.begin() as work:
        await work.outbox.take(office.clock.now())
    restarted = PostOffice(storage=office.storage)
    assert await restarted.sends() == []
    await restarted.delivery.take_over()
    assert await restarted.sends() == ["一"]
    entry = await restarted.entry("一")
    assert (entry.state, entry.maybe_sent) == (Delivery.SENT, True)


async def test_what_was_sent_is_not_sent_again_after_a_restart(office: PostOffice) -> None:
    await office.queue("一")
    await office.sends()
    restarted = PostOffice(storage=office.storage)
    await restarted.delivery.take_over()
    assert await restarted.sends() == []


# --- entries nobody expects ---


async def test_a_message_of_a_station_that_was_taken_out_holds_up_nobody(office: PostOffice) -> None:
    async with office.storage.begin() as work:
        await work.outbox.add(replace(a_notice(to=GROUP), station=StationId("gone"), text="旧"), at=NOON)
    await office.queue("新")
    assert await office.sends() == ["新"]
    assert await office.state("旧") == (Delivery.GIVEN_UP, FAULT)
