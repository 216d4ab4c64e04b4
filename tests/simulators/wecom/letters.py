"""What the platform brings to a bot, and what became of it."""

import asyncio
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from tests.simulators.wecom.fault_table import Point
from tests.simulators.wecom.refusals import Body


class Kind(StrEnum):
    """What a letter is, which decides what may be answered to it."""

    MESSAGE = "message"
    REFRESH = "stream"
    ENTER = "enter_chat"
    CLICK = "template_card_event"
    NOTICE = "event"


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One message or event; *chat* is a group or, one to one, the member. *body* is JSON, or the members of the XML."""

    id: str
    kind: Kind
    userid: str
    chat: str
    body: Body
    written: datetime

    @property
    def single(self) -> bool:
        """Whether it belongs to a talk one to one."""
        return self.chat == self.userid


class Nobody(ConnectionError):
    """Nobody is there to take it."""


class Delivery:
    """How a letter fared: the status of each try, nothing where none came in time."""

    def __init__(self, id: str) -> None:
        self.id = id
        self.tries: list[int | None] = []
        self.nobody = False
        self._tried = asyncio.Event()
        self._done = asyncio.Event()

    def note(self, status: int | None, *, nobody: bool = False) -> None:
        """Note one more try."""
        self.tries.append(status)
        self.nobody = nobody
        self._tried.set()

    def end(self) -> None:
        """No more tries follow."""
        self._tried.set()
        self._done.set()

    @property
    def taken(self) -> bool:
        """Whether the bot has acknowledged it."""
        return 200 in self.tries

    async def tried(self) -> None:
        """Return once it was tried for the first time, or will not be tried at all."""
        await self._tried.wait()

    async def done(self) -> None:
        """Return once it is not tried any more."""
        await self._done.wait()


class Line(Protocol):
    """The way from the platform to one bot or app."""

    @property
    def points(self) -> Collection[Point]:
        """Where faults strike on this way, besides `Point.INBOUND`."""
        ...

    @property
    def awaits(self) -> bool:
        """Whether the platform waits for an answer, and repeats without one."""
        ...

    async def carry(
        self, letter: Letter, pause: asyncio.Task[None], *, shift: int = 0, hasty: bool = False
    ) -> int | None:
        """Return the status of the answer, or nothing where *pause* ended before; raise `Nobody`.

        *shift* is how far the platform's clock is ahead; who is *hasty* does not wait at all.
        """
        ...

    async def attack(self, name: str, letter: Letter) -> None:
        """Send what no platform would send, of that name in the fault table."""
        ...

    def strange(self, name: str, letter: Letter) -> Letter:
        """Return a letter as strange as that fault says."""
        ...
