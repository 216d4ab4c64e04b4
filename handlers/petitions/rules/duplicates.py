"""Whether a voter says again what was registered before (domain §3.6)."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from handlers.intake.rules.normalise import fold
from handlers.petitions.rules.petition import Petition, State
from handlers.petitions.rules.states import OPEN

SAME_WITHIN: Final = timedelta(hours=24)


def said_before(text: str, at: datetime, earlier: Iterable[Petition]) -> Petition | None:
    """Return the open one of a voter's *earlier* petitions that says the same words within a day, or None."""
    words = _words(text)
    return next(
        (
            one
            for one in earlier
            if one.state in OPEN and at - one.registered_at <= SAME_WITHIN and _words(one.text) == words
        ),
        None,
    )


def answered_before(text: str, earlier: Iterable[Petition]) -> Petition | None:
    """Return the one of a voter's *earlier* petitions that said the same words and is closed, or None.

    Once that is put away, thirty days later, the same words are a new matter.
    """
    words = _words(text)
    return next((one for one in earlier if one.state is State.CLOSED and _words(one.text) == words), None)


def is_news(words: str, petition: Petition) -> bool:
    """Return whether *words* say anything that its voter has not said of *petition* before."""
    told = (petition.text, *(added.text for added in petition.supplements))
    return bool(_words(words)) and all(_words(words) not in _words(earlier) for earlier in told)


def _words(text: str) -> str:
    return "".join(filter(str.isalnum, fold(text).text))
