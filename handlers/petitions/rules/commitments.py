"""What a unit has promised for later: followed each quarter until kept or withdrawn with a reason (domain §3.2)."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Final

FIRST_MONTHS: Final = (1, 4, 7, 10)
"""The months quarters begin with."""
RATED_IN: Final = 11  # voters are asked in the middle of the last quarter, once units have said where they are


class Ending(StrEnum):
    """How a commitment came to its end, as the unit says."""

    KEPT = "kept"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment:
    """A unit's promise (class B) in its own words, and the day it named; *status* is its last word on it, of *said_at*.

    That it was kept is the unit's word; *agreed* is the voter's, and a voter who sees it otherwise opens it again.
    """

    words: str
    made_at: datetime
    until: date | None
    status: str = ""
    ended: Ending | None = None
    agreed: bool | None = None
    said_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Whether it still has to be kept."""
        return self.ended is None


def goes_on(commitment: Commitment, status: str, at: datetime, until: date | None = None) -> Commitment:
    """Return it with the unit's word that it is being worked on, and the new day if one was named."""
    return replace(commitment, status=status, said_at=at, until=until or commitment.until, agreed=None)


def kept(commitment: Commitment, status: str, at: datetime) -> Commitment:
    """Return it as kept, by the unit's word; the voter is to be asked."""
    return replace(commitment, status=status, said_at=at, ended=Ending.KEPT, agreed=None)


def withdrawn(commitment: Commitment, reason: str, at: datetime) -> Commitment:
    """Return it as given up. Raise ValueError without a reason: nobody goes back on a word in silence."""
    if not reason.strip():
        raise ValueError("a commitment is withdrawn with a reason")
    return replace(commitment, status=reason, said_at=at, ended=Ending.WITHDRAWN, agreed=None)


def is_unanswered(commitment: Commitment, asked_at: datetime) -> bool:
    """Return whether its unit was asked at *asked_at* where it stands, and has said nothing since."""
    return commitment.made_at < asked_at and (commitment.said_at is None or commitment.said_at < asked_at)


def seen_by_voter(commitment: Commitment, *, agreed: bool) -> Commitment:
    """Return it with what the voter sees; one that was said to be kept, and is not, has to be kept still."""
    reopened = commitment.ended is Ending.KEPT and not agreed
    return replace(commitment, agreed=agreed, ended=None if reopened else commitment.ended)
