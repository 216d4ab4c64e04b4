"""Where a robot's connections are opened: each is asked for by itself, since its ticket is good for one."""

import asyncio
from collections.abc import Collection
from typing import Final, Literal

from aiohttp import ClientError, ClientSession, ClientTimeout, ClientWebSocketResponse, ClientWSTimeout
from yarl import URL

from bot.platforms.dingtalk.calls.answers import read_answer
from bot.platforms.dingtalk.calls.errors import reaction_to
from bot.platforms.dingtalk.wire import opening
from bot.platforms.dingtalk.wire.frames import LARGEST
from bot.sending.reactions import Reaction
from bot.web.unreadable import Unreadable

# Without the second, the answer may be XML.
JSON: Final = {"Content-Type": "application/json", "Accept": "application/json"}
TIMEOUT: Final = ClientTimeout(total=10, connect=3)
OPENED_WITHIN: Final = 10.0  # seconds
PING_EVERY: Final = 20.0  # seconds; aiohttp waits half as long for the answer
CLOSED_WITHIN: Final = ClientWSTimeout(ws_close=5.0)
FOR_GOOD: Final = frozenset({400, 401, 403})
PERSONS_MATTER: Final = frozenset({Reaction.SET_UP, Reaction.REFUSED})


class NotConnected(Exception):
    """There is no connection; *why* is a word for the log. aiohttp's own words hold the ticket."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class Refused(NotConnected):
    """There will be none until somebody has put right the robot's credentials."""


class Gateway:
    """The gateway as one robot knows it; to be closed."""

    def __init__(self, api: str, hosts: Collection[str], *, client_id: str, client_secret: str) -> None:
        """*hosts* are those that connections may lead to."""
        self._address = f"{api}{opening.PATH}"
        self._hosts = hosts
        self._request = opening.opening(client_id, client_secret)
        self._session: ClientSession | None = None

    async def connect(self) -> ClientWebSocketResponse[Literal[False]]:
        """Return a new connection. Raise `NotConnected`."""
        address = await self.way_in()
        try:
            async with asyncio.timeout(OPENED_WITHIN):
                return await self._http().ws_connect(
                    address, heartbeat=PING_EVERY, max_msg_size=LARGEST, timeout=CLOSED_WITHIN, decode_text=False
                )
        except (ClientError, TimeoutError, OSError) as error:
            raise NotConnected(type(error).__name__) from None

    async def way_in(self) -> URL:
        """Return the address of one connection, which takes nothing from others until it stands.

        Raise `NotConnected`.
        """
        try:
            async with self._http().post(
                self._address, data=self._request, headers=JSON, allow_redirects=False
            ) as response:
                content = await response.read()
        except (ClientError, TimeoutError, OSError) as error:
            raise NotConnected(type(error).__name__) from None
        if response.status == 200:
            try:
                return opening.way_in(content, self._hosts)
            except Unreadable:
                raise NotConnected("no way in") from None
        code = read_answer(response.status, content).code
        if response.status in FOR_GOOD and not code.startswith("http-") and reaction_to(code) in PERSONS_MATTER:
            raise Refused(code)
        raise NotConnected(code)

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    def _http(self) -> ClientSession:
        if self._session is None:
            self._session = ClientSession(timeout=TIMEOUT)
        return self._session
