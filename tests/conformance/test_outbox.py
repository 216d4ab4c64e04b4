"""What waits to be said leaves in order, one by one to each recipient."""

from collections.abc import Sequence
from dataclasses import replace

from handlers.message import Citation, Priority, Recipient
from handlers.people.rules.roster import StationId
from handlers.petitions.rules.petition import PetitionId
from handlers.ports import Delivery, Entry, Storage
from tests.conformance.conftest import Reopen
from tests.support.records import GROUP, NOON, STATION, VOTER, a_notice, later

HERE = Recipient.group(GROUP)


def keys(entries: Sequence[Entry]) -> list[str]:
    return [entry.outgoing.key for entry in entries]


async def queue(
    storage: Storage, *names: str, to: Recipient | None = None, priority: Priority = Priority.NOTICE
) -> None:
    async with storage.begin() as work:
        for key in names:
            assert await work.outbox.add(a_notice(key, to=to, priority=priority), at=NOON)


async def take(storage: Storage, limit: int = 100, **after: float) -> Sequence[Entry]:
    async with storage.begin() as work:
        return await work.outbox.take(later(**after), limit=limit)


async def book(storage: Storage, entry: Entry, state: Delivery = Delivery.SENT, **after: float) -> None:
    async with storage.begin() as work:
        done = None if state is Delivery.WAITING else NOON
        await work.outbox.book(
            replace(entry, state=state, ready_at=later(**after), tries=entry.tries + 1, done_at=done)
        )


async def test_a_key_is_queued_once_for_ever(reopen: Reopen) -> None:
    storage = await reopen()
    await queue(storage, "a")
    (entry,) = await take(storage)
    await book(storage, entry)
    async with (await reopen()).begin() as work:
        assert not await work.outbox.add(a_notice("a", to=HERE), at=later(days=300))
        assert list(await work.outbox.waiting()) == []


async def test_one_recipient_is_sent_one_message_at_a_time_in_order(storage: Storage) -> None:
    await queue(storage, "a", "b", "c")
    for key in ("a", "b", "c"):
        (entry,) = await take(storage)
        assert entry.outgoing.key == key
        assert entry.state is Delivery.SENDING
        assert list(await take(storage)) == []
        await book(storage, entry)
    assert list(await take(storage)) == []


async def test_behind_a_message_stands_what_waits_for_the_same_recipient_in_order(storage: Storage) -> None:
    await queue(storage, "c", "d", to=HERE, priority=Priority.POST)
    await queue(storage, "a", "b", to=HERE)
    await queue(storage, "elsewhere", to=Recipient.person(VOTER), priority=Priority.POST)
    (first,) = await take(storage, limit=1)
    async with storage.begin() as work:
        assert first.outgoing.key == "a"
        assert keys(await work.outbox.behind(first, limit=10)) == ["b", "c", "d"]
        assert keys(await work.outbox.behind(first, limit=2)) == ["b", "c"]


async def test_what_is_more_urgent_leaves_first(storage: Storage) -> None:
    for priority in (Priority.POST, Priority.ANSWER, Priority.NOTICE):
        await queue(storage, priority.name, priority=priority)
    left = []
    while taken := await take(storage):
        left += keys(taken)
        await book(storage, taken[0])
    assert left == ["ANSWER", "NOTICE", "POST"]


async def test_the_most_urgent_of_all_recipients_are_taken_within_the_limit(storage: Storage) -> None:
    await queue(storage, "post", to=HERE, priority=Priority.POST)
    await queue(storage, "first", to=Recipient.person(VOTER))
    await queue(storage, "second", to=Recipient(scope=HERE.scope, id="wang-village"))
    assert keys(await take(storage, limit=2)) == ["first", "second"]
    assert keys(await take(storage, limit=2)) == ["post"]


async def test_a_recipient_whose_first_message_is_put_off_waits_with_it(storage: Storage) -> None:
    await queue(storage, "a", "b")
    (entry,) = await take(storage)
    await book(storage, entry, Delivery.WAITING, minutes=5)
    assert list(await take(storage, minutes=4)) == []
    assert keys(await take(storage, minutes=5)) == ["a"]


async def test_a_message_waits_for_the_moment_it_is_meant_for(storage: Storage) -> None:
    async with storage.begin() as work:
        await work.outbox.add(replace(a_notice("a"), not_before=later(hours=1)), at=NOON)
        await work.outbox.add(replace(a_notice("b", to=HERE), not_before=later(hours=-1)), at=NOON)
        assert await work.outbox.next_ready() == NOON
    assert keys(await take(storage)) == ["b"]
    async with storage.begin() as work:
        assert await work.outbox.next_ready() == later(hours=1)
    assert list(await take(storage, minutes=59)) == []
    assert keys(await take(storage, hours=1)) == ["a"]


