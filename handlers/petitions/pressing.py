"""Pressing whoever has to take a petition's next step, for its voter or for those who work on it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Final

from handlers.conversation import Answer, Question
from handlers.dates.china_time import day_of
from handlers.dates.periods import WorkingDays, due_date
from handlers.message import Message
from handlers.people.rules.roster import PersonId
from handlers.petitions import pressing_texts as texts
from handlers.petitions import topics
from handlers.petitions.acting import who_acts
from handlers.petitions.answering import answer as say
from handlers.petitions.concerned import concerned, only_open
from handlers.petitions.rules.acting import Turn, turn
from handlers.petitions.rules.interest import in_charge, open_to
from handlers.petitions.rules.petition import Petition, PetitionId
from handlers.petitions.rules.states import OPEN
from handlers.petitions.telling import tell
from handlers.petitions.voters.following import mine
from handlers.ports import UnitOfWork
from handlers.refusals import Refusal
from handlers.trail import note

PRESS: Final = "press"


class PressedLately(Refusal):
    """The voter had those who must act pressed only a few working days ago."""

    def __init__(self, petition: Petition, again_on: date) -> None:
        super().__init__(petition.id)
        self.petition = petition
        self.again_on = again_on


class NothingToPress(Refusal):
    """It is over, or the next step is the voter's."""

    def __init__(self, petition: Petition) -> None:
        super().__init__(petition.id)
        self.petition = petition


async def press(message: Message, argument: int | None, work: UnitOfWork) -> None:
    """Press whoever has to act; without a tail for the speaker's only open petition, or else show the list."""
    if argument is not None:
        petition = await concerned(message, PRESS, argument, "", work)
    elif (petition := await only_open(message, work)) is None:
        await mine(message, None, work)
    if petition is not None:
        await press_one(message, petition, "", work)


async def press_one(message: Message, petition: Petition, words: str, work: UnitOfWork) -> None:
    """Press whoever has to take the next step of *petition*, for its voter once in so many working days."""
    if petition.state not in OPEN or turn(petition) is Turn.VOTER:
        raise NothingToPress(petition)
    at, station = message.sent_at, message.station
    for_voter = petition.voter == message.sender
    if for_voter and petition.pressed_at is not None:
        period = WorkingDays(station.limits.press)
        again_on = due_date(day_of(petition.pressed_at), period, station.calendar)
        if day_of(at) < again_on:
            raise PressedLately(petition, again_on)
    by = texts.THE_VOTER if for_voter else work.roster.name(message.sender) or texts.THE_STATION
    pressed = await press_for(petition, by, besides=message.sender, at=at, part=message.id, work=work)
    if for_voter:
        await work.petitions.save(replace(pressed, pressed_at=at))
    await note(message, about=petition.id, event=PRESS, work=work)
    text = texts.pressed(pressed, station, at) if for_voter else texts.pressed_for_station(pressed, station)
    await say(message, text, about=pressed, part=PRESS, work=work)


async def press_for(
    petition: Petition, by: str, *, besides: PersonId | None = None, at: datetime, part: str, work: UnitOfWork
) -> Petition:
    """Tell those who must act that *by* presses them, and count it; return the petition so."""
    station = work.roster.stations[petition.station]
    pressed = replace(petition, pressed=petition.pressed + 1)
    await work.petitions.save(pressed)
    people = who_acts(petition, station)
    if turn(petition) is Turn.UNIT and petition.deputy is not None:
        people = open_to((*people, petition.deputy), petition, station)
    for person in people:
        if person != besides:
            text = texts.pressing(pressed, by, work.roster.roles_at(person, station.id))
            await tell(person, text, about=pressed, part=f"{PRESS}/{part}", at=at, work=work)
    return pressed


async def on_ask_unit(message: Message, question: Question, answer: Answer, work: UnitOfWork) -> None:
    """Ask the unit on the deputy's behalf (MSG-T4)."""
    petition = await work.petitions.get(PetitionId(question.subject))
    if petition.state not in OPEN or turn(petition) is Turn.VOTER:
        raise NothingToPress(petition)
    await press_one(message, petition, "", work)


async def on_escalated(message: Message, question: Question, answer: Answer, work: UnitOfWork) -> None:
    """Do what the head chose about a petition past its limit (MSG-G4)."""
    petition = await work.petitions.get(PetitionId(question.subject))
    if petition.state not in OPEN:
        raise NothingToPress(petition)
    station, at = message.station, message.sent_at
    people: Sequence[PersonId] = in_charge(petition, station)
    if answer.digit == texts.INTERVIEW.digit and petition.deputy is not None:
        people = open_to((petition.deputy,), petition, station)
    task, noted = texts.task(petition, answer.digit or texts.CALL.digit, station)
    await work.petitions.save(replace(petition, pressed=petition.pressed + 1))
    for person in people:
        await tell(person, task, about=petition, part=f"{topics.ESCALATED}/{message.id}", at=at, work=work)
    await note(message, about=petition.id, event=PRESS, after=f"{answer.digit}", work=work)
    await work.outbox.add(message.reply_in_private(noted), at=at)
