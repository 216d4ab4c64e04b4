"""A whole bot on DingTalk: it answers, shows how it is and what it spends; without it, nothing of it is loaded."""

import asyncio
import socket
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest

from bot import app, cli, opening
from bot.clock import WallClock
from bot.config import load
from tests.bot.config.example import EXAMPLE, EXAMPLE_FILE, changed
from tests.bot.dingtalk.speaking.stage import CODE, GROUP, NAME, SECRET, VOTER
from tests.simulators.dingtalk.simulator import Simulator

DINGTALK = """[dingtalk]
api = "{api}"
oapi = "{oapi}"
stream_hosts = ["{stream}"]

[[dingtalk.robots]]
name = "main"
mode = "stream"
client_id = "dingTownshipApp"
client_secret = "file:secret.txt"
aliases = ["联络站助手"]

[webchat]
"""
AT = f'platform = "dingtalk"\naccount = "main"\nchat = "{GROUP}"\n'
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
    tables = DINGTALK.format(api=simulator.api, oapi=simulator.oapi, stream=simulator.stream)
    source = changed(
        ("port = 8080", f"port = {free_port()}"),
        ("port = 8081", f"port = {port}"),
        ("[webchat]\n", tables),
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
        simulator.add_group(GROUP, (VOTER,), robots=(CODE,))
        simulator.add_stream_robot(CODE, secret=SECRET, name=NAME)
        yield simulator


async def test_what_is_said_in_a_group_is_answered_there_and_counted(simulator: Simulator, tmp_path: Path) -> None:
    async with a_bot(tmp_path, simulator) as address, aiohttp.ClientSession() as session:
        async with asyncio.timeout(20):
            await simulator.connected()
            await simulator.says(VOTER, f"@{NAME} 诉求 村东头路灯不亮三天了", chat=GROUP)
            (shown,) = await simulator.sees(GROUP)
        assert "尾号 1" in shown.text
        async with session.get(f"{address}/readyz") as response:
            assert await response.json() == {"ready": True, "missing": []}
        async with session.get(f"{address}/metrics") as response:
            figures = await response.text()
        assert 'liaison_dingtalk_connections{robot="main"} 1.0' in figures
        assert 'liaison_dingtalk_quota{kind="push",organisation=""} 3000.0' in figures
    async with opening.stored(load(tmp_path / "config.toml"), read_only=True) as storage, storage.begin() as work:
        spent = {quota.name: quota.spent for quota in await work.quotas.of(WallClock().now().date().replace(day=1))}
    assert spent["dingtalk//push"] >= 2


def test_the_command_ends_with_1_where_something_is_wrong(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "secret.txt").write_text(SECRET, "utf-8")
    nowhere = "127.0.0.1:9"
    tables = DINGTALK.format(api=f"http://{nowhere}", oapi=f"http://{nowhere}", stream=f"ws://{nowhere}")
    config = tmp_path / "config.toml"
    config.write_text(EXAMPLE.replace("[webchat]\n", tables, 1), "utf-8")
    assert cli.main(["check", "--config", str(config)]) == 1
    assert "钉钉机器人 main：连不上（ClientConnectorError）" in capsys.readouterr().err


def test_a_bot_without_it_loads_nothing_of_it() -> None:
    code = (
        "import sys; from pathlib import Path; from bot import app; from bot.config import load\n"
        f"app.Bot(load(Path({str(EXAMPLE_FILE)!r})), None)\n"
        "print([name for name in sys.modules if name.startswith('bot.platforms.dingtalk')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
