"""The digests for the head of a station: each evening, week and month, and on request (MSG-G1 to G3)."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Final

from handlers.dates.china_time import moment
from handlers.dates.day_kinds import ONE_DAY
from handlers.dates.weeks import ONE_WEEK, monday_of
from handlers.meetings.activities.plan import planned_activities
from handlers.meetings.decided import as_decided
from handlers.meetings.plan import topic_week_id
from handlers.meetings.reception_day import upcoming
from handlers.meetings.rules.activity_kinds import WEEKLY_TOPIC, Turns
from handlers.meetings.rules.notices import first_workday_from
from handlers.meetings.texts import place_of
from handlers.message import Citation, Message, Outgoing, Priority, Recipient
from handlers.people.retention import ERASED
from handlers.people.rules.roster import Role, Station
from handlers.petitions.hot_issues import cited as hot_cited
from handlers.petitions.hot_issues import told_most
from handlers.petitions.rules.hot_issues import HotIssue
from handlers.ports import UnitOfWork
from handlers.reports import texts
from handlers.reports.plan import first_workday, weekly_day
from handlers.reports.rules import figures
from handlers.reports.standing import ask_which, standing, told_of_unsent
from handlers.reports.standing import cited as standing_cited
from handlers.reports.texts import Standing
from handlers.timed import Occurrence
from handlers.timed_texts import when_late

FOLDED_AT_MOST: Final = timedelta(days=31)  # a daily digest reaches no further back, however long the bot was away


# --- by the clock ---


async def daily(occurrence: Occurrence, now: datetime, work: UnitOfWork) -> None:
    """Give the head what happened since the last daily digest, if anything; on workdays also what only waits."""
    station = occurrence.station
    counted, since = await _untold(station, now.date(), work, note=True)
    waiting = await standing(station, now, work)
    if counted or (not waiting.is_empty and first_workday_from(now.date(), station.calendar) == now.date()):
        text = texts.daily(counted, since, waiting, await _events(station, now.date() + ONE_DAY, 1, work), now)
        await told_of_unsent(waiting, now, work)
        await _give(text, waiting, (), occurrence, now, work)


async def weekly(occurrence: Occurrence, now: datetime, work: UnitOfWork) -> None:
    """Give the head the week before, and those before it whose digests were missed."""
    station, monday = occurrence.station, date.fromisoformat(occurrence.subject)
    start = monday - ONE_WEEK
    while await _was_missed("weekly", station, start, work) or weekly_day(start, station.calendar) is None:
        start -= ONE_WEEK
    text, waiting, told = await _weekly(station, start, monday, now, work)
    await _give(text, waiting, told, occurrence, now, work)


async def monthly(occurrence: Occurrence, now: datetime, work: UnitOfWork) -> None:
    """Give the head the month before, and those before it whose digests were missed.

    Where nothing was ever counted up to then, and no reception is known, the bot was not there: nothing is told.
    """
    station, given = occurrence.station, date.fromisoformat(occurrence.subject)
    start = _month_before(given)
    while await _was_missed("monthly", station, first_workday(start, station.calendar), work):
        start = _month_before(start)
    after = given.replace(day=1)
    counted = await work.figures.between(station.id, date.min, after - ONE_DAY)
    if counted or await _uncounted(station, start, after, work):
        text, told = await _monthly(station, start, given, work)
        await _give(text, None, told, occurrence, now, work)


async def fold_weekly(occurrence: Occurrence, now: datetime, work: UnitOfWork) -> None:
    """Let the next weekly digest cover this one's time too."""
    await work.figures.add(occurrence.station.id, date.fromisoformat(occurrence.subject), _missed("weekly"))


async def fold_monthly(occurrence: Occurrence, now: datetime, work: UnitOfWork) -> None:
    """Let the next monthly digest cover this one's time too."""
    await work.figures.add(occurrence.station.id, date.fromisoformat(occurrence.subject), _missed("monthly"))


# --- on request ---


async def daily_now(message: Message, argument: None, work: UnitOfWork) -> None:
    """Show what happened since the last daily digest, and what waits."""
    now, station = message.sent_at, message.station
    counted, since = await _untold(station, now.date(), work, note=False)
    waiting = await standing(station, now, work)
    events = await _events(station, now.date() + ONE_DAY, 1, work)
    await _answer(texts.daily(counted, since, waiting, events, now), waiting, (), message, work)


async def weekly_now(message: Message, argument: None, work: UnitOfWork) -> None:
    """Show the week before, and what waits."""
    monday = monday_of(message.sent_at.date())
    text, waiting, told = await _weekly(message.station, monday - ONE_WEEK, monday, message.sent_at, work)
    await _answer(text, waiting, told, message, work)


async def monthly_now(message: Message, argument: int | None, work: UnitOfWork) -> None:
    """Show the month before, or the last past month of that number."""
    start = _month_before(message.sent_at.date())
    while argument is not None and start.month != argument:
        start = _month_before(start)
    end = (start + timedelta(days=31)).replace(day=1)
    text, told = await _monthly(message.station, start, end, work)
    await _answer(text, None, told, message, work)


# --- what they say ---


