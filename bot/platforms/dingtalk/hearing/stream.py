"""A robot's stream: so many connections stand as the settings say, each followed by another when the rules allow it."""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime
from functools import partial
from random import Random
from typing import Final

from bot.clock import Clock
from bot.platforms.base import Ear
from bot.platforms.dingtalk.hearing.connection import Connection
from bot.platforms.dingtalk.hearing.ears import Hearing
from bot.platforms.dingtalk.hearing.gateway import Gateway, NotConnected, Refused
from bot.platforms.dingtalk.hearing.pauses import End, Pauses

log = logging.getLogger(__name__)

REFUSED: Final = "wrong client id or secret"
LAST_WORDS: Final = 10.0  # seconds in which something may still come after another connection took over


class Stream:
    """One robot's connections, held for as long as the bot runs."""

    def __init__(
        self,
        hearing: Hearing,
        gateway: Gateway,
        *,
        connections: int,
        clock: Clock,
        jitter: Random,
        alarm: Callable[[str], None],
        well: Callable[[], None],
    ) -> None:
        """*alarm* is told what somebody has to put right, *well* is called once a connection stands."""
        self._alarm = alarm
        self._well = well
        self._hearing = hearing
        self._gateway = gateway
        self._connections = connections
        self._clock = clock
        self._pauses = Pauses(jitter)
        self._away_until = 0.0
        self._standing: list[Connection] = []
        self._leaving: list[asyncio.Task[None]] = []
        self._living: set[asyncio.Task[None]] = set()
        self._staying: asyncio.Task[None] | None = None
        self._tried = asyncio.Event()
        self._gone = asyncio.Event()

    @property
    def standing(self) -> int:
        """How many connections stand; what comes to the robot is spread over them and everybody else's."""
        return len(self._standing)

    @property
    def heard_at(self) -> datetime | None:
        """When the last frame came, None where no connection stands."""
        return max((one.heard_at for one in self._standing), default=None)

    async def start(self, ear: Ear) -> None:
        """Begin to hear; return once connected, or once that has failed for the first time."""
        self._tried.clear()
        self._staying = asyncio.create_task(self._stay(ear))
        await self._tried.wait()

    async def stop(self) -> None:
        """Leave, and return once that is done; what was heard is acknowledged before."""
        tasks = [*self._living, *([self._staying] if self._staying is not None else [])]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._gateway.close()
        await self._hearing.stop()

    async def _stay(self, ear: Ear) -> None:
        while True:
            while len(self._standing) < self._connections:
                await asyncio.sleep(self._away_until - asyncio.get_running_loop().time())
                await self._open(ear)
                self._tried.set()
            self._gone.clear()
            await self._gone.wait()

    async def _open(self, ear: Ear) -> None:
        """Have one more connection stand, if it can be had; those it takes over from end soon."""
        try:
            connection = Connection(await self._gateway.connect(), self._hearing, ear, self._clock)
        except NotConnected as failure:
            log.warning("cannot connect", extra={"bot": self._hearing.robot.entry, "code": failure.why})
            if isinstance(failure, Refused):
                self._alarm(REFUSED)
            self._stay_away(End.REFUSED if isinstance(failure, Refused) else End.CLOSED)
            return
        self._well()
        self._standing.append(connection)
        living = asyncio.create_task(self._live(connection))
        self._living.add(living)
        living.add_done_callback(self._living.discard)
        for task in self._leaving:
            asyncio.get_running_loop().call_later(LAST_WORDS, task.cancel)
        self._leaving.clear()

    async def _live(self, connection: Connection) -> None:
        task = asyncio.current_task()
        assert task is not None
        try:
            await connection.live(leave=partial(self._leave, connection, task))
        except Exception:
            # What could not be kept may come again over another connection; whatever it was, the bot hears on.
            log.exception("could not hear", extra={"bot": self._hearing.robot.entry})
        finally:
            self._drop(connection, End.CLOSED)

    def _leave(self, connection: Connection, task: asyncio.Task[None]) -> None:
        if self._drop(connection, End.LEFT):
            self._leaving.append(task)

    def _drop(self, connection: Connection, end: End) -> bool:
        """Count no more on *connection*; return False where nobody did."""
        if connection not in self._standing:
            return False
        log.warning("disconnected", extra={"bot": self._hearing.robot.entry, "end": end})
        self._standing.remove(connection)
        self._stay_away(end, lived=connection.lived)
        self._gone.set()
        return True

    def _stay_away(self, end: End, *, lived: float = 0.0) -> None:
        """Open nothing for a while; connections that end meanwhile end for the same reason, and lengthen nothing."""
        now = asyncio.get_running_loop().time()
        if now >= self._away_until:
            self._away_until = now + self._pauses.after(end, lived=lived)
