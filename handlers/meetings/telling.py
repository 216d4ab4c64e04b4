"""How meetings speak: a scheduled post to groups, a notice to one person."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from handlers.conversation import Question
from handlers.document import Document
from handlers.meetings.posts import groups_of
from handlers.meetings.rules.notices import spread
from handlers.message import Choice, Citation, Outgoing, Priority, Recipient
from handlers.people.on_duty import on_duty
from handlers.people.rules.roster import Group, PersonId, PointId, Role, Station
from handlers.ports import UnitOfWork
from handlers.timed_texts import when_late


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupPost:
    """A scheduled post, due at one moment or, *spread_out*, within half an hour of it; of no use from *until* on.

    *key* is what sets it off, *slot* its place in each group's fence.
    """

    key: str
    station: Station
    slot: str
    text: str
    due: datetime
    until: datetime | None
    spread_out: bool = False


async def post(post: GroupPost, groups: Iterable[Group], now: datetime, work: UnitOfWork) -> None:
    """Have *groups* told; what is told much later than it was due is marked so."""
    for group in groups:
        due = post.due + (spread(group.id) if post.spread_out else timedelta(0))
        outgoing = Outgoing(
            key=f"{post.key}/group/{group.id}",
            to=Recipient.group(group.id),
            station=post.station.id,
            text=when_late(post.text, due=due, now=now),
            priority=Priority.POST,
            slot=post.slot,
            not_before=due,
            best_before=post.until,
        )
        await work.outbox.add(outgoing, at=now)


async def tell_groups(
    station: Station, point: PointId | None, text: str, *, key: str, until: datetime, at: datetime, work: UnitOfWork
) -> int:
    """Tell the groups that a reception at *point* concerns at once; return how many there are.

    It is news, not a scheduled post: a group has to hear it whatever else it was told that day.
    """
    groups = groups_of(station, point)
    for group in groups:
        news = Outgoing(
            key=f"reception/{key}/group/{group.id}",
            to=Recipient.group(group.id),
            station=station.id,
            text=text,
            priority=Priority.NOTICE,
            best_before=until,
        )
        await work.outbox.add(news, at=at)
    return len(groups)


async def tell(
    person: PersonId,
    text: str,
    *,
    station: Station,
    key: str,
    at: datetime,
    work: UnitOfWork,
    choices: tuple[Choice, ...] = (),
    cites: tuple[Citation, ...] = (),
    document: Document | None = None,
) -> None:
    """Tell one person in private; *key* is what sets it off."""
    notice = Outgoing(
        key=f"{key}/person/{person}",
        to=Recipient.person(person),
        station=station.id,
        text=text,
        priority=Priority.NOTICE,
        choices=choices,
        cites=cites,
        document=document,
    )
    await work.outbox.add(notice, at=at)


async def ask_person(
    person: PersonId,
    text: str,
    *,
    topic: str,
    subject: str,
    station: Station,
    key: str,
    at: datetime,
    work: UnitOfWork,
    choices: tuple[Choice, ...] = (),
    cites: tuple[Citation, ...] = (),
    words: bool = False,
) -> None:
    """Tell one person as `tell` does, and wait for an answer; what the text cites is erased from both."""
    question = Question(
        person=person,
        where=Recipient.person(person),
        topic=topic,
        subject=subject,
        choices=choices,
        asked_at=at,
        words=words,
        text=text,
        cites=cites,
    )
    await work.questions.ask(question)
    await tell(person, text, station=station, key=key, at=at, work=work, choices=choices, cites=cites)


async def tell_heads(
    text: str, *, station: Station, key: str, at: datetime, work: UnitOfWork, document: Document | None = None
) -> None:
    """Tell the head of the station in private."""
    for head in station.with_role(Role.HEAD):
        await tell(head, text, station=station, key=f"{key}/head", at=at, work=work, document=document)


async def tell_staff(text: str, *, station: Station, key: str, at: datetime, work: UnitOfWork) -> None:
    """Tell the staff on duty in private."""
    for person in on_duty(station):
        await tell(person, text, station=station, key=f"{key}/staff", at=at, work=work)
