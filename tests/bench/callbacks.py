"""Calls of WeChat Work's platform to an AI bot beside calls to a bare aiohttp server on the same core.

The whole path of a call is measured: verify, decrypt, parse, keep durably, seal the answer, 200; a county's petitions
are stored. What follows once a call is answered is measured by `registrations`.
"""

import asyncio
import multiprocessing
import os
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import repeat
from pathlib import Path
from random import Random
from statistics import median
from typing import Final
from urllib.parse import urlencode

import msgspec
from aiohttp import web

from bot.app import loading
from bot.clock import Clock, WallClock
from bot.media.fetching import Fetcher
from bot.platforms.wecom.aibot.callback import AibotCallback
from bot.platforms.wecom.aibot.wire import Robot
from bot.platforms.wecom.callbacks import PATH, Callbacks
from bot.platforms.wecom.cipher import Cipher
from bot.platforms.wecom.media import IncomingMedia
from bot.web.server import make_web, serve
from handlers.message import Heard, Recalled
from handlers.ports import Storage
from tests.bench.county import county, opened
from tests.bench.figures import Figure, report
from tests.bench.http_load import Outcome, press
from tests.bench.lives import fill
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

    async def hear(self, heard: Heard) -> None:
        async with self._storage.begin() as work:
            await work.messages.keep(heard, at=self._clock.now())

    async def recall(self, recalled: Recalled) -> None:
        """Keep nothing: callbacks tell of no recall."""


async def measure() -> Sequence[Figure]:
    """Return how many calls are answered, as a share of what a bare server answers, and how slow the slowest are."""
    roster = county()
    with tempfile.TemporaryDirectory(dir=Path.cwd(), prefix=".bench-") as folder:
        path = Path(folder) / "station.db"
        await fill(path, roster, STORED)
        with loading():  # as the running bot does
            storage = await opened(path, roster)
        clock = WallClock()
        bare, called = await _serve(_bare()), await _serve(_bot(Path(folder), storage, clock))
        bots, hellos, shares = [], [], []
        before = await _load(bare, None)
        for round in range(ROUNDS):
            bot = await _load(called, round)
            after = await _load(bare, None)
            bots.append(bot)
            hellos.append((before.per_second + after.per_second) / 2)
            shares.append(bot.per_second / hellos[-1])
            before = after
        steady = await _load(called, ROUNDS, rate=RATE)
        steady_bare = await _load(bare, None, rate=RATE)
        await storage.close()
    assert not any(outcome.bad for outcome in (*bots, steady))
    return [
        Figure(what="a bare aiohttp server, for scale", measured=median(hellos), unit="/s"),
        Figure(
            what="callbacks a second, 50 000 petitions stored",
            measured=median(one.per_second for one in bots),
            unit="/s",
        ),
        Figure(what="the same as a share of the bare server", measured=median(shares), unit="", at_least=0.25),
        Figure(
            what="99 of 100 calls of the bare server at 1 000 a second, for scale",
            measured=steady_bare.p99 * 1e3,
            unit="ms",
        ),
        Figure(what="99 of 100 callbacks at 1 000 a second", measured=steady.p99 * 1e3, unit="ms", at_most=5),
    ]


def _bare() -> web.Application:
    async def hello(request: web.Request) -> web.Response:
        return web.Response(text="hello")

    app = web.Application()
    app.router.add_get("/hello", hello)
    return app


def _bot(folder: Path, storage: Storage, clock: Clock) -> web.Application:
    bot = AibotCallback(
        robot=Robot(entry="main", aliases=("联络站助手",)),
        cipher=Cipher(TOKEN, AES_KEY, ""),
        media=IncomingMedia(folder, Fetcher(()), {}),
        clock=clock,
    )
    callbacks = Callbacks({"aibot/main": bot}, clock)
    callbacks.start(Keeper(storage, clock))
    return make_web(metrics=bytes, ready={}, parts={PATH: callbacks.application()})


async def _serve(app: web.Application) -> int:
    """Serve *app* for as long as the process lives; return its port."""
    runner = await serve(app, port=0)
    port = runner.addresses[0][1]
    assert isinstance(port, int)
    return port


async def _load(port: int, round: int | None, *, rate: float | None = None) -> Outcome:
    """Load the server at *port* from another core: with the calls of a *round*, or with hellos."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn"), initializer=on_other_cores) as other:
        return await asyncio.get_running_loop().run_in_executor(other, _press, port, round, rate)


def on_other_cores() -> None:
    others = set(range(os.cpu_count() or 1)) - os.sched_getaffinity(0)
    os.sched_setaffinity(0, others or os.sched_getaffinity(0))


def _press(port: int, round: int | None, rate: float | None) -> Outcome:
    requests = repeat(HELLO) if round is None else iter(list(_calls(round)))
    return asyncio.run(press(port, requests, connections=CONNECTIONS, seconds=SECONDS, rate=rate))


def _calls(round: int) -> Iterator[bytes]:
    """Yield as many calls as may be needed, each another message of another member, sealed and signed."""
    random = Random(round)
    cipher = PlatformCipher(TOKEN, AES_KEY, "", random)
    timestamp = str(int(WallClock().now().timestamp()))
    for number in range(int(SECONDS * MOST)):
        message = {
            "msgid": f"CAIQ-{round}-{number}",
            "aibotid": "aibBench",
            "chatid": f"wrBench{number % 1200}",
            "chattype": "group",
            "from": {"userid": f"voter-{number}"},
            "response_url": f"https://qyapi.weixin.qq.com/cgi-bin/aibot/response?response_code={number}",
            "msgtype": "text",
            "text": {"content": f"@联络站助手 /诉求 王庄{number}号门口路灯不亮，三天了"},
        }
        encrypted = cipher.seal(msgspec.json.encode(message))
        nonce = str(random.randrange(10**9, 10**10))
        signed = {"msg_signature": cipher.sign(timestamp, nonce, encrypted), "timestamp": timestamp, "nonce": nonce}
        body = msgspec.json.encode({"encrypt": encrypted})
        head = (
            f"POST {PATH}/aibot/main?{urlencode(signed)} HTTP/1.1\r\nHost: bench\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        yield head.encode() + body


if __name__ == "__main__":
    report(measure)
