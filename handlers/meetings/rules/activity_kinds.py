"""The kinds of activities beside reception days, kept as data, with who is told what and when (domain §2.2, §5.7)."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import StrEnum
from importlib.resources import files
from typing import Final

from handlers.meetings.rules.fence import Rank
from handlers.meetings.rules.notices import MORNING

EVERY_MONTH: Final = tuple(range(1, 13))
WHOLE_YEAR: Final = len(EVERY_MONTH)


class Audience(StrEnum):
    """Whom a step is for.

    *coming* are who agreed, and who has not answered is asked once more then; *unanswered* have said nothing.
    """

    HEADS = "heads"
    STAFF = "staff"
    DEPUTIES = "deputies"
    COMING = "coming"
    UNANSWERED = "unanswered"
    MODERATOR = "moderator"
    GROUPS = "groups"


class Invites(StrEnum):
    """Who is asked to come: every deputy, some in turn until enough agree, or nobody."""

    ALL = "all"
    SOME = "some"
    NOBODY = ""


class Turns(StrEnum):
    """What changes from one time to the next: the village that is host, the subject, or what the date is about.

    A *matter* is what most voters have told of late.
    """

    VILLAGE = "village"
    SUBJECT = "subject"
    DATE = "date"
    MATTER = "matter"
    NOTHING = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What is said so many days *before*; words in braces are filled in. What *asks* is answered by a digit."""

    to: Audience
    before: int
    text: str
    at: time = MORNING
    asks: bool = False


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Kind:
    """One kind of activity; *also* is what else it is called.

    *subject* is what it is about where nobody has said so, *figures_of* over how many months its figures are counted,
    *told* what the deputies' own group hears of its minutes, *draft* what its groups are to be told. Fixed *dates* are
    month and day with what they are about. *invitation* is how deputies are asked where no step does.
    """

    id: str
    name: str
    steps: tuple[Step, ...]
    also: tuple[str, ...] = ()
    months: tuple[int, ...] = EVERY_MONTH
    invites: Invites = Invites.NOBODY
    turns: Turns = Turns.NOTHING
    rank: Rank = Rank.PUBLICITY
    minutes: bool = False
    subject: str = ""
    figures_of: int = 0
    told: str = ""
    draft: str = ""
    invitation: str = ""
    dates: Mapping[str, str]

    @property
    def names(self) -> tuple[str, ...]:
        """All that it is called, the longest first."""
        return tuple(sorted((self.name, *self.also), key=len, reverse=True))

    @property
    def people_meet(self) -> bool:
        """Whether somebody has to be there, so that nobody can be elsewhere."""
        return self.invites is not Invites.NOBODY

    @property
    def texts(self) -> tuple[str, ...]:
        """All that is said of it, with its braces."""
        return (*(step.text for step in self.steps), self.told, self.draft, self.invitation)

    @property
    def reach(self) -> timedelta:
        """How long before an activity its first step is."""
        return timedelta(days=max(step.before for step in self.steps))


def month_and_day(day: date) -> str:
    """Return how `Kind.dates` and settings name a day of any year."""
    return f"{day:%m-%d}"


_TABLES: Final = tomllib.loads(files(__package__).joinpath("activity_kinds.toml").read_text(encoding="utf-8"))

KINDS: Final[Mapping[str, Kind]] = {
    name: Kind(
        id=name,
        name=table["name"],
        also=tuple(table.get("also", ())),
        months=tuple(table.get("months", EVERY_MONTH)),
        invites=Invites(table.get("invites", Invites.NOBODY)),
        turns=Turns(table.get("turns", Turns.NOTHING)),
        rank=Rank[table.get("rank", Rank.PUBLICITY.name)],
        minutes=table.get("minutes", False),
        subject=table.get("subject", ""),
        figures_of=table.get("figures_of", 0),
        told=table.get("told", ""),
        draft=table.get("draft", ""),
        invitation=table.get("invitation", ""),
        dates=table.get("dates", {}),
        steps=tuple(Step(**{**step, "to": Audience(step["to"])}) for step in table["steps"]),
    )
    for name, table in _TABLES.items()
}
WEEKLY_TOPIC: Final = "weekly_topic"
PUBLICITY: Final = "publicity"
