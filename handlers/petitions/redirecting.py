"""Matters that have a door of their own: the door is told at once, and asked about a week later (domain §3.7)."""

from dataclasses import replace
from datetime import datetime
from typing import Final

from handlers.conversation import Answer, Question
from handlers.message import Message, Recipient
from handlers.people import directory
from handlers.people.rules.roster import PersonId
from handlers.petitions import call_backs, out_of_district
from handlers.petitions import redirect_texts as texts
from handlers.petitions.access import theirs
from handlers.petitions.call_back_texts import and_when_done, mediation
from handlers.petitions.forgetting import forget_matter
from handlers.petitions.rules.erasing import kept_of
from handlers.petitions.rules.interest import in_charge
from handlers.petitions.rules.limits import clock, until_followed_up
from handlers.petitions.rules.petition import Action, Petition, PetitionId, State
from handlers.petitions.rules.redirects import Redirect
from handlers.petitions.rules.states import advance, ended_at
from handlers.petitions.station import handling_texts
from handlers.petitions.station.arguments import Redirected
from handlers.petitions.telling import ask_voter, keep_step, tell
from handlers.ports import UnitOfWork

# Questions to the voter; the subject is the petition's id.
REDIRECTED: Final = "redirected"
FOUND: Final = "found_door"


async def redirect(message: Message, argument: Redirected, work: UnitOfWork) -> None:
    """Lead the voter to the door the matter has (MSG-R1 to MSG-R6)."""
    petition = await theirs(message, argument.tail, work)
    if argument.kind is None:
        await out_of_district.lead_elsewhere(petition, message, work)
        return
    if argument.kind is Redirect.ACCUSATION:
        await forget_matter(petition, work)
    redirected = await led_away(petition, argument.kind, by=message.sender, at=message.sent_at, work=work)
    text, choices = texts.door(argument.kind, message.station), texts.DOOR_CHOICES[argument.kind]
    await ask_voter(redirected, text, topic=REDIRECTED, choices=choices, at=message.sent_at, work=work)
    noted = handling_texts.and_the_voter(texts.redirected_noted(petition.tail, argument.kind), petition)
    await work.outbox.add(message.reply_in_private(noted), at=message.sent_at)


async def led_away(
    petition: Petition, kind: Redirect, *, by: PersonId | None, at: datetime, work: UnitOfWork
) -> Petition:
    """Store that *petition* has a door of its own, and return it; its voter is asked about the door a week later."""
    time = until_followed_up(at)
    redirected = advance(kept_of(petition, kind), Action.REDIRECT, by=by, at=at, reason=kind, clock=time)
    await keep_step(petition, redirected, work=work)
    await work.figures.add(petition.station, at.date(), kind)
    return redirected


async def ask_whether_found(petition: Petition, now: datetime, work: UnitOfWork) -> None:
    """Ask the voter once whether the door was found (MSG-C3); the petition is put away in its time."""
    station = work.roster.stations[petition.station]
    later = clock(State.REDIRECTED, at=ended_at(petition), station=station)
    await work.petitions.save(replace(petition, timer=later.timer, timer_at=later.timer_at))
    await ask_voter(petition, texts.FOUND_IT, topic=FOUND, choices=texts.FOUND_CHOICES, at=now, work=work)


async def on_redirected(message: Message, question: Question, answer: Answer, work: UnitOfWork) -> None:
    """Have a person call the voter, or a deputy come to the mediation."""
    petition = await work.petitions.get(PetitionId(question.subject))
    if answer.digit == texts.WITH_A_DEPUTY.digit:
        owed = await call_backs.promise_word(petition, mediation(petition.tail), message, work)
        text = texts.mediation_wanted(petition.tail) + and_when_done(owed)
        await _tell_staff(petition, text, REDIRECTED, message, work)
        reply = message.reply_in_private(texts.deputy_will_be_asked(message.station.phone))
        await work.outbox.add(reply, at=message.sent_at)
    else:
        await _tell_staff(petition, texts.wrongly_sorted(petition.tail), REDIRECTED, message, work)
        await directory.person(message, "", work)


async def on_found(message: Message, question: Question, answer: Answer, work: UnitOfWork) -> None:
    """Have a person help the voter who has not found the door."""
    if answer.digit == texts.FOUND_CHOICES[0].digit:
        await work.outbox.add(message.reply_in_private(texts.GOOD_TO_HEAR), at=message.sent_at)
        return
    petition = await work.petitions.get(PetitionId(question.subject))
    await _tell_staff(petition, texts.door_not_found(petition.tail), FOUND, message, work)
    await directory.person(message, "", work)


async def call_a_person(message: Message, work: UnitOfWork) -> None:
    """Take a 9 as the wish for a person, whatever was asked last: every redirect has promised that."""
    asked = await work.questions.open(message.sender, Recipient.person(message.sender))
    question = next((one for one in reversed(asked) if one.topic == REDIRECTED), None)
    if question is None:
        await directory.person(message, "", work)
    else:
        await work.questions.close(question)
        await on_redirected(message, question, Answer(digit=texts.TO_A_PERSON.digit, words=message.text), work)


async def _tell_staff(petition: Petition, text: str, part: str, message: Message, work: UnitOfWork) -> None:
    for person in in_charge(petition, message.station):
        await tell(person, text, about=petition, part=part, at=message.sent_at, work=work)
