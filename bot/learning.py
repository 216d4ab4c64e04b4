"""`liaison-bot learn`: a station's corrections become its own model, unless that would be worse than the one in use."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from handlers.intake.rules.learning import Correction, Judgement, Measure, development, fit, judge
from handlers.intake.rules.model import shipped
from handlers.ports import Storage
from storage.models import Models

MOST: Final = 2000  # so that learning stays a matter of seconds


class Outcome(StrEnum):
    """What became of what was learned."""

    IN_USE = "in use"
    WORSE = "worse"
    NOTHING_NEW = "nothing new"


@dataclass(frozen=True, slots=True, kw_only=True)
class Learned:
    """From how many corrections was learned, how the new model does beside the one before, and whether it is in use."""

    corrections: int
    judgements: Mapping[Measure, Judgement]
    outcome: Outcome


async def corrections(storage: Storage) -> Sequence[Correction]:
    """Return what people of the station said that texts are, newest last."""
    async with storage.begin() as work:
        newest = await work.corrections.newest(limit=MOST)
    return [Correction(text=one.text, petition=one.petition, category=one.category) for one in newest]


def learn(models: Models, told: Sequence[Correction]) -> Learned:
    """Put the shipped model, as corrected by what was *told*, in use, unless it is worse than the one in use.

    It always starts from the shipped one: what is no longer kept is no longer learned. Raise `Unwritable`.
    """
    old = models.current()
    new = fit(shipped(), told) if told else old
    if new == old:
        return Learned(corrections=len(told), judgements={}, outcome=Outcome.NOTHING_NEW)
    judgements = judge(old, new, development(), told)
    worse = any(judgement.worse for judgement in judgements.values())
    if not worse:
        models.keep(new)
    outcome = Outcome.WORSE if worse else Outcome.IN_USE
    return Learned(corrections=len(told), judgements=judgements, outcome=outcome)
