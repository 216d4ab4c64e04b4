"""Where groups are, as far as the settings leave that open: what staff have bound stays bound."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest

from handlers.people.rules.roster import Place, Roster
from handlers.ports import Storage
from storage.connect import connect
from tests.support.memory import MemoryStorage
from tests.support.township import LI_VILLAGE, STATION

KEY: Final = bytes(range(32))
CHAT: Final = Place(platform="wecom", account="main", chat="wrLiVillage")
NOWHERE: Final = Place(platform="wecom", account="", chat=LI_VILLAGE)

Open = Callable[[Roster], AbstractAsyncContextManager[Storage]]


def a_roster(place: Place = NOWHERE) -> Roster:
    """Return a township of its own, its first group at *place*."""
    groups = tuple(replace(one, place=place) if one.id == LI_VILLAGE else one for one in STATION.groups)
    return Roster([replace(STATION, groups=groups)])


@pytest.fixture(params=["memory", "embedded", "postgres"])
def open_with(request: pytest.FixtureRequest, tmp_path: Path) -> Open:
    """Open the same storage with the roster that a start of the bot has."""
    url = request.getfixturevalue("database") if request.param == "postgres" else f"tinydb:{tmp_path / 'station.db'}"
    memory = MemoryStorage(a_roster(), key=KEY)

    @asynccontextmanager
    async def opened(roster: Roster) -> AsyncIterator[Storage]:
        nonlocal memory
        if request.param == "memory":
            yield (memory := memory.opened_with(roster, bound={}))
            return
        storage = await connect(url, roster=roster, key=KEY, bound={})
        yield storage
        await storage.close()

    return opened


async def test_a_bound_group_is_at_its_place_at_once(open_with: Open) -> None:
    roster = a_roster()
    async with open_with(roster) as storage:
        async with storage.begin() as work:
            await work.groups.bind(LI_VILLAGE, CHAT)
        assert roster.group_at(CHAT) == roster.groups[LI_VILLAGE]
        assert roster.group_at(NOWHERE) is None
        assert roster.stations[STATION.id].groups[0].place == CHAT


async def test_a_binding_undone_leaves_the_group_where_it_was(open_with: Open) -> None:
    roster = a_roster()
    async with open_with(roster) as storage:
        with pytest.raises(RuntimeError):
            await _bind_and_fail(storage)
        assert roster.group_at(CHAT) is None
        assert roster.groups[LI_VILLAGE].place == NOWHERE


async def _bind_and_fail(storage: Storage) -> None:
    async with storage.begin() as work:
        await work.groups.bind(LI_VILLAGE, CHAT)
        raise RuntimeError


async def test_a_group_bound_anew_is_no_more_where_it_was(open_with: Open) -> None:
    roster, other = a_roster(), replace(CHAT, chat="wrAnother")
    async with open_with(roster) as storage:
        for place in (CHAT, other):
            async with storage.begin() as work:
                await work.groups.bind(LI_VILLAGE, place)
        assert roster.group_at(CHAT) is None
        assert roster.groups[LI_VILLAGE].place == other


async def test_a_group_stays_bound_over_a_restart_unless_the_settings_name_its_place(open_with: Open) -> None:
    async with open_with(a_roster()) as storage, storage.begin() as work:
        await work.groups.bind(LI_VILLAGE, CHAT)
    settled = replace(CHAT, chat="wrFromTheSettings")
    for place, expected in ((NOWHERE, CHAT), (settled, settled)):
        roster = a_roster(place)
        async with open_with(roster):
            assert roster.groups[LI_VILLAGE].place == expected


@pytest.mark.parametrize("place", [NOWHERE, CHAT])
async def test_a_group_that_is_gone_stays_gone_until_it_is_bound_again(open_with: Open, place: Place) -> None:
    async with open_with(a_roster(place)) as storage:
        for gone in (False, True):
            async with storage.begin() as work:
                await work.groups.bind(LI_VILLAGE, CHAT, gone=gone)
    roster = a_roster(place)
    async with open_with(roster) as storage:
        assert (roster.groups[LI_VILLAGE].place, roster.groups[LI_VILLAGE].gone) == (CHAT, True)
        with pytest.raises(RuntimeError):
            await _bind_and_fail(storage)
        assert roster.groups[LI_VILLAGE].gone
        async with storage.begin() as work:
            await work.groups.bind(LI_VILLAGE, CHAT)
    roster = a_roster(place)
    async with open_with(roster):
        assert not roster.groups[LI_VILLAGE].gone


async def test_a_group_that_the_settings_place_elsewhere_by_now_is_not_gone(open_with: Open) -> None:
    async with open_with(a_roster(CHAT)) as storage, storage.begin() as work:
        await work.groups.bind(LI_VILLAGE, CHAT, gone=True)
    roster = a_roster(replace(CHAT, chat="wrAnother"))
    async with open_with(roster):
        assert not roster.groups[LI_VILLAGE].gone


async def test_a_group_that_the_settings_move_to_another_platform_is_not_where_it_was_bound(open_with: Open) -> None:
    async with open_with(a_roster()) as storage, storage.begin() as work:
        await work.groups.bind(LI_VILLAGE, CHAT)
    moved = replace(NOWHERE, platform="dingtalk")
    roster = a_roster(moved)
    async with open_with(roster):
        assert roster.groups[LI_VILLAGE].place == moved
