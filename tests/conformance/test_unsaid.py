"""What was erased is on the platforms' list until they have erased it too, once, over a restart."""

from dataclasses import replace

from handlers.message import Recipient
from handlers.ports import Delivery, Storage, Unsaid
from tests.conformance.conftest import Reopen
from tests.support.records import ACCOUNT, NOON, VOTER, a_heard, a_notice, later


async def waiting(storage: Storage) -> list[Unsaid]:
    async with storage.begin() as work:
        return list(await work.unsaid.waiting(limit=10))


async def test_what_was_heard_is_on_the_list_until_it_is_done(reopen: Reopen) -> None:
    said = a_heard(1)
    async with (await reopen()).begin() as work:
        await work.messages.keep(said, at=NOON)
        await work.messages.forget_text(said.id)
        await work.messages.forget_text(said.id)
        await work.messages.forget_before(NOON, limit=9)
    storage = await reopen()
    assert await waiting(storage) == [Unsaid(message=said.id), Unsaid(before=NOON)]
    async with storage.begin() as work:
        await work.unsaid.done(Unsaid(message=said.id))
    assert await waiting(await reopen()) == [Unsaid(before=NOON)]


async def test_only_what_may_have_been_shown_is_on_the_list(storage: Storage) -> None:
    async with storage.begin() as work:
        for key in ("shown", "never left"):
            await work.outbox.add(replace(a_notice(key, to=Recipient.person(VOTER)), about="qs-1"), at=NOON)
        (sent,) = await work.outbox.take(NOON)
        await work.outbox.book(replace(sent, state=Delivery.SENT, done_at=NOON))
        await work.outbox.forget_about("qs-1")
    assert await waiting(storage) == [Unsaid(entry=sent.number)]


async def test_what_was_shown_after_it_was_erased_is_on_the_list_again(storage: Storage) -> None:
    async with storage.begin() as work:
        await work.outbox.add(replace(a_notice("sending"), about="qs-1"), at=NOON)
        (sending,) = await work.outbox.take(NOON)
        await work.outbox.forget_about("qs-1")
        await work.unsaid.done(Unsaid(entry=sending.number))
        await work.outbox.book(replace(sending, state=Delivery.SENT, done_at=later(seconds=1)))
    assert await waiting(storage) == [Unsaid(entry=sending.number)]


async def test_by_what_it_was_shown_is_known_of_what_was_erased_while_it_was_said(storage: Storage) -> None:
    async with storage.begin() as work:
        await work.outbox.add(replace(a_notice("sending"), about="qs-1"), at=NOON)
        (sending,) = await work.outbox.take(NOON)
        await work.outbox.forget_about("qs-1")
    async with storage.begin() as work:
        await work.outbox.book(replace(sending, state=Delivery.SENT, done_at=later(seconds=1), shown_as="K"))
    async with storage.begin() as work:
        (kept,) = await work.outbox.about("qs-1")
    assert (kept.outgoing.text, kept.state, kept.shown_as) == ("", Delivery.FORGOTTEN, "K")


async def test_somebody_erased_is_on_the_list_by_each_account(storage: Storage) -> None:
    async with storage.begin() as work:
        person = await work.voters.recognise(ACCOUNT, name="", on=NOON.date())
        await work.voters.erase(person)
    assert await waiting(storage) == [Unsaid(account=ACCOUNT)]
