"""What was erased here is erased by the platform that showed it, by what it said that it would need for that."""

import asyncio
from dataclasses import replace
from typing import Final

from bot.platforms.base import Post
from bot.sending.reactions import SetUpWrong
from bot.unsaying import AT_ONCE
from handlers.message import Citation
from tests.support.disks import a_while
from tests.support.platform import FakePlatform
from tests.support.post_office import DEPUTY, PostOffice
from tests.support.records import NOON, STATION, a_notice

ABOUT: Final = "qs-2026-1"


class Noting(FakePlatform):
    """Knows what it showed by a name of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.taken_back: list[tuple[str, str | None]] = []

    async def deliver(self, post: Post) -> str:
        await super().deliver(post)
        return f"shown as {post.text}"

    async def forget(self, line: str, *, left: str = "", shown_as: str | None = None) -> None:
        self.taken_back.append((line, shown_as))


class Refusing(FakePlatform):
    """Takes back nothing that it said of a stuck matter."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []

    async def forget(self, line: str, *, left: str = "", shown_as: str | None = None) -> None:
        self.asked.append(line)
        if line.startswith("stuck"):
            raise SetUpWrong("no permission")


class Slow(FakePlatform):
    """Takes its time to take back what it said, and notes what it was to leave of it."""

    def __init__(self) -> None:
        super().__init__()
        self.left: list[str] = []
        self.go_on = asyncio.Event()

    async def forget(self, line: str, *, left: str = "", shown_as: str | None = None) -> None:
        self.left.append(left)
        await self.go_on.wait()


async def says(office: PostOffice, *keys: str) -> None:
    for key in keys:
        await office.queue(key, key=key, about=ABOUT)
        await office.sends()


async def erases(office: PostOffice) -> None:
    async with office.storage.begin() as work:
        await work.outbox.forget_about(ABOUT)


async def test_what_a_platform_refused_to_take_back_it_is_told_again_after_an_hour_and_no_sooner() -> None:
    platform = Refusing()
    office = PostOffice(platform=platform)
    await says(office, "stuck")
    await erases(office)
    for _ in range(3):
        await office.sends()
    await office.waits(minutes=59)
    assert platform.asked == ["stuck"]
    await office.waits(minutes=1)
    assert platform.asked == ["stuck", "stuck"]


async def test_however_much_cannot_be_taken_back_what_is_younger_is() -> None:
    platform = Refusing()
    office = PostOffice(platform=platform)
    await says(office, *(f"stuck/{number}" for number in range(AT_ONCE)), "younger")
    await erases(office)
    await office.sends()
    assert platform.asked[-1] == "younger"
    assert len(platform.asked) == AT_ONCE + 1
    async with office.storage.begin() as work:
        assert len(await work.unsaid.waiting(limit=2 * AT_ONCE)) == AT_ONCE


async def test_while_a_platform_takes_something_back_others_are_spoken_to() -> None:
    platform = Slow()
    office = PostOffice(platform=platform)
    await says(office, "wrong")
    await erases(office)
    running = asyncio.create_task(office.delivery.run())
    await a_while()
    await office.queue("当心")
    office.delivery.wake()
    await a_while()
    running.cancel()
    await office.delivery.stop(within=0)
    assert (platform.left, office.sent) == ([""], ["wrong", "当心"])


async def test_what_is_erased_while_a_platform_takes_something_back_it_is_told_as_well() -> None:
    platform = Slow()
    office = PostOffice(platform=platform)
    cites = tuple(Citation(about=f"qs-{words}", words=words, instead="") for words in "甲乙")
    async with office.storage.begin() as work:
        await work.outbox.add(replace(a_notice(to=DEPUTY), text="甲乙", cites=cites), at=NOON)
    await office.sends()
    async with office.storage.begin() as work:
        await work.outbox.forget_cited("qs-甲", STATION, since=NOON)
    erasing = asyncio.create_task(office.sends())
    await a_while()
    async with office.storage.begin() as work:
        await work.outbox.forget_cited("qs-乙", STATION, since=NOON)
    platform.go_on.set()
    await erasing
    assert platform.left == ["乙", ""]


async def test_a_platform_is_told_as_what_it_showed_a_post_that_is_erased() -> None:
    platform = Noting()
    office = PostOffice(platform=platform)
    await office.queue("一", key="news/wrong", about="qs-2026-1")
    await office.sends()
    async with office.storage.begin() as work:
        await work.outbox.forget_about("qs-2026-1")
    await office.sends()
    assert platform.taken_back == [("news/wrong", "shown as 一")]
