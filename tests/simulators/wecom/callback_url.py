"""The URL of a bot or app: the platform verifies it, posts to it, and gives up waiting after five seconds."""

import asyncio
import urllib.parse
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Final

import aiohttp

from tests.simulators.deliveries import Nobody
from tests.simulators.wecom.cipher import Cipher
from tests.simulators.wecom.fault_table import Point
from tests.simulators.wecom.world import World

VERIFIED_WITHIN: Final = 1  # second; 90238
TEXT: Final = "text/plain"
NONCE: Final = "23456789"  # no nonce sorts before a timestamp, so that a digit can be shifted between them


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One POST as it stands on the wire."""

    params: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back, and the nonce it must carry."""

    status: int
    body: bytes
    nonce: str


class CallbackUrl:
    """A URL with its secrets; *dress* makes the body around what is sealed."""

    def __init__(
        self, world: World, url: str, cipher: Cipher, session: aiohttp.ClientSession, dress: Callable[[str], bytes]
    ) -> None:
        self.world = world
        self.url = url
        self.cipher = cipher
        self.dress = dress
        self._session = session
        self.last: Request | None = None

    def request(self, sealed: str, *, shift: int = 0) -> Request:
        """Return a signed request with a new nonce, stamped *shift* seconds ahead of the time."""
        timestamp = str(self.world.stamp + shift)
        nonce = "".join(self.world.random.choices(NONCE, k=10))
        signature = self.cipher.sign(timestamp, nonce, sealed)
        params = {"msg_signature": signature, "timestamp": timestamp, "nonce": nonce}
        return Request(params=params, body=self.dress(sealed))

    async def verify(self) -> bool:
        """Return whether the URL answers with what was sealed, bare and within a second."""
        word = str(self.world.random.randrange(10**18, 10**19))
        sealed = self.cipher.seal(word.encode())
        params = dict(self.request(sealed).params) | {"echostr": sealed}
        if self.world.faults.strike(Point.VERIFY):
            return False
        pause = self.world.pause(VERIFIED_WITHIN)
        try:
            answer = await self.world.within(pause, self._get(params))
        finally:
            pause.cancel()
        return answer == (200, TEXT, word.encode())

    async def post(
        self, plain: bytes, pause: asyncio.Task[None], *, shift: int = 0, hasty: bool = False
    ) -> Answer | None:
        """Return the answer to a new, sealed request, or nothing where it is not waited for."""
        request = self.last = self.request(self.cipher.seal(plain), shift=shift)
        if hasty:
            await self._throw(request)
            return None
        answer = await self.world.within(pause, self.send(request))
        return None if answer is None else Answer(status=answer[0], body=answer[1], nonce=request.params["nonce"])

    async def send(self, request: Request) -> tuple[int, bytes]:
        """Return status and body that answer one request; raise `Nobody` where nothing listens or the line breaks."""
        try:
            with self.world.asking():
                async with self._session.post(self.url, params=request.params, data=BytesIO(request.body)) as answer:
                    return answer.status, await answer.read()
        except aiohttp.ClientConnectionError as error:
            raise Nobody(self.url) from error

    async def _get(self, params: Mapping[str, str]) -> tuple[int, str, bytes]:
        async with self._session.get(self.url, params=params) as answer:
            return answer.status, answer.content_type, await answer.read()

    async def _throw(self, request: Request) -> None:
        """Send a request and hang up before it is answered."""
        parts = urllib.parse.urlsplit(self.url)
        target = f"{parts.path}?{urllib.parse.urlencode(request.params)}"
        head = f"POST {target} HTTP/1.1\r\nHost: {parts.netloc}\r\nContent-Length: {len(request.body)}\r\n\r\n"
        try:
            _, writer = await asyncio.open_connection(parts.hostname, parts.port)
        except OSError as error:
            raise Nobody(self.url) from error
        writer.write(head.encode() + request.body)
        await writer.drain()
        writer.close()
        await writer.wait_closed()
