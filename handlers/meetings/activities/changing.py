"""What a station holds next, and how that is changed: another subject, another day, or not at all."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from handlers import words as spoken
from handlers.dates.china_time import CHINA_TIME
from handlers.meetings.activities import texts
from handlers.meetings.activities.collisions import in_the_way
from handlers.meetings.activities.invitations import ask
from handlers.meetings.activities.naming import kinds_of, named_kind
from handlers.meetings.activities.occasion import Occasion, occasion
from handlers.meetings.activities.plan import planned_activities
from handlers.meetings.decided import as_decided
from handlers.meetings.rules.activity_kinds import KINDS, Kind
from handlers.meetings.rules.activity_records import ActivityDay
from handlers.meetings.telling import tell, tell_groups
from handlers.message import Message
from handlers.parse import words as some_words
from handlers.parse_date import leading_day
from handlers.people.rules.roster import DayChange, Station
from handlers.ports import UnitOfWork
from handlers.refusals import Refusal
from handlers.trail import note

AHEAD: Final = timedelta(days=60)
A_YEAR: Final = timedelta(days=366)


class NoSuchActivity(Refusal):
    """What was named is none of the station's activities, or nothing was said of it."""

    def __init__(self, station: Station, names: tuple[str, ...]) -> None:
        super().__init__(station.id)
        self.station = station
        self.names = names


class NoneAhead(Refusal):
    """Of that kind nothing is held in the year to come."""


class OnlyForward(Refusal):
    """An activity is moved to a day that has not begun."""


async def activities(message: Message, argument: str, work: UnitOfWork) -> None:
    """Show what is held next and what is still to be done; or change one: its subject, its day, or call it off."""
    station = await as_decided(message.station, message.sent_at.date(), work)
    if not argument:
        await work.outbox.add(
            message.reply_in_private(await _ahead(station, message.sent_at, work)), at=message.sent_at
        )
        return
    kind, rest = named_kind(argument, kinds_of(station))
    verb = next((verb for verb in spoken.CHANGES_OF_ACTIVITY if rest.startswith(verb)), None)
    if kind is None or verb is None:
        raise NoSuchActivity(station, tuple(one.name for one in kinds_of(station)))
    one = await _next(kind, station, message.sent_at, work)
    said = some_words(rest.removeprefix(verb).lstrip(spoken.SEPARATORS))
    match spoken.CHANGES_OF_ACTIVITY[verb]:
        case "subject":
            text = await _set_subject(one, said, message, work)
        case "move":
            text = await _move(one, said, message, work)
        case _:
            text = await _call_off(one, said, message, work)
    await work.outbox.add(message.reply_in_private(text), at=message.sent_at)


async def _ahead(station: Station, now: datetime, work: UnitOfWork) -> str:
    today = now.astimezone(CHINA_TIME).date()
    found = [
        await occasion(one.id, station, now, work) for one in planned_activities(station, today, (now + AHEAD).date())
    ]
    days = sorted((one for one in found if one is not None and one.kept.start > now), key=lambda one: one.kept.start)
    followed = await work.meetings.followed(station.id)
    still = [(KINDS[day.kind], agreed) for day in followed for agreed in day.agreed if agreed.is_open]
    text = texts.ahead(days, still)
    return f"{text}\n{texts.HOW_TO_CHANGE}" if days else text


async def _next(kind: Kind, station: Station, now: datetime, work: UnitOfWork) -> Occasion:
    today = now.astimezone(CHINA_TIME).date()
    coming = planned_activities(station, today, today + A_YEAR)
    planned = min(
        (one for one in coming if one.kind is kind and one.starts > now), key=lambda one: one.starts, default=None
    )
    found = None if planned is None else await occasion(planned.id, station, now, work)
    if found is None:
        raise NoneAhead(kind.id)
    return found


async def _set_subject(one: Occasion, said: str, message: Message, work: UnitOfWork) -> str:
    one = replace(one, kept=replace(one.kept, subject=said))
    await work.meetings.save_activity(one.kept)
    return texts.subject_set(one)


async def _move(one: Occasion, said: str, message: Message, work: UnitOfWork) -> str:
    """Keep the new day and ask everybody anew who was asked for the old one."""
    today = message.sent_at.astimezone(CHINA_TIME).date()
    to, rest = leading_day(said, today)
    if to <= today:
        raise OnlyForward(one.kept.id)
    reason = some_words(rest.lstrip(spoken.SEPARATORS))
    before, at = one.date, message.sent_at
    change = DayChange(nominal=one.kept.nominal, reason=reason, to=to)
    kept = await _keep(one, change, message, work)
    station = await as_decided(one.station, today, work)
    moved = await occasion(kept.id, station, at, work)
    if moved is None:
        raise NoneAhead(kept.id)
    for invited in one.kept.invited:
        deputy = station.deputy(invited.person)
        if deputy is not None and invited.can is not False:
            text = texts.moved_for_deputy(moved, before, reason)
            moved = await ask(moved, deputy, text, key=message.id, at=at, work=work)
    await work.meetings.save_activity(moved.kept)
    await _tell_groups(one, texts.moved_for_groups(moved, before, reason), message, work)
    return texts.moved(moved, before, in_the_way(moved.planned, station))


async def _call_off(one: Occasion, reason: str, message: Message, work: UnitOfWork) -> str:
    await _keep(one, DayChange(nominal=one.kept.nominal, reason=reason, held=False), message, work)
    await work.questions.close_about(one.kept.id)
    text = texts.called_off_for_all(one, reason)
    for invited in one.kept.invited:
        if invited.can is not False:
            await tell(invited.person, text, station=one.station, key=message.id, at=message.sent_at, work=work)
    await _tell_groups(one, text, message, work)
    return texts.called_off(one)


async def _keep(one: Occasion, change: DayChange, message: Message, work: UnitOfWork) -> ActivityDay:
    earlier = () if one.kept.change is None else one.kept.change.decided
    kept = replace(one.kept, change=replace(change, decided=earlier).decided_at(message.sent_at))
    await work.meetings.save_activity(kept)
    event = "move_activity" if change.held else "call_off_activity"
    await note(message, about=kept.id, event=event, reason=change.reason, work=work)
    return kept


async def _tell_groups(one: Occasion, text: str, message: Message, work: UnitOfWork) -> None:
    """Tell the groups where they were told otherwise."""
    if one.kept.announced is not None:
        key = f"{one.kept.id}/{message.id}"
        await tell_groups(one.station, None, text, key=key, until=one.kept.start, at=message.sent_at, work=work)
