"""Requests that the platform makes, and how long it waits for their answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO

import aiohttp

from tests.simulators.deliveries import Nobody
from tests.simulators.dingtalk.world import World


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One POST as it stands on the wire."""

    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back."""

    status: int
    body: bytes


class Caller:
    """Posts to URLs."""

    def __init__(self, world: World) -> None:
        self._world = world
        connector = aiohttp.TCPConnector(force_close=True)
        self._session = aiohttp.ClientSession(connector=connector, timeout=aiohttp.ClientTimeout(total=None))

    async def close(self) -> None:
        """Post no more."""
        await self._session.close()

    async def post(self, url: str, request: Request, within: float) -> Answer | None:
        """Return what answers within so many seconds; raise `Nobody` where nothing listens or the line breaks."""
        pause = self._world.pause(within)
        try:
            with self._world.asking():
                return await self._world.within(pause, self._post(url, request))
        except aiohttp.ClientConnectionError as error:
            raise Nobody(url) from error
        finally:
            pause.cancel()

    async def _post(self, url: str, request: Request) -> Answer:
        headers = {"Content-Type": "application/json; charset=utf-8", **request.headers}
        async with self._session.post(url, data=BytesIO(request.body), headers=headers) as answer:
            return Answer(status=answer.status, body=await answer.read())
