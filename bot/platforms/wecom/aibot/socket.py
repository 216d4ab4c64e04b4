"""An AI bot that stays connected: after each end of its long connection there is another, when the rules allow it."""

import asyncio
import logging
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from functools import partial
from random import Random
from typing import Final

from aiohttp import ClientError, ClientSession, ClientWSTimeout

from bot.clock import Clock
from bot.platforms.base import Ear, Elsewhere, Unreachable
from bot.platforms.wecom.aibot import frames
from bot.platforms.wecom.aibot.connection import Connection, new_request
from bot.platforms.wecom.aibot.lease import Lease
from bot.platforms.wecom.aibot.pauses import End, Pauses
from bot.platforms.wecom.aibot.wire import Acknowledged, Robot
from bot.platforms.wecom.cards import settled
from bot.platforms.wecom.media import IncomingMedia
from bot.platforms.wecom.told import Clicked, Entered, Said, Told, TooLong
from bot.platforms.wecom.welcome_texts import TOO_LONG, WELCOME

log = logging.getLogger(__name__)

LARGEST_FRAME: Final = 4 * 1024 * 1024  # bytes
OPENED_WITHIN: Final = 10.0  # seconds
CLOSED_WITHIN: Final = ClientWSTimeout(ws_close=1.0)
ASK_LEASE_EVERY: Final = 2.0  # seconds
DUEL: Final = 600.0  # seconds: who is replaced twice within them has a rival

REFUSED, RIVAL = "wrong bot id or secret", "another holds the bot"


