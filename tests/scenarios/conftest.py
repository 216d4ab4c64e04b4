"""The group every scenario talks in, and what it is kept in."""

from collections.abc import AsyncIterator, Iterator, Mapping
from functools import cache
from typing import Final
from zlib import crc32

import pytest

from bot import delivery
from bot.documents.rendering import render
from bot.platforms.base import File
from handlers.document import Document
from tests.support.group import Group
from tests.support.postgres import programs
from tests.support.stages import STAGE, Database
from tests.support.story import a_group

ONE_IN: Final = 4
"""Every so many scenarios one is kept by PostgreSQL, which takes three times as long as the model."""


@cache
def _drawn(document: Document, pictures: frozenset[tuple[str, bytes]]) -> File:
    return render(document, dict(pictures))


@pytest.fixture(autouse=True)
def _drawn_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Draw a document once a run: nearly every scenario has the same posters, and each takes half a second."""

    def drawn(document: Document, pictures: Mapping[str, bytes]) -> File:
        return _drawn(document, frozenset(pictures.items()))

    monkeypatch.setattr(delivery, "render", drawn)


@pytest.fixture(autouse=True)
def kept_in(request: pytest.FixtureRequest) -> Iterator[Database | None]:
    """What the conversations of a test are kept in: the same for one test each time, if PostgreSQL is there at all."""
    on_postgres = crc32(request.node.nodeid.encode()) % ONE_IN == 0 or request.config.getoption("--on-postgres")
    database = Database(lambda: request.getfixturevalue("one_database")) if on_postgres and programs() else None
    token = STAGE.set(database)
    yield database
    STAGE.reset(token)


@pytest.fixture(autouse=True)
async def _left(kept_in: Database | None) -> AsyncIterator[None]:
    """Let go of the database when the test is over."""
    yield
    if kept_in is not None:
        await kept_in.close()


@pytest.fixture
def group() -> Group:
    return a_group()
