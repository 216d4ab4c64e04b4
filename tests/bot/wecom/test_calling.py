"""What the addresses make of calls that are signed as they should be: a clock that is wrong, and what is no echo."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Final

import pytest
from aiohttp import ClientSession
from aiohttp.test_utils import unused_port

from bot.platforms.wecom.cipher import Cipher
from bot.platforms.wecom.remedies_texts import CLOCK
from tests.bot.wecom.stage import AES_KEY, TOKEN, Stage, on_stage
from tests.support.on_platform import serve_pages

CIPHER: Final = Cipher(TOKEN, AES_KEY, "")
NONCE: Final = "2345678923"
ECHO: Final = "1616140317555161061"
LATE: Final = timedelta(minutes=11)


class Caller:
    """Calls the address of an AI bot, knowing its secrets."""

    def __init__(self, stage: Stage, address: str, session: ClientSession) -> None:
        self.stage = stage
        self._address = address
        self._session = session

    async def asks(self, sealed: str, *, shift: timedelta = timedelta(0), swapped: bool = False) -> tuple[int, bytes]:
        """Have an echo verified that was signed so long ago; *swapped*, its time and its nonce change places."""
        timestamp = str(int((self.stage.time.now() - shift).timestamp()))
        signature = CIPHER.sign(timestamp, NONCE, sealed)
        timestamp, nonce = (NONCE, timestamp) if swapped else (timestamp, NONCE)
        query = {"msg_signature": signature, "timestamp": timestamp, "nonce": nonce, "echostr": sealed}
        async with self._session.get(self._address, params=query) as answer:
            return answer.status, await answer.read()

    def is_told_of_the_clock(self) -> bool:
        return self.stage.platform.troubles().get("wecom/clock") == CLOCK


@asynccontextmanager
async def a_caller(folder: Path) -> AsyncIterator[Caller]:
    async with on_stage(folder, mode="callback") as stage, ClientSession() as session:
        port = unused_port()
        runner = await serve_pages(stage.platform, port)
        try:
            yield Caller(stage, f"http://127.0.0.1:{port}/wecom/aibot/main", session)
        finally:
            await runner.cleanup()


@pytest.mark.parametrize("shift", [LATE, -LATE])
async def test_row_43_calls_that_are_only_out_of_time_have_staff_told_of_the_clock(
    shift: timedelta, tmp_path: Path
) -> None:
    async with a_caller(tmp_path) as caller:
        for _ in range(3):
            assert await caller.asks(CIPHER.seal(ECHO.encode()), shift=shift) == (403, b"")
        assert caller.is_told_of_the_clock()
        await caller.asks(CIPHER.seal(ECHO.encode()))
        assert not caller.is_told_of_the_clock()


async def test_row_36_a_call_repeated_out_of_time_alarms_nobody_however_its_time_is_written(tmp_path: Path) -> None:
    async with a_caller(tmp_path) as caller:
        sealed = CIPHER.seal(ECHO.encode())
        for swapped in (False, True, False):
            assert (await caller.asks(sealed, shift=LATE, swapped=swapped))[0] == 403
        assert not caller.is_told_of_the_clock()


@pytest.mark.parametrize("message", ['{"msgid":"m1","msgtype":"text"}', "<xml><MsgId>7</MsgId></xml>", "", "1" * 300])
async def test_nothing_but_an_echo_is_echoed(message: str, tmp_path: Path) -> None:
    async with a_caller(tmp_path) as caller:
        assert await caller.asks(CIPHER.seal(ECHO.encode())) == (200, ECHO.encode())
        assert await caller.asks(CIPHER.seal(message.encode())) == (400, b"")
