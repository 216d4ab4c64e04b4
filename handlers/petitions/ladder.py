"""The ladder walked each working morning: those who must act are reminded, those above them told (domain §3.4)."""

from collections.abc import Awaitable, Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import takewhile
from typing import Final

from handlers.conversation import Answer, Question
from handlers.dates.china_time import day_of, moment
from handlers.dates.day_kinds import ONE_DAY
from handlers.dates.weeks import days_between
from handlers.message import Choice, Message, Outgoing, Priority, Recipient
from handlers.people.on_duty import LAST_CALL
from handlers.people.rules.roster import PersonId, Role, Station
from handlers.petitions import pressing_texts as texts
from handlers.petitions.acting import accounts_of, who_acts
from handlers.petitions.citing import cite
from handlers.petitions.rules.acting import Turn, turn
from handlers.petitions.rules.interest import in_charge, may_learn, open_to, with_role
from handlers.petitions.rules.ladder import (
    REPORTED_AFTER,
    RUNGS,
    Rung,
    Tells,
    due_days,
    is_to_report,
    newest,
    workday_from,
)
from handlers.petitions.rules.petition import Petition, PetitionId, State
from handlers.petitions.rules.showing import impersonal
from handlers.petitions.telling import ask, tell
from handlers.petitions.topics import ASK_UNIT, ESCALATED, HAND_OFF
from handlers.ports import UnitOfWork
from handlers.timed import Occurrence

MORNING: Final = time(9)
MONTHLY: Final = time(8, 45)
FOLDED_AT_MOST: Final = 30  # working days: longer outages are left to the digests and the month's list
USEFUL_DAYS: Final = 3  # so late the month's list may still come
MOST_READ: Final = 300  # overdue petitions that are looked at for the month's list


def mornings(station: Station, start: datetime, end: datetime) -> Iterator[Occurrence]:
    """Yield one each working morning; what it could not tell in working hours is the next morning's."""
    calendar = station.calendar
    for day in days_between(start.date(), end.date()):
        due = moment(day, MORNING)
        if start <= due < end and calendar.is_workday(day):
            key = f"ladder/{station.id}/{day}"
            yield Occurrence(key=key, station=station, due=due, until=moment(day, LAST_CALL), subject=day.isoformat())


async def walk(occurrence: Occurrence, now: datetime, work: UnitOfWork) -> None:
    """Tell the newest rung of every petition that came to one since the last walk; older ones are folded into it."""
    station = occurrence.station
    calendar = station.calendar
    today = date.fromisoformat(occurrence.subject)
    spans = [due_days(after, day, calendar) for day in await _not_walked(station, today, now, work) for after in RUNGS]
    if not spans:
        return
    start, end = min(first for first, _ in spans), max(end for _, end in spans)
    for petition in await work.petitions.due_between(station.id, moment(start, time()), moment(end, time())):
        rung = newest(petition, today, calendar) if _lies_in(petition, spans) else None
        if rung is not None and await work.occurrences.claim(_key(petition, rung), at=now):
            await TELL[rung.tells](petition, rung, now, work)


async def _not_walked(station: Station, today: date, now: datetime, work: UnitOfWork) -> Collection[date]:
    """Return the working days up to *today* whose rungs nobody was told, back to the last that were."""
    days = [today]
    while len(days) < FOLDED_AT_MOST:
        days.append(station.calendar.previous_workday(days[-1]))
    keys = {f"walked/{station.id}/{day}": day for day in days}
    walked = await work.occurrences.claimed(keys)
    since = takewhile(lambda key: key not in walked, keys)
    return [keys[key] for key in await work.occurrences.claim_each(tuple(since), at=now)]


def _lies_in(petition: Petition, spans: Iterable[tuple[date, date]]) -> bool:
    """Return whether the deadline of *petition* lies in one of *spans*, whose ends are not part of them."""
    return petition.due is not None and any(first <= day_of(petition.due) < end for first, end in spans)


def _key(petition: Petition, rung: Rung) -> str:
    """Return what a rung is claimed by: once for every deadline that a petition has."""
    due = "" if petition.due is None else day_of(petition.due)
    return f"rung/{petition.id}/{due}/{rung.after}"


# --- the rungs ---


async def _remind(petition: Petition, rung: Rung, now: datetime, work: UnitOfWork) -> None:
    """Tell those who must act that the deadline is near, with what a digit does for them (MSG-T2, MSG-T4)."""
    station = work.roster.stations[petition.station]
    if petition.state is State.TRIAGED and not petition.accepted_by_deputy and turn(petition) is Turn.DEPUTY:
        days = _workdays_since(petition.registered_at, now, station)
        text = texts.not_taken_up(petition, days)
        await _ask(who_acts(petition, station), petition, text, HAND_OFF, rung, now, work)
    elif turn(petition) is Turn.UNIT:
        units = open_to(accounts_of(petition.unit, station), petition, station)
        pressing = (petition.deputy,) if petition.deputy is not None else in_charge(petition, station)
        text = texts.due_soon(petition)
        await _ask(open_to(pressing, petition, station), petition, text, ASK_UNIT, rung, now, work)
        await _tell(units, petition, texts.due_soon_to_act(petition), rung, now, work)
    else:
        await _tell(who_acts(petition, station), petition, texts.due_soon_to_act(petition), rung, now, work)


