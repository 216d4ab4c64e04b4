"""What voters' groups hear of reception days, and what anybody may ask or staff may say of them (MSG-J5 to J12)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Final

from handlers.long_answers import say_lines
from handlers.meetings import brought_texts, receiving_deputies, texts
from handlers.meetings.at_the_table import place_to_say
from handlers.meetings.notice_numbers import numbered
from handlers.meetings.posts import announcement_slot, groups_told, reception_slot, reminder_slot
from handlers.meetings.reception_day import Held, held_day, held_together, upcoming
from handlers.meetings.telling import GroupPost, post, tell, tell_groups, tell_heads, tell_staff
from handlers.message import Message
from handlers.parse import words
from handlers.parse_date import leading_day
from handlers.people.rules.roster import DayChange
from handlers.ports import UnitOfWork
from handlers.refusals import Refusal
from handlers.timed import Occurrence
from handlers.trail import note

DAYS_SHOWN: Final = 3


class NoReceptionThatDay(Refusal):
    """No reception that could still be cancelled is planned on *day*; *upcoming* are the next that are."""

    def __init__(self, day: date, upcoming: tuple[date, ...]) -> None:
        super().__init__(day)
        self.day = day
        self.upcoming = upcoming


# --- by the clock ---


async def announce(occurrence: Occurrence, now: datetime, work: UnitOfWork) -> None:
    """Tell the groups whose day for this announcement it is."""
    day = await held_day(occurrence, work)
    groups = groups_told(occurrence.station, announcement_slot(occurrence.subject), occurrence.due.date())
    if day is None or not groups:
        return
    day = await numbered(day, now, work)
    text = texts.announcement(day)
    await post(_post_of(day, occurrence, announcement_slot(day.kept.id), text, spread_out=True), groups, now, work)
    await work.meetings.save_reception(replace(day.kept, announced=day.kept.announced or now.date()))


async def report_unannounced(occurrence: Occurrence, now: datetime, work: UnitOfWork) -> None:
    """Tell the head once that groups were not told before the day began."""
    day = await held_day(occurrence, work)
    slot = announcement_slot(occurrence.subject)
    if day is not None and groups_told(occurrence.station, slot, occurrence.due.date()):
        text = texts.not_announced(day.planned, day.station)
        await tell_heads(text, station=day.station, key=f"{slot}/missed", at=now, work=work)


async def remind(occurrence: Occurrence, now: datetime, work: UnitOfWork) -> None:
    """Remind groups and deputies of the day that follows."""
    day = await held_day(occurrence, work)
    if day is None:
        return
    slot = reminder_slot(day.kept.id)
    text = texts.tomorrow(day.planned, day.station, now.date())
    groups = groups_told(day.station, slot, occurrence.due.date())
    await post(_post_of(day, occurrence, slot, text, spread_out=True), groups, now, work)
    await receiving_deputies.remind(day, occurrence, now, work)


async def start(occurrence: Occurrence, now: datetime, work: UnitOfWork) -> None:
    """Tell the groups that voters are received now, and staff once of all places that begin in this moment."""
    day = await held_day(occurrence, work)
    if day is None:
        return
    slot = reception_slot(day.kept.id)
    text = texts.begins(day)
    await post(_post_of(day, occurrence, slot, text), groups_told(day.station, slot, day.date), now, work)
    begun = [
        (one, await place_to_say(one, work))
        for one in await held_together(occurrence, "start", now, work)
        if one.kept.start == occurrence.due
    ]
    if begun:
        asked = brought_texts.ask_who_came(begun)
        await tell_staff(asked, station=day.station, key=occurrence.key, at=now, work=work)


def _post_of(day: Held, occurrence: Occurrence, slot: str, text: str, *, spread_out: bool = False) -> GroupPost:
    """Return the post *occurrence* sets off; it goes stale when the occurrence does."""
    return GroupPost(
        key=occurrence.key,
        station=day.station,
        slot=slot,
        text=text,
        due=occurrence.due,
        until=occurrence.until,
        spread_out=spread_out,
    )


# --- what staff say ---


async def cancel(message: Message, argument: str, work: UnitOfWork) -> None:
    """Cancel the receptions of a day, for a reason the groups are told."""
    on, rest = leading_day(argument, message.sent_at.date())
    reason = words(rest)
    coming = [
        day for day in await upcoming(message.station, message.sent_at.date(), work) if day.kept.end > message.sent_at
    ]
    cancelled = [day for day in coming if day.date == on]
    if not cancelled:
        raise NoReceptionThatDay(on, tuple(sorted({day.date for day in coming}))[:DAYS_SHOWN])
    groups = 0
    for day in cancelled:
        groups += await call_off(day, reason, [one for one in coming if one.date > on], message, work)
    offices = "".join(texts.offices_to_tell(day) for day in cancelled)
    text = texts.cancellation_noted(on, groups) + offices
    await work.outbox.add(message.reply_in_private(text), at=message.sent_at)


async def call_off(day: Held, reason: str, later: Sequence[Held], message: Message, work: UnitOfWork) -> int:
    """Keep the cancellation and tell those concerned; return how many groups are told."""
    change = (day.planned.change or DayChange(nominal=day.kept.nominal, reason=reason)).decided_at(message.sent_at)
    await work.meetings.save_reception(replace(day.kept, cancelled=reason, change=change))
    await work.questions.close_about(day.kept.id)
    await note(message, about=day.kept.id, event="cancel_reception", reason=reason, work=work)
    following = next_held(day, later)
    text = texts.called_off(day.kept, day.date, reason, following, day.station.phone)
    key = f"{day.kept.id}/cancelled"
    told = await tell_groups(
        day.station, day.kept.point, text, key=key, until=day.kept.end, at=message.sent_at, work=work
    )
    for deputy in day.deputies:
        text = texts.need_not_come(deputy, day.date, reason)
        await tell(deputy.person, text, station=day.station, key=f"reception/{key}", at=message.sent_at, work=work)
    return told


# --- what anybody may ask ---


async def next_days(message: Message, argument: None, work: UnitOfWork) -> None:
    """Tell when voters are received next: those of a point at the point and at the station, all others everywhere."""
    group = None if message.group is None else work.roster.groups[message.group]
    days = [
        day
        for day in await upcoming(message.station, message.sent_at.date(), work)
        if day.kept.end > message.sent_at and (group is None or day.planned.reception.point in {None, group.point})
    ]
    text = texts.next_receptions(days[:DAYS_SHOWN], message.station)
    await say_lines(message, text.splitlines(), work)


def next_held(day: Held, later: Sequence[Held]) -> date | None:
    """Return when the same reception is held next."""
    return next((one.date for one in later if one.planned.reception.id == day.planned.reception.id), None)
