"""What a unit has promised for later (class B), asked after each quarter until kept or withdrawn (domain §3.2)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Final

from handlers.conversation import Answer, Question
from handlers.dates.china_time import day_of, moment
from handlers.dates.day_kinds import ONE_DAY
from handlers.dates.weeks import days_between
from handlers.message import Message
from handlers.people.rules.roster import Role, Station
from handlers.petitions.acting import accounts_of
from handlers.petitions.rules.commitments import (
    FIRST_MONTHS,
    RATED_IN,
    Commitment,
    goes_on,
    is_unanswered,
    kept,
    seen_by_voter,
    withdrawn,
)
from handlers.petitions.rules.interest import in_charge, open_to, with_role
from handlers.petitions.rules.ladder import workday_from
from handlers.petitions.rules.petition import Petition, PetitionId, ResultClass, State
from handlers.petitions.station import answer_texts as texts
from handlers.petitions.telling import ask, ask_voter, tell, tell_voter
from handlers.ports import UnitOfWork
from handlers.reports.rules.figures import PROMISE_KEPT, PROMISE_WITHDRAWN
from handlers.timed import Occurrence
from handlers.trail import note

# The subject of each question is the petition's id.
STATUS: Final = "commitment_status"
WHY_NOT: Final = "commitment_why_not"
SEEN: Final = "commitment_seen"

# The voter has been told the answer; what is said from then on is about what was promised in it. While it is handled
# again the limits press for another answer, and what was withdrawn is not asked after.
TOLD: Final = frozenset({State.SURVEYING, State.CLOSED, State.ARCHIVED})
FOLLOWED: Final = TOLD | {State.PLANNED}

ASKED_AT: Final = time(9, 30)
RATED_AT: Final = time(10)

# Working days after the question that nobody answered: who is told of it (domain §3.4, as for suggestions).
PRESSED: Final = {2: Role.STAFF, 5: Role.DEPUTY_HEAD, 10: Role.HEAD}
LONGEST_WAIT: Final = 30  # days that hold the longest of them, holidays and all


# --- by the clock ---


def quarters(station: Station, start: datetime, end: datetime) -> Iterator[Occurrence]:
    """Yield one on the first workday of each quarter: units are asked where their commitments stand."""
    return _first_workdays("commitments", station, FIRST_MONTHS, ASKED_AT, start, end)


def ratings(station: Station, start: datetime, end: datetime) -> Iterator[Occurrence]:
    """Yield one in the last quarter of each year: voters are asked whether they see it alike."""
    return _first_workdays("commitments_rated", station, (RATED_IN,), RATED_AT, start, end)


async def ask_units(occurrence: Occurrence, now: datetime, work: UnitOfWork) -> None:
    """Ask each unit, or the staff who type for it, where its commitments stand."""
    station = occurrence.station
    for petition in await work.petitions.with_commitment(station.id):
        if petition.state in FOLLOWED and (promised := petition.commitment) is not None:
            text = texts.ask_status(petition, promised)
            units = open_to(accounts_of(petition.unit, station), petition, station)
            for person in units or in_charge(petition, station):
                part = f"{STATUS}/{occurrence.subject}"
                await ask(
                    person,
                    text,
                    about=petition,
                    topic=STATUS,
                    part=part,
                    choices=texts.STATUS_CHOICES,
                    at=now,
                    work=work,
                )


def unanswered(station: Station, start: datetime, end: datetime) -> Iterator[Occurrence]:
    """Yield one on each working day of `PRESSED`, counted from the day the units were asked."""
    for days, role in PRESSED.items():
        earliest = start - timedelta(days=LONGEST_WAIT)
        for asked in _first_workdays("commitments", station, FIRST_MONTHS, ASKED_AT, earliest, end):
            due = moment(workday_from(day_of(asked.due), days, station.calendar), ASKED_AT)
            if start <= due < end:
                key = f"commitments_unanswered/{station.id}/{asked.subject}/{role}"
                yield Occurrence(
                    key=key, station=station, due=due, until=None, subject=f"{asked.due.isoformat()} {role}"
                )


async def press(occurrence: Occurrence, now: datetime, work: UnitOfWork) -> None:
    """Tell staff, then the deputy head, then the head, which units were asked and have not said a word."""
    station = occurrence.station
    asked, _, role = occurrence.subject.partition(" ")
    asked_at = datetime.fromisoformat(asked)
    for petition in await work.petitions.with_commitment(station.id):
        promised = petition.commitment
        if petition.state in FOLLOWED and promised is not None and is_unanswered(promised, asked_at):
            text = texts.not_said(petition, promised, day_of(asked_at))
            for person in with_role(Role(role), petition, station):
                await tell(person, text, about=petition, part=occurrence.key, at=now, work=work)


async def ask_voters(occurrence: Occurrence, now: datetime, work: UnitOfWork) -> None:
    """Have voters say whether they see what the unit says of its commitment."""
    for petition in await work.petitions.with_commitment(occurrence.station.id):
        if petition.state in TOLD:
            await _ask_voter(petition, occurrence.subject, now, work)


# --- what the unit says ---


async def on_status(message: Message, question: Question, answer: Answer, work: UnitOfWork) -> None:
    """Take the unit's word: done, going on, or not to be done, which wants a reason."""
    petition = await work.petitions.get(PetitionId(question.subject))
    match answer.digit:
        case 1:
            await report(petition, ResultClass.A, texts.KEPT, None, message, work)
        case 2:
            await report(petition, ResultClass.B, texts.GOING_ON, None, message, work)
        case _:
            text = texts.ask_why_not(petition.tail)
            await ask(message.sender, text, about=petition, topic=WHY_NOT, words=True, at=message.sent_at, work=work)