async def test_nothing_waits_behind_what_is_meant_for_later(storage: Storage) -> None:
    async with storage.begin() as work:
        await work.outbox.add(replace(a_notice("tomorrow"), not_before=later(hours=20)), at=NOON)
    await queue(storage, "today")
    (today,) = await take(storage)
    assert today.outgoing.key == "today"
    assert list(await take(storage, hours=20)) == []
    await book(storage, today)
    assert keys(await take(storage, hours=20)) == ["tomorrow"]


async def test_what_was_meant_for_later_goes_first_once_its_moment_has_come(storage: Storage) -> None:
    async with storage.begin() as work:
        await work.outbox.add(replace(a_notice("early"), not_before=later(hours=1)), at=NOON)
    await queue(storage, "late")
    assert keys(await take(storage, hours=1)) == ["early"]


async def test_something_more_urgent_passes_what_is_put_off(storage: Storage) -> None:
    await queue(storage, "notice")
    (entry,) = await take(storage)
    await book(storage, entry, Delivery.WAITING, minutes=5)
    await queue(storage, "answer", priority=Priority.ANSWER)
    assert keys(await take(storage)) == ["answer"]


async def test_an_emergency_does_not_wait_for_what_is_being_sent_or_put_off(storage: Storage) -> None:
    await queue(storage, "a", "b", priority=Priority.EMERGENCY)
    (first,) = await take(storage)
    await queue(storage, "c", priority=Priority.EMERGENCY)
    assert keys(await take(storage)) == ["b"]
    await book(storage, first, Delivery.WAITING, minutes=5)
    assert keys(await take(storage)) == ["c"]
    async with storage.begin() as work:
        assert await work.outbox.next_ready() == later(minutes=5)


async def test_nothing_waits_behind_what_only_money_can_send_and_an_emergency_among_it_waits_for_nothing(
    storage: Storage,
) -> None:
    await queue(storage, "held", "next")
    await queue(storage, "held emergency", priority=Priority.EMERGENCY)
    for key in ("held emergency", "held"):
        (entry,) = await take(storage)
        assert entry.outgoing.key == key
        await book(storage, replace(entry, held=True), Delivery.WAITING, hours=1)
    assert keys(await take(storage)) == ["next"]
    async with storage.begin() as work:
        assert await work.outbox.next_ready() == later(hours=1)
    assert keys(await take(storage, hours=1)) == ["held emergency"]


async def test_what_is_not_done_is_told_in_its_order_but_for_what_is_for_later(storage: Storage) -> None:
    async with storage.begin() as work:
        await work.outbox.add(replace(a_notice("a"), not_before=later(hours=1)), at=NOON)
    await queue(storage, "b", "c")
    await queue(storage, "d", to=HERE)
    for entry in await take(storage):
        await book(storage, entry, Delivery.SENT if entry.outgoing.key == "d" else Delivery.SENDING)
    async with storage.begin() as work:
        assert keys(await work.outbox.undone(NOON, limit=9)) == ["b", "c"]
        assert keys(await work.outbox.undone(later(hours=1), limit=2)) == ["a", "b"]


async def test_next_ready_is_none_where_nothing_can_be_taken(storage: Storage) -> None:
    async with storage.begin() as work:
        assert await work.outbox.next_ready() is None
    await queue(storage, "a", "b")
    (entry,) = await take(storage)
    async with storage.begin() as work:
        assert await work.outbox.next_ready() is None
    await book(storage, entry)
    async with storage.begin() as work:
        assert await work.outbox.next_ready() == NOON


async def test_what_a_process_took_and_does_not_know_of_waits_again_and_what_it_is_sending_does_not(
    storage: Storage,
) -> None:
    await queue(storage, "a")
    await queue(storage, "c", to=HERE)
    sending, _ = await take(storage)
    async with storage.begin() as work:
        assert await work.outbox.release(sending=[sending.number]) == 1
    assert keys(await take(storage)) == ["c"]


async def test_a_clock_set_back_sends_nothing_too_early(storage: Storage) -> None:
    await queue(storage, "a", to=HERE)
    (entry,) = await take(storage, hours=2)
    await book(storage, entry, Delivery.WAITING, hours=1)
    assert list(await take(storage, minutes=30)) == []
    assert keys(await take(storage, hours=1)) == ["a"]


