"""Where messages are scarce, what waits for one person is said as one; what became of it is booked for each."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta

import pytest

from bot import texts
from bot.joining import LONGEST, MOST
from bot.platforms.base import DeliveryError, Held, Limit, Post, Rejected, Throttled, Uncertain, Unreachable
from handlers.message import MessageId, Priority, Scope
from handlers.people.rules.roster import Place
from handlers.ports import Delivery, Storage, TryAgain
from tests.support.disks import a_while
from tests.support.memory import MemoryStorage, MemoryWork
from tests.support.platform import FakePlatform
from tests.support.post_office import DEPUTY, GROUP, LimitedPlatform, PostOffice
from tests.support.records import NOON, a_heard, a_notice, later
from tests.support.township import BOUND, PLATFORM, ROBOT, TOWNSHIP


class Saving(FakePlatform):
    """A platform on which messages are scarce; it refuses whatever holds its *bad_word*."""

    bad_word = "坏词"

    def saves(self, post: Post) -> bool:
        return True

    async def deliver(self, post: Post) -> str:
        if self.bad_word in post.text:
            raise Rejected("unsafe")
        await super().deliver(post)
        return f"shown as {post.key}"


class SavingAndLimited(LimitedPlatform):
    """A platform on which messages are scarce and slow."""

    def saves(self, post: Post) -> bool:
        return True


class Sessions(Saving):
    """A platform on which nothing is left but to answer, and on which most answers come too late."""

    def __init__(self, open_for: str) -> None:
        super().__init__()
        self._open_for = open_for

    async def deliver(self, post: Post) -> str:
        if post.answer != self._open_for:
            raise Held("nothing left", wait=timedelta(hours=1))
        return await super().deliver(post)


class Absent(MemoryStorage):
    """Is away once, at the end of a unit of work some units from now."""

    def __init__(self) -> None:
        super().__init__(TOWNSHIP, bound=BOUND)
        self.away_in = 0

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[MemoryWork]:
        async with super().begin() as work:
            yield work
            self.away_in -= 1
            if self.away_in == 0:
                raise TryAgain("away")


class LosingIt(Saving):
    """One whose storage is away when what was refused is to be said by itself."""

    def __init__(self, storage: Absent) -> None:
        super().__init__()
        self._storage = storage
        self.refused: list[str] = []

    async def deliver(self, post: Post) -> str:
        try:
            return await super().deliver(post)
        except Rejected:
            if not self.refused:
                self._storage.away_in = 2  # the refusal is booked, what is taken next is not
            self.refused.append(post.text)
            raise


class Silent(Saving):
    """One that never answers."""

    async def deliver(self, post: Post) -> str:
        await asyncio.Event().wait()
        return await super().deliver(post)


class Erasing(Saving):
    """One on which what is said of a petition is erased while it is being said."""

    def __init__(self) -> None:
        super().__init__()
        self.storage: Storage | None = None
        self.taken_back: list[str] = []

    async def deliver(self, post: Post) -> str:
        assert self.storage is not None
        async with self.storage.begin() as work:
            await work.outbox.forget_about("qs-2026-1")
        return await super().deliver(post)

    async def forget(self, line: str, *, left: str = "", shown_as: str | None = None) -> None:
        self.taken_back.append(line)


@pytest.fixture
def office() -> PostOffice:
    return PostOffice(platform=Saving())


async def test_what_waits_for_one_person_is_said_as_one_message_and_each_is_booked(office: PostOffice) -> None:
    for text in "一二三":
        await office.queue(text, to=DEPUTY, key=f"news/{text}")
    assert await office.sends() == ["一\n\n二\n\n三"]
    assert office.platform.delivered[-1].joins == 3
    assert [await office.state(text) for text in "一二三"] == [(Delivery.SENT, None)] * 3
    assert {(await office.entry(text)).shown_as for text in "一二三"} == {"shown as news/一"}


async def test_where_nothing_is_scarce_each_is_a_message() -> None:
    office = PostOffice()
    for text in "一二三":
        await office.queue(text, to=DEPUTY)
    assert await office.sends() == ["一", "二", "三"]


async def test_only_plain_words_of_one_urgency_are_joined(office: PostOffice) -> None:
    await office.queue("一", to=DEPUTY, priority=Priority.EMERGENCY)
    await office.queue("二", to=DEPUTY)
    await office.queue("三", to=DEPUTY, priority=Priority.NOTICE)
    for text in "四五":
        await office.queue(text, to=GROUP)
    await office.queue("六", to=DEPUTY, priority=Priority.NOTICE, not_before=later(days=1))
    assert sorted(await office.sends()) == sorted(["一", "二", "三", "四", "五"])


async def test_a_joined_message_is_no_longer_than_one_piece_of_any_way(office: PostOffice) -> None:
    long = "长" * (LONGEST // 7)
    for number in range(4):
        await office.queue(f"{long}{number}", to=DEPUTY)
    assert [text.count("长") // len(long) for text in await office.sends()] == [2, 2]


async def test_no_more_than_so_many_are_joined(office: PostOffice) -> None:
    for number in range(MOST + 3):
        await office.queue(str(number), to=DEPUTY)
    assert [len(text.split()) for text in await office.sends()] == [MOST + 1, 2]


async def test_what_could_not_be_said_together_waits_together(office: PostOffice) -> None:
    for text in "一二":
        await office.queue(text, to=DEPUTY)
    office.platform.will_fail_with.append(Throttled("send.too.fast", wait=later(seconds=5) - later(seconds=0)))
    assert await office.sends() == []
    assert await office.waits(seconds=5) == ["一\n\n二"]


async def test_one_that_is_refused_takes_no_other_with_it(office: PostOffice) -> None:
    for text in ("一", "坏词", "三"):
        await office.queue(text, to=DEPUTY)
    assert await office.sends() == ["一", "三", texts.UNDELIVERED]
    assert await office.state("坏词") == (Delivery.GIVEN_UP, "unsafe")


async def test_of_what_was_cut_off_nobody_knows_whether_it_was_shown() -> None:
    office = PostOffice(platform=Silent())
    for text in "一二":
        await office.queue(text, to=DEPUTY)
    running = asyncio.create_task(office.delivery.run())
    await a_while()
    running.cancel()
    await office.delivery.stop(within=0)
    assert [(await office.entry(text)).state for text in "一二"] == [Delivery.SENDING, Delivery.WAITING]
    assert (await office.entry("二")).maybe_sent


@pytest.mark.parametrize(
    ("error", "maybe_shown"),
    [
        (Throttled("send.too.fast", wait=timedelta(hours=1)), False),
        (Held("nothing left", wait=timedelta(hours=1)), False),
        (Unreachable("no answer"), False),
        (Unreachable("no answer", maybe_taken=True), True),
    ],
)
async def test_what_was_refused_with_another_waits_as_before_unless_somebody_may_have_read_it(
    error: DeliveryError, maybe_shown: bool
) -> None:
    platform = Saving()
    office = PostOffice(platform=platform)
    for text in "一二":
        await office.queue(text, to=DEPUTY, priority=Priority.ANSWER)
    platform.will_fail_with.extend([error] * 2)
    await office.sends()
    assert (await office.entry("二")).maybe_sent is maybe_shown


async def test_what_nobody_knows_the_outcome_of_is_given_up_for_all_it_said(office: PostOffice) -> None:
    for text in "一二":
        await office.queue(text, to=DEPUTY)
    office.platform.will_fail_with.append(Uncertain("no result"))
    assert await office.sends() == [texts.UNCERTAIN]
    assert [await office.state(text) for text in "一二"] == [(Delivery.GIVEN_UP, "outcome unknown")] * 2


async def test_several_that_are_said_as_one_take_the_room_of_one() -> None:
    office = PostOffice(platform=SavingAndLimited({"": (Limit(count=2, window=timedelta(minutes=1)),)}))
    for text in "一二三":
        await office.queue(text, to=DEPUTY)
    assert await office.sends() == ["一\n\n二\n\n三"]
    await office.queue("四", to=DEPUTY)
    assert await office.sends() == ["四"]


async def test_an_answer_that_costs_nothing_does_not_wait_with_what_only_money_can_send() -> None:
    platform = Sessions(open_for="https://example.invalid/open")
    office = PostOffice(platform=platform)
    place = Place(platform=PLATFORM, account=ROBOT, chat="张明远")
    heard = replace(a_heard(), place=place, scope=Scope.DIRECT, answer="https://example.invalid/open")
    await office.queue("一", to=DEPUTY)
    answer = replace(a_notice(to=DEPUTY, priority=Priority.ANSWER), text="二", answers=MessageId(heard.id))
    async with office.storage.begin() as work:
        await work.messages.keep(heard, at=NOON)
        await work.outbox.add(answer, at=NOON)
    assert await office.sends() == ["二"]
    assert (await office.entry("一")).held
    assert await office.next_ready() == timedelta(hours=1)


async def test_what_waited_for_money_is_said_as_one_once_there_is_some(office: PostOffice) -> None:
    for text in "一二":
        await office.queue(text, to=DEPUTY)
        office.platform.will_fail_with.append(Held("nothing left", wait=timedelta(hours=1)))
        assert await office.sends() == []
    assert await office.waits(hours=1) == ["一\n\n二"]


async def test_what_is_to_be_said_by_itself_is_so_even_if_the_storage_was_away_then() -> None:
    storage = Absent()
    platform = LosingIt(storage)
    office = PostOffice(storage=storage, platform=platform)
    for text in ("一", "坏词"):
        await office.queue(text, to=DEPUTY)
    with pytest.raises(TryAgain):
        await office.sends()
    assert await office.sends() == ["一", texts.UNDELIVERED]
    assert platform.refused == ["一\n\n坏词", "坏词"]


async def test_what_is_erased_while_it_is_said_with_others_is_erased_there_too() -> None:
    platform = Erasing()
    office = PostOffice(platform=platform)
    await office.queue("一", to=DEPUTY)
    await office.queue("二", to=DEPUTY, key="news/二", about="qs-2026-1")
    platform.storage = office.storage
    assert await office.sends() == ["一\n\n二"]
    await office.sends()
    assert platform.taken_back == ["news/二"]
