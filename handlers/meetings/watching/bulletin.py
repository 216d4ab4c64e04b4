"""The monthly bulletin on watched projects: drafted for staff, told to deputies' groups once they agree (MSG-B1)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Final

from handlers.conversation import Answer, Question
from handlers.dates.china_time import day_of, moment
from handlers.dates.day_kinds import ONE_DAY
from handlers.dates.periods import WorkingDays, due_date
from handlers.meetings.rules.notices import MORNING
from handlers.meetings.rules.watched_projects import Stage, WatchedProject, month_of
from handlers.meetings.telling import tell
from handlers.meetings.watching import sheet_texts as texts
from handlers.message import Message, Outgoing, Priority, Recipient
from handlers.people.on_duty import on_duty
from handlers.people.rules.roster import GroupKind, PersonId, Station, StationId
from handlers.ports import UnitOfWork
from handlers.timed import Occurrence
from handlers.trail import note

PUBLISH: Final = "project_bulletin"
ADD_WITHIN: Final = WorkingDays(3)
USEFUL_FOR: Final = timedelta(days=14)


def months(station: Station, start: datetime, end: datetime) -> Iterator[Occurrence]:
    """Yield one on the first workday of each month."""
    first = start.date().replace(day=1)
    while first <= end.date():
        calendar = station.calendar
        day = first if calendar.is_workday(first) else calendar.next_workday(first)
        due = moment(day, MORNING)
        if start <= due < end:
            key = f"watching/{station.id}/month/{first}"
            yield Occurrence(key=key, station=station, due=due, until=due + USEFUL_FOR, subject=first.isoformat())
        first = (first + timedelta(days=31)).replace(day=1)


async def draft_monthly(occurrence: Occurrence, now: datetime, work: UnitOfWork) -> None:
    """Give staff the month's bulletin and ask whether the deputies' groups may have it, where anything is watched."""
    station = occurrence.station
    watched = await _watched(station, work)
    month = _month_before(day_of(now))
    if watched:
        text = texts.bulletin_draft(_text(watched, month, station, now), day_of(now).month)
        sheet = texts.bulletin_sheet(watched, month, station, day_of(now))
        for person in on_duty(station):
            await _ask(person, station, month, text, now, work)
            await tell(
                person, text, station=station, key=occurrence.key, at=now, work=work, document=sheet,
                choices=texts.PUBLISH_CHOICES,
            )  # fmt: skip


async def bulletin(message: Message, argument: None, work: UnitOfWork) -> None:
    """Draft the bulletin of the month before at once."""
    station, now = message.station, message.sent_at
    watched = await _watched(station, work)
    if not watched:
        await work.outbox.add(message.reply_in_private(texts.NOTHING_WATCHED), at=now)
        return
    month = _month_before(day_of(now))
    text = texts.bulletin_draft(_text(watched, month, station, now), day_of(now).month)
    await _ask(message.sender, station, month, text, now, work)
    reply = message.reply_in_private(text, choices=texts.PUBLISH_CHOICES)
    sheet = texts.bulletin_sheet(watched, month, station, day_of(now))
    await work.outbox.add(replace(reply, document=sheet), at=now)


async def on_publish(message: Message, question: Question, answer: Answer, work: UnitOfWork) -> None:
    """Have the deputies' groups told how the projects stand now, once for each month."""
    station_id, _, first_day = question.subject.rpartition("/")
    station, now = work.roster.stations[StationId(station_id)], message.sent_at
    month = date.fromisoformat(first_day)
    text = _text(await _watched(station, work), month, station, now)
    for group in station.groups:
        if group.kind is GroupKind.DEPUTIES:
            slot = f"watching/{station.id}/bulletin/{month}"
            post = Outgoing(
                key=f"{slot}/group/{group.id}",
                to=Recipient.group(group.id),
                station=station.id,
                text=text,
                priority=Priority.POST,
                slot=slot,
            )
            await work.outbox.add(post, at=now)
    await note(message, about=f"{station.id}/watched", event="publish_bulletin", work=work)
    await work.outbox.add(message.reply_in_private(texts.PUBLISHED), at=now)


async def _watched(station: Station, work: UnitOfWork) -> list[WatchedProject]:
    return [one for one in await work.watched_projects.of(station.id) if one.stage is not Stage.DONE]


def _text(watched: list[WatchedProject], month: date, station: Station, now: datetime) -> str:
    today = day_of(now)
    before = _month_before(month)
    stands = month_of(watched, today, (before.year, before.month))
    return texts.bulletin(stands, month.month, due_date(today, ADD_WITHIN, station.calendar))


def _month_before(day: date) -> date:
    """Return the first day of the month before that of *day*."""
    return (day.replace(day=1) - ONE_DAY).replace(day=1)


async def _ask(person: PersonId, station: Station, month: date, text: str, at: datetime, work: UnitOfWork) -> None:
    await work.questions.ask(
        Question(
            person=person,
            where=Recipient.person(person),
            topic=PUBLISH,
            subject=f"{station.id}/{month}",
            choices=texts.PUBLISH_CHOICES,
            asked_at=at,
            text=text,
        )
    )
