"""Reception days moved to another day or place by the station itself (MSG-J11, J13)."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date

from handlers import words as spoken
from handlers.dates.china_time import day_of
from handlers.meetings import moving_texts as texts
from handlers.meetings.decided import with_decisions
from handlers.meetings.plan import reception_day_id
from handlers.meetings.putting_right import Told, put_right
from handlers.meetings.reception import DAYS_SHOWN, NoReceptionThatDay
from handlers.meetings.reception_day import Held, upcoming
from handlers.meetings.rules.station_days import station_days
from handlers.meetings.texts import offices_to_tell
from handlers.message import Message
from handlers.parse import words
from handlers.parse_date import leading_day
from handlers.people.rules.roster import DayChange
from handlers.ports import UnitOfWork
from handlers.refusals import Refusal
from handlers.trail import note


class OnlyLater(Refusal):
    """A reception cannot be moved to a *day* that has passed."""

    def __init__(self, day: date) -> None:
        super().__init__(day)
        self.day = day


class DayTaken(Refusal):
    """On that *day* the same deputies receive in the same place already."""

    def __init__(self, day: date) -> None:
        super().__init__(day)
        self.day = day


async def move(message: Message, argument: str, work: UnitOfWork) -> None:
    """Move the receptions of a day, or of one place on that day, to another day for a reason people are told."""
    today = day_of(message.sent_at)
    on, rest = leading_day(argument, today)
    to, rest = leading_day(_after(rest, spoken.MOVED_TO), today)
    days, reason = _meant(await _coming_on(on, message, work), words(rest))
    if to < today:
        raise OnlyLater(to)
    for day in days:
        if is_taken(day, to):
            raise DayTaken(to)
        now, groups = await decide(day, to, reason, message, work)
        text = texts.move_noted(on, now.planned, day.station.calendar.kind(to), groups) + offices_to_tell(day)
        await work.outbox.add(message.reply_in_private(text, part=day.kept.id), at=message.sent_at)


async def decide(day: Held, to: date, reason: str, message: Message, work: UnitOfWork) -> tuple[Held, int]:
    """Keep that a reception is held on *to* whatever its rule says; return it as it is then, and how many groups hear.

    That may be the day it is on already, which then no new holidays move.
    """
    changed = await _change(day, replace(_decided(day), to=to, reason=reason), message, work)
    await _note(day, "move_reception", f"{day.date}", f"{to}", reason, message, work)
    return changed


async def move_elsewhere(message: Message, argument: str, work: UnitOfWork) -> None:
    """Hold the receptions of a day in another place for a reason that is kept."""
    on, rest = leading_day(argument, day_of(message.sent_at))
    days, rest = _meant(await _coming_on(on, message, work), words(_after(rest, spoken.MOVED_TO)))
    place, _, reason = rest.partition(" ")
    await _hold_elsewhere(days, place, words(reason), message, work)


async def visit_instead(message: Message, argument: str, work: UnitOfWork) -> None:
    """Have the deputies of a day go to the voters' homes in place of receiving."""
    on, rest = leading_day(argument, day_of(message.sent_at))
    days, where = _meant(await _coming_on(on, message, work), words(_after(rest, spoken.MOVED_TO)))
    await _hold_elsewhere(days, texts.visited(where), texts.VISIT, message, work)


async def _hold_elsewhere(days: list[Held], place: str, reason: str, message: Message, work: UnitOfWork) -> None:
    for day in days:
        now, groups = await _change(day, replace(_decided(day), place=place, reason=reason), message, work)
        await _note(day, "move_reception_elsewhere", day.planned.place, place, reason, message, work)
        text = texts.place_noted(now.planned, day.station, groups) + offices_to_tell(day)
        await work.outbox.add(message.reply_in_private(text, part=day.kept.id), at=message.sent_at)


async def _coming_on(on: date, message: Message, work: UnitOfWork) -> list[Held]:
    """Return the receptions of a day that have not begun. Raise `NoReceptionThatDay`."""
    coming = await upcoming(message.station, day_of(message.sent_at), work)
    coming = tuple(day for day in coming if day.kept.start > message.sent_at)
    found = [day for day in coming if day.date == on]
    if not found:
        raise NoReceptionThatDay(on, tuple(sorted({day.date for day in coming}))[:DAYS_SHOWN])
    return found


def _meant(days: list[Held], said: str) -> tuple[list[Held], str]:
    """Return the days at the place that *said* begins with, and the words after it; all days where it names none."""
    name, _, rest = said.partition(" ")
    at_place = [
        day
        for day in days
        if (name in spoken.THE_STATION if (point := _point_of(day)) is None else point.startswith(name))
    ]
    return (at_place, words(rest)) if rest and at_place else (days, said)


def _point_of(day: Held) -> str | None:
    point = day.station.point(day.planned.reception.point)
    return None if point is None else point.name


def _after(rest: str, leading: Collection[str]) -> str:
    """Return *rest* without the word it begins with where that is one of *leading*."""
    return next((rest.removeprefix(word) for word in leading if rest.startswith(word)), rest).lstrip()


def _decided(day: Held) -> DayChange:
    """Return what was decided for a day so far."""
    return day.planned.change or DayChange(nominal=day.kept.nominal, reason="")


def is_taken(day: Held, to: date) -> bool:
    """Return whether the same deputies receive in the same place on the day it is to be moved to."""
    own = day.planned.reception
    return any(
        one.reception.point == own.point and set(one.reception.deputies) == set(own.deputies)
        for one in station_days(day.station, day.station.calendar, to, to)
        if reception_day_id(day.station, one) != day.kept.id
    )


async def _change(day: Held, change: DayChange, message: Message, work: UnitOfWork) -> tuple[Held, int]:
    """Keep *change* and tell those concerned; return the day as it is now, and how many groups are told."""
    kept = replace(day.kept, change=change.decided_at(message.sent_at))
    await work.meetings.save_reception(kept)
    station = with_decisions(day.station, [kept])
    on = change.to or day.date
    planned = next(
        one for one in station_days(station, station.calendar, on, on) if reception_day_id(station, one) == kept.id
    )
    now = Held(station=station, planned=planned, kept=kept)
    return now, await put_right(Told(before=day.kept, now=now, key=message.id, at=message.sent_at), work)


async def _note(
    day: Held, event: str, before: str, after: str, reason: str, message: Message, work: UnitOfWork
) -> None:
    await note(message, about=day.kept.id, event=event, before=before, after=after, reason=reason, work=work)
