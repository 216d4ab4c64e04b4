"""Keep, acknowledge, handle: what becomes of a message whatever happens to it."""

import asyncio
import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot import router
from bot.clock import StandingClock
from bot.router import TRIES, Router
from bot.texts import not_all_came
from handlers.message import Attachment, AttachmentKind, Heard, Message, MessageId, Priority, Recalled, Scope
from handlers.people.rules.roster import Place, Roster
from handlers.people.texts import no_private_way
from handlers.petitions.access import NoSuchTail
from handlers.petitions.station import handling_texts
from handlers.ports import Entry, Kept, Overtaken, Progress, Storage, StorageFailed, TookTooLong, UnitOfWork
from tests.support.disks import FullDisk, SlowDisk, a_while
from tests.support.memory import MemoryStorage
from tests.support.records import NOON, a_heard, a_petition
from tests.support.township import BOUND, LI_VILLAGE, STATION, TOWNSHIP

Handler = Callable[[Message, UnitOfWork], Awaitable[None]]

PHONE = STATION.phone
LAMP = "李村小学门口路灯不亮"


def said(number: int, text: str = LAMP, *, by: str = "赵敏") -> Heard:
    """Return something said by one person in private, in a conversation of his own."""
    heard = a_heard(number)
    place = Place(platform="fake", account="main", chat=by)
    return replace(
        heard, text=text, place=place, scope=Scope.DIRECT, sender=replace(heard.sender, user=by), sender_name=by
    )


class Desk:
    """A router whose handler writes down what it was given and then does what a test says."""

    def __init__(self, storage: Storage, handle: Handler | None = None, *, clock: StandingClock | None = None) -> None:
        self.storage = storage
        self.clock = clock or StandingClock(NOON)
        self.handled: list[str] = []
        self.minutes: list[float] = []
        self.handle = handle
        self.router = Router(storage, self.clock, changed=lambda: None, handle=self._handle)

    async def _handle(self, message: Message, work: UnitOfWork) -> None:
        self.handled.append(message.text)
        self.minutes.append((self.clock.now() - NOON) / timedelta(minutes=1))
        if self.handle is not None:
            await self.handle(message, work)

    async def hears(self, *heard: Heard) -> None:
        for one in heard:
            await self.router.hear(one)
        await self.router.idle()

    async def waits(self, minutes: int) -> None:
        """Let time pass, with the tick of each minute."""
        for _ in range(minutes):
            self.clock.move_to(self.clock.now() + timedelta(minutes=1))
            await self.router.resume()
            await self.router.idle()

    async def kept(self, number: int = 1) -> Kept | None:
        async with self.storage.begin() as work:
            return await work.messages.get(MessageId(f"fake:{number}"))

    async def progress(self, number: int = 1) -> Progress | None:
        kept = await self.kept(number)
        return None if kept is None else kept.progress

    async def queued(self) -> Sequence[Entry]:
        async with self.storage.begin() as work:
            return await work.outbox.waiting()

    async def queued_texts(self) -> list[str]:
        return [entry.outgoing.text for entry in await self.queued()]


def a_storage() -> MemoryStorage:
    return MemoryStorage(TOWNSHIP, bound=BOUND)


async def power_fails() -> None:
    """End everything but the test in the middle of what it does."""
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)


async def fails(message: Message, work: UnitOfWork) -> None:
    await work.petitions.add(a_petition())
    raise ValueError(message.text)


# --- keep, then acknowledge ---


async def test_nothing_is_acknowledged_or_handled_before_it_is_durable() -> None:
    disk = SlowDisk()
    desk = Desk(disk)
    hearing = asyncio.create_task(desk.router.hear(said(1)))
    await a_while()
    assert not hearing.done()
    assert desk.handled == []
    disk.spun.set()
    await hearing
    assert await desk.progress() is not None


async def test_what_cannot_be_kept_is_not_acknowledged_and_not_handled() -> None:
    disk = FullDisk()
    disk.full = True
    desk = Desk(disk)
    with pytest.raises(StorageFailed):
        await desk.router.hear(said(1))
    await desk.router.idle()
    assert desk.handled == []


