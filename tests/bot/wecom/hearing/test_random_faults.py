"""Hearing among faults of every kind at random: what was acknowledged is handled, and nothing is handled twice."""

import asyncio
import os
from collections import Counter
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Final

import pytest

from tests.bot.wecom.hearing.parts import OTHER, VOTER, Parts, called_app, called_bot, connected, the_platform
from tests.simulators.deliveries import Delivery
from tests.simulators.wecom.faults import Mischief
from tests.support.book import Book

SEEDS: Final = int(os.environ.get("LIAISON_MISCHIEF_SEEDS", "3"))
WAYS: Final = ("long connection", "called bot", "called app")
HEARING: Final = range(26, 44)  # rows of the fault table
RATE: Final = 0.2
WORDS: Final = 12
GREETING: Final = "您好"  # of strangers, whom the platform brings by itself


def bot_on(way: str, parts: Parts, book: Book) -> AbstractAsyncContextManager[object]:
    match way:
        case "long connection":
            return connected(parts, book.router)
        case "called bot":
            return called_bot(parts, book.router)
        case _:
            return called_app(parts, book.router)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("seed", range(SEEDS))
async def test_what_was_acknowledged_is_handled_once_whatever_happens(tmp_path: Path, seed: int, way: str) -> None:
    async with the_platform(tmp_path) as parts:
        book = Book(parts.clock)
        async with bot_on(way, parts, book):
            brought: dict[str, Delivery] = {}
            parts.simulator.mischief(Mischief(seed, RATE, HEARING))
            for number in range(WORDS):
                try:
                    said = f"第{number}句"
                    brought[said] = await parts.simulator.says((VOTER, OTHER)[number % 2], said)
                except ConnectionError:
                    pass  # nobody was connected: the platform brings it to nobody
                await asyncio.sleep(parts.simulator.world.random.expovariate(1 / 40))
            parts.simulator.mischief(None)
            await asyncio.sleep(20 * 60)  # what comes late comes within seven minutes
            await parts.simulator.says(VOTER, "还在吗")
            await asyncio.sleep(5)
    handled = Counter(words for words in book.handled if words != GREETING)
    assert handled["还在吗"] == 1
    assert set(handled.values()) == {1}
    if way != "long connection":  # what goes out on a connection that is about to die is acknowledged by nobody
        assert {words for words, one in brought.items() if one.taken} <= handled.keys()
