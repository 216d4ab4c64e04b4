"""What an operator's monitoring reads."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer, unused_port

from bot.metrics import Metrics
from bot.platforms.base import Unreachable
from bot.web.server import make_web, serve
from handlers.message import Priority
from tests.support.post_office import PostOffice
from tests.support.records import NOON

Client = TestClient[Any, Any]


def a_client(ready: Mapping[str, Callable[[], bool]], metrics: Callable[[], bytes] = bytes) -> Client:
    return TestClient(TestServer(make_web(metrics=metrics, ready=ready, parts={})))


async def test_a_process_that_answers_is_alive_even_if_nothing_is_ready() -> None:
    async with a_client({"storage": lambda: False}) as client:
        assert (await client.get("/healthz")).status == 200


async def test_readiness_names_what_is_missing() -> None:
    async with a_client({"storage": lambda: True, "webchat": lambda: False}) as client:
        answer = await client.get("/readyz")
        assert answer.status == 503
        assert await answer.json() == {"ready": False, "missing": ["webchat"]}


async def test_all_is_ready_when_every_part_is() -> None:
    async with a_client({"storage": lambda: True}) as client:
        answer = await client.get("/readyz")
        assert (answer.status, await answer.json()) == (200, {"ready": True, "missing": []})


async def test_the_figures_are_those_of_the_last_minute() -> None:
    office, metrics = PostOffice(), Metrics()
    await office.queue("收到")
    minutes = [(30, timedelta(minutes=2))]
    async with office.storage.begin() as work:
        await work.budgets.reserve({"li": minutes}, at=NOON, messages=3)
    await metrics.update(NOON + timedelta(seconds=90), office.storage, {"li": minutes, "wang": minutes})
    async with a_client({}, metrics.exposition) as client:
        answer = await client.get("/metrics")
        figures = dict(line.rsplit(" ", 1) for line in (await answer.text()).splitlines() if not line.startswith("#"))
    assert answer.content_type == "text/plain"
    assert float(figures["liaison_last_tick_seconds"]) == (NOON + timedelta(seconds=90)).timestamp()
    assert float(figures["liaison_messages_unhandled"]) == 0
    assert float(figures["liaison_oldest_unsent_seconds"]) == 90
    assert float(figures["liaison_budget_left"]) == 27


async def unsent_for(office: PostOffice) -> float:
    """Return how long the oldest message waits that is not sent."""
    metrics = Metrics()
    await metrics.update(office.clock.now(), office.storage, {})
    lines = metrics.exposition().decode().splitlines()
    return next(float(line.split()[1]) for line in lines if line.startswith("liaison_oldest_unsent_seconds "))


async def test_what_is_tried_again_and_again_grows_older() -> None:
    office = PostOffice()
    await office.queue("收到")
    for _ in range(10):
        office.platform.will_fail_with.append(Unreachable("away"))
        await office.waits(minutes=3)
    assert await unsent_for(office) == 30 * 60


async def test_what_waits_untried_for_the_morning_or_its_moment_is_not_late() -> None:
    office = PostOffice(now=NOON + timedelta(hours=11))
    await office.queue("明天接待", priority=Priority.NOTICE)
    await office.queue("后天接待", not_before=NOON + timedelta(days=2))
    assert await office.waits(hours=1) == []
    assert await unsent_for(office) == 0


async def test_a_port_that_is_taken_is_told_and_nothing_is_left_open() -> None:
    def web() -> Any:
        return make_web(metrics=bytes, ready={}, parts={})

    port = unused_port()
    first = await serve(web(), port=port)
    with pytest.raises(OSError, match=str(port)):
        await serve(web(), port=port)
    await first.cleanup()
    await (await serve(web(), port=port)).cleanup()
