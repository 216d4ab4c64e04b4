"""The load balancer in front of the instances: hands each call to one that answers, some calls twice, some late."""

import asyncio
from collections.abc import Collection, Sequence
from contextlib import suppress
from random import Random
from types import TracebackType
from typing import Final, Self

import aiohttp
from aiohttp import web

from bot.web.server import serve

PATIENCE: Final = 1.0  # seconds; platforms wait for 2.5 and 5
TRIES: Final = 2  # of instances that take a call and do not answer
HELD_FOR: Final = 0.5  # seconds at most, in which others overtake
NOT_NOW: Final = 503

Answer = tuple[int, bytes, str]


class Balancer:
    """``async with Balancer(port, instances, chance)`` listens there; *rate* of all calls go wrong, none at first."""

    def __init__(self, port: int, instances: Sequence[int], chance: Random) -> None:
        """*instances* are their ports."""
        self.rate = 0.0
        self._port = port
        self._instances = instances
        self._chance = chance
        self._again: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        self._session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(force_close=True, limit=0))
        application = web.Application()
        application.router.add_route("*", "/{path:.*}", self._take)
        self._runner = await serve(application, port=self._port)
        return self

    async def __aexit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        for task in self._again:
            task.cancel()
        await asyncio.gather(*self._again, return_exceptions=True)
        await self._runner.cleanup()
        await self._session.close()

    async def _take(self, request: web.Request) -> web.Response:
        body = await request.read()
        order = self._chance.sample(self._instances, len(self._instances))
        if self._chance.random() < self.rate:
            again = asyncio.create_task(self._repeat(request, body, order[1:]))
            self._again.add(again)
            again.add_done_callback(self._again.discard)
        if self._chance.random() < self.rate:
            await asyncio.sleep(self._chance.uniform(0, HELD_FOR))
        status, answer, kind = await self._ask(request, body, order)
        return web.Response(status=status, body=answer, headers={"Content-Type": kind} if answer else None)

    async def _repeat(self, request: web.Request, body: bytes, order: Collection[int]) -> None:
        """Hand the same call to another instance, at any time within a moment; nobody hears what it answers."""
        await asyncio.sleep(self._chance.choice((0.0, self._chance.uniform(0, HELD_FOR))))
        await self._ask(request, body, order)

    async def _ask(self, request: web.Request, body: bytes, order: Collection[int]) -> Answer:
        """Return the answer of the first that has one; who is not there or cannot now is passed over."""
        patience = TRIES
        for port in order:
            with suppress(aiohttp.ClientConnectionError):
                try:
                    answer = await self._answer(request, body, port)
                except TimeoutError:
                    patience -= 1
                    if patience == 0:
                        break
                else:
                    if answer[0] != NOT_NOW:
                        return answer
        return NOT_NOW, b"", ""

    async def _answer(self, request: web.Request, body: bytes, port: int) -> Answer:
        headers = {name: value for name, value in request.headers.items() if name not in ("Host", "Content-Length")}
        async with (
            asyncio.timeout(PATIENCE),
            self._session.request(
                request.method, f"http://127.0.0.1:{port}{request.path_qs}", data=body, headers=headers
            ) as answer,
        ):
            return answer.status, await answer.read(), answer.headers.get("Content-Type", "")
