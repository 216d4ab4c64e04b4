"""Deputies swap reception days: one asks, the other agrees, staff are told; staff may also set who comes."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Final

from handlers.conversation import Answer, Question
from handlers.meetings import swap_texts as texts
from handlers.meetings.leave import NotReceivingThatDay
from handlers.meetings.poster import renew_once_settled
from handlers.meetings.receiving_deputies import tell_of_change
from handlers.meetings.reception_day import Held, day_named, upcoming
from handlers.meetings.roster import duties_ahead
from handlers.meetings.rules.naming import spoken_of
from handlers.meetings.rules.records import Attendance, ReceptionDayId
from handlers.meetings.telling import ask_person, tell, tell_staff
from handlers.message import Message
from handlers.parse import NotUnderstood
from handlers.parse_date import leading_day
from handlers.people.rules.roster import Deputy, PersonId, Role, Station
from handlers.ports import UnitOfWork
from handlers.refusals import Refusal
from handlers.trail import note

SWAP: Final = "swap"
"""The question to the deputy who is asked; its subject: who asks, the day to take over, and the day to give if any."""
BETWEEN: Final = " "


class WhichDeputies(Refusal):
    """The names do not say who is to receive instead of whom; *own* where the speaker is one of them."""

    def __init__(self, station: Station, *, own: bool) -> None:
        super().__init__(station.id)
        self.station = station
        self.own = own


class ReceivesAlready(Refusal):
    """The deputy named is expected elsewhere at that hour, or at this very reception."""

    def __init__(self, deputy: Deputy, days: tuple[Held, ...]) -> None:
        super().__init__(deputy.person)
        self.deputy = deputy
        self.days = days


async def swap(message: Message, argument: str, work: UnitOfWork) -> None:
    """Ask the deputy named to take over a day of the speaker's, for one of his own if a second date is given.

    What staff say is settled at once: they have telephoned.
    """
    on, rest = leading_day(argument, message.sent_at.date())
    named = spoken_of(rest, message.station.deputies)
    own = message.station.deputy(message.sender)
    if len(named) == 2 and message.roles & {Role.STAFF, Role.HEAD}:
        give = await _asked_duty(named[0], on, message, work)
        await _check_free(named[1], give, None, message.sent_at, work)
        await _set(give, named[0], named[1], message, work)
    elif len(named) == 1 and own is not None and named[0] != own:
        other = named[0]
        give = await _duty(own, on, message, work)
        back = _second_day(rest, message.sent_at.date())
        take = None if back is None else await _duty(other, back, message, work)
        await _check_free(other, give, take, message.sent_at, work)
        if take is not None:
            await _check_free(own, take, give, message.sent_at, work)
        await _ask(give, take, own, other, message, work)
    else:
        raise WhichDeputies(message.station, own=own is not None)


async def on_swap(message: Message, question: Question, answer: Answer, work: UnitOfWork) -> None:
    """Settle a swap that the other agreed to, or tell whoever asked that it stays as it is."""
    at, station = message.sent_at, message.station
    asker, *names = question.subject.split(BETWEEN)
    days = [await day_named(ReceptionDayId(name), at, work) for name in names]
    give, take = (*days, None)[:2]
    one, other = station.deputy(PersonId(asker)), station.deputy(message.sender)
    if give is None or one not in give.deputies or other is None or None in days:
        await work.outbox.add(message.reply_in_private(texts.CANNOT_ANY_MORE), at=at)
        return
    if answer.digit != 1:
        text, said = texts.refused(other, give), texts.NOT_SWAPPED
    else:
        await _replace(give, one, other, message, work)
        if take is not None:
            await _replace(take, other, one, message, work)
        text, said = texts.agreed(other, give, take), texts.yours_now(give, take)
        news = texts.swapped(one, other, give, take)
        await tell_staff(news, station=station, key=message.id, at=at, work=work)
    await tell(one.person, text, station=station, key=f"{message.id}/swap", at=at, work=work)
    await work.outbox.add(message.reply_in_private(said), at=at)


async def _duty(deputy: Deputy, on: date, message: Message, work: UnitOfWork) -> Held:
    """Return the reception of that day at which *deputy* is expected."""
    duties = await duties_ahead(deputy.person, message.station, message.sent_at, work)
    found = next((day for day in duties if day.date == on), None)
    if found is None:
        raise NotReceivingThatDay(deputy.name, on, duties)
    return found


async def _asked_duty(deputy: Deputy, on: date, message: Message, work: UnitOfWork) -> Held:
    """Return the reception of that day for which *deputy* was asked, whatever the answer was."""
    for day in await upcoming(message.station, on, work, within=timedelta(0)):
        if day.kept.end > message.sent_at and any(one.person == deputy.person for one in day.kept.deputies):
            return day
    return await _duty(deputy, on, message, work)


async def _check_free(deputy: Deputy, day: Held, given: Held | None, at: datetime, work: UnitOfWork) -> None:
    """Refuse where *deputy* is expected at that hour already, save at what is given away for it."""
    duties = await duties_ahead(deputy.person, day.station, at, work)
    taken = tuple(one for one in duties if one.overlaps(day) and (given is None or one.kept.id != given.kept.id))
    if taken:
        raise ReceivesAlready(deputy, taken)


def _second_day(rest: str, today: date) -> date | None:
    """Return the day named behind the name, None where there is none."""
    for start in range(len(rest)):
        try:
            return leading_day(rest[start:], today)[0]
        except NotUnderstood:
            continue
    return None


async def _ask(give: Held, take: Held | None, by: Deputy, other: Deputy, message: Message, work: UnitOfWork) -> None:
    days = [day for day in (give, take) if day is not None]
    for day in days:
        await work.meetings.save_reception(day.kept)
    await ask_person(
        other.person,
        texts.asked(other, by, give, take),
        topic=SWAP,
        subject=BETWEEN.join((by.person, *(day.kept.id for day in days))),
        station=give.station,
        key=message.id,
        at=message.sent_at,
        work=work,
        choices=texts.CHOICES,
    )
    await work.outbox.add(message.reply_in_private(texts.passed_on(other)), at=message.sent_at)


async def _set(give: Held, one: Deputy, other: Deputy, message: Message, work: UnitOfWork) -> None:
    """Put *other* in the place of *one* because staff say so."""
    at, station = message.sent_at, message.station
    await _replace(give, one, other, message, work)
    await tell(other.person, texts.set_by_staff(other, give), station=station, key=message.id, at=at, work=work)
    await tell(one.person, texts.taken_off(one, give), station=station, key=message.id, at=at, work=work)
    await work.outbox.add(message.reply_in_private(texts.swapped(one, other, give, None)), at=at)


async def _replace(day: Held, one: Deputy, other: Deputy, message: Message, work: UnitOfWork) -> None:
    """Keep that *other* comes in the place of *one*, and tell the groups where they were told otherwise."""
    kept = day.kept
    comes = Attendance(person=other.person, can=True, at=message.sent_at)
    others = [own for own in kept.deputies if own.person != other.person]
    deputies = tuple(comes if own.person == one.person else own for own in others)
    reserves = tuple(person for person in kept.reserves if person != other.person)
    now = replace(day, kept=replace(kept, deputies=deputies, reserves=reserves))
    await work.meetings.save_reception(now.kept)
    await note(message, about=kept.id, event="swap", before=one.person, after=other.person, work=work)
    await tell_of_change(now, key=message.id, at=message.sent_at, work=work)
    await renew_once_settled(now, key=message.id, at=message.sent_at, work=work)
