"""One connection of a robot's stream, from its opening to its end: what comes over it is acknowledged over it."""

import asyncio
import logging
from collections.abc import Callable
from typing import Final, Literal

from aiohttp import ClientError, ClientWebSocketResponse, WSMsgType

from bot.clock import Clock
from bot.platforms.base import Ear
from bot.platforms.dingtalk.hearing.ears import Hearing, card_after
from bot.platforms.dingtalk.wire import frames
from bot.platforms.dingtalk.wire.clicks import clicked_by_stream
from bot.platforms.dingtalk.wire.robot import told_by_stream
from bot.web.unreadable import MALFORMED, Unreadable

log = logging.getLogger(__name__)

SILENT: Final = 60.0  # seconds without a frame; answers to pings show no more than that a gateway stands
AT_ONCE: Final = 200  # messages being kept at a time


Socket = ClientWebSocketResponse[Literal[False]]
"""One whose texts come as bytes."""


class Connection:
    """A socket that was opened. While messages wait to be kept, more are read, so that they are kept together."""

    def __init__(self, socket: Socket, hearing: Hearing, ear: Ear, clock: Clock) -> None:
        self._socket = socket
        self._hearing = hearing
        self._ear = ear
        self._clock = clock
        self._room = asyncio.Semaphore(AT_ONCE)
        self._keeping: set[asyncio.Task[None]] = set()
        self._loop = asyncio.get_running_loop()
        self._opened = self._heard = self._loop.time()
        self.heard_at = clock.now()
        """When the last frame came."""

    @property
    def lived(self) -> float:
        """For how many seconds something was heard."""
        return self._heard - self._opened

    async def live(self, leave: Callable[[], None]) -> None:
        """Hand on what comes until it ends; *leave* is called where another connection is to take over meanwhile.

        Whoever cancels it has it end in good order: what is being kept is acknowledged, then the socket closed.
        """
        self._leave_after(SILENT, leave)
        try:
            async for message in self._socket:
                self._heard, self.heard_at = self._loop.time(), self._clock.now()
                is_text = message.type is WSMsgType.TEXT
                await self._take(frames.frame_in(message.data) if is_text else frames.Garbled(), leave)
        finally:
            self._silence.cancel()
            await asyncio.gather(*self._keeping)
            await self._socket.close()

    def _leave_after(self, seconds: float, leave: Callable[[], None]) -> None:
        """Have *leave* called once nothing has been heard for so long; looked at then, not with each frame."""
        self._silence = self._loop.call_later(seconds, self._leave_if_silent, leave)

    def _leave_if_silent(self, leave: Callable[[], None]) -> None:
        left = self._heard + SILENT - self._loop.time()
        if left > 0:
            self._leave_after(left, leave)
        else:
            leave()

    async def _take(self, frame: frames.Frame, leave: Callable[[], None]) -> None:
        match frame:
            case frames.Ping():
                await self._send(frame.message_id, frames.pong(frame))
            case frames.Disconnect():
                leave()
            case frames.Message() | frames.Click():
                await self._room.acquire()
                task = asyncio.create_task(self._keep(frame))
                self._keeping.add(task)
                task.add_done_callback(self._kept)
            case frames.Event():
                self._hearing.counts["event"] += 1
                await self._send(frame.message_id, frames.noted(frame.message_id))
            case frames.Stray():
                self._hearing.counts["unknown"] += 1
                await self._send(frame.message_id, frames.refused(frame.message_id, frames.NO_SUCH_TOPIC))
            case frames.Garbled():
                await self._refuse(frame.message_id)

    def _kept(self, task: asyncio.Task[None]) -> None:
        self._keeping.discard(task)
        self._room.release()

    async def _keep(self, frame: frames.Message | frames.Click) -> None:
        """Have what was said kept, then acknowledge it. What could not be kept is not answered, and comes again."""
        try:
            await self._send(frame.message_id, await self._hear(frame))
        except Unreadable:
            await self._refuse(frame.message_id)
        except Exception:
            log.exception("could not hear", extra={"bot": self._hearing.robot.entry})

    async def _hear(self, frame: frames.Message | frames.Click) -> bytes:
        """Return what acknowledges *frame*, once that is kept. Raise `Unreadable`."""
        now = self._clock.now()
        if isinstance(frame, frames.Message):
            await self._hearing.hear(told_by_stream(frame.data, self._hearing.robot, now), self._ear)
            return frames.heard(frame.message_id)
        clicked = clicked_by_stream(frame.data, self._hearing.robot, now)
        await self._hearing.hear(clicked, self._ear)
        return frames.clicked(frame.message_id, card_after(clicked))

    async def _refuse(self, message_id: str) -> None:
        self._hearing.counts["junk"] += 1
        await self._send(message_id, frames.refused(message_id, MALFORMED))

    async def _send(self, message_id: str, answer: bytes) -> None:
        """Answer what has an id, where somebody still listens; who does not says it again."""
        if not message_id:
            return
        try:
            await self._socket.send_frame(answer, WSMsgType.TEXT)
        except (ClientError, ConnectionError):
            log.warning("not acknowledged", extra={"bot": self._hearing.robot.entry})