async def _tell_of_passing(petition: Petition, rung: Rung, now: datetime, work: UnitOfWork) -> None:
    """Tell those who must act, and staff, that the deadline has passed (MSG-T5)."""
    station = work.roster.stations[petition.station]
    pressed = replace(petition, pressed=petition.pressed + 1)
    await work.petitions.save(pressed)
    acting = who_acts(petition, station)
    if turn(petition) is Turn.UNIT:
        units = open_to(accounts_of(petition.unit, station), petition, station)
        await _tell(units, pressed, texts.overdue_for_unit(pressed, now), rung, now, work)
        acting = open_to((petition.deputy,), petition, station) if petition.deputy is not None else ()
    await _tell(acting, pressed, texts.overdue(pressed, station.phone, now), rung, now, work)
    staff = tuple(person for person in in_charge(petition, station) if person not in acting)
    await _tell(staff, pressed, texts.overdue_for_staff(pressed, station, now), rung, now, work)


async def _escalate(petition: Petition, rung: Rung, now: datetime, work: UnitOfWork) -> None:
    """Tell the deputy head, or the head, who choose by digit what is to be done (MSG-G4)."""
    station = work.roster.stations[petition.station]
    first = rung.tells is Tells.DEPUTY_HEAD and bool(station.with_role(Role.DEPUTY_HEAD))
    heads = with_role(Role.DEPUTY_HEAD if first else Role.HEAD, petition, station)
    await _ask(heads, petition, texts.escalated(petition, station, now), ESCALATED, rung, now, work)


TELL: Final[Mapping[Tells, Callable[[Petition, Rung, datetime, UnitOfWork], Awaitable[None]]]] = {
    Tells.ACTOR: _remind,
    Tells.STATION: _tell_of_passing,
    Tells.DEPUTY_HEAD: _escalate,
    Tells.HEAD: _escalate,
}

CHOICES: Final[Mapping[str, tuple[Choice, ...]]] = {
    ASK_UNIT: texts.ASK_UNIT_CHOICES,
    HAND_OFF: texts.HAND_OFF_CHOICES,
    ESCALATED: texts.ESCALATED_CHOICES,
}


async def _tell(
    people: Iterable[PersonId], petition: Petition, text: str, rung: Rung, now: datetime, work: UnitOfWork
) -> None:
    for person in people:
        await tell(person, text, about=petition, part=_key(petition, rung), at=now, work=work)


async def _ask(
    people: Iterable[PersonId], petition: Petition, text: str, topic: str, rung: Rung, now: datetime, work: UnitOfWork
) -> None:
    for person in people:
        part, choices = _key(petition, rung), CHOICES[topic]
        await ask(person, text, about=petition, topic=topic, part=part, choices=choices, at=now, work=work)


async def on_hand_off(message: Message, question: Question, answer: Answer, work: UnitOfWork) -> None:
    """Have staff see to the formalities of a petition whose deputy is busy (MSG-T2)."""
    petition = await work.petitions.get(PetitionId(question.subject))
    text = texts.handed_off(petition, message.sender_name)
    for person in in_charge(petition, message.station):
        await tell(person, text, about=petition, part=f"{HAND_OFF}/{message.id}", at=message.sent_at, work=work)
    await work.outbox.add(message.reply_in_private(texts.handed_off_noted(petition.tail)), at=message.sent_at)


def _workdays_since(since: datetime, now: datetime, station: Station) -> int:
    calendar = station.calendar
    return sum(map(calendar.is_workday, days_between(day_of(since) + ONE_DAY, day_of(now))))


# --- the month's list ---


def months(station: Station, start: datetime, end: datetime) -> Iterator[Occurrence]:
    """Yield one on the first working day of each month."""
    calendar = station.calendar
    for day in days_between(start.date(), end.date()):
        due = moment(day, MONTHLY)
        if start <= due < end and day == calendar.next_workday(day.replace(day=1) - ONE_DAY):
            key = f"long_overdue/{station.id}/{day}"
            until = due + timedelta(days=USEFUL_DAYS)
            yield Occurrence(key=key, station=station, due=due, until=until, subject=day.isoformat())


async def report_long_overdue(occurrence: Occurrence, now: datetime, work: UnitOfWork) -> None:
    """Tell presidium and county which matters of a station are past their limits for long; people are not named."""
    station, today = occurrence.station, date.fromisoformat(occurrence.subject)
    calendar = station.calendar
    earliest = moment(workday_from(today, -min(REPORTED_AFTER.values()), calendar), time())
    overdue = await work.petitions.due_before(station.id, earliest, limit=MOST_READ)
    long = [one for one in overdue if is_to_report(one, today, calendar)]
    for person in station.with_role(Role.PRESIDIUM, Role.COUNTY):
        listed = [one for one in long if may_learn(one, person, station)]
        if listed:
            await work.outbox.add(
                Outgoing(
                    key=f"{occurrence.key}/{person}",
                    to=Recipient.person(person),
                    station=station.id,
                    text=texts.long_overdue(today.month, listed, station, now),
                    priority=Priority.NOTICE,
                    cites=cite(*((one, impersonal(one.summary)) for one in listed)),
                ),
                at=now,
            )
