"""The group every scenario talks in, and what it is kept in."""

import os
from collections.abc import AsyncIterator, Iterator, Mapping
from functools import cache

import pytest

from bot import delivery
from bot.documents.rendering import render
from bot.platforms.base import File
from handlers.document import Document
from tests.support.group import Group
from tests.support.postgres import programs
from tests.support.stages import STAGE, Database
from tests.support.story import a_group


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
    """What the conversations of a test are kept in: PostgreSQL; the plain model where there is none, or none is wanted."""
    none_there = programs() is None and "LIAISON_REQUIRE_POSTGRES" not in os.environ
    on_model = none_there or request.config.getoption("--on-model")
    database = None if on_model else Database(lambda: request.getfixturevalue("one_database"))
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
