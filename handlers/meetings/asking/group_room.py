"""Where the groups have room for a post that people set off: the fence applied to what no rule can foresee.

Such a post waits here and not in the outbox, where it would hold up what its group is to hear before it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Final

from handlers.dates.china_time import day_of, moment
from handlers.dates.day_kinds import ONE_DAY
from handlers.dates.weeks import days_between, monday_of
from handlers.meetings.asking import call_texts as texts
from handlers.meetings.posts import groups_of, placed_posts
from handlers.meetings.rules import fence
from handlers.meetings.rules.group_posts import GroupDay, WaitingPost
from handlers.meetings.rules.notices import MORNING, SPREAD
from handlers.meetings.telling import GroupPost, post, tell_staff
from handlers.people.rules.roster import Group, GroupId, Station
from handlers.ports import UnitOfWork
from handlers.refusals import Refusal
from handlers.timed import Occurrence

LONGEST_POST: Final = 200  # domain §5
LOOKED_AHEAD: Final = timedelta(weeks=2)


class TooLongForGroups(Refusal):
    """A post would have more than `LONGEST_POST` characters."""

    def __init__(self, length: int) -> None:
        super().__init__(length)
        self.length = length


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """On which days groups hear a post, and how many have no room for it."""

    days: tuple[date, ...]
    missed: int


async def post_when_free(
    text: str, *, slot: str, station: Station, until: date, now: datetime, work: UnitOfWork
) -> Posted:
    """Have each voters' group told *text* once, on its first free day up to *until*. Raise `TooLongForGroups`."""
    if len(text) > LONGEST_POST:
        raise TooLongForGroups(len(text))
    posts = await work.group_posts.of(station.id)
    if any(one.slot == slot for one in posts):
        return Posted(days=(), missed=0)
    groups = groups_of(station, None)
    placed = [GroupDay(group=one.id, day=day) for one in groups if (day := await _free(one, station, until, now, work))]
    waiting = WaitingPost(
        station=station.id, number=len(posts) + 1, slot=slot, text=text, until=until, waiting=tuple(placed)
    )
    await _send_due(waiting, station, now, work)
    return Posted(days=tuple(one.day for one in placed), missed=len(groups) - len(placed))


async def post_waiting(occurrence: Occurrence, now: datetime, work: UnitOfWork) -> None:
    """Post what waited for this day; what missed its day gets another, or staff hear that it is not told any more."""
    station, today = occurrence.station, day_of(now)
    for one in await work.group_posts.of(station.id):
        if one.waiting:
            late = [place for place in one.waiting if place.day < today]
            if late:
                one = await _placed_anew(one, late, station, now, work)
            await _send_due(one, station, now, work)


async def _placed_anew(
    one: WaitingPost, late: Sequence[GroupDay], station: Station, now: datetime, work: UnitOfWork
) -> WaitingPost:
    groups = {group.id: group for group in groups_of(station, None)}
    found = []
    for place in late:
        group = groups.get(place.group)
        day = None if group is None else await _free(group, station, one.until, now, work)
        if day is not None:
            found.append(GroupDay(group=place.group, day=day))
    if len(found) < len(late):
        text = texts.not_posted(one.text, len(late) - len(found))
        await tell_staff(text, station=station, key=f"{one.slot}/missed", at=now, work=work)
    return replace(one, waiting=(*(place for place in one.waiting if place not in late), *found))


async def _send_due(one: WaitingPost, station: Station, now: datetime, work: UnitOfWork) -> None:
    """Have those groups told whose day it is; keep the others waiting."""
    today = day_of(now)
    groups = {group.id: group for group in groups_of(station, None)}
    told = [groups[place.group] for place in one.waiting if place.day == today]
    due, end = max(now, moment(today, MORNING)), moment(today + ONE_DAY, time())
    notice = GroupPost(key=one.slot, station=station, slot=one.slot, text=one.text, due=due, until=end, spread_out=True)
    await post(notice, told, now, work)
    await work.group_posts.save(replace(one, waiting=tuple(place for place in one.waiting if place.day != today)))


async def _free(group: Group, station: Station, until: date, now: datetime, work: UnitOfWork) -> date | None:
    """Return the first day on which nothing else is posted, planned or waiting there, None where there is none."""
    today = day_of(now)
    last = min(until, today + LOOKED_AHEAD)
    first = today if now < moment(today, station.quiet_from) - SPREAD else today + ONE_DAY
    taken = {
        *await work.fence.taken(group.id, monday_of(today), last + 6 * ONE_DAY),
        *await _queued(group.id, station, work),
        *_planned(group, station, today, last),
    }
    return next((day for day in days_between(first, last) if fence.may_post(taken, day, "")), None)


async def _queued(group: GroupId, station: Station, work: UnitOfWork) -> list[tuple[date, str]]:
    """Return the posts that wait for a group, in the outbox or for their day."""
    queued = [
        (day_of(entry.outgoing.not_before or entry.queued_at), entry.outgoing.slot)
        for entry in await work.outbox.waiting(station.id)
        if entry.outgoing.slot is not None and entry.outgoing.to.id == group
    ]
    for one in await work.group_posts.of(station.id):
        queued += [(place.day, one.slot) for place in one.waiting if place.group == group]
    return queued


def _planned(group: Group, station: Station, start: date, end: date) -> Iterator[tuple[date, str]]:
    """Yield the posts that *group* is to have from *start* to the end of the week of *end*, each with its day."""
    for monday in days_between(monday_of(start), end)[::7]:
        placed = placed_posts(station, group.point, monday)
        yield from ((day, slot) for slot, day in placed.items() if monday_of(day) == monday and day >= start)
