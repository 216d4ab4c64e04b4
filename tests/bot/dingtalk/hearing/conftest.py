"""Tests of hearing run in virtual time, each on a platform of its own."""

from collections.abc import AsyncIterator, Callable, Mapping
from pathlib import Path

import pytest

from tests.bot.dingtalk.hearing.parts import WAYS, Parts, on_its_way, the_platform
from tests.support.book import Book
from tests.support.virtual_time import VirtualTimeLoop
from tests.support.webchat import Listener


def pytest_asyncio_loop_factories(
    config: pytest.Config, item: pytest.Item
) -> Mapping[str, Callable[[], VirtualTimeLoop]]:
    return {"virtual": VirtualTimeLoop}


@pytest.fixture
async def parts(tmp_path: Path) -> AsyncIterator[Parts]:
    async with the_platform(tmp_path) as parts:
        yield parts


@pytest.fixture
def ear() -> Listener:
    return Listener()


@pytest.fixture(params=WAYS)
async def hears(request: pytest.FixtureRequest, parts: Parts, ear: Listener) -> AsyncIterator[None]:
    """A robot that hears, each way."""
    async with on_its_way(request.param, parts, ear):
        yield


@pytest.fixture
def book(parts: Parts) -> Book:
    return Book(parts.clock)