async def on_why_not(message: Message, question: Question, answer: Answer, work: UnitOfWork) -> None:
    """Withdraw the commitment for the reason given."""
    petition = await work.petitions.get(PetitionId(question.subject))
    await report(petition, ResultClass.C, answer.words, None, message, work)


async def report(
    petition: Petition, result: ResultClass, words: str, until: date | None, message: Message, work: UnitOfWork
) -> None:
    """Take *words* for where the commitment stands: A is kept, B goes on, C and D withdraw it; the voter is told."""
    promised = petition.commitment
    if promised is None or not promised.is_open:
        await _confirm(petition, message, work)  # somebody else was quicker
        return
    at = message.sent_at
    match result:
        case ResultClass.A:
            petition = await _keep(petition, kept(promised, words, at), message, work)
            await work.figures.add(petition.station, at.date(), PROMISE_KEPT)
            await _ask_voter(petition, at.date().isoformat(), at, work)
        case ResultClass.B:
            petition = await _keep(petition, goes_on(promised, words, at, until), message, work)
            text = texts.still_going_on(petition, goes_on(promised, words, at, until))
            await tell_voter(petition, text, part=f"{STATUS}/{message.id}", at=at, work=work)
        case ResultClass.C | ResultClass.D:
            petition = await _keep(petition, withdrawn(promised, words, at), message, work)
            await work.figures.add(petition.station, at.date(), PROMISE_WITHDRAWN)
            text = texts.taken_back(petition, withdrawn(promised, words, at), message.station.phone)
            await tell_voter(petition, text, part=f"{STATUS}/{message.id}", at=at, work=work)
    await work.questions.close_about(petition.id, topics={STATUS, WHY_NOT})
    await _confirm(petition, message, work)


# --- what the voter sees ---


async def on_seen(message: Message, question: Question, answer: Answer, work: UnitOfWork) -> None:
    """Note whether the voter sees what the unit says; where not, it is for unit and staff to look into."""
    petition = await work.petitions.get(PetitionId(question.subject))
    promised = petition.commitment
    agreed = answer.digit == texts.SEEN_CHOICES[0].digit
    if promised is not None:
        seen = seen_by_voter(promised, agreed=agreed)
        await _keep(petition, seen, message, work)
        if not agreed:
            text = texts.seen_otherwise_for_staff(petition, promised)
            told = (*in_charge(petition, message.station), *(() if petition.deputy is None else (petition.deputy,)))
            for person in told:
                await tell(person, text, about=petition, part=f"{SEEN}/{message.id}", at=message.sent_at, work=work)
    reply = texts.SEEN_ALIKE if agreed else texts.seen_otherwise(petition.tail)
    await work.outbox.add(message.reply_in_private(reply, about=petition.id), at=message.sent_at)


async def _ask_voter(petition: Petition, part: str, now: datetime, work: UnitOfWork) -> None:
    if (promised := petition.commitment) is not None:
        text = texts.do_you_see_it(petition, promised, now)
        await ask_voter(
            petition, text, topic=SEEN, part=f"{SEEN}/{part}", choices=texts.seen_choices(promised), at=now, work=work
        )


async def _keep(petition: Petition, after: Commitment, message: Message, work: UnitOfWork) -> Petition:
    """Store *after* and put it on the trail; the petition stays in its state, and may have been put away long ago."""
    changed = replace(petition, commitment=after)
    await work.petitions.save(changed)
    before = petition.commitment
    await note(
        message,
        about=petition.id,
        event="commitment",
        before="" if before is None else _standing(before),
        after=_standing(after),
        work=work,
    )
    return changed


def _standing(commitment: Commitment) -> str:
    """Return how a commitment stands, as the trail has it."""
    return commitment.ended or "open"


async def _confirm(petition: Petition, message: Message, work: UnitOfWork) -> None:
    await work.outbox.add(message.reply_in_private(texts.status_noted(petition)), at=message.sent_at)


def _first_workdays(
    kind: str, station: Station, months: tuple[int, ...], hour: time, start: datetime, end: datetime
) -> Iterator[Occurrence]:
    for day in days_between(start.date(), end.date()):
        first = day.month in months and day == station.calendar.next_workday(day.replace(day=1) - ONE_DAY)
        if first and start <= moment(day, hour) < end:
            subject = f"{day.year}-{day.month:02}"
            due = moment(day, hour)
            yield Occurrence(
                key=f"{kind}/{station.id}/{subject}", station=station, due=due, until=None, subject=subject
            )
