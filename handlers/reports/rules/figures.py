"""What is counted as it happens, under which name, and the shares made of it (domain §3.9)."""

from collections.abc import Mapping
from typing import Final

from handlers.meetings.rules.records import Counts
from handlers.petitions.rules.petition import Action, Rating, ResultClass

# Each step of a petition is counted under its action's name, each rating under its own.
REGISTERED: Final = Action.REGISTER
REDIRECTED: Final = Action.REDIRECT
ALARMED: Final = Action.ALARM
ANSWERED_ON_SPOT: Final = Action.ANSWER_ON_SPOT
DISPATCHED: Final = Action.DISPATCH
ESCALATED: Final = Action.ESCALATE

# The unit's word that it is done, and the voter's: two figures, never one. Each matter counts once for the unit.
FINISHED: Final = "finished_by_unit"
SOLVED: Final = "solved_for_voter"
PROMISED: Final = "promised"
PROMISE_KEPT: Final = "promise_kept"
PROMISE_WITHDRAWN: Final = "promise_withdrawn"

DAILY: Final = (REGISTERED, FINISHED, ANSWERED_ON_SPOT, REDIRECTED, ALARMED)
"""What the daily digest tells."""

RECEIVED: Final = "reception_people"
MATTERS: Final = "reception_matters"
ANSWERED_AT_RECEPTION: Final = "reception_answered"


def of_reception(counts: Counts) -> tuple[tuple[str, int], ...]:
    """Return the figures a reception day adds."""
    return (RECEIVED, counts.people), (MATTERS, counts.matters), (ANSWERED_AT_RECEPTION, counts.answered)


def finished(figures: Mapping[str, int]) -> int:
    """Return how many matters are done by the word of who handled them: a unit, or a deputy on the spot."""
    return figures.get(FINISHED, 0) + figures.get(ANSWERED_ON_SPOT, 0)


def ratings(figures: Mapping[str, int]) -> int:
    """Return how many voters rated; those who did not answer are left out (domain §3.9)."""
    return sum(figures.get(rating, 0) for rating in Rating)


def satisfied(figures: Mapping[str, int]) -> int | None:
    """Return the percentage of content ratings, None where nobody rated."""
    content = figures.get(Rating.SATISFIED, 0) + figures.get(Rating.FAIRLY, 0)
    return share(content, ratings(figures))


def of_class(figures: Mapping[str, int]) -> Mapping[ResultClass, int]:
    """Return how many answers were of each class, those of a second round counted again."""
    return {result: figures.get(result, 0) for result in ResultClass}


def share(part: int, whole: int) -> int | None:
    """Return the percentage *part* is of *whole*, None of nothing."""
    return round(100 * part / whole) if whole else None