async def _weekly(
    station: Station, start: date, monday: date, now: datetime, work: UnitOfWork
) -> tuple[str, Standing, Sequence[HotIssue]]:
    counted = await work.figures.between(station.id, start, monday - ONE_DAY)
    before = await work.figures.between(station.id, start - (monday - start), start - ONE_DAY)
    told = await told_most(station, *_moments(start, monday), work)
    waiting = await standing(station, now, work)
    since = None if start == monday - ONE_WEEK else start
    events = await _events(station, monday, 7, work)
    uncounted = await _uncounted(station, start, monday, work)
    return texts.weekly(counted, before, since, told, uncounted, waiting, events, now), waiting, told


async def _monthly(station: Station, start: date, end: date, work: UnitOfWork) -> tuple[str, Sequence[HotIssue]]:
    after = end.replace(day=1)
    last = after - ONE_DAY
    counted = await work.figures.between(station.id, start, last)
    told = await told_most(station, *_moments(start, after), work)
    erased = {kind: counted.get(figure, 0) for kind, figure in ERASED.items()}
    return texts.monthly(counted, told, erased, texts.months(start, last)), told


def _moments(start: date, end: date) -> tuple[datetime, datetime]:
    """Return the first moment of *start* and the last before *end*."""
    return moment(start, time()), moment(end, time()) - timedelta(microseconds=1)


async def _untold(
    station: Station, today: date, work: UnitOfWork, *, note: bool
) -> tuple[Mapping[str, int], date | None]:
    """Return what no daily digest has told yet, and the first day it happened on where that is long ago.

    What happens in the evening belongs to the next day's digest: each day's figures stand beside what was told of them.
    """
    counted: Counter[str] = Counter()
    since = None
    for day, of_day in (await work.figures.by_day(station.id, today - FOLDED_AT_MOST, today)).items():
        for figure in figures.DAILY:
            if fresh := of_day.get(figure, 0) - of_day.get(_told(figure), 0):
                counted[figure] += fresh
                since = since or day
                if note:
                    await work.figures.add(station.id, day, _told(figure), fresh)
    return counted, since if since is not None and since < today - ONE_DAY else None


async def _uncounted(station: Station, start: date, end: date, work: UnitOfWork) -> list[str]:
    """Return the receptions before *end* of which nobody told or entered anything; none from before the bot came."""
    held = await upcoming(station, start, work, within=end - start - ONE_DAY)
    return [
        texts.uncounted(day.date, place_of(day.planned, day.station))
        for day in held
        if day.kept.counts is None and not day.kept.received and await work.meetings.reception(day.kept.id) is not None
    ]


async def _events(station: Station, start: date, days: int, work: UnitOfWork) -> list[str]:
    """Return what is held in some days to come, by its moment; of a whole week also what is still to be done."""
    station = await as_decided(station, start, work)
    last = start + (days - 1) * ONE_DAY
    held = [
        (day.kept.start, texts.at_hour(day.kept.start, texts.reception(place_of(day.planned, station))))
        for day in await upcoming(station, start, work, within=last - start)
    ]
    for one in planned_activities(station, start, last):
        if one.kind.turns is Turns.DATE:
            held.append((one.starts, texts.fixed(one.kind.name, one.turn)))
        elif one.kind.id != WEEKLY_TOPIC:
            held.append((one.starts, texts.at_hour(one.starts, one.kind.name)))
        elif (week := await work.meetings.topic(topic_week_id(station, one.day.nominal))) is not None:
            held.append((one.starts, texts.at_hour(one.starts, texts.topic(week.topic))))
    events = [texts.event(at, words, tomorrow=days == 1) for at, words in sorted(held)]
    if days == 1:
        return events
    followed = await work.meetings.followed(station.id)
    agreed = [one.what for day in followed for one in day.agreed if one.is_open]
    return [*events, *((texts.to_be_done(agreed),) if agreed else ())]


# --- how they are given ---


async def _give(
    text: str,
    waiting: Standing | None,
    told: Sequence[HotIssue],
    occurrence: Occurrence,
    now: datetime,
    work: UnitOfWork,
) -> None:
    said = when_late(text, due=occurrence.due, now=now)
    for head in occurrence.station.with_role(Role.HEAD):
        outgoing = Outgoing(
            key=f"{occurrence.key}/{head}",
            to=Recipient.person(head),
            station=occurrence.station.id,
            text=said,
            priority=Priority.NOTICE,
            choices=() if waiting is None else await ask_which(head, said, waiting.matters, now, work),
            cites=_cited(waiting, told),
            digest=True,
        )
        await work.outbox.add(outgoing, at=now)


async def _answer(
    text: str, waiting: Standing | None, told: Sequence[HotIssue], message: Message, work: UnitOfWork
) -> None:
    choices = () if waiting is None else await ask_which(message.sender, text, waiting.matters, message.sent_at, work)
    reply = message.reply_in_private(text, choices=choices, cites=_cited(waiting, told))
    await work.outbox.add(replace(reply, digest=True), at=message.sent_at)


def _cited(waiting: Standing | None, told: Sequence[HotIssue]) -> tuple[Citation, ...]:
    return (*(() if waiting is None else standing_cited(waiting.matters)), *hot_cited(told))


def _month_before(day: date) -> date:
    """Return the first day of the month before that of *day*."""
    return (day.replace(day=1) - ONE_DAY).replace(day=1)


async def _was_missed(kind: str, station: Station, given: date, work: UnitOfWork) -> bool:
    """Return whether the digest of that day could not be given."""
    return _missed(kind) in await work.figures.between(station.id, given, given)


def _missed(kind: str) -> str:
    return f"digest_missed/{kind}"


def _told(figure: str) -> str:
    return f"digest_told/{figure}"
