"""Calls to WeChat Work's HTTP side, with time-outs of our own and no faults but those of `base.py`."""

import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Final

import aiohttp
import msgspec

from bot.platforms.base import Unreachable

TIMEOUT: Final = aiohttp.ClientTimeout(total=15, connect=5)
AT_ONCE: Final = 8  # connections to one host
UNFIT: Final = re.compile(r'["\\\x00-\x1f]')  # for a name in a header


class Answer(msgspec.Struct, frozen=True):
    """What an answer may hold; more is not looked at."""

    errcode: int
    errmsg: str = ""
    access_token: str = ""
    expires_in: int = 0
    media_id: str = ""
    invaliduser: str | None = None
    unlicenseduser: str | None = None


_ANSWER: Final = msgspec.json.Decoder(Answer)


async def read_answer(response: aiohttp.ClientResponse) -> Answer:
    """Return what *response* says. Raise `Unreachable` where it is not the platform's own, as gateways' are not."""
    content = await response.read()
    if response.status != 200:
        raise Unreachable(f"http-{response.status}", maybe_taken=True)
    try:
        return _ANSWER.decode(content)
    except msgspec.DecodeError:
        raise Unreachable("unreadable", maybe_taken=True) from None


class QyApi:
    """The platform's HTTP side at one host; to be closed."""

    def __init__(self, host: str, *, timeout: aiohttp.ClientTimeout = TIMEOUT) -> None:
        self._host = host
        self._timeout = timeout
        self._session: aiohttp.ClientSession | None = None

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def get(self, path: str, query: Mapping[str, str]) -> Answer:
        """Return the answer, which says nothing of success. Raise `Unreachable`."""
        return await self._call("GET", f"{self._host}{path}", query)

    @asynccontextmanager
    async def download(self, path: str, query: Mapping[str, str]) -> AsyncIterator[aiohttp.ClientResponse]:
        """Ask for bytes; the answer's body is still to be read. Raise aiohttp's errors."""
        async with self._http().get(f"{self._host}{path}", params=query, allow_redirects=False) as response:
            yield response

    async def post(self, path: str, query: Mapping[str, str], body: object) -> Answer:
        """Return the answer to *body* as JSON, which says nothing of success. Raise `Unreachable`."""
        return await self.post_to(f"{self._host}{path}", body, query)

    async def post_to(self, url: str, body: object, query: Mapping[str, str] | None = None) -> Answer:
        """Return the answer of a whole address that the platform gave. Raise `Unreachable`."""
        # In UTF-8 as it is: some of the interfaces refuse \\uXXXX (40033).
        data = msgspec.json.encode(body)
        return await self._call("POST", url, query, data=data, headers={"Content-Type": "application/json"})

    async def upload(self, path: str, query: Mapping[str, str], name: str, content: bytes) -> Answer:
        """Return the answer to a file that is uploaded. Raise `Unreachable`."""
        form = aiohttp.FormData(quote_fields=False)  # the name is shown to people as it stands here
        shown_as = UNFIT.sub("_", name)
        form.add_field("media", content, filename=shown_as, content_type="application/octet-stream")
        return await self._call("POST", f"{self._host}{path}", query, data=form)

    async def _call(
        self,
        method: str,
        url: str,
        query: Mapping[str, str] | None,
        *,
        data: bytes | aiohttp.FormData | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Return the answer. Raise `Unreachable`: what aiohttp raises tells the address, and that holds a secret."""
        try:
            async with self._http().request(
                method, url, params=query, data=data, headers=headers, allow_redirects=False
            ) as response:
                return await read_answer(response)
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            raise Unreachable(type(error).__name__) from None
        except (aiohttp.ClientError, TimeoutError) as error:
            raise Unreachable(type(error).__name__, maybe_taken=True) from None

    def _http(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                timeout=self._timeout, connector=aiohttp.TCPConnector(limit_per_host=AT_ONCE)
            )
        return self._session
