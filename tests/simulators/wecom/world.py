"""What every part of the platform shares: the corporation, the time, chance, faults, and what people were shown."""

import asyncio
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from bot.clock import Clock
from tests.simulators.wecom.fault_table import Point
from tests.simulators.wecom.faults import Faults
from tests.simulators.wecom.passing import Sleep
from tests.simulators.wecom.record import Record, Shown
from tests.simulators.wecom.refusals import Refused
from tests.simulators.wecom.windows import Windows


@dataclass(slots=True, kw_only=True)
class Group:
    """An internal group: its members and the AI bots in it."""

    id: str
    members: set[str] = field(default_factory=set)
    bots: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True, kw_only=True)
class Media:
    """A temporary file: who may use it, and what it is."""

    owner: str
    kind: str
    name: str
    content: bytes
    created: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Download:
    """What a person sent, sealed, with the name of a file."""

    sealed: bytes
    name: str
    offered: datetime


class World:
    """One corporation on the platform."""

    def __init__(self, clock: Clock, sleep: Sleep, seed: int) -> None:
        self.clock = clock
        self.sleep = sleep
        self.random = Random(seed)
        self.faults = Faults()
        self.record = Record()
        self.windows = Windows(clock)
        self.url = ""
        self.members: dict[str, str] = {}
        self.groups: dict[str, Group] = {}
        self.media: dict[str, Media] = {}
        self.downloads: dict[str, Download] = {}
        self.breaches: list[str] = []
        self._tasks: set[asyncio.Task[None]] = set()
        self._failures: list[BaseException] = []
        self._asked = 0
        self._answered = asyncio.Event()

    @property
    def now(self) -> datetime:
        return self.clock.now()

    @property
    def stamp(self) -> int:
        return int(self.clock.now().timestamp())

    def new_id(self, prefix: str) -> str:
        """Return an id that was not there before."""
        return f"{prefix}{self.random.getrandbits(80):020x}"

    def offer(self, sealed: bytes, name: str = "") -> str:
        """Return the address of something a person sent, good for five minutes."""
        id = self.new_id("D")
        self.downloads[id] = Download(sealed=sealed, name=name, offered=self.now)
        return f"{self.url}/media/{id}"

    def older_than(self, moment: datetime, **period: float) -> bool:
        """Return whether more time than that has passed since *moment*."""
        return self.now - moment > timedelta(**period)

    def refuse_if_struck(self, *points: Point) -> str | None:
        """Return the name of the fault that befalls this, or nothing; raise `Refused` where it is an errcode."""
        fault = self.faults.strike(*points)
        if fault is not None and fault.errcode is not None:
            raise Refused(fault.errcode)
        return None if fault is None else fault.name

    def show(self, shown: Shown) -> None:
        """Put a message on people's screens."""
        self.record.show(shown)

    def breach(self, rule: str) -> None:
        """Note that the bot broke a rule which the platform does not answer for."""
        self.breaches.append(rule)

    def keep_media(self, owner: str, kind: str, name: str, content: bytes) -> str:
        """Return the media_id of a file that can be used for three days."""
        id = self.new_id("M")
        self.media[id] = Media(owner=owner, kind=kind, name=name, content=content, created=self.now)
        return id

    def use_media(self, owner: str, kind: str | None, id: object) -> Media:
        """Return a file of that owner; refuse an id that is unknown, foreign, too old or not of the *kind* wanted."""
        media = self.media.get(str(id))
        try:
            self.refuse_if_struck(Point.MEDIA_ID)
        except Refused:
            self.media.pop(str(id), None)
            raise
        if media is None or media.owner != owner or kind not in (None, media.kind):
            raise Refused(40007)
        if self.older_than(media.created, days=3):
            raise Refused(40007)
        return media

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
