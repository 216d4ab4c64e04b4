"""Several processes on one database never do the same thing twice, nor undo what another has done."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from itertools import chain

import psycopg
import pytest

from handlers.meetings.asking.forgetting import forget_answers_of
from handlers.meetings.plan import topic_week_id
from handlers.meetings.topic_summary import forget_views_of
from handlers.message import Citation
from handlers.petitions.rules.petition import State
from handlers.ports import Delivery, Overtaken, Storage, TryAgain
from storage.connect import connect
from tests.conformance.test_registers import CALL
from tests.support import erasing
from tests.support.postgres import Server
from tests.support.records import (
    ACCOUNT,
    GROUP,
    NOON,
    STATION,
    VOTER,
    a_heard,
    a_line,
    a_notice,
    a_petition,
    a_topic_week,
    later,
)
from tests.support.township import BOUND, TOWNSHIP

MANY = 20


async def opened(url: str) -> Storage:
    return await connect(url, roster=TOWNSHIP, key=bytes(32), bound=BOUND)


@pytest.fixture
async def instances(database: str) -> AsyncIterator[list[Storage]]:
    """Three of them."""
    several = [await opened(database) for _ in range(3)]
    yield several
    for one in several:
        await one.close()


async def test_a_message_and_an_occurrence_are_claimed_by_one_instance(instances: list[Storage]) -> None:
    async def claim(storage: Storage, number: int) -> tuple[bool, ...]:
        async with storage.begin() as work:
            kept = await work.messages.keep(a_heard(number), at=NOON)
            walked = await work.occurrences.claim_each([f"walked/{number}", f"walked/{number + 1}"], at=NOON)
            return kept, await work.occurrences.claim(f"digest/{number}", at=NOON), f"walked/{number + 1}" in walked

    for number in range(MANY):
        claims = await asyncio.gather(*(claim(one, number) for one in instances))
        assert [sum(each) for each in zip(*claims, strict=True)] == [1, 1, 1]


async def test_what_was_found_behind_a_message_is_erased_by_nobody_before_it_is_booked(
    instances: list[Storage],
) -> None:
    first, second, _ = instances
    cites = (Citation(about="qs-2026-1", words="路灯", instead="…"),)
    async with first.begin() as work:
        await work.outbox.add(a_notice("first"), at=NOON)
        await work.outbox.add(replace(a_notice("second"), text="路灯不亮", cites=cites), at=NOON)

    async def erase() -> None:
        async with second.begin() as work:
            await work.outbox.forget_cited("qs-2026-1", STATION, since=NOON)

    async with first.begin() as work:
        (sending,) = await work.outbox.take(NOON)
        (behind,) = await work.outbox.behind(sending, limit=1)
        erasing = asyncio.create_task(erase())
        await asyncio.wait([erasing], timeout=0.5)
        await work.outbox.book(replace(behind, maybe_sent=True))
    await erasing
    async with first.begin() as work:
        entry = await work.outbox.get(behind.number)
    assert entry is not None
    assert (entry.outgoing.text, entry.maybe_sent) == ("…不亮", True)


async def test_what_somebody_says_while_all_of_it_is_erased_goes_too(instances: list[Storage]) -> None:
    first, second, _ = instances
    week = replace(a_topic_week(), id=topic_week_id(TOWNSHIP.stations[STATION], a_topic_week().monday))
    async with first.begin() as work:
        await work.meetings.save_topic(replace(week, views=()))
        await work.calls.save(replace(CALL, views=()))

    async def erase() -> None:
        async with second.begin() as work:
            await forget_views_of(VOTER, NOON, work)
            await forget_answers_of(VOTER, work)

    async with first.begin() as work:
        assert await work.meetings.topic(week.id) is not None
        assert await work.calls.get(STATION, CALL.number) is not None
        await work.meetings.save_topic(week)
        await work.calls.save(CALL)
        erasing = asyncio.create_task(erase())
        await asyncio.wait([erasing], timeout=0.5)
    await erasing
    async with first.begin() as work:
        assert await work.meetings.topic(week.id) == replace(week, views=())
        assert await work.calls.get(STATION, CALL.number) == replace(CALL, views=())


async def test_counters_and_the_trail_lose_nothing_between_instances(instances: list[Storage]) -> None:
    async def count(storage: Storage) -> list[int]:
        tails = []
        for _ in range(MANY):
            async with storage.begin() as work:
                await work.audit.add(a_line())
                tails.append(await work.petitions.next_tail(STATION, 2026))
                await work.figures.add(STATION, NOON.date(), "registered")
        return tails

    tails = await asyncio.gather(*(count(one) for one in instances))
    assert sorted(chain.from_iterable(tails)) == list(range(1, 3 * MANY + 1))
    async with instances[0].begin() as work:
        assert await work.figures.between(STATION, NOON.date(), NOON.date()) == {"registered": 3 * MANY}
        assert await work.audit.verify() == 3 * MANY


async def test_of_two_who_move_a_petition_at_once_the_second_sees_what_the_first_did(instances: list[Storage]) -> None:
    first, second, _ = instances
    async with first.begin() as work:
        await work.petitions.add(a_petition())
    seen = asyncio.Event()

    async def look() -> State:
        seen.set()
        async with second.begin() as work:
            return (await work.petitions.get(a_petition().id)).state

    async with first.begin() as work:
        petition = await work.petitions.get(a_petition().id)
        looking = asyncio.create_task(look())
        await seen.wait()
        await work.petitions.save(replace(petition, state=State.TRIAGED))
    assert await looking is State.TRIAGED


async def test_what_is_left_of_budgets_is_told_without_waiting_for_who_spends_them(instances: list[Storage]) -> None:
    first, second, _ = instances
    limits = [(20, timedelta(minutes=1))]
    async with first.begin() as work:
        await work.budgets.reserve({"group/1": limits}, at=NOON)
        async with second.begin() as other:
            assert await other.budgets.least_left({"group/1": limits}, at=NOON) == 20


async def test_what_was_read_in_a_list_is_not_saved_over_what_another_made_of_it(instances: list[Storage]) -> None:
    first, second, _ = instances
    async with first.begin() as work:
        await work.petitions.add(a_petition())
    with pytest.raises(TryAgain):
        await _withdraw_late(first, second)
    async with first.begin() as work:
        assert (await work.petitions.get(a_petition().id)).state is State.TRIAGED


async def test_each_message_leaves_by_one_instance_and_a_conversation_keeps_its_order(instances: list[Storage]) -> None:
    people = [replace(a_notice().to, id=f"p_{number}") for number in range(MANY)]
    async with instances[0].begin() as work:
        for turn in range(3):
            for number, person in enumerate(people):
                await work.outbox.add(a_notice(f"{number}/{turn}", to=person), at=NOON)
    left: list[str] = []

    async def deliver(storage: Storage) -> None:
        idle = 0
        while idle < 3:
            async with storage.begin() as work:
                taken = await work.outbox.take(NOON, limit=5)
            idle = 0 if taken else idle + 1
            for entry in taken:
                left.append(entry.outgoing.key)
                async with storage.begin() as work:
                    await work.outbox.book(replace(entry, state=Delivery.SENT, done_at=NOON))

    await asyncio.gather(*(deliver(one) for one in instances))
    assert sorted(left) == sorted(f"{number}/{turn}" for number in range(MANY) for turn in range(3))
    for number in range(MANY):
        assert [key for key in left if key.startswith(f"{number}/")] == [f"{number}/{turn}" for turn in range(3)]


async def test_what_a_living_instance_sends_no_other_takes_up(instances: list[Storage]) -> None:
    first, second, _ = instances
    async with first.begin() as work:
        await work.outbox.add(a_notice(), at=NOON)
        await work.outbox.take(NOON)
    async with second.begin() as work:
        assert await work.outbox.release() == 0
        assert list(await work.outbox.take(later(days=1))) == []


async def test_what_an_instance_was_sending_when_it_died_another_takes_up(instances: list[Storage]) -> None:
    first, second, _ = instances
    async with first.begin() as work:
        await work.outbox.add(a_notice(), at=NOON)
        await work.outbox.take(NOON)
    await first.close()
    async with second.begin() as work:
        assert await work.outbox.release() == 1
        (entry,) = await work.outbox.take(NOON)
        assert entry.maybe_sent


async def test_a_name_is_known_to_all_instances_until_it_is_erased(instances: list[Storage]) -> None:
    first, second, _ = instances

    async def known() -> set[str]:
        async with second.begin() as work:
            return set(await work.voters.names())

    assert await known() == set()
    async with first.begin() as work:
        person = await work.voters.recognise(ACCOUNT, name="赵敏", on=NOON.date())
    assert await known() == {"赵敏"}
    async with first.begin() as work:
        await work.voters.set_name(person, "赵小敏")
    assert await known() == {"赵小敏"}
    async with first.begin() as work:
        await work.voters.erase(person)
    assert await known() == set()


async def test_a_connection_that_broke_is_made_anew(postgres_server: Server, instances: list[Storage]) -> None:
    first, *_ = instances
    with psycopg.connect(postgres_server.address("station"), autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    async with first.begin() as work:
        await work.fence.take(GROUP, NOON.date(), "topic")
    assert not first.failed.is_set()


async def _withdraw_late(first: Storage, second: Storage) -> None:
    async with first.begin() as work:
        (petition,) = await work.petitions.of_voter(VOTER)
        async with second.begin() as other:
            await other.petitions.save(replace(petition, state=State.TRIAGED))
        await work.petitions.save(replace(petition, state=State.WITHDRAWN))


async def test_what_two_instances_erase_at_once_is_erased_and_counted_once(
    instances: list[Storage], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("handlers.people.retention.AT_ONCE", 2)
    await erasing.fill(instances[0])

    async def erase(storage: Storage) -> None:
        while True:
            with suppress(Overtaken):
                return await erasing.erase(storage.begin)

    await asyncio.gather(*map(erase, instances))
    async with instances[0].begin() as work:
        assert await erasing.left(work) == {**dict.fromkeys(erasing.ALL, 0), "contacts": erasing.OLD}
        assert await erasing.counted(work) == await erasing.on_the_trail(work) == erasing.ALL
