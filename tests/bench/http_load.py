"""Calls to an HTTP server from a process of its own: one after another over many connections, or so many a second."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count, repeat
from time import perf_counter
from typing import Final

HEAD_END: Final = b"\r\n\r\n"
LENGTH: Final = b"content-length: "
GOOD: Final = b"HTTP/1.1 200"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """Good answers a second, all others, and how many seconds 99 of 100 calls took at most."""

    per_second: float
    bad: int
    p99: float


async def press(
    port: int, requests: Iterator[bytes], *, connections: int, seconds: float, rate: float | None = None
) -> Outcome:
    """Send *requests*, each a whole one, for so many *seconds*.

    With a *rate*, so many are due each second, whatever becomes of those before, and each is timed from when it was
    due; without, each connection sends its next one as soon as the last one was answered.
    """
    loop = asyncio.get_running_loop()
    callers = [(await loop.create_connection(_Caller, "127.0.0.1", port))[1] for _ in range(connections)]
    began = perf_counter()
    took: list[float] = []
    bad = 0

    async def keep_calling(caller: _Caller, due: Iterator[float]) -> None:
        nonlocal bad
        for moment, request in zip(due, requests, strict=False):
            if perf_counter() - began > seconds:
                break
            if (early := moment - perf_counter()) > 0:
                await asyncio.sleep(early)
            sent = perf_counter() if rate is None else moment
            bad += not await caller.call(request)
            took.append(perf_counter() - sent)

    def due(first: int) -> Iterator[float]:
        return repeat(began) if rate is None else (began + number / rate for number in count(first, connections))

    awake = asyncio.create_task(stay_awake())
    await asyncio.gather(*(keep_calling(caller, due(number)) for number, caller in enumerate(callers)))
    awake.cancel()
    passed = perf_counter() - began
    for caller in callers:
        caller.close()
    return Outcome(per_second=(len(took) - bad) / passed, bad=bad, p99=sorted(took)[int(len(took) * 0.99)])


async def stay_awake() -> None:
    """Look for answers without a pause: to wake a process that sleeps costs whoever answers it, on a virtual machine most.

    Cancel it at the end.
    """
    while True:  # noqa: ASYNC110  # that is what it is for
        await asyncio.sleep(0)


class _Caller(asyncio.Protocol):
    """One connection that stays open and carries one call at a time."""

    def __init__(self) -> None:
        self._answer = bytearray()
        self._transport: asyncio.Transport | None = None
        self._answered: asyncio.Future[bool] | None = None

    async def call(self, request: bytes) -> bool:
        """Send *request* and return whether it was answered with 200."""
        assert self._transport is not None
        self._answered = asyncio.get_running_loop().create_future()
        self._transport.write(request)
        return await self._answered

    def close(self) -> None:
        if self._transport is not None:
            self._transport.close()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._answer += data
        head, end, body = self._answer.partition(HEAD_END)
        length = head.lower().partition(LENGTH)[2].partition(b"\r")[0]
        if end and len(body) >= int(length or 0) and self._answered is not None:
            self._answer.clear()
            self._answered.set_result(head.startswith(GOOD))