async def test_what_was_being_sent_when_the_process_died_waits_again(reopen: Reopen) -> None:
    storage = await reopen()
    await queue(storage, "a", "b")
    await queue(storage, "c", to=HERE)
    await take(storage)
    storage = await reopen()
    assert list(await take(storage)) == []
    async with storage.begin() as work:
        assert await work.outbox.release() == 2
        assert await work.outbox.release() == 0
    taken = await take(storage)
    assert [(entry.outgoing.key, entry.maybe_sent) for entry in taken] == [("a", True), ("c", True)]


async def test_waiting_is_what_is_not_done_in_the_order_it_was_queued(storage: Storage) -> None:
    await queue(storage, "a", "b")
    async with storage.begin() as work:
        await work.outbox.add(replace(a_notice("c", to=HERE), station=StationId("bs")), at=NOON)
    (done, *_) = await take(storage)
    async with storage.begin() as work:
        assert keys(await work.outbox.waiting()) == ["a", "b", "c"]
        assert keys(await work.outbox.waiting(STATION)) == ["a", "b"]
    await book(storage, done)
    async with storage.begin() as work:
        assert keys(await work.outbox.waiting()) == ["b", "c"]


async def test_what_was_given_up_is_listed_until_it_is_repeated(reopen: Reopen) -> None:
    storage = await reopen()
    await queue(storage, "a", "b")
    for _ in range(2):
        (entry,) = await take(storage)
        await book(storage, replace(entry, error="600039"), Delivery.GIVEN_UP)
    storage = await reopen()
    async with storage.begin() as work:
        given_up = await work.outbox.given_up(STATION)
        assert [(entry.outgoing.key, entry.error) for entry in given_up] == [("b", "600039"), ("a", "600039")]
        assert keys(await work.outbox.given_up(STATION, limit=1)) == ["b"]
        assert list(await work.outbox.given_up(StationId("bs"))) == []
        await work.outbox.book(replace(given_up[0], state=Delivery.WAITING))
    assert keys(await take(storage)) == ["b"]
    async with storage.begin() as work:
        assert keys(await work.outbox.given_up(STATION)) == ["a"]


async def test_all_messages_about_a_petition_are_found_oldest_first(reopen: Reopen) -> None:
    storage = await reopen()
    async with storage.begin() as work:
        for key in ("a", "b", "c"):
            await work.outbox.add(replace(a_notice(key), about="qs-2026-1"), at=NOON)
        await work.outbox.add(a_notice("d"), at=NOON)
    for state in (Delivery.SENT, Delivery.GIVEN_UP):
        (entry,) = await take(storage)
        await book(storage, entry, state)
    async with (await reopen()).begin() as work:
        assert keys(await work.outbox.about(PetitionId("qs-2026-1"))) == ["a", "b", "c"]


async def test_what_was_sent_is_read_backwards_in_pages(reopen: Reopen) -> None:
    storage = await reopen()
    await queue(storage, "a", "b", "c", "d", "e")
    for state in (Delivery.SENT, Delivery.SENT, Delivery.GIVEN_UP, Delivery.SENT):
        (entry,) = await take(storage)
        await book(storage, entry, state)
    async with (await reopen()).begin() as work:
        page = await work.outbox.sent(limit=2)
        assert keys(page) == ["b", "d"]
        assert keys(await work.outbox.sent(limit=2, before=page[0].number)) == ["a"]


async def test_an_entry_is_found_by_its_number(reopen: Reopen) -> None:
    storage = await reopen()
    await queue(storage, "a")
    (entry,) = await take(storage)
    await book(storage, entry)
    async with (await reopen()).begin() as work:
        found = await work.outbox.get(entry.number)
        assert found == replace(entry, state=Delivery.SENT, tries=1, done_at=NOON)
        assert await work.outbox.get(entry.number + 1) is None


async def test_what_was_forgotten_says_nothing_leaves_no_more_and_keeps_its_key(reopen: Reopen) -> None:
    storage = await reopen()
    petition = PetitionId("qs-2026-1")
    to = (Recipient.person(VOTER), Recipient.person(VOTER), HERE)
    async with storage.begin() as work:
        for key, whom in zip(("sent", "waiting", "sending"), to, strict=True):
            await work.outbox.add(replace(a_notice(key, to=whom), about=petition), at=NOON)
        await work.outbox.add(a_notice("other"), at=NOON)
    sent, sending = await take(storage)
    await book(storage, sent)
    async with storage.begin() as work:
        await work.outbox.forget_about(petition)
    await book(storage, sending, Delivery.WAITING)
    storage = await reopen()
    assert keys(await take(storage, hours=1)) == ["other"]
    async with storage.begin() as work:
        about = await work.outbox.about(petition)
        assert [(one.outgoing.text, one.state) for one in about] == [("", Delivery.FORGOTTEN)] * 3
        assert not await work.outbox.add(a_notice("waiting"), at=NOON)
        assert not await work.outbox.given_up(STATION)


