"""A code, good once, by which an account becomes somebody's, or a chat becomes a group's."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from handlers.people.rules.roster import GroupId, PersonId, StationId

DIGITS: Final = 6
CODES: Final = 10**DIGITS
GOOD_FOR: Final = timedelta(hours=24)
GUESSES: Final = ((5, timedelta(days=1)),)
"""How often one account may be wrong; a guess is right once in a million for each code that was given."""
GUESSES_OF_ALL: Final = ((1000, timedelta(days=1)),)
"""How often all accounts together may: ten thousand must not guess for each other, nor a few keep everybody out."""

OWN_CODES: Final = ((3, timedelta(days=1)),)
"""How many codes somebody may ask for himself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BindingCode:
    """One code as its station knows it; it is for a *person* or for a *group*."""

    station: StationId
    number: int
    until: datetime
    person: PersonId | None = None
    group: GroupId | None = None
    used: bool = False

    def is_good(self, at: datetime) -> bool:
        """Return whether it can still be used."""
        return not self.used and at < self.until

    def spent(self) -> "BindingCode":
        """Return it as one that nobody can use any more."""
        return replace(self, used=True)


def written(number: int) -> str:
    """Return a code as people type it."""
    return f"{number:0{DIGITS}}"
