"""The deputies of a reception day: asked a week ahead, replaced where one cannot come (MSG-J1 to J4, J7)."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from handlers.conversation import Answer, Question
from handlers.dates.day_kinds import ONE_DAY
from handlers.meetings import texts
from handlers.meetings.poster import give_together, renew_once_settled
from handlers.meetings.reception_day import Held, asked_about, held_day, held_together, upcoming
from handlers.meetings.rules.frequent import is_frequent, month_asked
from handlers.meetings.rules.notices import deputies_asked_again_at, settled_by
from handlers.meetings.rules.records import Attendance
from handlers.meetings.rules.rotation import next_in_turn
from handlers.meetings.telling import ask_person, tell, tell_groups, tell_staff
from handlers.message import Citation, Message, Recipient
from handlers.people.rules.roster import Deputy, PersonId
from handlers.petitions.citing import cite
from handlers.petitions.rules.showing import impersonal
from handlers.ports import UnitOfWork
from handlers.timed import Occurrence
from handlers.timed_texts import when_late

CAN_COME: Final = "can_come"
STEP_IN: Final = "step_in"
CHOICES: Final = {CAN_COME: texts.CAN_COME_CHOICES, STEP_IN: texts.STEP_IN_CHOICES}
TO_DO_SHOWN: Final = 3


async def ask(occurrence: Occurrence, now: datetime, work: UnitOfWork) -> None:
    """Ask the deputies whose turn it is on a date, and others for the seats that are empty; give the head their names.

    Where they were asked for the whole month, and the head has its list, only empty seats are asked for.
    """
    listed = []
    for day in await held_together(occurrence, "ask", now, work):
        if now < day.kept.start:
            by_month = await is_asked_by_month(day, work)
            filled = await _ask_for(day, f"{occurrence.key}/{day.kept.id}", now, work, only_to_fill=by_month)
            if not by_month:
                listed.append(filled)
    if listed:
        station = occurrence.station
        settled = settled_by(listed[0].date, station.calendar, station.limits.announce_days)
        text = texts.list_for_head(listed, settled if now.date() < settled else None)
        await give_together(listed, when_late(text, due=occurrence.due, now=now), key=occurrence.key, at=now, work=work)


async def _ask_for(day: Held, key: str, now: datetime, work: UnitOfWork, *, only_to_fill: bool) -> Held:
    """Ask the deputies of one place; return the day as it then is."""
    limits = day.station.limits
    again = deputies_asked_again_at(day.date, day.station.calendar, limits.ask_deputies_days, limits.announce_days)
    answer_by = again.date() if again is not None and now.date() < again.date() else None
    for deputy in () if only_to_fill else day.deputies:
        text = texts.can_you_come(deputy, day.planned, day.station, answer_by)
        await _ask(deputy, CAN_COME, text, day, key, now, work)
    day = await fill(day, key=key, at=now, work=work)
    await work.meetings.save_reception(day.kept)
    return day


async def ask_again(occurrence: Occurrence, now: datetime, work: UnitOfWork) -> None:
    """Ask those once more who have not answered, unless the first question went out late or was for the month."""
    day = await held_day(occurrence, work)
    if day is None:
        return
    await work.meetings.save_reception(day.kept)
    for deputy in day.asked_to_step_in if await is_asked_by_month(day, work) else day.silent:
        if not await _was_just_asked(deputy, day, now, work):
            await once_more(deputy, day, key=occurrence.key, at=now, work=work)


async def is_asked_by_month(day: Held, work: UnitOfWork) -> bool:
    """Return whether the deputies of *day* were asked for the whole month; not so where the bot came in the middle."""
    frequent = is_frequent(day.planned.reception.rule.days)
    return frequent and await work.occurrences.is_claimed(month_asked(day.station, day.date))


async def once_more(deputy: Deputy, day: Held, *, key: str, at: datetime, work: UnitOfWork) -> None:
    """Ask a deputy again who has not answered: whether he comes, or whether he steps in."""
    if deputy in day.asked_to_step_in:
        await _ask(deputy, STEP_IN, texts.step_in(deputy, day.planned, day.station), day, key, at, work)
    else:
        text = texts.can_you_come_after_all(day.planned, day.station.phone)
        await _ask(deputy, CAN_COME, text, day, key, at, work)


async def remind(day: Held, occurrence: Occurrence, now: datetime, work: UnitOfWork) -> None:
    """Remind those who receive, each with what waits for an answer; where nobody does, whoever stands in for them.

    Whoever has not said yet whether he comes is asked.
    """
    for deputy in day.deputies:
        to_do = await work.petitions.of_deputy(deputy.person)
        text = texts.tomorrow_for_deputy(deputy, day, now.date(), to_do, TO_DO_SHOWN)
        text = when_late(text, due=occurrence.due, now=now)
        cites = cite(*((one, impersonal(one.summary)) for one in to_do))
        if deputy in day.unconfirmed:
            await _ask(deputy, CAN_COME, text, day, occurrence.key, now, work, cites)
        else:
            await tell(deputy.person, text, station=day.station, key=occurrence.key, cites=cites, at=now, work=work)
    if not day.deputies and day.fallback is not None:
        text = texts.tomorrow_for_fallback(day.planned, day.station, now.date())
        await tell(day.fallback, text, station=day.station, key=occurrence.key, at=now, work=work)


async def on_can_come(message: Message, question: Question, answer: Answer, work: UnitOfWork) -> None:
    """Note that a deputy comes, or ask the next in turn; it is the same for a deputy who was asked to step in."""
    day = await asked_about(question, message.sent_at, work)
    if day is None:
        await work.outbox.add(message.reply_in_private(texts.NOT_HELD), at=message.sent_at)
        return
    if answer.digit == 1:
        text = await agree(day, message, work)
    else:
        text = texts.cannot_come(await withdraw(day, message.sender, key=message.id, at=message.sent_at, work=work))
    await work.outbox.add(message.reply_in_private(text), at=message.sent_at)


async def agree(day: Held, message: Message, work: UnitOfWork) -> str:
    """Keep that the speaker comes, and return what to say; staff and, after the announcement, the groups are told."""
    own = next((one for one in day.kept.deputies if one.person == message.sender), None)
    if own is None or (own.steps_in and own.can is None and day.missing == 0):
        return texts.SEAT_TAKEN
    agreed = replace(own, can=True, at=message.sent_at)
    now = _with(day, agreed)
    await work.meetings.save_reception(now.kept)
    if agreed.steps_in and own.can is not True:
        name = work.roster.name(message.sender) or message.sender_name
        text = texts.stepped_in(name, day.planned, day.station)
        await tell_staff(text, station=day.station, key=message.id, at=message.sent_at, work=work)
        await tell_of_change(now, key=message.id, at=message.sent_at, work=work)
    await renew_once_settled(now, key=message.id, at=message.sent_at, work=work)
    return texts.will_come(day.planned, day.station)


async def withdraw(day: Held, person: PersonId, *, key: str, at: datetime, work: UnitOfWork, reason: str = "") -> Held:
    """Keep that a deputy cannot come, ask the next in turn, tell staff; return the day as it then is."""
    own = next(one for one in day.kept.deputies if one.person == person)
    empty = _with(day, replace(own, can=False, at=at))
    filled = await fill(empty, key=key, at=at, work=work)
    await work.meetings.save_reception(filled.kept)
    text = texts.declined(work.roster.name(person) or "", filled, reason)
    await tell_staff(text, station=day.station, key=key, at=at, work=work)
    return await renew_once_settled(filled, key=key, at=at, work=work)


async def fill(day: Held, *, key: str, at: datetime, work: UnitOfWork) -> Held:
    """Ask as many others as there are empty seats that nobody was asked to take yet; return the day with them."""
    elsewhere = await busy(day, work)
    while len(day.asked_to_step_in) < day.missing:
        following = day.station.deputy(next_in_turn(day.turn, day.kept.deputies, elsewhere))
        if following is None:
            break
        day = _with(day, Attendance(person=following.person, steps_in=True))
        await _ask(following, STEP_IN, texts.step_in(following, day.planned, day.station), day, key, at, work)
    return day


async def busy(day: Held, work: UnitOfWork) -> frozenset[PersonId]:
    """Return who is expected elsewhere at that hour."""
    others = await upcoming(day.station, day.date, work, within=timedelta(0))
    elsewhere = (other for other in others if other.kept.id != day.kept.id and other.overlaps(day))
    return frozenset(deputy.person for other in elsewhere for deputy in other.deputies)


async def tell_of_change(day: Held, *, key: str, at: datetime, work: UnitOfWork) -> None:
    """Tell the groups who receives now, where they were told otherwise."""
    if day.kept.announced is not None and at < day.kept.start:
        text = texts.deputies_changed(day)
        await tell_groups(
            day.station, day.kept.point, text, key=f"{day.kept.id}/{key}", until=day.kept.end, at=at, work=work
        )


def _with(day: Held, attendance: Attendance) -> Held:
    """Return *day* with that attendance in the place of an earlier one, or at the end."""
    kept = day.kept.deputies
    known = any(one.person == attendance.person for one in kept)
    deputies = tuple(attendance if one.person == attendance.person else one for one in kept)
    return replace(day, kept=replace(day.kept, deputies=deputies if known else (*kept, attendance)))


async def _was_just_asked(deputy: Deputy, day: Held, now: datetime, work: UnitOfWork) -> bool:
    questions = await work.questions.open(deputy.person, Recipient.person(deputy.person))
    return any(one.subject == day.kept.id and now - one.asked_at < ONE_DAY for one in questions)


async def _ask(
    deputy: Deputy,
    topic: str,
    text: str,
    day: Held,
    key: str,
    at: datetime,
    work: UnitOfWork,
    cites: tuple[Citation, ...] = (),
) -> None:
    await ask_person(
        deputy.person,
        text,
        topic=topic,
        subject=day.kept.id,
        station=day.station,
        key=key,
        at=at,
        work=work,
        choices=CHOICES[topic],
        cites=cites,
    )
