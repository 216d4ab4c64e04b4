"""What an operator's monitoring reads."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer, unused_port
from prometheus_client import CollectorRegistry, Counter

from bot.web.server import make_web, serve

Client = TestClient[Any, Any]


def a_client(ready: Mapping[str, Callable[[], bool]], registry: CollectorRegistry | None = None) -> Client:
    return TestClient(TestServer(make_web(registry=registry or CollectorRegistry(), ready=ready, parts={})))


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


async def test_the_figures_of_the_registry_are_shown() -> None:
    registry = CollectorRegistry()
    Counter("messages_heard", "Messages heard", registry=registry).inc(3)
    async with a_client({}, registry) as client:
        assert "messages_heard_total 3.0" in await (await client.get("/metrics")).text()


async def test_a_port_that_is_taken_is_told_and_nothing_is_left_open() -> None:
    def web() -> Any:
        return make_web(registry=CollectorRegistry(), ready={}, parts={})

    port = unused_port()
    first = await serve(web(), port=port)
    with pytest.raises(OSError, match=str(port)):
        await serve(web(), port=port)
    await first.cleanup()
    await (await serve(web(), port=port)).cleanup()