async def test_a_second_delivery_changes_nothing_even_with_another_text() -> None:
    desk = Desk(a_storage())
    await desk.hears(said(1), said(1), said(1, "别的话"))
    assert desk.handled == [LAMP]
    kept = await desk.kept()
    assert kept is not None
    assert kept.heard.text == LAMP


async def test_a_second_delivery_after_a_restart_changes_nothing() -> None:
    storage = a_storage()
    await Desk(storage).hears(said(1))
    restarted = Desk(storage)
    await restarted.hears(said(1))
    await restarted.waits(minutes=2)
    assert restarted.handled == []


async def test_two_deliveries_at_once_are_handled_once() -> None:
    desk = Desk(a_storage())
    await asyncio.gather(*(desk.router.hear(said(1)) for _ in range(5)))
    await desk.router.idle()
    assert desk.handled == [LAMP]


async def test_a_second_delivery_of_what_failed_is_no_reason_to_try_again_before_its_time() -> None:
    desk = Desk(a_storage(), fails)
    await desk.hears(said(1))
    await desk.hears(said(1))
    assert len(desk.handled) == 1


# --- order ---


async def test_within_a_conversation_each_word_waits_until_the_one_before_is_durable() -> None:
    disk = SlowDisk()
    disk.spun.set()

    async def stops_the_disk(message: Message, work: UnitOfWork) -> None:
        if message.text != "第2句":
            disk.spun.clear()

    desk = Desk(disk, stops_the_disk)
    await asyncio.gather(*map(desk.router.hear, [said(1, "第1句"), said(2, "第2句"), said(3, "别处", by="孙伟")]))
    await a_while()
    assert desk.handled == ["第1句", "别处"]
    disk.spun.set()
    await desk.router.idle()
    assert desk.handled == ["第1句", "别处", "第2句"]


async def test_a_conversation_that_fails_holds_up_neither_itself_nor_others() -> None:
    async def fails_once(message: Message, work: UnitOfWork) -> None:
        if message.text == "坏":
            raise ValueError

    desk = Desk(a_storage(), fails_once)
    await desk.hears(said(1, "坏"), said(2, "好"), said(3, "别处", by="孙伟"))
    assert [await desk.progress(number) for number in (1, 2, 3)] == [Progress.KEPT, Progress.HANDLED, Progress.HANDLED]


# --- restart ---


async def test_a_restart_takes_up_what_was_cut_off_once_and_in_order() -> None:
    storage = a_storage()
    began = asyncio.Event()

    async def is_cut_off(message: Message, work: UnitOfWork) -> None:
        began.set()
        await asyncio.Event().wait()

    desk = Desk(storage, is_cut_off)
    for number in (1, 2):
        await desk.router.hear(said(number, f"第{number}句"))
    await began.wait()
    await power_fails()

    restarted = Desk(storage)
    await restarted.router.resume()
    await restarted.router.resume()
    await restarted.router.idle()
    await restarted.router.resume()
    await restarted.router.idle()
    assert restarted.handled == ["第1句", "第2句"]


