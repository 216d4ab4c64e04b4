"""One long connection of an AI bot, from the subscription to its end (developer.work.weixin.qq.com 101463)."""

import asyncio
import logging
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from itertools import count
from typing import Final
from uuid import uuid4

from aiohttp import ClientError, ClientWebSocketResponse, WSMsgType

from bot.clock import Clock
from bot.platforms.base import Unreachable
from bot.platforms.wecom.aibot import frames
from bot.platforms.wecom.aibot.pauses import End
from bot.platforms.wecom.aibot.wire import Acknowledged, Robot, told_by_frame
from bot.platforms.wecom.told import Kicked, Told
from bot.web.unreadable import MALFORMED, Unreadable

log = logging.getLogger(__name__)

PING_EVERY: Final = 30.0  # seconds
ACKNOWLEDGED_WITHIN: Final = 5.0  # seconds; normal is a quarter of one
MOST_MISSED: Final = 2

WRONG_SECRET: Final = 853000
TOO_OFTEN: Final = 45009
NOT_SUBSCRIBED: Final = 846609
ENDS: Final = {WRONG_SECRET: End.REFUSED, TOO_OFTEN: End.TOO_OFTEN}

Subscription = Callable[[str], bytes]
"""Gives the frame that subscribes, from its request id."""

_ids = (f"{uuid4().hex}-{number}" for number in count(1))


def new_request() -> str:
    """Return a request id that no other frame has."""
    return next(_ids)


class Connection:
    """A socket that was opened: subscribes, stays alive, hands on what it is told, and ends."""

    def __init__(self, socket: ClientWebSocketResponse, robot: Robot, clock: Clock, *, counts: Counter[str]) -> None:
        """*counts* counts what came that nobody could use."""
        self._socket = socket
        self._robot = robot
        self._clock = clock
        self._counts = counts
        self._waiting: dict[str, asyncio.Future[Acknowledged]] = {}
        self._end = End.CLOSED
        self.heard_at = clock.now()
        """When the last frame came."""

    async def live(
        self,
        subscription: Subscription,
        *,
        subscribed: Callable[[], None],
        tell: Callable[[Told], Awaitable[None]],
    ) -> End:
        """Subscribe, call *subscribed*, and *tell* what comes, one after another, until it ends; return how."""
        keeping = asyncio.create_task(self._keep(subscription, subscribed))
        try:
            async for message in self._socket:
                self.heard_at = self._clock.now()
                told = self._read(message.type, message.data)
                if isinstance(told, Kicked):
                    return End.REPLACED
                if told is not None:
                    await tell(told)
            return self._end
        finally:
            keeping.cancel()
            for waiting in self._waiting.values():
                if not waiting.done():
                    waiting.set_exception(Unreachable("closed", maybe_taken=True))
            await self._socket.close()
            await asyncio.gather(keeping, return_exceptions=True)

    async def request(self, req_id: str, frame: bytes) -> Acknowledged:
        """Send *frame* and return its acknowledgement; frames with one id go one after another.

        Raise `Unreachable` where none came: the platform may have taken it.
        """
        while (before := self._waiting.get(req_id)) is not None:
            await asyncio.wait([before])
        waiting: asyncio.Future[Acknowledged] = asyncio.get_running_loop().create_future()
        self._waiting[req_id] = waiting
        try:
            async with asyncio.timeout(ACKNOWLEDGED_WITHIN):
                await self._socket.send_str(frame.decode())
                answer = await waiting
        except TimeoutError:
            raise Unreachable("not acknowledged", maybe_taken=True) from None
        except (ClientError, ConnectionError):
            raise Unreachable("closed", maybe_taken=True) from None
        finally:
            waiting.cancel()  # whoever waits for this one goes on, even where it could not be sent
            del self._waiting[req_id]
        if answer.code == NOT_SUBSCRIBED:  # one subscribes once over a connection: the next one does
            await self._socket.close()
        return answer

    def _read(self, kind: WSMsgType, data: object) -> Told | None:
        """Return what a frame tells; None for an acknowledgement, and for junk."""
        try:
            if kind is not WSMsgType.TEXT or not isinstance(data, str):
                raise Unreadable(MALFORMED)
            told = told_by_frame(data.encode(), self._robot, self._clock.now())
        except Unreadable:
            self._counts["junk"] += 1
            return None
        if not isinstance(told, Acknowledged):
            return told
        waiting = self._waiting.get(told.req_id)
        if waiting is None or waiting.done():
            self._counts["stray"] += 1
        else:
            waiting.set_result(told)
        return None

    async def _keep(self, subscription: Subscription, subscribed: Callable[[], None]) -> None:
        """Subscribe and ping for as long as the platform answers, then close the socket."""
        try:
            with suppress(Unreachable):
                if await self._is_subscribed(subscription):
                    subscribed()
                    await self._ping()
        finally:
            await self._socket.close()

    async def _is_subscribed(self, subscription: Subscription) -> bool:
        req_id = new_request()
        answer = await self.request(req_id, subscription(req_id))
        if answer.code:
            log.error("not subscribed", extra={"bot": self._robot.entry, "code": answer.code})
            self._end = ENDS.get(answer.code, End.CLOSED)
        return not answer.code

    async def _ping(self) -> None:
        """Return once the platform has left two pings in a row unanswered."""
        missed = 0
        while missed < MOST_MISSED:
            await asyncio.sleep(PING_EVERY - (ACKNOWLEDGED_WITHIN if missed else 0))
            try:
                req_id = new_request()
                await self.request(req_id, frames.ping(req_id))
            except Unreachable:
                missed += 1
            else:
                missed = 0
