"""A voter may talk with a person alone about any matter, however far it is (domain §3.2)."""

from collections.abc import Awaitable, Callable

import pytest

from handlers.petitions.rules.petition import PetitionId, State
from tests.support.group import Group
from tests.support.story import handed_over, registered, surveyed


@pytest.mark.parametrize("so_far", [handed_over, surveyed])
async def test_a_person_is_promised_while_others_have_it_or_it_is_answered(
    group: Group, so_far: Callable[[Group], Awaitable[None]]
) -> None:
    await so_far(group)
    await group.tells("赵敏", "/私下 1")
    assert group.told("赵敏")[-1].startswith("好的，工作人员会在")
    assert any("有乡亲要找人" in line for line in group.told("林晓"))


@pytest.mark.parametrize("words", ["私下 1", "私下尾号1", "私下1"])
async def test_it_is_understood_without_its_sign(group: Group, words: str) -> None:
    await registered(group)
    await group.tells("赵敏", words)
    async with group.storage.begin() as work:
        assert (await work.petitions.get(PetitionId("QS2026-0001"))).state is State.PRIVATE_HUMAN
