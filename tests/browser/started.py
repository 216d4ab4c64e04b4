"""`liaison-bot run` as a process of its own, at a moment of the past; `python -m tests.browser.started MOMENT VERB …`."""

import asyncio
import re
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Final

import time_machine

from bot.cli import main

ROOT: Final = Path(__file__).parents[2]
STARTS_WITHIN: Final = 60  # seconds
STOPS_WITHIN: Final = 30


def example_config(folder: Path) -> Path:
    """Write `config.example.toml` into *folder*, with ports that are free; return where it is."""
    text = (ROOT / "config.example.toml").read_text(encoding="utf-8")
    path = folder / "config.toml"
    path.write_text(re.sub(r"port = 80\d\d", lambda _: f"port = {_free_port()}", text), encoding="utf-8")
    return path


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port


@asynccontextmanager
async def started_bot(config: Path, moment: datetime) -> AsyncIterator[str]:
    """Start the bot at *moment* and return its address; stopping it, it must neither fail nor have logged an error."""
    command = (sys.executable, "-m", __name__, moment.isoformat(), "run", "--config", str(config))
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdout=pipe, stderr=pipe)
    try:
        async with asyncio.timeout(STARTS_WITHIN):
            address = await _address(process)
        yield address
        process.terminate()
        async with asyncio.timeout(STOPS_WITHIN):
            _, log = await process.communicate()
        assert (process.returncode, [line for line in log.decode().splitlines() if " INFO " not in line]) == (0, [])
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def _address(process: asyncio.subprocess.Process) -> str:
    """Return the address that is printed once the page can be opened."""
    assert process.stdout is not None
    async for line in process.stdout:
        if found := re.search(r"http://\S+", line.decode()):
            return found[0]
    raise AssertionError((await process.communicate())[1].decode())


if __name__ == "__main__":
    with time_machine.travel(datetime.fromisoformat(sys.argv[1]), tick=True):
        sys.exit(main(sys.argv[2:]))
