"""Messages of DingTalk's stream, kept and acknowledged, beside the platform's own SDK, which keeps nothing.

The gateway stands in a process on the other core. It pushes the next message once one is acknowledged, so many being on
their way at a time; or so many a second, to see how slow the slowest are.
"""

import asyncio
import json
import logging
import multiprocessing
import tempfile
from collections.abc import Callable, Coroutine, Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter
from typing import Any, Final

import dingtalk_stream
import msgspec
import websockets
from aiohttp import web

from bot.clock import WallClock
from bot.opening import loading
from bot.platforms.dingtalk.hearing.gateway import Gateway
from bot.platforms.dingtalk.hearing.stream import Stream
from bot.platforms.dingtalk.wire.frames import MESSAGES
from bot.web.server import serve
from handlers.ports import Storage
from tests.bench.callbacks import Keeper, dingtalk_hearing, on_other_cores
from tests.bench.county import county, opened
from tests.bench.figures import Figure, report
from tests.bench.http_load import Outcome, stay_awake
from tests.bench.lives import fill
from tests.bench.said import said_on_dingtalk

STORED: Final = 50_000
SECONDS: Final = 5.0
ROUNDS: Final = 3
AT_ONCE: Final = 200  # messages that are not acknowledged yet
RATE: Final = 400.0  # messages a second at which the slowest are looked at

Hear = Callable[[str], Coroutine[None, None, None]]
"""Hears the gateway at an address until it is cancelled."""


async def measure() -> Sequence[Figure]:
    """Return how many messages are acknowledged, as a share of what the SDK acknowledges, and how slow the slowest are."""
    roster = county()
    with tempfile.TemporaryDirectory(dir=Path.cwd(), prefix=".bench-") as folder:
        path = Path(folder) / "station.db"
        await fill(path, roster, STORED)
        with loading():  # as the running bot does
            storage = await opened(path, roster)
        bot = _bot(Path(folder), storage)
        bots, sdks = [], []
        for round in range(ROUNDS):
            sdks.append(await _pushed(_sdk, round))
            bots.append(await _pushed(bot, round))
        steady = await _pushed(bot, ROUNDS, rate=RATE)
        await storage.close()
    shares = [ours.per_second / theirs.per_second for ours, theirs in zip(bots, sdks, strict=True)]
    assert not any(outcome.bad for outcome in (*bots, *sdks, steady))
    return [
        Figure(what="DingTalk's SDK, which keeps nothing, for scale", measured=median(_rates(sdks)), unit="/s"),
        Figure(what="frames acknowledged a second, 50 000 petitions stored", measured=median(_rates(bots)), unit="/s"),
        Figure(what="the same as a share of the SDK's", measured=median(shares), unit="", at_least=1.0),
        Figure(what="99 of 100 frames at 400 a second", measured=steady.p99 * 1e3, unit="ms", at_most=5),
    ]


def _rates(outcomes: Sequence[Outcome]) -> list[float]:
    return [one.per_second for one in outcomes]


# --- who hears ---


def _bot(folder: Path, storage: Storage) -> Hear:
    async def hear(address: str) -> None:
        clock = WallClock()
        hearing = dingtalk_hearing(folder, clock)
        gateway = Gateway(address, (address.replace("http", "ws", 1),), client_id="bench", client_secret="bench")
        stream = Stream(
            hearing, gateway, connections=1, clock=clock, jitter=Random(0), alarm=logging.error, well=lambda: None
        )
        await stream.start(Keeper(storage, clock))
        try:
            await asyncio.Event().wait()
        finally:
            await stream.stop()

    return hear