class AibotSocket:
    """One bot's long connection, held for as long as the bot runs."""

    def __init__(
        self,
        *,
        address: str,
        robot: Robot,
        bot_id: str,
        secret: str,
        lease: Lease,
        media: IncomingMedia,
        clock: Clock,
        jitter: Random,
        alarm: Callable[[str], None],
    ) -> None:
        """*alarm* is told what somebody has to put right."""
        self._address = address
        self._robot = robot
        self._subscription = partial(frames.subscribe, bot_id=bot_id, secret=secret)
        self._lease = lease
        self._media = media
        self._clock = clock
        self._alarm = alarm
        self._pauses = Pauses(jitter)
        self._replaced_at = -DUEL
        self._elsewhere = False
        self._connection: Connection | None = None
        self._tried = asyncio.Event()
        self._staying: asyncio.Task[None] | None = None
        self._answering: set[asyncio.Task[None]] = set()
        self.counts: Final[Counter[str]] = Counter()
        """What came and was of no use: junk, stray acknowledgements, kinds nobody knows."""

    @property
    def well(self) -> bool:
        """Whether the bot is subscribed, or is for another process to hold."""
        return self.connected or self._elsewhere

    @property
    def connected(self) -> bool:
        """Whether the bot is subscribed."""
        return self._connection is not None

    @property
    def heard_at(self) -> datetime | None:
        """When the last frame came, None where the bot is not subscribed."""
        return None if self._connection is None else self._connection.heard_at

    async def start(self, ear: Ear) -> None:
        """Begin to hear; return once subscribed, or once that has failed for the first time."""
        self._tried.clear()
        self._staying = asyncio.create_task(self._stay(ear))
        await self._tried.wait()

    async def stop(self) -> None:
        """Leave, and return once that is done."""
        tasks = [*self._answering, *([self._staying] if self._staying is not None else [])]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def request(self, req_id: str, frame: bytes) -> Acknowledged:
        """Send *frame*, whose request id is given, and return what the platform says to it.

        Raise `Unreachable`, or `Elsewhere` where another process holds the connection.
        """
        if not await self._lease.holds(self._robot.entry):
            raise Elsewhere(self._robot.entry)
        if self._connection is None:
            raise Unreachable("not connected")
        return await self._connection.request(req_id, frame)

    async def _stay(self, ear: Ear) -> None:
        async with ClientSession() as session:
            while True:
                pause = ASK_LEASE_EVERY
                self._elsewhere = not await self._lease.holds(self._robot.entry)
                if not self._elsewhere:
                    end = await self._hold_while_leased(session, ear)
                    log.warning("disconnected", extra={"bot": self._robot.entry, "end": end})
                    self._sound(end)
                    pause = self._pauses.after(end)
                self._tried.set()
                await asyncio.sleep(pause)

    async def _hold_while_leased(self, session: ClientSession, ear: Ear) -> End:
        """Connect, and return how that ended; whoever loses the lease lets go of the connection."""
        lost = asyncio.create_task(self._lease.lost(self._robot.entry))
        holding = asyncio.create_task(self._hold(session, ear))
        try:
            await asyncio.wait((lost, holding), return_when=asyncio.FIRST_COMPLETED)
            return End.LEASE_LOST if lost.done() else holding.result()
        finally:
            for task in (lost, holding):
                task.cancel()
            await asyncio.gather(lost, holding, return_exceptions=True)

    async def _hold(self, session: ClientSession, ear: Ear) -> End:
        """Connect, and return how that ended."""
        try:
            async with asyncio.timeout(OPENED_WITHIN):
                # The platform does not count pings of the socket itself, so none are sent.
                socket = await session.ws_connect(
                    self._address, heartbeat=None, max_msg_size=LARGEST_FRAME, timeout=CLOSED_WITHIN
                )
            connection = Connection(socket, self._robot, self._clock, counts=self.counts)
            return await connection.live(
                self._subscription,
                subscribed=partial(self._subscribed, connection),
                tell=partial(self._tell, connection, ear),
            )
        except (ClientError, TimeoutError, OSError) as error:
            log.warning("cannot connect", extra={"bot": self._robot.entry, "error": type(error).__name__})
        except Exception:
            # What could not be kept may come again over another connection; whatever it was, the bot hears on.
            log.exception("could not hear", extra={"bot": self._robot.entry})
        finally:
            self._connection = None
        return End.CLOSED

    def _subscribed(self, connection: Connection) -> None:
        self._connection = connection
        self._pauses.subscribed()
        self._tried.set()

    def _sound(self, end: End) -> None:
        """Raise the alarm where nobody but a person can help."""
        if end is End.REFUSED:
            self._alarm(REFUSED)
        if end is End.REPLACED:
            now = asyncio.get_running_loop().time()
            if now - self._replaced_at < DUEL:
                self._alarm(RIVAL)
            self._replaced_at = now

    async def _tell(self, connection: Connection, ear: Ear, told: Told) -> None:
        """Have *told* kept before anything answers it; answers are not waited for, since they come by the same way."""
        match told:
            case Said():
                if await ear.hear(told.heard):
                    self._media.take(told.heard, told.media, ear.miss)
            case Clicked(req_id=str(req_id)):
                await ear.hear(told.heard)
                if told.chosen.label:
                    self._answer(connection, req_id, frames.update(req_id, settled(told.task_id, told.chosen)))
            case TooLong(req_id=req_id):
                self.counts["too long"] += 1
                body = frames.stream(new_request(), TOO_LONG, finish=True)
                self._answer(connection, req_id, frames.reply(req_id, body))
            case Entered(req_id=str(req_id)):
                self._answer(connection, req_id, frames.welcome(req_id, frames.welcome_text(WELCOME)))
            case _:
                self.counts["unknown"] += 1

    def _answer(self, connection: Connection, req_id: str, frame: bytes) -> None:
        task = asyncio.create_task(self._say(connection, req_id, frame))
        self._answering.add(task)
        task.add_done_callback(self._answering.discard)

    async def _say(self, connection: Connection, req_id: str, frame: bytes) -> None:
        try:
            await connection.request(req_id, frame)
        except Unreachable as error:
            log.warning("not answered", extra={"bot": self._robot.entry, "code": error.code})
