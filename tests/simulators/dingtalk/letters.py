"""What the platform brings to a bot."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from tests.simulators.dingtalk.answers import Body
from tests.simulators.dingtalk.fault_table import Point


class Kind(StrEnum):
    """What a letter is: the topic under which it is pushed."""

    MESSAGE = "/v1.0/im/bot/messages/get"
    CLICK = "/v1.0/card/instances/callback"
    EVENT = "*"


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One message, click or event; *person* is who did it, in a group or, one to one, in the chat of his name."""

    id: str
    kind: Kind
    person: str
    chat: str
    body: Body


class Line(Protocol):
    """The way from the platform to one robot."""

    @property
    def points(self) -> Collection[Point]:
        """Where faults strike on this way, besides `Point.INBOUND`."""
        ...

    @property
    def again_after(self) -> tuple[float, ...]:
        """After how many seconds each further try follows, where the one before was not acknowledged."""
        ...

    @property
    def loses(self) -> bool:
        """Whether a message is lost where nobody is there, and not tried again."""
        ...

    async def carry(self, letter: Letter, *, fault: str = "") -> int | None:
        """Return the status of the answer, 200 where it is acknowledged, nothing without one; raise `Nobody`."""
        ...

    async def attack(self, name: str, letter: Letter) -> None:
        """Send what no platform would send, of that name in the fault table."""
        ...
