"""The fence around a voter group: one scheduled post a day, five a week (domain §5), none at Spring Festival (§7.3).

A slot is what is counted: posts that belong together, such as start and close of one reception day, share one.
Danger warnings are no scheduled posts and never come here.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from typing import Final

from handlers.dates.lunar import is_silent
from handlers.dates.weeks import monday_of

POSTS_A_WEEK: Final = 5

Taken = Collection[tuple[date, str]]
"""The slots one group has had, each with its day."""


class Rank(IntEnum):
    """What goes before what where there is not room for all; smaller first.

    What is *at home* is held in a group's own village, and those who live there have to know of it.
    """

    ANNOUNCEMENT = 0
    REMINDER = 1
    RECEPTION = 2
    AT_HOME = 3
    TOPIC = 4
    EVENT = 5
    PUBLICITY = 6
    SUMMARY = 7
    NUDGE = 8
    OUTCOME = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedPost:
    """A post one group is to have on one of *days*, best first; a post with one day cannot be moved."""

    slot: str
    rank: Rank
    days: tuple[date, ...]


def may_post(taken: Taken, day: date, slot: str) -> bool:
    """Return whether a group that has had *taken* may be sent a post of *slot* on *day*.

    Of *taken* all slots of that day's week are needed; others do no harm.
    """
    monday = monday_of(day)
    return _has_room({one for one in taken if monday_of(one[0]) == monday}, day, slot)


def _has_room(week: Taken, day: date, slot: str) -> bool:
    """Return whether *slot* may be posted on *day*, *week* being what the group has in that week."""
    if is_silent(day):
        return False
    return (day, slot) in week or (len(week) < POSTS_A_WEEK and all(other != day for other, _ in week))


def plan(posts: Iterable[PlannedPost]) -> Mapping[str, date]:
    """Return on which day each slot of one group is posted; a slot is missing where there is no room for it.

    A post of higher rank chooses its day first; no two posts have one slot, and their order does not matter.
    """
    weeks: defaultdict[date, set[tuple[date, str]]] = defaultdict(set)
    placed: dict[str, date] = {}
    for post in sorted(posts, key=lambda post: (post.rank, post.days, post.slot)):
        day = next((day for day in post.days if _has_room(weeks[monday_of(day)], day, post.slot)), None)
        if day is not None:
            weeks[monday_of(day)].add((day, post.slot))
            placed[post.slot] = day
    return placed
