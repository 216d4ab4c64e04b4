"""A call for views on a draft law, on what should be built, on a budget: what is kept of it, and what follows."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from handlers.people.rules.roster import PersonId, StationId


class CallKind(StrEnum):
    """What is asked about: a draft, next year's projects, the budget before a congress."""

    DRAFT = "draft"
    PROPOSALS = "proposals"
    BUDGET = "budget"


class Speaker(StrEnum):
    """As what somebody gave a view."""

    DEPUTY = "deputy"
    STAFF = "staff"
    VOTER = "voter"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An article of a draft, or a section of a report.

    *point* says in plain words what it is about, *original* is how the draft puts it; both may be empty.
    """

    label: str
    point: str = ""
    original: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What one person said, in the person's own words; *about* is the label of an item, empty where none was named.

    The words go with their time, so that *text* is empty then; who spoke stays, to be told what came of it.
    """

    id: str
    by: PersonId
    speaker: Speaker
    at: datetime
    about: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Adoption:
    """What the views on an item brought about: *point* now stands in *article*.

    Of those who gave a view on it, *agreed* and *refused* answered whether the groups may hear of it.
    """

    about: str
    article: str
    point: str
    at: datetime
    agreed: tuple[PersonId, ...] = ()
    refused: tuple[PersonId, ...] = ()

    @property
    def may_be_told(self) -> bool:
        """Whether somebody who spoke wants the groups to hear of it, and nobody would rather not."""
        return bool(self.agreed) and not self.refused


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A call for views until the day *closes*, that day included; *number* counts a station's calls.

    *organ* is who drafts. A draft that is asked about again has a further *round*. *place* and *link* are where the
    papers may be read. *handed_at* is when staff got the views, *reported_at* when they had passed them on.
    """

    station: StationId
    number: int
    kind: CallKind
    title: str
    closes: date
    opened_by: PersonId
    opened_at: datetime
    organ: str = ""
    round: int = 1
    items: tuple[Item, ...] = ()
    place: str = ""
    link: str = ""
    views: tuple[View, ...] = ()
    handed_at: datetime | None = None
    reported_at: datetime | None = None
    adoptions: tuple[Adoption, ...] = ()

    @property
    def key(self) -> str:
        """What it is called among all that is kept."""
        return f"{self.station}/call/{self.number}"

    def is_open(self, day: date) -> bool:
        """Return whether views are still taken on *day*."""
        return day <= self.closes

    def item(self, label: str) -> Item | None:
        """Return the item of that label, or None."""
        return next((item for item in self.items if item.label == label), None)

    def speakers_on(self, label: str) -> tuple[PersonId, ...]:
        """Return who gave a view on an item, each once, in the order they spoke."""
        return tuple(dict.fromkeys(view.by for view in self.views if view.about == label))


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """One row of the table of views: what was said on an item, by how many people, as what they spoke."""

    about: str
    text: str
    speakers: tuple[Speaker, ...]
    people: int


def rounds_before(calls: Iterable[Call], kind: CallKind, title: str) -> int:
    """Return how often *title* was asked about already."""
    return sum(call.kind is kind and call.title == title for call in calls)


def opinions(call: Call) -> Iterator[Opinion]:
    """Yield what was said, item by item, views on the whole last; the same words of several people once."""
    for label in (*(item.label for item in call.items), ""):
        said: dict[str, list[View]] = {}
        for view in call.views:
            if view.about == label and view.text:
                said.setdefault(view.text, []).append(view)
        for text, views in said.items():
            speakers = tuple(kind for kind in Speaker if any(view.speaker is kind for view in views))
            yield Opinion(about=label, text=text, speakers=speakers, people=len({view.by for view in views}))


def without_views_of(person: PersonId, views: Sequence[View]) -> tuple[View, ...]:
    """Return *views* as if *person* had said nothing."""
    return tuple(view for view in views if view.by != person)
