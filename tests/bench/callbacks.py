"""Calls of the platforms to a bot beside calls to a bare aiohttp server on the same core.

The whole path of a call is measured: verify, decrypt, parse, keep durably, seal the answer, 200; a county's petitions
are stored. What follows once a call is answered is measured by `registrations`.
"""

import asyncio
import logging
import multiprocessing
import os
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import repeat
from pathlib import Path
from random import Random
from statistics import median
from types import MappingProxyType
from typing import Final, Protocol
from urllib.parse import urlencode

import msgspec
from aiohttp import web

from bot.clock import Clock, WallClock
from bot.media.fetching import Fetcher
from bot.opening import loading
from bot.platforms.base import Ear
from bot.platforms.dingtalk.hearing import callback as dingtalk
from bot.platforms.dingtalk.hearing import media as dingtalk_media
from bot.platforms.dingtalk.hearing.ears import Hearing
from bot.platforms.dingtalk.wire import told as dingtalk_told
from bot.platforms.dingtalk.wire.signature import sign
from bot.platforms.wecom import callbacks as wecom
from bot.platforms.wecom import media as wecom_media
from bot.platforms.wecom.aibot import wire as wecom_told
from bot.platforms.wecom.aibot.callback import AibotCallback
from bot.platforms.wecom.cipher import Cipher
from bot.web.server import make_web, serve
from handlers.message import Heard, MessageId, Recalled
from handlers.ports import Storage
from tests.bench.county import county, opened
from tests.bench.figures import Figure, report
from tests.bench.http_load import Outcome, press
from tests.bench.lives import fill
from tests.bench.said import said_on_dingtalk, said_on_wecom
from tests.simulators.wecom.cipher import Cipher as PlatformCipher
from tests.simulators.wecom.cipher import new_key

STORED: Final = 50_000
SECONDS: Final = 5.0
ROUNDS: Final = 3
CONNECTIONS: Final = 200
RATE: Final = 1000.0  # calls a second at which the slowest are looked at
MOST: Final = 6000  # calls a second, more than a core answers
TOKEN: Final = "BenchToken"
AES_KEY: Final = new_key(Random(0))
HELLO: Final = b"GET /hello HTTP/1.1\r\nHost: bench\r\n\r\n"


class Keeper:
    """An ear that keeps what it hears, as the router does, and has none of it handled."""

    def __init__(self, storage: Storage, clock: Clock) -> None:
        self._storage = storage
        self._clock = clock

    async def hear(self, heard: Heard) -> bool:
        return await self._storage.keep(heard, at=self._clock.now())

    async def recall(self, recalled: Recalled) -> None:
        """Keep nothing: callbacks tell of no recall."""

    async def miss(self, message: MessageId) -> None:
        """Keep nothing: only words come."""


async def measure() -> Sequence[Figure]:
    """Return how many calls are answered, as a share of what a bare server answers, and how slow the slowest are."""
    roster = county()
    with tempfile.TemporaryDirectory(dir=Path.cwd(), prefix=".bench-") as folder:
        path = Path(folder) / "station.db"
        await fill(path, roster, STORED)
        with loading():  # as the running bot does
            storage = await opened(path, roster)
        clock = WallClock()
        bare = await _serve(_bare())
        figures: list[Figure] = []
        for name, one in CALLED.items():
            callbacks = one.callbacks(Path(folder) / name, clock)
            callbacks.start(Keeper(storage, clock))
            called = await _serve(make_web(metrics=bytes, ready={}, parts={one.path: callbacks.application()}))
            figures += await _figures(name, called, bare)
        steady_bare = await _load(bare, "", 0, rate=RATE)
        await storage.close()
    return [
        *figures,
        Figure(
            what="99 of 100 calls of the bare server at 1 000 a second, for scale",
            measured=steady_bare.p99 * 1e3,
            unit="ms",
        ),
    ]


async def _figures(name: str, called: int, bare: int) -> Sequence[Figure]:
    """Load the ports in turn: the machine's speed drifts."""
    bots, hellos, shares = [], [], []
    before = await _load(bare, "", 0)
    for round in range(ROUNDS):
        bot = await _load(called, name, round)
        after = await _load(bare, "", 0)
        bots.append(bot)
        hellos.append((before.per_second + after.per_second) / 2)
        shares.append(bot.per_second / hellos[-1])
        before = after
    steady = await _load(called, name, ROUNDS, rate=RATE)
    assert not any(outcome.bad for outcome in (*bots, steady))
    return [
        Figure(what="a bare aiohttp server, for scale", measured=median(hellos), unit="/s"),
        Figure(
            what=f"callbacks of {name} a second, 50 000 petitions stored",
            measured=median(one.per_second for one in bots),
            unit="/s",
        ),
        Figure(what="the same as a share of the bare server", measured=median(shares), unit="", at_least=0.25),
        Figure(
            what=f"99 of 100 callbacks of {name} at 1 000 a second", measured=steady.p99 * 1e3, unit="ms", at_most=5
        ),
    ]


