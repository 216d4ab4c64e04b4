"""Whether a message may leave now: still useful, no quiet hours, inside the fence, nothing personal, room, a way."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.outgoing_filter import OutgoingFilter
from bot.platforms.base import Limit, Platform, Post
from bot.turns import Turns
from handlers.dates.lunar import is_silent
from handlers.dates.weeks import monday_of
from handlers.meetings.rules.fence import may_post
from handlers.message import Account, Outgoing, Priority, Recipient, Scope
from handlers.people.rules.quiet_hours import quiet_until
from handlers.people.rules.roster import GroupId, PersonId, Place, Role
from handlers.petitions.rules.petition import PetitionId
from handlers.ports import Entry, Kept, UnitOfWork, UnknownPetition, Withheld
from handlers.timed_texts import when_late

ANSWER_WITHIN: Final = timedelta(hours=24)  # how long a platform's own way to answer a message may be good

KEPT_FREE: Final = 10  # one in so many of each limit is for emergencies: no chatter keeps a danger waiting

NO_WAY: Final = "no way"


@dataclass(frozen=True, slots=True, kw_only=True)
class Leave:
    """It may leave: its address is found and its budget is booked; the *others* are said with it."""

    platform: Platform
    post: Post
    others: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """It may not leave before *until*."""

    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Drop:
    """It may never leave; *error* is `NO_WAY`, or why the bot itself does not send it."""

    error: str


class Gate:
    """The last look at each message before it leaves."""

    def __init__(self, platforms: Mapping[str, Platform], public_phones: Collection[str]) -> None:
        self._platforms = platforms
        self._filter = OutgoingFilter(public_phones)
        self._turns = Turns()

    async def decide(self, entry: Entry, now: datetime, work: UnitOfWork) -> Leave | Wait | Drop:
        """Return whether *entry* may leave; where it may, its messages are booked on its budgets."""
        found = await self.look(entry, now, work)
        if not isinstance(found, Leave):
            return found
        outgoing, platform, post = entry.outgoing, found.platform, found.post
        messages = platform.messages(post) + (outgoing.document is not None)
        until = await self._room_at(platform.limits(post.place), messages, outgoing.priority, now, work)
        return found if until is None else Wait(until=until)

    async def look(self, entry: Entry, now: datetime, work: UnitOfWork) -> Leave | Wait | Drop:
        """Return whether *entry* may leave where there is room for it, or in one with something that has it."""
        outgoing = entry.outgoing
        if outgoing.best_before is not None and now >= outgoing.best_before:
            return Drop(error=Withheld.LATE)
        if await _is_not_theirs(outgoing, work):
            return Drop(error=Withheld.NOT_THEIRS)
        if outgoing.priority >= Priority.NOTICE:
            morning = quiet_until(now, work.roster.stations[outgoing.station])
            if morning is not None:
                return Wait(until=morning)
        if outgoing.slot is not None and not await _inside_fence(outgoing, outgoing.slot, now, work):
            return Drop(error=Withheld.SILENCE if is_silent(now.date()) else Withheld.FENCE)
        if _is_gone(outgoing, work):
            return Drop(error=Withheld.GONE)
        if await self._filter.blocks(outgoing, work):
            return Drop(error=Withheld.FILTERED)
        heard = None if outgoing.answers is None else await work.messages.get(outgoing.answers)
        place = await self._address(outgoing.to, heard, work)
        platform = None if place is None else self._platforms.get(place.platform)
        if place is None or platform is None:
            return Drop(error=NO_WAY)
        return Leave(platform=platform, post=await _post(entry, place, heard, now, work))

    async def _room_at(
        self,
        limits: Mapping[str, Sequence[Limit]],
        messages: int,
        priority: Priority,
        now: datetime,
        work: UnitOfWork,
    ) -> datetime | None:
        """Book so many *messages* on every budget and return None, or return when to look again."""
        urgent = priority is Priority.EMERGENCY
        rooms = {
            name: [(one.count - (0 if urgent else one.count // KEPT_FREE), one.window) for one in some]
            for name, some in limits.items()
            if some
        }
        full = await work.budgets.reserve(rooms, at=now, messages=messages)
        if full is None:
            return None
        name, free_at = full
        return self._turns.next((name, priority), rooms[name], free_at=free_at)

    async def _address(self, to: Recipient, heard: Kept | None, work: UnitOfWork) -> Place | None:
        """Return where *to* is spoken to, None where there is no way.

        Somebody who was just forgotten has no way any more, but is answered where he asked for it.
        """
        if to.scope is Scope.GROUP:
            group = work.roster.groups.get(GroupId(to.id))
            if group is not None:
                return group.place
            return heard.heard.place if heard is not None and heard.heard.place.chat == to.id else None
        ways = (way for way in await work.voters.ways(PersonId(to.id)) if way.platform in self._platforms)
        way = next(ways, None)
        if way is not None:
            return Place(platform=way.platform, account=way.account, chat=way.user)
        return heard.heard.place if heard is not None and heard.heard.scope is Scope.DIRECT else None


async def _is_not_theirs(outgoing: Outgoing, work: UnitOfWork) -> bool:
    """Return whether it tells of a matter and is for one who is not its voter and not, or no more, of its station."""
    if outgoing.about is None or outgoing.to.scope is not Scope.DIRECT:
        return False
    try:
        petition = await work.petitions.get(PetitionId(outgoing.about))
    except UnknownPetition:  # it is about a person
        return False
    person = PersonId(outgoing.to.id)
    return person != petition.voter and work.roster.roles_at(person, petition.station) == {Role.VOTER}


def _is_gone(outgoing: Outgoing, work: UnitOfWork) -> bool:
    """Return whether it is for a group that is not there any more, or where the bot is not."""
    group = work.roster.groups.get(GroupId(outgoing.to.id)) if outgoing.to.scope is Scope.GROUP else None
    return group is not None and group.gone


async def _inside_fence(outgoing: Outgoing, slot: str, now: datetime, work: UnitOfWork) -> bool:
    monday = monday_of(now.date())
    taken = await work.fence.taken(GroupId(outgoing.to.id), monday, monday + timedelta(days=6))
    return may_post(taken, now.date(), slot)


async def _post(entry: Entry, place: Place, heard: Kept | None, now: datetime, work: UnitOfWork) -> Post:
    outgoing = entry.outgoing
    to_answer = heard is not None and heard.heard.place == place and now - heard.received_at < ANSWER_WITHIN
    return Post(
        key=outgoing.key,
        place=place,
        scope=outgoing.to.scope,
        text=_said(entry, now),
        choices=outgoing.choices,
        mention=await _mention(outgoing, place, work),
        answers=outgoing.answers,
        answer=heard.heard.answer if heard is not None and to_answer else None,
        priority=outgoing.priority,
        maybe_shown=entry.maybe_sent,
    )


def _said(entry: Entry, now: datetime) -> str:
    """Return the words; a scheduled post that was queued in time and could not leave for long says that it is late."""
    if entry.outgoing.slot is None:
        return entry.outgoing.text
    due = entry.outgoing.not_before or entry.queued_at
    return when_late(entry.outgoing.text, due=max(due, entry.queued_at), now=now)


async def _mention(outgoing: Outgoing, place: Place, work: UnitOfWork) -> Account | None:
    if outgoing.mention is None:
        return None
    ways = await work.voters.ways(outgoing.mention)
    return next((way for way in ways if (way.platform, way.account) == (place.platform, place.account)), None)
