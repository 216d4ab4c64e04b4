"""What stands on people's own lists is kept until it is taken off them."""

from dataclasses import replace

from handlers.ports import Duty, Entered, Storage
from tests.conformance.conftest import Reopen
from tests.support.records import ACCOUNT, DEPUTY, NOON, later

TODO = Entered(
    duty=Duty(key="petition/qs-2026-1/p_zhang", person=DEPUTY, text="尾号 1", ends=later(days=3)),
    account=ACCOUNT,
    owner="union",
    token="once",
)
EVENT = replace(
    TODO,
    duty=Duty(key="reception/1/p_zhang", person=DEPUTY, text="接待", begins=NOON, ends=later(hours=2), place="村委会"),
)


async def entered(storage: Storage) -> list[Entered]:
    async with storage.begin() as work:
        return list(await work.duties.entered())


async def test_what_is_entered_is_found_as_it_was_saved_last_in_the_order_it_came(reopen: Reopen) -> None:
    known = replace(TODO, id="task-1")
    async with (await reopen()).begin() as work:
        for one in (TODO, EVENT, known):
            await work.duties.save(one)
    assert await entered(await reopen()) == [known, EVENT]


async def test_what_is_taken_off_the_list_is_forgotten_once_or_twice(reopen: Reopen) -> None:
    async with (await reopen()).begin() as work:
        await work.duties.save(TODO)
        await work.duties.save(EVENT)
        await work.duties.drop(TODO.key)
        await work.duties.drop(TODO.key)
    assert await entered(await reopen()) == [EVENT]


async def test_what_is_about_to_be_entered_is_noted_by_one_alone(reopen: Reopen) -> None:
    storage = await reopen()
    async with storage.begin() as work:
        assert await work.duties.add(TODO)
    async with storage.begin() as work:
        assert not await work.duties.add(replace(TODO, token="twice"))
    assert await entered(await reopen()) == [TODO]
