"""Scheduled posts each group has had: one row for a group's day."""

from collections.abc import Sequence
from datetime import date

from handlers.people.rules.roster import GroupId
from storage.codec import Posts
from storage.embedded.table import Table
from storage.keys import joined


class EmbeddedFence:
    def __init__(self, fence: Table[Posts]) -> None:
        self._fence = fence

    async def taken(self, group: GroupId, start: date, end: date) -> Sequence[tuple[date, str]]:
        days = self._fence.span("of_group", group, start=start.toordinal(), below=(end.toordinal() + 1, 0))
        return [(posts.day, slot) for posts in days for slot in posts.slots]

    async def take(self, group: GroupId, day: date, slot: str) -> None:
        posts = self._fence.find(joined(group, day)) or Posts(group=group, day=day, slots=())
        self._fence.put(Posts(group=group, day=day, slots=tuple(sorted({*posts.slots, slot}))))
