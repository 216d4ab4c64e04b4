"""What an operator's monitoring reads."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer, unused_port

from bot.metrics import Metrics
from bot.web.server import make_web, serve
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
        await work.budgets.reserve("li", minutes, at=NOON, messages=3)
    await metrics.update(NOON + timedelta(seconds=90), office.storage, {"li": minutes, "wang": minutes})
    async with a_client({}, metrics.exposition) as client:
        answer = await client.get("/metrics")
        figures = dict(line.rsplit(" ", 1) for line in (await answer.text()).splitlines() if not line.startswith("#"))
    assert answer.content_type == "text/plain"
    assert float(figures["liaison_last_tick_seconds"]) == (NOON + timedelta(seconds=90)).timestamp()
    assert float(figures["liaison_messages_unhandled"]) == 0
    assert float(figures["liaison_oldest_unsent_seconds"]) == 90
    assert float(figures["liaison_budget_left"]) == 27


async def test_a_port_that_is_taken_is_told_and_nothing_is_left_open() -> None:
    def web() -> Any:
        return make_web(metrics=bytes, ready={}, parts={})

    port = unused_port()
    first = await serve(web(), port=port)
    with pytest.raises(OSError, match=str(port)):
        await serve(web(), port=port)
    await first.cleanup()
    await (await serve(web(), port=port)).cleanup()
