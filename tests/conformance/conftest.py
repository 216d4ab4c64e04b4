"""Every storage there is, so that each promise is tested on each."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from handlers.ports import Storage
from storage.connect import connect
from tests.support.memory import MemoryStorage
from tests.support.township import BOUND, TOWNSHIP

Reopen = Callable[[], Awaitable[Storage]]

KEY = bytes(range(32))


@pytest.fixture(params=["memory", "embedded", "postgres"])
async def reopen(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Reopen]:
    """Close the storage, where it is open, and open it again."""
    url = request.getfixturevalue("database") if request.param == "postgres" else f"tinydb:{tmp_path / 'station.db'}"
    memory = MemoryStorage(TOWNSHIP, key=KEY, bound=BOUND)
    opened: list[Storage] = []

    async def again() -> Storage:
        for storage in opened:
            await storage.close()
        opened.clear()
        in_memory = request.param == "memory"
        opened.append(memory if in_memory else await connect(url, roster=TOWNSHIP, key=KEY, bound=BOUND))
        return opened[0]

    yield again
    for storage in opened:
        await storage.close()


@pytest.fixture
async def storage(reopen: Reopen) -> Storage:
    """An empty storage."""
    return await reopen()
