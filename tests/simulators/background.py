"""What goes on beside everything else on a simulated platform, until it stops."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from contextlib import contextmanager
from typing import TypeVar

T = TypeVar("T")


class Background:
    """Tasks, pauses, and the questions that the bot has not answered yet."""

    def __init__(self, sleep: Callable[[float], Awaitable[None]]) -> None:
        self.sleep = sleep
        self._tasks: set[asyncio.Task[None]] = set()
        self._failures: list[BaseException] = []
        self._asked = 0
        self._answered = asyncio.Event()

    def later(self, work: Coroutine[object, object, None]) -> asyncio.Task[None]:
        """Have something go on beside everything else until the platform stops."""
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    def pause(self, seconds: float) -> asyncio.Task[None]:
        """Return what is done once that much time has passed."""
        return self.later(self._sleep(seconds))

    async def _sleep(self, seconds: float) -> None:
        await self.sleep(seconds)

    async def within(self, pause: asyncio.Task[None], work: Coroutine[object, object, T]) -> T | None:
        """Return what *work* comes to, or nothing, ending it, where the pause is over before."""
        task = asyncio.ensure_future(work)
        try:
            await asyncio.wait((task, pause), return_when=asyncio.FIRST_COMPLETED)
            return await task if task.done() else None
        finally:
            task.cancel()

    @contextmanager
    def asking(self) -> Iterator[None]:
        """Hold that a bot is being asked something and has not answered yet."""
        self._asked += 1
        try:
            yield
        finally:
            self._asked -= 1
            self._answered.set()

    async def rests(self) -> None:
        """Return once no bot is being asked anything."""
        while self._asked:
            self._answered.clear()
            await self._answered.wait()

    async def stop(self) -> None:
        """End all that goes on beside; raise what went wrong there, but for connections that broke."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        for outcome in await asyncio.gather(*tasks, return_exceptions=True):
            self._note(outcome)
        if self._failures:
            raise self._failures[0]

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled():
            self._note(task.exception())

    def _note(self, outcome: BaseException | None) -> None:
        if outcome is not None and not isinstance(outcome, (ConnectionError, asyncio.CancelledError)):
            self._failures.append(outcome)
