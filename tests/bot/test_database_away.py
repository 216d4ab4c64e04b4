"""A whole bot whose database is away, at its start or later: it says so, waits, and goes on by itself."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import aiohttp
import pytest

from bot import app
from bot.config import load
from bot.platforms.base import Ear
from bot.platforms.webchat.adapter import WebChat
from handlers.ports import TryAgain
from tests.bot.config.example import changed
from tests.support.postgres import Server, started


@asynccontextmanager
async def a_bot(folder: Path, database: str) -> AsyncIterator[str]:
    """Run a bot on the example and that database; give the address of its health."""
    address, chat = free_address(), free_address()
    source = changed(
        ('url = "tinydb:data/station.db"', f'url = "{database}"'),
        ("port = 8080", f"port = {chat.rpartition(':')[2]}"),
        ("port = 8081", f"port = {address.rpartition(':')[2]}"),
    )
    path = folder / "config.toml"
    path.write_text(source, "utf-8")
    stop = asyncio.Event()
    running = asyncio.create_task(app.run(load(path), say=lambda line: None, stop=stop))
    try:
        yield address
    finally:
        stop.set()
        async with asyncio.timeout(25):
            assert await running


def free_address() -> str:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{free.getsockname()[1]}"


async def says(address: str, path: str, status: int) -> None:
    """Return once *path* answers so."""
    async with asyncio.timeout(60), aiohttp.ClientSession() as session:
        while True:
            with suppress(aiohttp.ClientConnectionError):
                async with session.get(f"{address}{path}") as response:
                    if response.status == status:
                        return
            await asyncio.sleep(0.02)


async def test_a_bot_waits_for_its_database_and_finds_it_again(own_server: Server, tmp_path: Path) -> None:
    database = own_server.database("station")
    own_server.stop()
    async with a_bot(tmp_path, database) as address:
        await says(address, "/readyz", 503)
        await says(address, "/healthz", 200)
        await says(address, "/wecom/aibot/main", 503)  # whoever calls is asked to call again
        await started(own_server)
        await says(address, "/readyz", 200)
        own_server.stop()
        await says(address, "/readyz", 503)
        await started(own_server)
        await says(address, "/readyz", 200)


async def test_a_bot_that_waits_for_its_database_can_be_stopped(own_server: Server, tmp_path: Path) -> None:
    database = own_server.database("station")
    own_server.stop()
    async with a_bot(tmp_path, database) as address:
        await says(address, "/readyz", 503)
    await started(own_server)
    async with a_bot(tmp_path, database) as address:
        await says(address, "/readyz", 200)
        own_server.stop()
        await says(address, "/readyz", 503)


async def test_a_platform_that_needs_the_database_when_it_starts_waits_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    start, tried, hears = WebChat.start, asyncio.Event(), asyncio.Event()

    async def fails_at_first(chat: WebChat, ear: Ear) -> None:
        await start(chat, ear)
        if not tried.is_set():
            tried.set()
            raise TryAgain
        hears.set()

    monkeypatch.setattr(WebChat, "start", fails_at_first)
    async with a_bot(tmp_path, f"tinydb:{tmp_path / 'station.db'}"), asyncio.timeout(10):
        await hears.wait()
