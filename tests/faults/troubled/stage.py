"""What a simulated platform has of its own where everything goes wrong at random."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from bot.connected import Connected
from handlers.message import Account, MessageId
from handlers.people.rules.roster import PersonId, Roster
from handlers.ports import Storage
from tests.simulators.deliveries import Delivery
from tests.support.virtual_time import VirtualClock


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What the bot is to have heard of somebody; *text* is empty where it cannot be read."""

    id: MessageId
    name: str
    text: str
    delivery: Delivery


class Shown(Protocol):
    """One state of one message on people's screens; *chat* is a group or, one to one, a person's name."""

    @property
    def key(self) -> str: ...
    @property
    def chat(self) -> str: ...
    @property
    def text(self) -> str: ...


class Stage(Protocol):
    """The township on one platform in one of its modes, and the bot's way there."""

    @property
    def roster(self) -> Roster: ...
    @property
    def bound(self) -> Mapping[Account, PersonId]: ...

    @property
    def port(self) -> int:
        """Where the bot is called."""
        ...

    def platform(self, storage: Storage) -> Connected:
        """Return the bot's side for a process that keeps what it knows there, as yet deaf."""
        ...

    def process_dies(self) -> None:
        """Know that a process can keep nothing any more, until there is another."""
        ...

    def trouble(self, rate: float) -> None:
        """Have so many of all occasions go wrong from now on."""
        ...

    async def says(self, name: str, chat: str, text: str, pictures: Sequence[bytes] = ()) -> Sequence[Said]:
        """Have somebody say it to the bot in a group or, in the chat of his name, one to one; it may be lost."""
        ...

    async def presses(self, name: str, label: str) -> bool:
        """Have somebody press the button of that label; return False where there is none, or nobody heard of it."""
        ...

    async def does_more(self, name: str) -> None:
        """Have somebody do what is no word."""
        ...

    def shown(self, chat: str) -> Sequence[Shown]:
        """Return what is to be seen in a group, or by a person one to one, oldest first."""
        ...

    # --- once it is over ---

    @property
    def longest_trouble(self) -> float:
        """For how many seconds something may go on after its cause is gone."""
        ...

    @property
    def history(self) -> Sequence[Shown]:
        """Every state that messages have had, in the order in which they were seen."""
        ...

    @property
    def struck(self) -> Counter[str]:
        """How often each fault has struck, by its name."""
        ...

    @property
    def breaches(self) -> Sequence[str]:
        """What the bot did against the rules."""
        ...

    def acknowledged(self, said: Said, heard: Collection[MessageId], *, died: bool) -> bool:
        """Return whether the platform was told that the bot has it; *heard* is what the bot held to be kept."""
        ...

    def screen(self, user: str) -> str:
        """Return the private chat of whom the bot knows by that id."""
        ...


Opening = Callable[[Path, int, VirtualClock], AbstractAsyncContextManager[Stage]]
"""Opens a platform's stage, with a folder for the bot; a seed decides in which mode the bot hears."""
