"""Rows 35 and 43: calls that are forged, broken or from another time, to a bot and to an app alike."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from typing import Final

import pytest

from tests.bot.wecom.hearing.parts import OTHER, VOTER, Parts, called_app, called_bot
from tests.simulators.wecom.fault_table import FAULTS
from tests.support.book import Book

WAYS: Final = ("bot", "app")
FORGERIES: Final = [one.name for one in FAULTS if one.row == 35]
ONLY_XML: Final = {"two Encrypt"}
INSIDE_ONLY: Final = {"inside not JSON or XML", "20000 levels inside", "entities inside", "not UTF-8"}


@pytest.fixture
async def called(request: pytest.FixtureRequest, parts: Parts, book: Book) -> AsyncIterator[None]:
    """A bot or an app that is called."""
    is_bot = request.param == "bot"
    way: AbstractAsyncContextManager[object] = (called_bot if is_bot else called_app)(parts, book.router)
    async with way:
        yield


@pytest.mark.usefixtures("called")
@pytest.mark.parametrize(
    ("called", "forgery"),
    [(way, forgery) for way in WAYS for forgery in FORGERIES if way == "app" or forgery not in ONLY_XML],
    indirect=["called"],
)
async def test_a_forged_or_broken_call_is_refused_with_a_status_and_nothing_else(
    parts: Parts, book: Book, forgery: str
) -> None:
    attack = await parts.simulator.attack(forgery, VOTER, "路灯坏了")
    assert attack.status in ({200, 400, 403, 413} if forgery in INSIDE_ONLY else {400, 403, 413})
    assert attack.body == b""
    assert book.handled == []
    await parts.simulator.says(OTHER, "还在吗")
    await asyncio.sleep(1)
    assert book.handled == ["还在吗"]


@pytest.mark.usefixtures("called")
@pytest.mark.parametrize("called", WAYS, indirect=True)
@pytest.mark.parametrize("fault", ["clock ahead", "clock behind"])
async def test_a_call_from_another_time_is_refused_and_its_repetition_heard(
    parts: Parts, book: Book, fault: str
) -> None:
    parts.simulator.fault(fault)
    delivery = await parts.simulator.says(VOTER, "路灯坏了")
    await delivery.done()
    assert delivery.tries == [403, 200]
    assert book.handled == ["路灯坏了"]
