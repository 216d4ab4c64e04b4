"""What the bot has put on people's own lists and into their calendars, where a platform has such."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from handlers.message import Account
from handlers.people.rules.roster import PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """Something that *person* has to have done by *ends*, or, where it *begins*, has to be at *place* for.

    *key* is made of what it is about and whose it is; nothing in *text* tells of a voter.
    """

    key: str
    person: PersonId
    text: str
    ends: datetime | None
    begins: datetime | None = None
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entered:
    """A duty as it was entered for *account*, who is *owner* on that list.

    By *token* the platform knows an entry that it was given before. *id* is its own name for it, empty as long as
    nobody knows whether it has it.
    """

    duty: Duty
    account: Account
    owner: str
    token: str
    id: str = ""

    @property
    def key(self) -> str:
        """What it is found by: its duty, and where it is entered."""
        return f"{self.account.platform}/{self.account.account}/{self.duty.key}"


class DutyRepository(Protocol):
    """The duties that are entered somewhere, sealed."""

    async def entered(self) -> Sequence[Entered]:
        """Return all of them, in the order in which they were entered."""

    async def add(self, entered: Entered) -> bool:
        """Keep what is about to be entered; return False, and keep nothing, where there is one with its key."""

    async def save(self, entered: Entered) -> None:
        """Keep it, in place of the one with its key."""

    async def drop(self, key: str) -> None:
        """Forget the one with that key; nothing happens where there is none."""
