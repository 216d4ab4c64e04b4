"""A year's livelihood projects: the list that staff publish, its rating at the year's end, and the printable result."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Final

from handlers.dates.china_time import day_of
from handlers.meetings.asking import project_texts as texts
from handlers.meetings.asking.calls import DayPassed
from handlers.meetings.asking.group_room import post_when_free
from handlers.meetings.asking.project_arguments import OpenRating, ProjectStep, SetList, ShowProjects, ShowResult
from handlers.meetings.rules.livelihood import ProjectList, counted, shown_raters
from handlers.meetings.telling import tell, tell_staff
from handlers.message import Message
from handlers.parse_date import leading_day
from handlers.people.on_duty import on_duty
from handlers.people.rules.masking import masked
from handlers.people.rules.roster import Station
from handlers.ports import UnitOfWork
from handlers.refusals import Refusal
from handlers.timed import Occurrence
from handlers.trail import note, note_by_bot

PUBLISHED_WITHIN: Final = timedelta(weeks=2)  # how long a list may wait for a free day
AUTUMN: Final = 9
"""From this month on a list that names no year is the next year's."""


class NoList(Refusal):
    """The station has no list of projects of that year."""

    def __init__(self, year: int) -> None:
        super().__init__(year)
        self.year = year


class RatingBegun(Refusal):
    """The projects of that year are being rated, or were: their list stays as it is."""

    def __init__(self, year: int) -> None:
        super().__init__(year)
        self.year = year


class NotCounted(Refusal):
    """The ratings of that year are not counted: nobody sees them before."""

    def __init__(self, year: int) -> None:
        super().__init__(year)
        self.year = year


async def projects(message: Message, argument: ProjectStep, work: UnitOfWork) -> None:
    """Set, publish or show a year's list, open its rating, or hand over the result."""
    match argument:
        case ShowProjects():
            await _show(message, work)
        case SetList():
            await _set(argument, message, work)
        case OpenRating():
            await _open_rating(argument, message, work)
        case ShowResult():
            await _show_result(argument, message, work)


async def _show(message: Message, work: UnitOfWork) -> None:
    lists = await work.project_lists.of(message.station.id)
    rated = [one for one in lists if one.rated_until is not None and one.result is None]
    ballots = await work.ballots.cast_on(message.station.id, rated[-1].number) if rated else ()
    text = texts.listed(lists, shown_raters(ballots), day_of(message.sent_at))
    await work.outbox.add(message.reply_in_private(text), at=message.sent_at)


async def _set(argument: SetList, message: Message, work: UnitOfWork) -> None:
    station, now = message.station, message.sent_at
    today = day_of(now)
    year = argument.year or today.year + (today.month >= AUTUMN)
    known = await work.project_lists.get(station.id, year)
    if known is not None and known.rated_from is not None:
        raise RatingBegun(year)
    new = ProjectList(station=station.id, number=year, projects=argument.projects, set_by=message.sender)
    slot = f"{new.key}/published/{today}"
    posted = await post_when_free(
        texts.published(new, station.township), slot=slot, station=station, until=today + PUBLISHED_WITHIN, now=now,
        work=work,
    )  # fmt: skip
    await work.project_lists.save(new)
    await note(message, about=new.key, event="set_projects", work=work)
    await work.outbox.add(message.reply_in_private(texts.list_set(new, posted)), at=now)


async def _open_rating(argument: OpenRating, message: Message, work: UnitOfWork) -> None:
    station, now = message.station, message.sent_at
    today = day_of(now)
    until, _ = leading_day(argument.rest, today)
    if until < today:
        raise DayPassed(until)
    known = await find(argument.year or today.year, station, work)
    if known.rated_from is not None:
        raise RatingBegun(known.number)
    opened = replace(known, rated_from=today, rated_until=until)
    text = texts.rating_opened(opened, until)
    posted = await post_when_free(text, slot=f"{opened.key}/rating", station=station, until=until, now=now, work=work)
    await work.project_lists.save(opened)
    await note(message, about=opened.key, event="open_rating", work=work)
    await work.outbox.add(message.reply_in_private(texts.rating_set(opened, until, posted)), at=now)


async def _show_result(argument: ShowResult, message: Message, work: UnitOfWork) -> None:
    lists = await work.project_lists.of(message.station.id)
    year = argument.year or _newest_rated(lists, day_of(message.sent_at))
    known = await find(year, message.station, work)
    if known.result is None:
        raise NotCounted(year)
    reply = message.reply_in_private(texts.result_ready(known))
    sheet = texts.result_sheet(known, message.station, day_of(message.sent_at))
    await work.outbox.add(replace(reply, document=sheet), at=message.sent_at)
    await note(message, about=known.key, event="export", work=work)


def _newest_rated(lists: Sequence[ProjectList], today: date) -> int:
    return max((one.number for one in lists if one.rated_from is not None), default=today.year)


async def find(year: int, station: Station, work: UnitOfWork) -> ProjectList:
    """Return a station's list of that year. Raise `NoList`."""
    found = await work.project_lists.get(station.id, year)
    if found is None:
        raise NoList(year)
    return found


# --- by the clock ---


async def count(occurrence: Occurrence, now: datetime, work: UnitOfWork) -> None:
    """Count the ratings that are closed, erase every ballot, and hand staff the result."""
    station, today = occurrence.station, day_of(now)
    for one in await work.project_lists.of(station.id):
        if one.is_to_be_counted(today):
            names = await work.voters.names()
            ballots = await work.ballots.cast_on(station.id, one.number)
            shown = [replace(ballot, reason=masked(ballot.reason, names)) for ballot in ballots]
            result = counted(one, shown)
            await work.project_lists.save(result)
            await work.ballots.erase(station.id, one.number)
            await note_by_bot(about=one.key, event="count_ballots", station=station.id, at=now, work=work)
            sheet = texts.result_sheet(result, station, today)
            for person in on_duty(station):
                text, key = texts.result_ready(result), f"{one.key}/result"
                await tell(person, text, station=station, key=key, at=now, work=work, document=sheet)


async def ask_for_rating(occurrence: Occurrence, now: datetime, work: UnitOfWork) -> None:
    """Remind staff in December to have the year's projects rated, where there are any and nobody has."""
    station = occurrence.station
    known = await work.project_lists.get(station.id, day_of(now).year)
    if known is not None and known.rated_from is None:
        text = texts.time_for_rating(known.number)
        await tell_staff(text, station=station, key=occurrence.key, at=now, work=work)