def _bare() -> web.Application:
    async def hello(request: web.Request) -> web.Response:
        return web.Response(text="hello")

    app = web.Application()
    app.router.add_get("/hello", hello)
    return app


def _wecom(folder: Path, clock: Clock) -> wecom.Callbacks:
    bot = AibotCallback(
        robot=wecom_told.Robot(entry="main", aliases=("联络站助手",)),
        cipher=Cipher(TOKEN, AES_KEY, ""),
        media=wecom_media.IncomingMedia(folder, Fetcher(()), {}),
        clock=clock,
    )
    return wecom.Callbacks({"aibot/main": bot}, clock)


def _dingtalk(folder: Path, clock: Clock) -> dingtalk.Callbacks:
    return dingtalk.Callbacks({"main": dingtalk.Called(hearing=dingtalk_hearing(folder, clock), secret=TOKEN)}, clock)


def dingtalk_hearing(folder: Path, clock: Clock) -> Hearing:
    """Return what hears for one robot of DingTalk."""

    async def excuse(answer: str, text: str) -> None:
        """Nobody has to be excused."""

    async def locate(code: str) -> str:
        raise LookupError(code)

    return Hearing(
        dingtalk_told.Robot(entry="main", aliases=("联络站助手",)),
        media=dingtalk_media.IncomingMedia(folder, Fetcher(()), {"main": locate}),
        reply=excuse,
        settle=None,
        clock=clock,
        alarm=logging.error,
        spend=lambda: None,
    )


async def _serve(app: web.Application) -> int:
    """Serve *app* for as long as the process lives; return its port."""
    runner = await serve(app, port=0)
    port = runner.addresses[0][1]
    assert isinstance(port, int)
    return port


async def _load(port: int, name: str, round: int, *, rate: float | None = None) -> Outcome:
    """Load the server at *port* from another core: with a platform's calls of a *round*, or with hellos."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn"), initializer=on_other_cores) as other:
        return await asyncio.get_running_loop().run_in_executor(other, _press, port, name, round, rate)


def on_other_cores() -> None:
    others = set(range(os.cpu_count() or 1)) - os.sched_getaffinity(0)
    os.sched_setaffinity(0, others or os.sched_getaffinity(0))


def _press(port: int, name: str, round: int, rate: float | None) -> Outcome:
    requests = iter(list(CALLED[name].calls(round))) if name else repeat(HELLO)
    return asyncio.run(press(port, requests, connections=CONNECTIONS, seconds=SECONDS, rate=rate))


def _calls_of_wecom(round: int) -> Iterator[bytes]:
    """Yield as many calls as may be needed, each another message of another member, sealed and signed."""
    random = Random(round)
    cipher = PlatformCipher(TOKEN, AES_KEY, "", random)
    timestamp = str(int(WallClock().now().timestamp()))
    for number in range(int(SECONDS * MOST)):
        encrypted = cipher.seal(said_on_wecom(f"{round}-{number}", number))
        nonce = str(random.randrange(10**9, 10**10))
        signed = {"msg_signature": cipher.sign(timestamp, nonce, encrypted), "timestamp": timestamp, "nonce": nonce}
        yield _post(f"{wecom.PATH}/aibot/main?{urlencode(signed)}", msgspec.json.encode({"encrypt": encrypted}))


def _calls_of_dingtalk(round: int) -> Iterator[bytes]:
    """Yield as many, each signed as the platform signs them."""
    timestamp = str(int(WallClock().now().timestamp() * 1000))
    signed = {"timestamp": timestamp, "sign": sign(TOKEN, timestamp)}
    for number in range(int(SECONDS * MOST)):
        yield _post(f"{dingtalk.PATH}/robot/main", said_on_dingtalk(f"{round}-{number}", number), signed)


def _post(address: str, body: bytes, headers: Mapping[str, str] = MappingProxyType({})) -> bytes:
    told = {"Host": "bench", "Content-Type": "application/json", "Content-Length": str(len(body)), **headers}
    lines = [f"POST {address} HTTP/1.1", *(f"{name}: {value}" for name, value in told.items()), "", ""]
    return "\r\n".join(lines).encode() + body


class Callbacks(Protocol):
    """What a platform calls."""

    def start(self, ear: Ear) -> None: ...

    def application(self) -> web.Application: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Called:
    """A platform: what it calls below a *path*, and its *calls* of a round."""

    path: str
    callbacks: Callable[[Path, Clock], Callbacks]
    calls: Callable[[int], Iterator[bytes]]


CALLED: Final = {
    "WeChat Work": Called(path=wecom.PATH, callbacks=_wecom, calls=_calls_of_wecom),
    "DingTalk": Called(path=dingtalk.PATH, callbacks=_dingtalk, calls=_calls_of_dingtalk),
}

if __name__ == "__main__":
    report(measure)
