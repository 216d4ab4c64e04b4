"""An event loop whose time passes only when nobody has anything to do: five minutes of waiting take no time at all."""

import asyncio
import termios
from array import array
from collections.abc import Callable
from concurrent.futures import Executor
from contextlib import suppress
from datetime import datetime, timedelta
from fcntl import ioctl
from selectors import DefaultSelector, SelectorKey
from typing import Any, Final, TypeVar

from handlers.dates.china_time import CHINA_TIME

T = TypeVar("T")
Ready = list[tuple[SelectorKey, int]]

ON_ITS_WAY: Final = 0.001  # real seconds in which what was written to a socket arrives on the same machine


class _Selector(DefaultSelector):
    """Waits for sockets and threads; where there is only time to wait for, lets it pass.

    What is written to a socket of the same machine is nearly always there at once, so that it is waited for only where
    something may still be on its way: bytes that nobody has acknowledged, or the news that a connection begins or ends.
    """

    def __init__(self) -> None:
        super().__init__()
        self.passed = 0.0
        self.working = 0
        self._known: frozenset[int] = frozenset()

    def select(self, timeout: float | None = None) -> Ready:
        if timeout is None or timeout <= 0:
            return super().select(timeout)
        ready = super().select(None if self.working else self._arriving())
        if not ready:
            self.passed += timeout
        return ready

    def _arriving(self) -> float:
        """Return how many real seconds something may take that is on its way."""
        before, self._known = self._known, frozenset(key.fd for key in self.get_map().values())
        return ON_ITS_WAY if self._known != before or any(map(_unacknowledged, self._known)) else 0


def _unacknowledged(descriptor: int) -> int:
    """Return how many bytes of those written to a socket have not arrived; none, where it is no connection."""
    count = array("i", [0])
    with suppress(OSError):
        ioctl(descriptor, termios.TIOCOUTQ, count)
    return count[0]


class VirtualTimeLoop(asyncio.SelectorEventLoop):
    """Runs as fast as it can; its time, and that of its `VirtualClock`, jumps to whatever is due next."""

    def __init__(self) -> None:
        self._passing = _Selector()
        super().__init__(self._passing)

    def time(self) -> float:
        return self._passing.passed

    def run_in_executor(  # type: ignore[override]  # a future either way
        self, executor: Executor | None, func: Callable[..., T], *args: Any
    ) -> asyncio.Future[T]:
        """Have a thread do it; no time passes meanwhile."""
        done = super().run_in_executor(executor, func, *args)
        self._passing.working += 1
        done.add_done_callback(self._worked)
        return done

    def _worked(self, done: asyncio.Future[Any]) -> None:
        self._passing.working -= 1


class VirtualClock:
    """What time it is in the loop that runs, beginning with *start*, and what it was moved forward."""

    def __init__(self, start: datetime) -> None:
        self._start = start.astimezone(CHINA_TIME)

    def now(self) -> datetime:
        """Return the present moment."""
        return self._start + timedelta(seconds=asyncio.get_running_loop().time())

    def move_to(self, moment: datetime) -> None:
        """Make *moment* the present; a moment in the past changes nothing."""
        self._start += max(moment - self.now(), timedelta(0))
