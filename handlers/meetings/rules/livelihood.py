"""A year's livelihood projects, and what people say of them at its end: counts, never who said what."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from handlers.people.rules.roster import PersonId, StationId
from handlers.petitions.rules.petition import Rating

FEWEST_SHOWN: Final = 5
"""Below so many votes nothing is shown of a project: who voted might be guessed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LivelihoodProject:
    """One project of the list; *unit* answers for it."""

    name: str
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ballot:
    """What one person says of project *number* of a station's list of *year*; it is erased once it is counted."""

    station: StationId
    year: int
    number: int
    by: PersonId
    rating: Rating
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What all said of one project: counts, and the reasons in an order that tells neither who nor when."""

    satisfied: int
    fairly: int
    unsatisfied: int
    reasons: tuple[str, ...] = ()

    @property
    def votes(self) -> int:
        """How many people rated the project."""
        return self.satisfied + self.fairly + self.unsatisfied


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectList:
    """A station's livelihood projects of the year *number*, in the order in which they are numbered from 1.

    Ratings are taken from *rated_from* to the day *rated_until*, both included. *result* has one entry a project once
    they are counted, None for those with too few votes to be shown; *raters* is how many people took part.
    """

    station: StationId
    number: int
    projects: tuple[LivelihoodProject, ...]
    set_by: PersonId
    rated_from: date | None = None
    rated_until: date | None = None
    result: tuple[Tally | None, ...] | None = None
    raters: int = 0

    @property
    def key(self) -> str:
        """What it is called among all that is kept."""
        return f"{self.station}/projects/{self.number}"

    def takes_ratings(self, day: date) -> bool:
        """Return whether ratings are taken on *day*."""
        return (
            self.rated_from is not None
            and self.rated_until is not None
            and (self.rated_from <= day <= self.rated_until)
        )

    def is_to_be_counted(self, day: date) -> bool:
        """Return whether the last day of rating lies before *day* and nobody has counted."""
        return self.result is None and self.rated_until is not None and self.rated_until < day


def counted(projects: ProjectList, ballots: Sequence[Ballot]) -> ProjectList:
    """Return *projects* with what was said of each; too few votes are not shown.

    *ballots* hold one of each person and project.
    """
    numbers = range(1, len(projects.projects) + 1)
    result = tuple(_tally([ballot for ballot in ballots if ballot.number == number]) for number in numbers)
    return replace(projects, result=result, raters=shown_raters(ballots))


def shown_raters(ballots: Iterable[Ballot]) -> int:
    """Return how many people took part, 0 where they are too few to be told."""
    raters = len({ballot.by for ballot in ballots})
    return raters if raters >= FEWEST_SHOWN else 0


def _tally(ballots: list[Ballot]) -> Tally | None:
    if len(ballots) < FEWEST_SHOWN:
        return None
    given = [ballot.rating for ballot in ballots]
    return Tally(
        satisfied=given.count(Rating.SATISFIED),
        fairly=given.count(Rating.FAIRLY),
        unsatisfied=given.count(Rating.UNSATISFIED),
        reasons=tuple(sorted(ballot.reason for ballot in ballots if ballot.reason)),
    )
