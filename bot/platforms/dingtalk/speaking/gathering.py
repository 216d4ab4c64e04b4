"""People who are told the same at the same time, told it by one call."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Final

from bot.platforms.base import Rejected
from bot.platforms.dingtalk.calls.answers import Answer
from bot.platforms.dingtalk.wire.speaking import Body

MOST: Final = 20  # open.dingtalk.com chatbots-send-one-on-one-chat-messages-in-batches
WAITED: Final = 0.5  # seconds in which what is queued together leaves


@dataclass(slots=True)
class _Batch:
    users: list[str] = field(default_factory=list)
    sent: asyncio.Task[Answer] | None = None
    has_left: bool = False


class Gathering:
    """Sends to one person at a time, or, where it is time to save, to all who are told the same within a moment."""

    def __init__(self, send: Callable[[tuple[str, ...], Body], Awaitable[Answer]], saves: Callable[[], bool]) -> None:
        self._send = send
        self._saves = saves
        self._open: dict[str, _Batch] = {}

    async def send(self, user: str, body: Body) -> tuple[Answer, int]:
        """Return what the platform answers to the call that told *user*, and how many were to be told by it."""
        if not self._saves():
            return await self._send((user,), body), 1
        said = str(body)
        batch = self._open.get(said)
        if batch is None or user in batch.users or len(batch.users) == MOST:
            batch = self._open[said] = _Batch()
            batch.sent = asyncio.create_task(self._leave(said, batch, body))
            batch.sent.add_done_callback(_noticed)
        batch.users.append(user)
        assert batch.sent is not None
        try:
            return await asyncio.shield(batch.sent), len(batch.users)
        except asyncio.CancelledError:  # the process ends: whoever was not told yet is told after the next start
            if not batch.has_left:
                batch.users.remove(user)
            raise
        except Rejected:
            if len(batch.users) == 1:
                raise
            return await self._send((user,), body), 1  # one of them is not to be told: that is no fault of the others

    async def _leave(self, said: str, batch: _Batch, body: Body) -> Answer:
        await asyncio.sleep(WAITED)
        if self._open.get(said) is batch:
            del self._open[said]
        batch.has_left = True
        return await self._send(tuple(batch.users), body) if batch.users else Answer()


def _noticed(sent: asyncio.Task[Answer]) -> None:
    """Look at what became of a call for which nobody waits any more, as at the end of the process."""
    if not sent.cancelled():
        sent.exception()
