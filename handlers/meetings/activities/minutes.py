"""The minutes of an activity: written in chat, asked for after three days and after seven."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from handlers.meetings import topic_summary
from handlers.meetings.activities import texts
from handlers.meetings.activities.agreed_lines import names_who_or_when
from handlers.meetings.activities.naming import named_kind
from handlers.meetings.activities.occasion import Occasion, occasion
from handlers.meetings.activities.plan import planned_activities, step_of
from handlers.meetings.activities.writing import write
from handlers.meetings.decided import as_decided
from handlers.meetings.rules.activity_kinds import KINDS, Kind
from handlers.meetings.telling import tell_heads, tell_staff
from handlers.message import Message
from handlers.people.rules.roster import Station
from handlers.ports import UnitOfWork
from handlers.timed import Occurrence

LOOKING_BACK: Final = timedelta(days=45)


async def minutes(message: Message, argument: str, work: UnitOfWork) -> None:
    """Keep the minutes of the last activity, or of the kind that is named; without words show what has none."""
    kind, words = named_kind(argument, tuple(KINDS.values()))
    held = await _held(kind, message.station, message.sent_at, work)
    waiting = [one for one in held if one.kept.minutes is None]
    if not words:
        text = texts.ask_minutes(waiting) if waiting else texts.NO_MINUTES_DUE
    elif not held:
        text = texts.NO_MINUTES_DUE
    else:
        one = (waiting or held)[0]
        if await topic_summary.takes_minutes(one, words, message, work):
            return
        agreed = [line for line in words.splitlines() if names_who_or_when(line)]
        text = texts.minutes_noted(await write(one, words, agreed, message, work))
    await work.outbox.add(message.reply_in_private(text), at=message.sent_at)


async def remind(occurrence: Occurrence, now: datetime, work: UnitOfWork) -> None:
    """Ask staff for minutes that are missing; the second time the head is told too.

    Of what was held before the first start nothing is kept, and nobody is asked.
    """
    name, number = step_of(occurrence)
    one = await occasion(name, occurrence.station, now, work)
    if one is None or one.kept.minutes is not None or await work.meetings.activity(name) is None:
        return
    await work.meetings.save_activity(one.kept)
    text = texts.minutes_missing(one)
    await tell_staff(text, station=one.station, key=occurrence.key, at=now, work=work)
    if number:
        await tell_heads(text, station=one.station, key=occurrence.key, at=now, work=work)


async def _held(kind: Kind | None, station: Station, now: datetime, work: UnitOfWork) -> Sequence[Occasion]:
    """Return what was held of late and has minutes, the newest first."""
    station = await as_decided(station, now.date(), work)
    found = planned_activities(station, (now - LOOKING_BACK).date(), now.date())
    wanted = [one for one in found if one.starts <= now and one.kind.minutes and kind in {None, one.kind}]
    held = [await occasion(one.id, station, now, work) for one in sorted(wanted, key=lambda one: one.starts)]
    return [one for one in reversed(held) if one is not None]
