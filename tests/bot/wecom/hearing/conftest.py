"""Tests of hearing run in virtual time, each on a platform of its own."""

from collections.abc import AsyncIterator, Callable, Mapping
from pathlib import Path

import pytest

from tests.bot.wecom.hearing.parts import Parts, the_platform
from tests.support.book import Book
from tests.support.virtual_time import VirtualTimeLoop


def pytest_asyncio_loop_factories(
    config: pytest.Config, item: pytest.Item
) -> Mapping[str, Callable[[], VirtualTimeLoop]]:
    return {"virtual": VirtualTimeLoop}


@pytest.fixture
async def parts(tmp_path: Path) -> AsyncIterator[Parts]:
    async with the_platform(tmp_path) as parts:
        yield parts


@pytest.fixture
def book(parts: Parts) -> Book:
    return Book(parts.clock)
