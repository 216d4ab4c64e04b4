"""Petitions are found by everything people ask for."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from handlers.people.rules.roster import PersonId, StationId
from handlers.petitions.rules.commitments import Commitment, Ending
from handlers.petitions.rules.petition import Petition, PetitionId, State
from handlers.petitions.rules.states import OPEN
from handlers.ports import Storage, UnknownPetition
from tests.conformance.conftest import Reopen
from tests.support.records import DEPUTY, NOON, STATION, VOTER, a_petition, later

ELSEWHERE = StationId("bs")


async def add(storage: Storage, *petitions: Petition) -> None:
    async with storage.begin() as work:
        for petition in petitions:
            await work.petitions.add(petition)


def due(tail: int, moment: datetime | None, state: State = State.TRIAGED) -> Petition:
    return replace(a_petition(tail), due=moment, deputy=DEPUTY, state=state)


async def test_a_petition_is_found_as_it_was_saved(storage: Storage) -> None:
    await add(storage, a_petition())
    changed = replace(a_petition(), state=State.TRIAGED, deputy=DEPUTY, due=later(days=2))
    async with storage.begin() as work:
        await work.petitions.save(changed)
    async with storage.begin() as work:
        assert await work.petitions.get(a_petition().id) == changed


async def test_a_petition_that_was_never_added_is_unknown(storage: Storage) -> None:
    async with storage.begin() as work:
        with pytest.raises(UnknownPetition):
            await work.petitions.get(PetitionId("qs-2026-404"))
        with pytest.raises(UnknownPetition):
            await work.petitions.save(a_petition())
        await work.petitions.delete(PetitionId("qs-2026-404"))


async def test_a_petition_is_added_once(storage: Storage) -> None:
    await add(storage, a_petition())
    with pytest.raises(ValueError, match="exists"):
        await add(storage, a_petition())


async def test_a_deleted_draft_is_gone_from_every_list(reopen: Reopen) -> None:
    draft = replace(a_petition(), state=State.DRAFT, timer_at=NOON)
    storage = await reopen()
    await add(storage, draft)
    async with storage.begin() as work:
        await work.petitions.delete(draft.id)
    async with (await reopen()).begin() as work:
        assert list(await work.petitions.of_voter(VOTER)) == []
        assert list(await work.petitions.with_timer_before(later(days=1))) == []
        assert list(await work.petitions.in_state(STATION, {State.DRAFT})) == []


async def test_tails_count_from_one_for_each_station_and_year(storage: Storage) -> None:
    async with storage.begin() as work:
        assert [await work.petitions.next_tail(STATION, 2026) for _ in range(3)] == [1, 2, 3]
        assert await work.petitions.next_tail(STATION, 2027) == 1
        assert await work.petitions.next_tail(ELSEWHERE, 2026) == 1


async def test_a_tail_finds_one_petition_a_year_newest_first(reopen: Reopen) -> None:
    archived = replace(a_petition(7), id=PetitionId("qs-2025-7"), registered_at=later(days=-300), state=State.ARCHIVED)
    await add(
        await reopen(),
        archived,
        a_petition(7),
        a_petition(17),
        replace(a_petition(7), id=PetitionId("bs-2026-7"), station=ELSEWHERE),
    )
    async with (await reopen()).begin() as work:
        assert list(await work.petitions.with_tail(STATION, 7)) == [a_petition(7), archived]


async def test_a_voters_petitions_come_newest_first_whatever_became_of_them(reopen: Reopen) -> None:
    theirs = [replace(a_petition(tail), registered_at=later(days=tail)) for tail in range(1, 7)]
    theirs[1] = replace(theirs[1], state=State.ARCHIVED)
    theirs[4] = replace(theirs[4], state=State.ARCHIVED)
    await add(
        await reopen(), *theirs, replace(a_petition(8), voter=PersonId("p_sunwei")), replace(a_petition(9), voter=None)
    )
    async with (await reopen()).begin() as work:
        assert list(await work.petitions.of_voter(VOTER)) == theirs[::-1]
        assert list(await work.petitions.of_voter(VOTER, limit=3)) == theirs[:2:-1]


async def test_of_two_registered_at_once_the_later_one_is_the_newer(storage: Storage) -> None:
    await add(storage, a_petition(2), a_petition(1))
    async with storage.begin() as work:
        assert list(await work.petitions.of_voter(VOTER)) == [a_petition(1), a_petition(2)]


async def test_a_deputy_has_the_open_ones_soonest_due_first_and_undated_last(storage: Storage) -> None:
    petitions = [due(1, None), due(2, later(days=3)), due(3, later(days=1)), due(4, NOON, State.CLOSED)]
    await add(storage, *petitions, replace(due(5, NOON), deputy=None))
    async with storage.begin() as work:
        found = list(await work.petitions.of_deputy(DEPUTY))
        assert found == [petitions[2], petitions[1], petitions[0]]
        assert list(await work.petitions.of_deputy(DEPUTY, limit=2)) == found[:2]


async def test_what_is_due_in_a_span_comes_soonest_first_with_its_start_and_without_its_end(storage: Storage) -> None:
    petitions = [due(tail, later(days=tail)) for tail in (3, 1, 2, 4)]
    await add(storage, *petitions, due(5, later(days=2), State.CLOSED), replace(due(6, NOON), station=ELSEWHERE))
    async with storage.begin() as work:
        found = await work.petitions.due_between(STATION, later(days=1), later(days=4))
        assert [one.tail for one in found] == [1, 2, 3]


async def test_those_longest_without_a_word_come_first_and_what_is_over_not_at_all(storage: Storage) -> None:
    petitions = [
        replace(a_petition(1), told_at=later(days=3)),
        replace(a_petition(2), registered_at=later(days=-1)),
        replace(a_petition(3), told_at=later(days=-2)),  # a word before it was registered says nothing of it
        replace(a_petition(4), state=State.CLOSED),
        replace(a_petition(5), station=ELSEWHERE),
    ]
    await add(storage, *petitions)
    async with storage.begin() as work:
        assert [one.tail for one in await work.petitions.unheard_since(STATION, later(days=1))] == [2, 3]
        assert [one.tail for one in await work.petitions.unheard_since(STATION, later(days=4), limit=1)] == [2]
        assert await work.petitions.count_unheard_since(STATION, later(days=4)) == 3
        assert await work.petitions.count_unheard_since(STATION, later(days=3)) == 2


async def test_petitions_in_some_states_come_oldest_first(storage: Storage) -> None:
    states = [State.TRIAGED, State.REGISTERED, State.CLOSED, State.TRIAGED]
    petitions = [
        replace(a_petition(tail), state=state, registered_at=later(hours=-tail)) for tail, state in enumerate(states, 1)
    ]
    await add(storage, *petitions, replace(a_petition(9), station=ELSEWHERE))
    async with storage.begin() as work:
        found = await work.petitions.in_state(STATION, {State.TRIAGED, State.REGISTERED})
        assert list(found) == [petitions[3], petitions[1], petitions[0]]
        assert list(await work.petitions.in_state(STATION, {State.CLOSED}, limit=1)) == [petitions[2]]
        assert list(await work.petitions.in_state(STATION, set())) == []


@pytest.mark.parametrize("state", State)
async def test_only_what_is_open_is_overdue(storage: Storage, state: State) -> None:
    await add(storage, due(1, NOON, state))
    async with storage.begin() as work:
        assert (await work.petitions.count_due_before(STATION, later(days=1)) == 1) == (state in OPEN)


async def test_what_is_due_just_now_is_not_overdue_yet(storage: Storage) -> None:
    await add(storage, due(1, NOON), due(2, later(microseconds=-1)), due(3, later(days=-1)), due(4, None))
    async with storage.begin() as work:
        assert [one.tail for one in await work.petitions.due_before(STATION, NOON)] == [3, 2]
        assert [one.tail for one in await work.petitions.due_before(STATION, NOON, limit=1)] == [3]
        assert await work.petitions.count_due_before(STATION, NOON) == 2
        assert await work.petitions.count_due_before(ELSEWHERE, NOON) == 0


async def test_a_timer_rings_at_its_moment_in_every_state_and_station(storage: Storage) -> None:
    closed = replace(a_petition(1), timer_at=NOON, state=State.CLOSED)
    elsewhere = replace(a_petition(2), timer_at=later(days=-1), station=ELSEWHERE)
    tomorrow = replace(a_petition(3), timer_at=later(microseconds=1))
    await add(storage, closed, elsewhere, tomorrow, a_petition(4))
    async with storage.begin() as work:
        assert list(await work.petitions.with_timer_before(NOON)) == [elsewhere, closed]
        assert list(await work.petitions.with_timer_before(NOON, limit=1)) == [elsewhere]


async def test_a_timer_rings_after_a_petition_was_put_away(reopen: Reopen) -> None:
    archived = replace(a_petition(1), timer_at=NOON, state=State.ARCHIVED)
    await add(await reopen(), archived, replace(a_petition(2), timer_at=later(days=-1)))
    async with (await reopen()).begin() as work:
        assert [one.tail for one in await work.petitions.with_timer_before(NOON)] == [2, 1]
        await work.petitions.save(replace(archived, timer_at=None))
        assert [one.tail for one in await work.petitions.with_timer_before(NOON)] == [2]
    async with (await reopen()).begin() as work:
        assert [one.tail for one in await work.petitions.with_timer_before(NOON)] == [2]


async def test_a_petition_leaves_the_lists_it_no_longer_belongs_to(reopen: Reopen) -> None:
    storage = await reopen()
    await add(storage, replace(due(1, NOON), timer_at=NOON))
    async with storage.begin() as work:
        archived = replace(a_petition(1), state=State.ARCHIVED, deputy=DEPUTY, due=NOON)
        await work.petitions.save(archived)
    for _ in range(2):
        async with storage.begin() as work:
            assert list(await work.petitions.of_deputy(DEPUTY)) == []
            assert await work.petitions.count_due_before(STATION, later(days=1)) == 0
            assert list(await work.petitions.with_timer_before(later(days=1))) == []
            assert list(await work.petitions.in_state(STATION, {State.TRIAGED})) == []
            assert list(await work.petitions.in_state(STATION, {State.ARCHIVED})) == [archived]
        storage = await reopen()


async def test_an_archived_petition_may_be_taken_up_again(reopen: Reopen) -> None:
    await add(await reopen(), replace(a_petition(), state=State.ARCHIVED))
    storage = await reopen()
    async with storage.begin() as work:
        await work.petitions.save(a_petition())
        assert list(await work.petitions.of_voter(VOTER)) == [a_petition()]
    async with (await reopen()).begin() as work:
        assert list(await work.petitions.of_voter(VOTER)) == [a_petition()]
        assert list(await work.petitions.in_state(STATION, {State.ARCHIVED})) == []


async def test_what_stands_alone_is_found_newest_first_from_a_moment_on(reopen: Reopen) -> None:
    first, second, third = (replace(a_petition(tail), registered_at=later(hours=tail)) for tail in (1, 2, 3))
    await add(
        await reopen(),
        third,
        first,
        second,
        replace(a_petition(4), registered_at=later(hours=4), state=State.CLOSED),
        replace(a_petition(5), registered_at=later(hours=5), state=State.MERGED, parent=first.id),
        replace(a_petition(6), registered_at=later(hours=6), likely_parent=first.id),
        replace(a_petition(7), registered_at=later(hours=7), state=State.REOPENED, parent=first.id),
        replace(a_petition(8), registered_at=later(hours=8), id=PetitionId("bs-2026-8"), station=ELSEWHERE),
    )
    async with (await reopen()).begin() as work:
        assert list(await work.petitions.standing_alone(STATION, {""}, later(hours=1))) == [third, second, first]
        assert list(await work.petitions.standing_alone(STATION, {""}, later(hours=2))) == [third, second]
        assert list(await work.petitions.standing_alone(STATION, {""}, later(hours=1), limit=1)) == [third]
        await work.petitions.save(replace(third, likely_parent=first.id))
        assert list(await work.petitions.standing_alone(STATION, {""}, later(hours=2))) == [second]


async def test_what_follows_another_is_found_newest_first_from_a_moment_on(reopen: Reopen) -> None:
    parent = a_petition(1)
    likely, merged, again = (
        replace(a_petition(2), registered_at=later(hours=2), likely_parent=parent.id),
        replace(a_petition(3), registered_at=later(hours=3), state=State.MERGED, parent=parent.id),
        replace(a_petition(4), registered_at=later(hours=4), state=State.REOPENED, parent=parent.id),
    )
    over = replace(a_petition(5), registered_at=later(hours=5), state=State.WITHDRAWN, parent=parent.id)
    await add(await reopen(), again, over, parent, merged, likely)
    async with (await reopen()).begin() as work:
        assert list(await work.petitions.following(STATION, {""}, later(hours=2))) == [again, merged, likely]
        assert list(await work.petitions.following(STATION, {""}, later(hours=3), limit=1)) == [again]
        assert list(await work.petitions.following(ELSEWHERE, {""}, later(hours=2))) == []


async def test_alone_or_following_a_matter_is_looked_for_in_the_fields_that_are_asked(reopen: Reopen) -> None:
    road, lamp = replace(a_petition(1), category="0101"), replace(a_petition(2), category="0103")
    water = replace(a_petition(3), category="0201", likely_parent=road.id)
    await add(await reopen(), road, lamp, water, a_petition(4))
    async with (await reopen()).begin() as work:
        alone = await work.petitions.standing_alone(STATION, {"", "01"}, later(hours=0))
        assert {one.tail for one in alone} == {1, 2, 4}
        assert [one.tail for one in await work.petitions.standing_alone(STATION, {"02"}, later(hours=0))] == []
        assert list(await work.petitions.following(STATION, {"02", "03"}, later(hours=0))) == [water]
        assert list(await work.petitions.following(STATION, {"01"}, later(hours=0))) == []


async def test_the_followers_of_a_petition_are_found_whether_merged_or_likely(reopen: Reopen) -> None:
    parent = a_petition(1)
    likely = replace(a_petition(3), registered_at=later(hours=3), likely_parent=parent.id)
    merged = replace(a_petition(2), registered_at=later(hours=2), state=State.MERGED, parent=parent.id)
    archived = replace(a_petition(4), state=State.ARCHIVED, parent=parent.id)
    await add(await reopen(), parent, likely, merged, archived, a_petition(5))
    async with (await reopen()).begin() as work:
        assert list(await work.petitions.followers(parent.id)) == [merged, likely]
        assert list(await work.petitions.followers(parent.id, newest=1)) == [likely]
        assert list(await work.petitions.followers(merged.id)) == []
        await work.petitions.save(replace(likely, likely_parent=None))
        assert list(await work.petitions.followers(parent.id)) == [merged]


async def test_what_was_registered_in_a_stretch_of_time_is_found_whatever_became_of_it(reopen: Reopen) -> None:
    petitions = [
        replace(a_petition(tail), registered_at=later(hours=tail), state=state)
        for tail, state in enumerate((State.ARCHIVED, State.MERGED, State.REGISTERED, State.CLOSED), start=1)
    ]
    await add(await reopen(), *petitions, replace(a_petition(9), registered_at=later(hours=2), state=State.DRAFT))
    async with (await reopen()).begin() as work:
        registered = work.petitions.registered
        assert list(await registered(STATION, later(hours=1), later(hours=3))) == petitions[2::-1]
        assert list(await registered(STATION, later(hours=1), later(hours=4), limit=2)) == petitions[:1:-1]
        assert list(await registered(ELSEWHERE, later(hours=1), later(hours=4))) == []


async def test_what_was_promised_is_found_until_it_is_kept_whatever_became_of_the_petition(reopen: Reopen) -> None:
    def promised(tail: int, until: date | None, state: State, ended: Ending | None = None) -> Petition:
        commitment = Commitment(words="装灯", made_at=NOON, until=until, ended=ended)
        return replace(a_petition(tail), state=state, commitment=commitment)

    undated = promised(1, None, State.CLOSED)
    late = promised(2, date(2027, 6, 30), State.ARCHIVED)
    early = promised(3, date(2027, 5, 31), State.SURVEYING)
    kept = promised(4, date(2027, 1, 1), State.ARCHIVED, Ending.KEPT)
    await add(await reopen(), undated, late, early, kept, a_petition(5))
    async with (await reopen()).begin() as work:
        assert list(await work.petitions.with_commitment(STATION)) == [early, late, undated]
        assert list(await work.petitions.with_commitment(STATION, limit=1)) == [early]
        await work.petitions.save(replace(early, commitment=None))
        assert list(await work.petitions.with_commitment(STATION)) == [late, undated]
