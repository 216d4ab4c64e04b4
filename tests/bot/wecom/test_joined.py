"""A whole bot on WeChat Work: it answers, shows how it is, tells staff of trouble; without it, nothing of it is loaded."""

import asyncio
import socket
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import aiohttp
import pytest

from bot import app, opening
from bot.clock import WallClock
from bot.config import load
from tests.bot.config.example import EXAMPLE_FILE, changed
from tests.bot.wecom.stage import BOT, GROUP, SECRET, VOTER
from tests.simulators.wecom.simulator import Simulator

WECOM = """[wecom]
qyapi = "{url}"
socket = "{socket}"

[[wecom.aibots]]
name = "main"
mode = "socket"
bot_id = "aibMain"
secret = "file:secret.txt"

[webchat]
"""
AT = 'platform = "wecom"\naccount = "main"\nchat = "wrLiVillage"\n'
GROUP_TABLE = 'id = "shanghe"\nname = "上河村选民群"\n'


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


@asynccontextmanager
async def a_bot(folder: Path, simulator: Simulator) -> AsyncIterator[str]:
    """Run a bot on the example, one of its groups on the platform; give the address of its health."""
    port = free_port()
    source = changed(
        ("port = 8080", f"port = {free_port()}"),
        ("port = 8081", f"port = {port}"),
        ("[webchat]\n", WECOM.format(url=simulator.url, socket=simulator.socket)),
        (GROUP_TABLE, GROUP_TABLE + AT),
    )
    (folder / "secret.txt").write_text(SECRET, "utf-8")
    path = folder / "config.toml"
    path.write_text(source, "utf-8")
    stop = asyncio.Event()
    running = asyncio.create_task(app.run(load(path), say=lambda line: None, stop=stop))
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        stop.set()
        await running


@pytest.fixture
async def simulator() -> AsyncIterator[Simulator]:
    async with Simulator(clock=WallClock()) as simulator:
        simulator.add_group(GROUP, (VOTER,), bots=(BOT,))
        simulator.add_socket_bot(BOT, name="小助手", secret=SECRET)
        yield simulator


async def connected(simulator: Simulator) -> None:
    async with asyncio.timeout(20):
        while simulator.subscriptions[BOT].holder is None:  # noqa: ASYNC110  # the platform tells nobody
            await asyncio.sleep(0)


async def test_what_is_said_in_a_group_is_answered_there(simulator: Simulator, tmp_path: Path) -> None:
    async with a_bot(tmp_path, simulator) as address, aiohttp.ClientSession() as session:
        await connected(simulator)
        await simulator.says(VOTER, "@小助手 诉求 村东头路灯不亮三天了", chat=GROUP)
        async with asyncio.timeout(20):
            (shown,) = await simulator.sees(GROUP)
        assert "尾号 1" in shown.text
        async with session.get(f"{address}/readyz") as response:
            assert await response.json() == {"ready": True, "missing": []}
        async with session.get(f"{address}/metrics") as response:
            assert 'liaison_wecom_connected{bot="main"} 1.0' in await response.text()
        async with session.get(f"{address}/wecom/aibot/main") as response:
            assert response.status == 404, "a bot that holds a connection is not called"


async def test_a_connection_that_is_refused_shows_in_readyz_and_staff_are_told(
    simulator: Simulator, tmp_path: Path
) -> None:
    simulator.fault("wrong bot_id or secret")
    async with a_bot(tmp_path, simulator) as address, aiohttp.ClientSession() as session:
        async with session.get(f"{await answering(address)}/readyz") as response:
            body = await response.json()
        assert (response.status, body["missing"]) == (503, ["wecom aibot main"])
    async with opening.stored(load(tmp_path / "config.toml"), read_only=True) as storage, storage.begin() as work:
        told = [*await work.outbox.sent(limit=10), *await work.outbox.waiting()]  # at night they wait
    addressed = {entry.outgoing.to.id for entry in told if "BotID 和 Secret 对不上" in entry.outgoing.text}
    assert addressed == {"lin-xiaoyan", "he-jiaming"}


async def answering(address: str) -> str:
    """Return *address* once the bot answers there: it does so before it has looked at the clock for the first time."""
    async with asyncio.timeout(20), aiohttp.ClientSession() as session:
        while True:
            with suppress(aiohttp.ClientConnectorError):
                async with session.get(f"{address}/metrics") as response:
                    if "liaison_last_tick_seconds 0.0" not in await response.text():
                        return address
            await asyncio.sleep(0)


def test_a_bot_without_it_loads_nothing_of_it() -> None:
    code = (
        "import sys; from pathlib import Path; from bot import app; from bot.config import load\n"
        f"app.Bot(load(Path({str(EXAMPLE_FILE)!r})), None)\n"
        "print([name for name in sys.modules if name.startswith(('bot.platforms.wecom', 'wechatpy', 'defusedxml'))])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