async def _sdk(address: str) -> None:
    """Hear as the SDK's own loop does, which cannot be pointed elsewhere, nor ended."""

    class Nothing(dingtalk_stream.ChatbotHandler):  # type: ignore[misc]  # it has no types
        async def process(self, callback: Any) -> Any:
            dingtalk_stream.ChatbotMessage.from_dict(callback.data)
            return dingtalk_stream.AckMessage.STATUS_OK, "OK"

    client = dingtalk_stream.DingTalkStreamClient(dingtalk_stream.Credential("bench", "bench"))
    client.register_callback_handler(dingtalk_stream.ChatbotMessage.TOPIC, Nothing())
    client.pre_start()
    tasks = set()
    async with websockets.connect(f"{address.replace('http', 'ws', 1)}/connect") as socket:
        client.websocket = socket
        async for message in socket:
            task = asyncio.create_task(client.background_task(json.loads(message)))
            tasks.add(task)
            task.add_done_callback(tasks.discard)


# --- the gateway ---


async def _pushed(hear: Hear, round: int, *, rate: float | None = None) -> Outcome:
    """Have a gateway on another core push its messages to who hears; return how that went."""
    context = multiprocessing.get_context("spawn")
    ours, its = context.Pipe()
    process = context.Process(target=_run_gateway, args=(its, round, rate))
    process.start()
    loop = asyncio.get_running_loop()
    port = await loop.run_in_executor(None, ours.recv)
    hearing = asyncio.create_task(hear(f"http://127.0.0.1:{port}"))
    outcome: Outcome = await loop.run_in_executor(None, ours.recv)
    hearing.cancel()
    await asyncio.gather(hearing, return_exceptions=True)
    process.terminate()
    process.join()
    return outcome


def _run_gateway(parent: Connection, round: int, rate: float | None) -> None:
    on_other_cores()
    asyncio.run(_gateway(parent, round, rate))


async def _gateway(parent: Connection, round: int, rate: float | None) -> None:
    """Tell the port, then push to the first connection and tell the outcome."""
    port = 0

    async def open_connection(request: web.Request) -> web.Response:
        return web.json_response({"endpoint": f"ws://127.0.0.1:{port}/connect", "ticket": "bench"})

    async def connect(request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        parent.send(await _push(socket, round, rate))
        await asyncio.Event().wait()
        return socket

    app = web.Application()
    app.router.add_post("/v1.0/gateway/connections/open", open_connection)
    app.router.add_get("/connect", connect)
    runner = await serve(app, port=0)
    port = runner.addresses[0][1]
    parent.send(port)
    await asyncio.Event().wait()


async def _push(socket: web.WebSocketResponse, round: int, rate: float | None) -> Outcome:
    room = asyncio.Semaphore(AT_ONCE)
    due: dict[str, float] = {}
    took: list[float] = []
    bad = 0

    async def take() -> None:
        nonlocal bad
        async for message in socket:
            answer = _ANSWER.decode(message.data)
            took.append(perf_counter() - due.pop(answer.headers["messageId"]))
            bad += answer.code != 200
            room.release()

    taking = asyncio.create_task(take())
    awake = asyncio.create_task(stay_awake())
    began = perf_counter()
    number = 0
    while (now := perf_counter()) - began < SECONDS:
        if rate is not None and (early := began + number / rate - now) > 0:
            await asyncio.sleep(early)
        await room.acquire()
        id = f"{round}-{number}"
        due[id] = perf_counter() if rate is None else began + number / rate
        await socket.send_str(_message(id, number))
        number += 1
    for _ in range(AT_ONCE):
        await room.acquire()
    passed = perf_counter() - began
    taking.cancel()
    awake.cancel()
    return Outcome(per_second=(len(took) - bad) / passed, bad=bad, p99=sorted(took)[int(len(took) * 0.99)])


class _Answer(msgspec.Struct):
    code: int
    headers: dict[str, str]


_ANSWER: Final = msgspec.json.Decoder(_Answer)


def _message(id: str, number: int) -> str:
    """Return the frame of somebody's message in a group."""
    headers = {"topic": MESSAGES, "messageId": id, "contentType": "application/json", "time": "1767254400123"}
    data = said_on_dingtalk(id, number).decode()
    return msgspec.json.encode({"specVersion": "1.0", "type": "CALLBACK", "headers": headers, "data": data}).decode()


if __name__ == "__main__":
    report(measure)