async def test_more_than_memory_holds_is_handled_from_minute_to_minute_each_once_and_in_order(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(router, "WAITING", 3)
    desk = Desk(MemoryStorage(TOWNSHIP, bound=BOUND))
    for number in range(8):  # none has its turn before all are heard
        assert await desk.router.hear(said(number, str(number), by=("赵敏", "李芳")[number % 2]))
    await desk.router.idle()
    assert sorted(desk.handled) == ["0", "1", "2"]
    await desk.hears(said(8, "8"))
    assert len(desk.handled) == 3  # those before it come first
    await desk.waits(2)
    assert len(desk.handled) == 9
    assert [one for one in desk.handled if one in "02468"] == [*"02468"]
    assert [one for one in desk.handled if one in "1357"] == [*"1357"]
    await desk.waits(1)
    await desk.hears(said(9, "9"))
    assert desk.handled[-1] == "9"  # at once, as ever
    assert len(desk.handled) == 10


async def test_what_memory_did_not_hold_is_tried_as_often_as_anything_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(router, "WAITING", 1)

    async def fails(message: Message, work: UnitOfWork) -> None:
        if message.text == "1":
            raise ValueError

    desk = Desk(MemoryStorage(TOWNSHIP, bound=BOUND), fails)
    for number in range(2):
        await desk.router.hear(said(number, str(number)))
    await desk.router.idle()
    await desk.waits(40)
    assert desk.handled == ["0", *["1"] * TRIES]


async def test_after_a_start_with_more_than_memory_holds_nothing_new_is_handled_before_what_waits(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(router, "WAITING", 3)
    storage = MemoryStorage(TOWNSHIP, bound=BOUND)
    async with storage.begin() as work:
        for number in range(4):
            await work.messages.keep(said(number, str(number)), at=NOON + timedelta(seconds=number))
    desk = Desk(storage, clock=StandingClock(NOON + timedelta(seconds=9)))
    await desk.router.resume()
    await desk.router.idle()
    await desk.hears(said(4, "4"))
    assert desk.handled == [*"012"]
    await desk.waits(1)
    assert desk.handled == [*"01234"]


async def test_the_tick_of_a_minute_leaves_alone_what_is_being_handled() -> None:
    go_on = asyncio.Event()

    async def takes_long(message: Message, work: UnitOfWork) -> None:
        await go_on.wait()

    desk = Desk(a_storage(), takes_long)
    for number in (1, 2):
        await desk.router.hear(said(number, f"第{number}句"))
    ticking = asyncio.create_task(desk.router.resume())
    await a_while()
    go_on.set()
    await ticking
    await desk.router.idle()
    assert desk.handled == ["第1句", "第2句"]


async def test_the_tick_of_a_minute_does_not_bring_forward_what_is_about_to_fail() -> None:
    go_on = asyncio.Event()

    async def fails_in_the_end(message: Message, work: UnitOfWork) -> None:
        await go_on.wait()
        raise ValueError

    desk = Desk(a_storage(), fails_in_the_end)
    await desk.router.hear(said(1))
    await a_while()
    ticking = asyncio.create_task(desk.router.resume())
    await a_while()
    go_on.set()
    await ticking
    await desk.router.idle()
    assert len(desk.handled) == 1


# --- what goes wrong ---


async def test_a_failure_costs_one_apology_with_its_number_and_nothing_else() -> None:
    desk = Desk(a_storage(), fails)
    await desk.hears(said(1))
    await desk.waits(minutes=10)
    assert len(desk.handled) == 4
    (apology,) = await desk.queued_texts()
    assert re.fullmatch(rf"刚才没弄好，您的话没丢，我会再试。急事打 {PHONE}。（故障号 \d{{4}}）", apology)
    async with desk.storage.begin() as work:
        assert await work.petitions.with_tail(STATION.id, 1) == []


async def test_a_failure_in_a_group_is_told_to_its_speaker_alone() -> None:
    desk = Desk(a_storage(), fails)
    await desk.hears(a_heard())
    (entry,) = await desk.queued()
    assert entry.outgoing.to.scope is Scope.DIRECT
    assert entry.outgoing.fallback is not None
    assert entry.outgoing.fallback.text == no_private_way(PHONE)


async def test_what_failed_is_tried_again_after_1_2_4_and_8_minutes_then_put_aside_and_staff_told_once() -> None:
    desk = Desk(a_storage(), fails)
    await desk.hears(said(1))
    await desk.waits(minutes=120)
    assert desk.minutes == [0, 1, 3, 7, 15]
    assert await desk.progress() is Progress.ASIDE
    to_staff = [entry for entry in await desk.queued() if entry.outgoing.priority is Priority.NOTICE]
    assert [entry.outgoing.to.id for entry in to_staff] == ["lin"]
    assert "liaison-bot inbox" in to_staff[0].outgoing.text


async def test_what_succeeds_at_the_second_try_is_handled_and_never_tried_again() -> None:
    tries: list[str] = []

    async def fails_at_first(message: Message, work: UnitOfWork) -> None:
        tries.append(message.text)
        if len(tries) == 1:
            raise ValueError
        await work.outbox.add(message.reply("好的"), at=message.sent_at)

    desk = Desk(a_storage(), fails_at_first)
    await desk.hears(said(1))
    await desk.waits(minutes=60)
    assert (await desk.queued_texts())[1:] == ["好的"]
    assert (len(tries), await desk.progress()) == (2, Progress.HANDLED)


async def test_tries_are_counted_across_restarts() -> None:
    storage, clock = a_storage(), StandingClock(NOON)
    await Desk(storage, fails, clock=clock).hears(said(1))
    tried = 1
    for _ in range(60):
        desk = Desk(storage, fails, clock=clock)
        await desk.waits(minutes=1)
        tried += len(desk.handled)
    assert tried == 5
    assert await desk.progress() is Progress.ASIDE


async def test_a_message_that_ends_the_process_five_times_is_put_aside_and_the_others_are_answered() -> None:
    storage, clock = SlowDisk(), StandingClock(NOON)
    storage.spun.set()
    poison = asyncio.Event()

    async def ends_the_process(message: Message, work: UnitOfWork) -> None:
        if message.text == "毒":
            poison.set()
            await asyncio.Event().wait()

    desk = Desk(storage, ends_the_process, clock=clock)
    others = [said(2, "同一处"), said(3, "别处", by="孙伟"), said(4, "还有一处", by="李萍")]
    await asyncio.gather(*(desk.router.hear(one) for one in (said(1, "毒"), *others)))
    ends = 0
    while True:
        ended, idle = asyncio.create_task(poison.wait()), asyncio.create_task(desk.router.idle())
        done, _ = await asyncio.wait({ended, idle}, return_when=asyncio.FIRST_COMPLETED)
        if ended not in done:
            await power_fails()
            break
        ends += 1
        await power_fails()
        poison.clear()
        clock.move_to(clock.now() + timedelta(hours=1))
        desk = Desk(storage, ends_the_process, clock=clock)
        await desk.router.resume()
    assert ends == 5
    assert await desk.progress(1) is Progress.ASIDE
    assert [await desk.progress(number) for number in (2, 3, 4)] == [Progress.HANDLED] * 3
    assert [entry.outgoing.to.id for entry in await desk.queued()] == ["lin"]


async def test_where_not_even_the_apology_can_be_said_the_message_is_still_tried_and_put_aside() -> None:
    desk = Desk(MemoryStorage(Roster([])))  # nobody can be recognised where there is no station
    await desk.hears(said(1))
    assert await desk.progress() is Progress.KEPT
    retries = 0
    while (retry_at := await desk.router.next_retry()) is not None:
        desk.clock.move_to(retry_at)
        await desk.router.resume()
        await desk.router.idle()
        retries += 1
    assert (retries, await desk.progress()) == (4, Progress.ASIDE)


async def test_a_storage_that_fails_is_nobodys_fault_and_costs_no_apology(caplog: pytest.LogCaptureFixture) -> None:
    disk = FullDisk()

    async def fills_the_disk(message: Message, work: UnitOfWork) -> None:
        disk.full = True

    desk = Desk(disk, fills_the_disk)
    await desk.hears(said(1))
    disk.full = False
    assert (await desk.queued(), await desk.progress()) == ([], Progress.KEPT)
    assert "handler failed" not in caplog.messages
    with_space = Desk(disk)
    await with_space.waits(minutes=1)
    assert with_space.handled == [LAMP]


async def test_a_message_over_which_the_storage_takes_too_long_is_put_aside_in_the_end() -> None:
    async def takes_too_long(message: Message, work: UnitOfWork) -> None:
        raise TookTooLong

    desk = Desk(a_storage(), takes_too_long)
    await desk.hears(said(1))
    await desk.waits(minutes=60)
    assert (len(desk.handled), await desk.progress()) == (TRIES, Progress.ASIDE)


# --- refusals ---


async def test_a_refusal_is_rolled_back_and_said_in_private_in_its_own_words() -> None:
    async def refuses(message: Message, work: UnitOfWork) -> None:
        await work.petitions.add(a_petition())
        raise NoSuchTail(12)

    desk = Desk(a_storage(), refuses)
    await desk.hears(a_heard())
    in_private, in_group = (entry.outgoing for entry in await desk.queued())
    assert (in_private.to.scope, in_private.text) == (Scope.DIRECT, handling_texts.no_such_tail(12, ()))
    assert (in_group.to.scope, in_group.text) == (Scope.GROUP, "我单独发给您了。")
    assert await desk.progress() is Progress.HANDLED
    async with desk.storage.begin() as work:
        assert await work.petitions.with_tail(STATION.id, 1) == []
        (line,) = await work.audit.of("fake:1")
    assert (line.event, line.role) == ("NoSuchTail", "voter")


async def test_where_a_refusal_cannot_be_said_in_private_the_group_reads_nothing_of_it() -> None:
    async def refuses(message: Message, work: UnitOfWork) -> None:
        raise NoSuchTail(12)

    desk = Desk(a_storage(), refuses)
    await desk.hears(a_heard())
    fallback = (await desk.queued())[0].outgoing.fallback
    assert fallback is not None
    assert (fallback.group, fallback.text) == (LI_VILLAGE, no_private_way(PHONE))


# --- words taken back ---


async def test_what_is_taken_back_before_it_was_handled_is_erased_and_never_handled() -> None:
    desk = Desk(a_storage(), fails)
    await desk.hears(said(1))
    await desk.router.recall(Recalled(id=MessageId("fake:1"), at=NOON))
    await desk.waits(minutes=30)
    kept = await desk.kept()
    assert kept is not None
    assert (kept.heard.text, kept.progress, len(desk.handled)) == ("", Progress.HANDLED, 1)


async def test_what_is_taken_back_while_it_waits_its_turn_is_not_handled() -> None:
    disk = SlowDisk()
    disk.spun.set()

    async def stops_the_disk(message: Message, work: UnitOfWork) -> None:
        if message.text != "第2句":
            disk.spun.clear()

    desk = Desk(disk, stops_the_disk)
    await asyncio.gather(*map(desk.router.hear, [said(1, "第1句"), said(2, "第2句")]))
    await a_while()
    recalling = asyncio.create_task(desk.router.recall(Recalled(id=MessageId("fake:2"), at=NOON)))
    await a_while()
    disk.spun.set()
    await recalling
    await desk.router.idle()
    assert desk.handled == ["第1句"]


async def test_what_is_taken_back_while_it_waits_to_be_tried_again_is_not_handled() -> None:
    go_on = asyncio.Event()

    async def fails_at_noon(message: Message, work: UnitOfWork) -> None:
        if desk.clock.now() == NOON:
            raise ValueError
        await go_on.wait()

    desk = Desk(a_storage(), fails_at_noon)
    await desk.hears(said(1, "这里"), said(2, "别处", by="孙伟"))
    desk.clock.move_to(NOON + timedelta(minutes=1))
    await desk.router.resume()
    await a_while()
    recalling = asyncio.create_task(desk.router.recall(Recalled(id=MessageId("fake:2"), at=NOON)))
    await a_while()
    go_on.set()
    await recalling
    await desk.router.idle()
    assert desk.handled == ["这里", "别处", "这里"]


async def test_what_nobody_heard_can_be_taken_back_without_harm() -> None:
    desk = Desk(a_storage())
    await desk.router.recall(Recalled(id=MessageId("fake:7"), at=NOON))
    assert await desk.queued() == []


@pytest.mark.parametrize(
    ("stopped", "answered"), [(timedelta(minutes=2), NOON), (timedelta(days=1), NOON + timedelta(days=1))]
)
async def test_what_waited_through_a_long_stop_is_answered_as_if_it_were_said_now(
    stopped: timedelta, answered: datetime
) -> None:
    storage = MemoryStorage(TOWNSHIP, bound=BOUND)
    async with storage.begin() as work:
        await work.messages.keep(said(1), at=NOON)
    moments: list[datetime] = []

    async def note(message: Message, work: UnitOfWork) -> None:
        moments.append(message.sent_at)

    desk = Desk(storage, note, clock=StandingClock(NOON + stopped))
    await desk.router.resume()
    await desk.router.idle()
    assert moments == [answered]


async def test_what_is_heard_while_the_bot_stops_is_kept_for_the_next_start() -> None:
    storage, go_on = MemoryStorage(TOWNSHIP, bound=BOUND), asyncio.Event()

    async def waits(message: Message, work: UnitOfWork) -> None:
        await go_on.wait()

    desk = Desk(storage, waits)
    await desk.router.hear(said(1, "早"))
    stopping = asyncio.create_task(desk.router.stop(within=60))
    await a_while()
    hearing = asyncio.gather(desk.router.hear(said(2, "晚")), desk.router.hear(said(3, "别处", by="孙伟")))
    go_on.set()
    await asyncio.gather(stopping, hearing)
    await desk.router.idle()
    assert desk.handled == ["早"]
    after = Desk(storage, waits)
    await after.router.resume()
    await after.router.idle()
    assert after.handled == ["晚", "别处"]


# --- what came with a message ---


async def test_whoever_sent_what_could_not_be_had_is_told_once_and_after_what_answers_it() -> None:
    gate = asyncio.Event()

    async def answer(message: Message, work: UnitOfWork) -> None:
        await gate.wait()
        await work.outbox.add(message.reply("登记了"), at=message.sent_at)

    desk = Desk(MemoryStorage(TOWNSHIP, bound=BOUND), answer)
    for number in (1, 2):
        await desk.router.hear(said(number))
    missing = [asyncio.create_task(desk.router.miss(said(2).id)) for _ in range(2)]
    await a_while()
    gate.set()
    await asyncio.gather(*missing)
    assert await desk.queued_texts() == ["登记了", "登记了", not_all_came(PHONE)]


async def test_nobody_is_told_of_what_came_with_a_message_that_is_forgotten() -> None:
    desk = Desk(MemoryStorage(TOWNSHIP, bound=BOUND))
    await desk.router.miss(said(1).id)
    assert await desk.queued() == []


async def test_a_storage_out_of_reach_breaks_nothing_where_somebody_was_to_be_told() -> None:
    disk = FullDisk()
    desk = Desk(disk)
    await desk.hears(said(1))
    disk.full = True
    await desk.router.miss(said(1).id)
    disk.full = False
    assert await desk.queued() == []


# --- other processes ---


async def test_what_another_process_has_overtaken_is_answered_to_at_once_as_it_is_now() -> None:
    async def is_overtaken(message: Message, work: UnitOfWork) -> None:
        if len(desk.handled) == 1:
            raise Overtaken

    desk = Desk(a_storage(), is_overtaken)
    await desk.hears(said(1))
    assert desk.handled == [LAMP, LAMP]
    assert await desk.progress() is Progress.HANDLED
    assert await desk.queued() == []


async def test_what_takes_too_long_when_the_bot_stops_is_left_for_the_next_start() -> None:
    async def never_ends(message: Message, work: UnitOfWork) -> None:
        await asyncio.Event().wait()

    desk = Desk(a_storage(), never_ends)
    await desk.router.hear(said(1))
    await a_while()
    await desk.router.stop(within=0)
    assert desk.handled == [LAMP]
    assert await desk.progress() is Progress.KEPT


async def test_what_came_with_a_message_told_again_is_wanted_as_long_as_the_message_stands() -> None:
    desk = Desk(MemoryStorage(TOWNSHIP, bound=BOUND))
    picture = Attachment(kind=AttachmentKind.IMAGE, reference="fake:1")
    shown = replace(said(1), attachments=(picture,))
    assert await desk.router.hear(shown)
    assert await desk.router.hear(shown)
    assert not await desk.router.hear(replace(shown, attachments=(picture, replace(picture, reference="fake:2"))))
    async with desk.storage.begin() as work:
        await work.messages.forget_text(shown.id)
    assert not await desk.router.hear(shown)
    await desk.router.idle()
