"""What many voters have told of late: matters that are alike, with their places, most voters first."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from handlers.people.rules.roster import Station
from handlers.petitions.rules.alike import without_villages
from handlers.petitions.rules.assignment import village_of
from handlers.petitions.rules.clusters import clusters
from handlers.petitions.rules.company import may_have_company
from handlers.petitions.rules.petition import Petition, PetitionId, State

HOT_FROM: Final = 2
"""What so many voters have told is told again."""

# What is no matter of the station's, and what is seen to by a person alone.
_LEFT_OUT: Final = frozenset(
    {State.DRAFT, State.WITHDRAWN, State.DECLINED, State.REDIRECTED, State.EMERGENCY, State.PRIVATE_HUMAN}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class HotIssue:
    """A matter several voters have told: in whose words it is shown, in which petitions, how many they are and where.

    *petitions* are their numbers, the first told first. *villages* are of the list, while *places* may be in a voter's
    words; *category* is the topic of the first that has one.
    """

    words: str
    petitions: tuple[PetitionId, ...]
    tail: int
    voters: int
    places: tuple[str, ...]
    villages: tuple[str, ...]
    category: str | None


def hot_issues(petitions: Sequence[Petition], station: Station) -> list[HotIssue]:
    """Return what several voters have told in *petitions*, most voters first."""
    told = sorted(
        (one for one in petitions if one.state not in _LEFT_OUT and may_have_company(one)),
        key=lambda one: (one.registered_at, one.tail),
    )
    issues = [_issue(matters, station) for matters in _together(told)]
    hot = [issue for issue in issues if issue.voters >= HOT_FROM]
    return sorted(hot, key=lambda issue: issue.voters, reverse=True)


def _together(petitions: Sequence[Petition]) -> list[list[Petition]]:
    """Return *petitions* by matter, wherever it is: those that people put together, and those that say the same."""
    families: dict[str, list[Petition]] = {}
    for petition in petitions:
        families.setdefault(petition.parent or petition.likely_parent or petition.id, []).append(petition)
    matters = list(families.values())
    found = clusters([without_villages(matter[0].text) for matter in matters])
    return [[petition for number in cluster for petition in matters[number]] for cluster in found]


def _issue(petitions: Sequence[Petition], station: Station) -> HotIssue:
    nameless = sum(one.voter is None for one in petitions)
    voters = len({one.voter for one in petitions if one.voter is not None}) + nameless
    places = dict.fromkeys(place for one in petitions if (place := village_of(one, station) or one.place))
    return HotIssue(
        words=petitions[0].summary,
        petitions=tuple(one.id for one in petitions),
        tail=petitions[0].tail,
        voters=voters,
        places=tuple(places),
        villages=tuple(dict.fromkeys(village for one in petitions if (village := village_of(one, station)))),
        category=next((one.category for one in petitions if one.category is not None), None),
    )
