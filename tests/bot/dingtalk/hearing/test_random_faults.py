"""Hearing among faults of every kind at random: what was acknowledged is handled, and nothing is handled twice."""

import asyncio
import os
from contextlib import suppress
from pathlib import Path
from typing import Final

import pytest

from tests.bot.dingtalk.hearing.parts import ENTRY, OTHER, VOTER, WAYS, on_its_way, the_platform
from tests.simulators.deliveries import Delivery
from tests.simulators.dingtalk.mischief import Mischief
from tests.support.book import Book

SEEDS: Final = int(os.environ.get("LIAISON_MISCHIEF_SEEDS", "3"))
HEARING: Final = range(27, 49)  # rows of the fault table
RATE: Final = 0.2
WORDS: Final = 12


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("seed", range(SEEDS))
async def test_what_was_acknowledged_is_handled_once_whatever_happens(tmp_path: Path, seed: int, way: str) -> None:
    async with the_platform(tmp_path) as parts:
        book = Book(parts.clock)
        async with on_its_way(way, parts, book.router):
            brought: list[Delivery] = []
            parts.simulator.mischief(Mischief(seed, RATE, HEARING))
            for number in range(WORDS):
                with suppress(ConnectionError):  # nobody was connected: the platform brings it to nobody
                    brought.append(await parts.simulator.says((VOTER, OTHER)[number % 2], f"第{number}句"))
                await asyncio.sleep(parts.simulator.world.random.expovariate(1 / 40))
            parts.simulator.mischief(None)
            await asyncio.sleep(20 * 60)  # what comes late comes within seven minutes
            await parts.simulator.says(VOTER, "还在吗")
            await asyncio.sleep(5)
    assert book.handled[-1] == "还在吗"
    assert len(set(book.ids)) == len(book.ids)
    assert {f"dingtalk:{ENTRY}:{one.id}" for one in brought if one.taken} <= set(book.ids)
    assert parts.simulator.breaches == []
