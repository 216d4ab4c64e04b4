"""Posts that people set off and that wait for a day on which their group has room."""

from dataclasses import dataclass
from datetime import date

from handlers.people.rules.roster import GroupId, StationId


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupDay:
    """On which day a group is to hear a post."""

    group: GroupId
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingPost:
    """A post to several groups, each on its own day, of no use after the day *until*; *number* counts a station's.

    *slot* is its place in each group's fence. *waiting* are the groups that have not been told.
    """

    station: StationId
    number: int
    slot: str
    text: str
    until: date
    waiting: tuple[GroupDay, ...]
