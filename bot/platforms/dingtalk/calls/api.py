"""Calls to DingTalk's two hosts, with time-outs of our own and no faults but those of `base.py`."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Final

import aiohttp
import msgspec
from yarl import URL

from bot.clock import Clock
from bot.platforms.base import File, Unreachable
from bot.platforms.dingtalk.calls.answers import Answer, read_answer

TIMEOUT: Final = aiohttp.ClientTimeout(total=10, connect=3)  # protocol §7, row 24
AT_ONCE: Final = 8  # connections to one host
UNFIT: Final = re.compile(r'["\\\x00-\x1f]')  # for a name in a header
JSON: Final = {"Content-Type": "application/json; charset=utf-8", "Accept": "application/json"}
TOKEN: Final = "x-acs-dingtalk-access-token"
ONCE: Final = "x-client-token"
NOTHING: Final = b"{}"


class Api:
    """The platform's HTTP side; *api* is the new host and *oapi* the old one. To be closed."""

    def __init__(self, api: str, oapi: str, clock: Clock, *, timeout: aiohttp.ClientTimeout = TIMEOUT) -> None:
        self._api = api
        self._oapi = oapi
        self._clock = clock
        self._timeout = timeout
        self._session: aiohttp.ClientSession | None = None
        self.ahead = timedelta(0)
        """How far this machine's clock was ahead of the platform's at the last answer."""

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def call(self, method: str, path: str, body: object, *, token: str = "", once: str = "") -> Answer:
        """Return what the new host answers, which says nothing of success. Raise `Unreachable`.

        What is called again with the same *once* on the same day is not done again, where the call knows of that.
        """
        headers = {**JSON, **({TOKEN: token} if token else {}), **({ONCE: once} if once else {})}
        data = None if body is None else msgspec.json.encode(body)
        return await self._call(method, URL(f"{self._api}{path}"), data=data, headers=headers)

    async def post_old(self, path: str, query: Mapping[str, str], body: object) -> Answer:
        """Return what the old host answers, which says nothing of success. Raise `Unreachable`."""
        url = URL(f"{self._oapi}{path}").with_query(query)
        return await self._call("POST", url, data=msgspec.json.encode(body), headers=JSON)

    async def post_to(self, url: URL, body: object) -> Answer:
        """Return the answer of a whole address that the platform gave. Raise `Unreachable`."""
        return await self._call("POST", url, data=msgspec.json.encode(body), headers=JSON)

    async def upload(self, path: str, query: Mapping[str, str], file: File) -> Answer:
        """Return what the old host answers to *file*. Raise `Unreachable`."""
        form = aiohttp.FormData(quote_fields=False)  # the name is shown to people as it stands here
        shown_as = UNFIT.sub("_", file.name)
        form.add_field("media", file.content, filename=shown_as, content_type="application/octet-stream")
        return await self._call("POST", URL(f"{self._oapi}{path}").with_query(query), data=form)

    async def _call(
        self, method: str, url: URL, *, data: bytes | aiohttp.FormData | None, headers: Mapping[str, str] | None = None
    ) -> Answer:
        """Return the answer. Raise `Unreachable`: what aiohttp raises tells the address, and that holds a secret."""
        try:
            async with self._http().request(method, url, data=data, headers=headers, allow_redirects=False) as response:
                content = await response.read()
                self._compare_clocks(response.headers.get("Date", ""))
                return read_answer(response.status, content or (NOTHING if method == "DELETE" else b""))
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            raise Unreachable(type(error).__name__) from None
        except (aiohttp.ClientError, TimeoutError) as error:
            raise Unreachable(type(error).__name__, maybe_taken=True) from None

    def _compare_clocks(self, date: str) -> None:
        try:
            told: datetime = parsedate_to_datetime(date)
        except ValueError:
            return
        if told.tzinfo is not None:
            self.ahead = self._clock.now() - told

    def _http(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                timeout=self._timeout, connector=aiohttp.TCPConnector(limit_per_host=AT_ONCE)
            )
        return self._session