async def test_words_cited_of_a_petition_are_forgotten_where_the_station_was_told_since_and_all_else_stays(
    reopen: Reopen,
) -> None:
    cites = (Citation(about="qs-1", words="灯灭", instead="路灯"), Citation(about="qs-2", words="水停", instead="供水"))
    storage = await reopen()
    async with storage.begin() as work:
        for hours, key in enumerate(("earlier", "waiting", "later")):
            notice = replace(a_notice(key), text="1 灯灭，2 水停", cites=cites)
            await work.outbox.add(notice, at=later(hours=hours))
        elsewhere = replace(a_notice("elsewhere"), station=StationId("other"), text="1 灯灭", cites=cites)
        await work.outbox.add(elsewhere, at=later(hours=2))
    async with (await reopen()).begin() as work:
        await work.outbox.forget_cited("qs-1", STATION, since=later(hours=1))
    async with (await reopen()).begin() as work:
        found = [await work.outbox.get(number) for number in (1, 2, 3, 4)]
        assert [entry.outgoing.text for entry in found if entry] == [
            "1 灯灭，2 水停",
            "1 路灯，2 水停",
            "1 路灯，2 水停",
            "1 灯灭",
        ]
        assert [entry.outgoing.cites for entry in found[1:3] if entry] == [cites[1:]] * 2
        assert len(await work.outbox.waiting()) == 4


async def test_what_was_done_before_a_moment_is_forgotten_once_and_keeps_its_key(reopen: Reopen) -> None:
    storage = await reopen()
    await queue(storage, "sent", "given up", "waiting")
    for state in (Delivery.SENT, Delivery.GIVEN_UP):
        (entry,) = await take(storage)
        await book(storage, entry, state)
    async with (await reopen()).begin() as work:
        assert await work.outbox.forget_before(NOON, limit=9) == 0
        assert await work.outbox.forget_before(later(seconds=1), limit=9) == 2
        assert await work.outbox.forget_before(later(seconds=1), limit=9) == 0
    async with (await reopen()).begin() as work:
        left = [await work.outbox.get(number) for number in (1, 2)]
        assert [(one.outgoing.text, one.state, one.done_at) for one in left if one] == [
            ("", Delivery.FORGOTTEN, NOON),
            ("", Delivery.FORGOTTEN, NOON),
        ]
        assert not await work.outbox.add(a_notice("sent"), at=later(days=300))
        assert [entry.outgoing for entry in await work.outbox.waiting()] == [a_notice("waiting")]


async def test_a_line_that_still_waits_may_be_given_other_words(reopen: Reopen) -> None:
    storage = await reopen()
    async with storage.begin() as work:
        await work.outbox.add(replace(a_notice("line", to=HERE), acknowledges=(4,)), at=NOON)
        await work.outbox.add(a_notice("other", to=HERE), at=NOON)
        await work.outbox.add(replace(a_notice("elsewhere"), acknowledges=(5,)), at=NOON)
    async with (await reopen()).begin() as work:
        line = await work.outbox.gathering(GROUP)
        assert line is not None
        await work.outbox.book(replace(line, outgoing=replace(line.outgoing, text="4、6", acknowledges=(4, 6))))
    storage = await reopen()
    _, line = sorted(await take(storage), key=lambda entry: entry.outgoing.key)
    assert (line.outgoing.key, line.outgoing.text, line.outgoing.acknowledges) == ("line", "4、6", (4, 6))


async def test_what_leaves_gathers_no_more(storage: Storage) -> None:
    async with storage.begin() as work:
        for key in ("a", "b"):
            await work.outbox.add(replace(a_notice(key, to=HERE), acknowledges=(1,)), at=NOON)
        newest = await work.outbox.gathering(GROUP)
        assert newest is not None
        assert newest.outgoing.key == "b"
    for _ in range(2):
        (entry,) = await take(storage)
        await book(storage, entry)
    async with storage.begin() as work:
        assert await work.outbox.gathering(GROUP) is None
