"""Deputies of receptions that are held often are asked once a month for all dates, and the head has one list."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Final

from handlers.conversation import Answer, Question, said_in_words
from handlers.dates.china_time import day_of
from handlers.dates.day_kinds import ONE_DAY
from handlers.meetings import month_texts as texts
from handlers.meetings.plan import opens
from handlers.meetings.receiving_deputies import agree, withdraw
from handlers.meetings.reception_day import Held, day_named, upcoming
from handlers.meetings.rules.frequent import is_frequent, month_asked
from handlers.meetings.rules.notices import deputies_asked_again_at, deputies_asked_at
from handlers.meetings.rules.reception_days import REACH
from handlers.meetings.rules.records import ReceptionDayId
from handlers.meetings.rules.station_days import StationDay, station_days
from handlers.meetings.telling import ask_person, tell_heads
from handlers.meetings.texts import NOT_HELD
from handlers.message import Message
from handlers.parse import Missing, NotUnderstood
from handlers.parse_date import leading_day
from handlers.people.rules.roster import Deputy, Station
from handlers.ports import UnitOfWork
from handlers.timed import Occurrence
from handlers.timed_texts import when_late

MONTH: Final = "receptions_of_a_month"
FIRST, AGAIN = "first", "again"
CANNOT_COME: Final = 2
LONGEST_MONTH: Final = timedelta(days=31)


# --- when ---


def asked(station: Station, start: datetime, end: datetime) -> Iterator[Occurrence]:
    """Yield one for each month, when the deputies of its first date are asked."""
    yield from _of_months(FIRST, station, start, end)


def asked_again(station: Station, start: datetime, end: datetime) -> Iterator[Occurrence]:
    """Yield one for each month, when those who are silent are asked once more."""
    yield from _of_months(AGAIN, station, start, end)


def _of_months(step: str, station: Station, start: datetime, end: datetime) -> Iterator[Occurrence]:
    if not any(is_frequent(one.rule.days) for one in station.receptions):
        return
    for month, days in _months(station, start.date(), end.date() + REACH).items():
        due = _asked_at(days[0].day.date, station) if step == FIRST else _asked_again_at(days[0].day.date, station)
        if due is not None and start <= due < end:
            key = month_asked(station, month) + ("" if step == FIRST else f"/{step}")
            yield Occurrence(key=key, station=station, due=due, until=opens(days[-1]), subject=month.isoformat())


def _asked_at(day: date, station: Station) -> datetime:
    return deputies_asked_at(day, station.calendar, station.limits.ask_deputies_days)


def _asked_again_at(day: date, station: Station) -> datetime | None:
    limits = station.limits
    return deputies_asked_again_at(day, station.calendar, limits.ask_deputies_days, limits.announce_days)


def _months(station: Station, start: date, end: date) -> Mapping[date, Sequence[StationDay]]:
    """Return the dates of receptions held often, by the first day of each month from *start* to *end*."""
    months: dict[date, list[StationDay]] = {}
    for one in station_days(station, station.calendar, start.replace(day=1), _last(end)):
        if is_frequent(one.reception.rule.days):
            months.setdefault(one.day.date.replace(day=1), []).append(one)
    return months


def _last(day: date) -> date:
    return (day.replace(day=1) + LONGEST_MONTH).replace(day=1) - ONE_DAY


# --- asked ---


async def ask(occurrence: Occurrence, now: datetime, work: UnitOfWork) -> None:
    """Ask each deputy for all dates of a month on which it is his turn, and give the head their list."""
    days = await _held(occurrence, now, work)
    if not days:
        return
    for day in days:
        await work.meetings.save_reception(day.kept)
    station = occurrence.station
    again = _asked_again_at(days[0].date, station)
    answer_by = again.date() if again is not None and now.date() < again.date() else None
    for deputy in station.deputies:
        if own := [day for day in days if deputy in day.deputies]:
            await _ask(deputy, texts.can_you_come(deputy, own, answer_by), own, occurrence, now, work)
    text = when_late(texts.list_for_head(days), due=occurrence.due, now=now)
    await tell_heads(text, station=station, key=occurrence.key, at=now, work=work)


async def ask_again(occurrence: Occurrence, now: datetime, work: UnitOfWork) -> None:
    """Ask those once more who have not answered for any of their dates."""
    days = await _held(occurrence, now, work)
    for deputy in occurrence.station.deputies:
        if own := [day for day in days if deputy in day.unconfirmed]:
            await _ask(deputy, texts.can_you_come_after_all(own), own, occurrence, now, work)


async def _held(occurrence: Occurrence, now: datetime, work: UnitOfWork) -> Sequence[Held]:
    """Return the dates of a month that are still to come."""
    first = date.fromisoformat(occurrence.subject)
    days = await upcoming(occurrence.station, first, work, within=_last(first) - first)
    return [day for day in days if is_frequent(day.planned.reception.rule.days) and day.kept.start > now]


async def _ask(
    deputy: Deputy, text: str, days: Sequence[Held], occurrence: Occurrence, now: datetime, work: UnitOfWork
) -> None:
    await ask_person(
        deputy.person,
        text,
        topic=MONTH,
        subject=" ".join(day.kept.id for day in days),
        station=occurrence.station,
        key=occurrence.key,
        at=now,
        work=work,
        choices=texts.ALL_OR_NONE,
        words=True,
    )


# --- answered ---


async def on_month(message: Message, question: Question, answer: Answer, work: UnitOfWork) -> None:
    """Note on which dates a deputy comes; for each of the others somebody else is asked."""
    at = message.sent_at
    days = await _still_theirs(message, question, work)
    if not days:
        await work.outbox.add(message.reply_in_private(NOT_HELD), at=at)
        return
    try:
        absent = _absent(answer, days, question, at)
    except NotUnderstood:
        text = texts.which_days(days)
        await work.questions.ask(replace(question, asked_at=at, text=text))
        await work.outbox.add(message.reply_in_private(text, choices=question.choices), at=at)
        return
    coming = [day for day in days if day not in absent]
    for day in coming:
        await agree(day, message, work)
    for day in absent:
        await withdraw(day, message.sender, key=f"{message.id}/{day.kept.id}", at=at, work=work)
    await work.outbox.add(message.reply_in_private(texts.noted(coming, absent)), at=at)


async def _still_theirs(message: Message, question: Question, work: UnitOfWork) -> Sequence[Held]:
    """Return the dates in question that are still to come, and on which the speaker is still expected."""
    found = [await day_named(ReceptionDayId(name), message.sent_at, work) for name in question.subject.split()]
    days = [day for day in found if day is not None and day.kept.start > message.sent_at]
    return [day for day in days if any(one.person == message.sender for one in day.deputies)]


def _absent(answer: Answer, days: Sequence[Held], question: Question, at: datetime) -> Sequence[Held]:
    """Return the dates on which somebody cannot come, by a digit or by naming them. Raise `NotUnderstood`."""
    if answer.digit is not None:
        return days if answer.digit == CANNOT_COME else ()
    named, rest = set[int](), answer.words
    while rest:
        try:
            day, rest = leading_day(rest, day_of(at))
        except NotUnderstood:
            if not named or said_in_words(rest, question, at) != CANNOT_COME:
                raise
            break
        named.add(day.day)
    if not named <= {day.date.day for day in days}:
        raise NotUnderstood(Missing.DATE)
    return [day for day in days if day.date.day in named]
