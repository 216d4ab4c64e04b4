"""Scheduled posts each group has had: one row for a group's day."""

from collections.abc import Sequence
from datetime import date

from handlers.people.rules.roster import GroupId
from storage.codec import Posts
from storage.postgres.records import Records


class PostgresFence:
    def __init__(self, fence: Records[Posts]) -> None:
        self._fence = fence

    async def taken(self, group: GroupId, start: date, end: date) -> Sequence[tuple[date, str]]:
        days = await self._fence.select("WHERE group_id = %s AND day BETWEEN %s AND %s ORDER BY day", group, start, end)
        return [(posts.day, slot) for posts in days for slot in posts.slots]

    async def take(self, group: GroupId, day: date, slot: str) -> None:
        posts = await self._fence.find(group, day) or Posts(group=group, day=day, slots=())
        await self._fence.put(Posts(group=group, day=day, slots=tuple(sorted({*posts.slots, slot}))))
