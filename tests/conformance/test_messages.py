"""The inbox keeps what was acknowledged, each message once."""

import asyncio
from dataclasses import replace

import pytest

from handlers.message import Attachment, AttachmentKind, MessageId, Quote
from handlers.ports import Kept, Progress, Storage
from tests.conformance.conftest import Reopen
from tests.support.records import NOON, a_heard, later


async def keep(storage: Storage, *numbers: int) -> None:
    async with storage.begin() as work:
        for number in numbers:
            await work.messages.keep(a_heard(number), at=later(minutes=number))


async def handle(storage: Storage, number: int, progress: Progress) -> Kept:
    async with storage.begin() as work:
        kept = await work.messages.get(a_heard(number).id)
        assert kept is not None
        handled = replace(kept, progress=progress, tries=kept.tries + 1)
        await work.messages.save(handled)
    return handled


async def test_a_message_is_kept_once(storage: Storage) -> None:
    async with storage.begin() as work:
        assert await work.messages.keep(a_heard(), at=NOON)
        assert not await work.messages.keep(replace(a_heard(), text="别的话"), at=later(hours=1))
        kept = await work.messages.get(a_heard().id)
    assert kept == Kept(heard=a_heard(), received_at=NOON, progress=Progress.KEPT, tries=0)


async def test_what_is_said_at_the_same_time_is_kept_once_each(storage: Storage) -> None:
    said = [a_heard(number) for number in (1, 2, 1, 3, 2)]
    assert sorted(await asyncio.gather(*(storage.keep(one, at=NOON) for one in said))) == [False] * 2 + [True] * 3
    assert not any(await asyncio.gather(*(storage.keep(one, at=later(hours=1)) for one in said)))
    async with storage.begin() as work:
        assert {kept.heard.id for kept in await work.messages.unhandled()} == {one.id for one in said}
        assert {kept.received_at for kept in await work.messages.unhandled()} == {NOON}


async def test_what_was_handled_is_told_from_what_comes_with_it(reopen: Reopen) -> None:
    await keep(await reopen(), 1)
    await handle(await reopen(), 1, Progress.HANDLED)
    storage = await reopen()
    assert await asyncio.gather(*(storage.keep(a_heard(number), at=NOON) for number in (1, 2))) == [False, True]


async def test_an_id_may_hold_any_sign(storage: Storage) -> None:
    odd = [replace(a_heard(), id=MessageId(f"fake:{sign}")) for sign in ("'", '"', "\\", "%", "\n", "\U0001f600")]
    assert all([await storage.keep(one, at=NOON) for one in odd])
    assert not any([await storage.keep(one, at=NOON) for one in odd])


async def test_a_handled_message_stays_known_and_is_not_kept_again(reopen: Reopen) -> None:
    await keep(await reopen(), 1)
    handled = await handle(await reopen(), 1, Progress.HANDLED)
    async with (await reopen()).begin() as work:
        assert await work.messages.get(a_heard(1).id) == handled
        assert not await work.messages.keep(a_heard(1), at=NOON)


async def test_unhandled_are_those_neither_handled_nor_put_aside_oldest_first(storage: Storage) -> None:
    await keep(storage, 4, 1, 3, 2)
    await handle(storage, 3, Progress.HANDLED)
    await handle(storage, 1, Progress.ASIDE)
    await handle(storage, 4, Progress.KEPT)
    async with storage.begin() as work:
        assert [kept.heard for kept in await work.messages.unhandled()] == [a_heard(2), a_heard(4)]


async def test_what_a_unit_of_work_has_handled_is_not_unhandled_in_it(storage: Storage) -> None:
    await keep(storage, 1, 2)
    async with storage.begin() as work:
        first, _ = await work.messages.unhandled()
        await work.messages.save(replace(first, progress=Progress.HANDLED))
        assert [kept.heard for kept in await work.messages.unhandled()] == [a_heard(2)]
        assert [kept.heard for kept in await work.messages.take_up(limit=1)] == [a_heard(2)]


async def test_the_inbox_is_read_backwards_in_pages(storage: Storage) -> None:
    await keep(storage, *range(1, 8))
    for number in (2, 3, 6):
        await handle(storage, number, Progress.HANDLED)
    async with storage.begin() as work:
        page = await work.messages.newest(limit=3)
        assert [kept.heard for kept in page] == [a_heard(5), a_heard(6), a_heard(7)]
        page = await work.messages.newest(limit=3, before=page[0].heard.id)
        assert [kept.heard for kept in page] == [a_heard(2), a_heard(3), a_heard(4)]
        page = await work.messages.newest(limit=3, before=page[0].heard.id)
        assert [kept.heard for kept in page] == [a_heard(1)]
        assert list(await work.messages.newest(limit=3, before=page[0].heard.id)) == []
        assert list(await work.messages.newest(limit=3, before=MessageId("fake:unheard-of"))) == []


async def test_a_forgotten_text_does_not_come_back_with_a_later_save(storage: Storage) -> None:
    said = replace(
        a_heard(),
        quote=Quote(text="昨天的公告"),
        attachments=(Attachment(kind=AttachmentKind.IMAGE, reference="images/1"),),
    )
    async with storage.begin() as work:
        await work.messages.keep(said, at=NOON)
        before = await work.messages.get(said.id)
        assert before is not None
        await work.messages.forget_text(said.id)
        await work.messages.save(replace(before, progress=Progress.HANDLED, tries=1))
        kept = await work.messages.get(said.id)
    forgotten = replace(said, sender_name="", text="", quote=None, attachments=())
    assert kept == Kept(heard=forgotten, received_at=NOON, progress=Progress.HANDLED, tries=1)


async def test_nothing_is_known_of_a_message_that_was_never_kept(storage: Storage) -> None:
    async with storage.begin() as work:
        assert await work.messages.get(MessageId("fake:unheard-of")) is None
        await work.messages.forget_text(MessageId("fake:unheard-of"))
    with pytest.raises(KeyError):
        async with storage.begin() as work:
            await work.messages.save(Kept(heard=a_heard(), received_at=NOON, progress=Progress.HANDLED, tries=1))


async def test_all_that_was_handled_before_a_moment_is_forgotten_once(reopen: Reopen) -> None:
    await keep(await reopen(), 1, 2, 3, 4, 5)
    for number, progress in ((1, Progress.HANDLED), (2, Progress.ASIDE), (4, Progress.HANDLED), (5, Progress.HANDLED)):
        await handle(await reopen(), number, progress)
    async with (await reopen()).begin() as work:
        assert await work.messages.forget_before(later(minutes=5), limit=9) == 3
        assert await work.messages.forget_before(later(minutes=5), limit=9) == 0
    async with (await reopen()).begin() as work:
        texts = [kept.heard.text for kept in await work.messages.newest(limit=9)]
        assert texts == ["", "", a_heard(3).text, "", a_heard(5).text]
        assert await work.messages.forget_before(later(minutes=9), limit=9) == 1
        assert [kept.heard for kept in await work.messages.unhandled()] == [a_heard(3)]


async def test_what_was_forgotten_alone_is_not_counted_again(storage: Storage) -> None:
    await keep(storage, 1)
    await handle(storage, 1, Progress.HANDLED)
    async with storage.begin() as work:
        await work.messages.forget_text(a_heard(1).id)
        assert await work.messages.forget_before(later(days=1), limit=9) == 0
