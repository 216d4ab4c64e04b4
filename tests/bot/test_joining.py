"""Where messages are scarce, what waits for one person is said as one; what became of it is booked for each."""

import asyncio

import pytest

from bot import texts
from bot.joining import LONGEST, MOST
from bot.platforms.base import Post, Rejected, Throttled
from handlers.message import Priority
from handlers.ports import Delivery, Storage
from tests.support.disks import a_while
from tests.support.platform import FakePlatform
from tests.support.post_office import DEPUTY, GROUP, PostOffice
from tests.support.records import later


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


async def test_what_is_erased_while_it_is_said_with_others_is_erased_there_too() -> None:
    platform = Erasing()
    office = PostOffice(platform=platform)
    await office.queue("一", to=DEPUTY)
    await office.queue("二", to=DEPUTY, key="news/二", about="qs-2026-1")
    platform.storage = office.storage
    assert await office.sends() == ["一\n\n二"]
    await office.sends()
    assert platform.taken_back == ["news/二"]
