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
