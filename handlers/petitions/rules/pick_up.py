"""A code for a voter without a private way: of one petition, for one person, for some days (domain §3.5)."""

import hashlib
import hmac
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from handlers.people.rules.roster import PersonId
from handlers.petitions.rules.petition import Petition, PetitionId, PickUp

CODES: Final = 10**6
GOOD_FOR: Final = timedelta(days=7)
MOST_WRONG_GUESSES: Final = 5  # one stranger in 200 000 would get in


def with_code(petition: Petition, code: int, at: datetime) -> Petition:
    """Return *petition* with a new code, in place of any before it."""
    return replace(petition, pick_up=PickUp(code=_hash(petition.id, written(code)), until=at + GOOD_FOR))


def written(code: int) -> str:
    """Return the code as people type it."""
    return f"{code:06}"


def used(petition: Petition, code: str, *, by: PersonId, at: datetime) -> tuple[Petition, bool]:
    """Return *petition* after somebody has tried *code* on it, and whether that was right."""
    pick_up = petition.pick_up
    if pick_up is None or at >= pick_up.until or pick_up.wrong_guesses >= MOST_WRONG_GUESSES:
        return petition, False
    fits = hmac.compare_digest(pick_up.code, _hash(petition.id, code)) and pick_up.by in {None, by}
    after = replace(pick_up, by=by) if fits else replace(pick_up, wrong_guesses=pick_up.wrong_guesses + 1)
    return replace(petition, pick_up=after), fits


def _hash(petition: PetitionId, code: str) -> str:
    return hashlib.sha256(f"{petition}/{code}".encode()).hexdigest()
