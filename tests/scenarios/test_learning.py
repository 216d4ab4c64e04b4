"""A station corrects the bot, the bot learns, and what it learned can be taken back."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Final

import pytest

from bot.learning import Learned, Outcome, corrections, learn
from storage.connect import connect
from storage.models import Models
from tests.support.group import Group
from tests.support.story import MONDAY
from tests.support.township import BOUND, TOWNSHIP

# The loudspeaker at the triangle belongs to a shop, and nobody wants it to be seen to.
SPEAKER: Final = (
    "三角地的大喇叭又坏了",
    "三角地大喇叭坏了好几天",
    "三角地的大喇叭坏了没人修",
    "大喇叭在三角地，坏了一个月了",
    "三角地那个大喇叭坏了没声音",
)
ANOTHER_WEEK: Final = "三角地的大喇叭坏了三天了"
ASKED: Final = "您说的“三角地的大喇叭坏了三天了”，要登记给工作人员吗？要登记回 1，只是聊聊回 2。"
REGISTERED: Final = "您好，您反映的事已登记：\n编号 QS2026-0006\n"


@pytest.fixture
async def group(tmp_path: Path) -> AsyncIterator[Group]:
    """The group, with a store in *tmp_path*."""
    storage = await connect(f"tinydb:{tmp_path / 'station.db'}", roster=TOWNSHIP, key=bytes(32), bound=BOUND)
    yield Group(storage, now=MONDAY)
    await storage.close()


async def taken_back(group: Group) -> None:
    """Five times the bot registers such a message by itself, and its voter takes it back."""
    for number, text in enumerate(SPEAKER, start=1):
        await group.tells("赵敏", text)
        await group.tells("赵敏", f"撤回 {number}")
        await group.tells("赵敏", "1")
        await group.waits(minutes=10)


async def learned(group: Group, folder: Path) -> Learned:
    """What `liaison-bot learn` does beside the running bot."""
    return learn(Models(folder), await corrections(group.storage))


async def last_word(group: Group) -> str:
    """What a voter hears first to one more such message."""
    group.forgets()
    await group.tells("孙伟", ANOTHER_WEEK)
    return group.told("孙伟")[0]


async def test_after_five_corrections_the_running_bot_asks_where_it_registered_before(
    group: Group, tmp_path: Path
) -> None:
    await taken_back(group)
    assert (await learned(group, tmp_path)).outcome is Outcome.IN_USE
    assert await last_word(group) == ASKED


async def test_without_learning_it_registers_as_before(group: Group) -> None:
    await taken_back(group)
    assert (await last_word(group)).startswith(REGISTERED)


async def test_after_a_rollback_it_registers_as_before(group: Group, tmp_path: Path) -> None:
    await taken_back(group)
    await learned(group, tmp_path)
    Models(tmp_path).roll_back()
    assert (await last_word(group)).startswith(REGISTERED)


async def test_what_was_learned_before_is_not_learned_twice(group: Group, tmp_path: Path) -> None:
    await taken_back(group)
    await learned(group, tmp_path)
    assert (await learned(group, tmp_path)).outcome is Outcome.NOTHING_NEW
    Models(tmp_path).roll_back()
    assert (await last_word(group)).startswith(REGISTERED)
