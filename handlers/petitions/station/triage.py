"""Sorting a new petition: whose it is, what it is about, whether it belongs here at all."""

from dataclasses import replace
from datetime import datetime
from typing import Final

from handlers.conversation import Answer, Question
from handlers.message import Message
from handlers.parse import TailAndWords
from handlers.people.rules.roster import Deputy, PersonId
from handlers.petitions import correcting
from handlers.petitions.access import check_interest, check_shared, theirs, voter_name
from handlers.petitions.rules.assignment import deputies_named, proposed_deputy, village_of
from handlers.petitions.rules.interest import in_charge
from handlers.petitions.rules.limits import clock
from handlers.petitions.rules.petition import Action, Petition, PetitionId, State
from handlers.petitions.rules.states import WITH_OTHERS, advance
from handlers.petitions.station import handling_texts, succession_texts
from handlers.petitions.station import triage_texts as texts
from handlers.petitions.station.arguments import Classified
from handlers.petitions.telling import ask, ask_voter, keep_step, tell, tell_voter
from handlers.petitions.topics import TAKE_UP, TRIAGE
from handlers.ports import UnitOfWork
from handlers.refusals import Refusal
from handlers.trail import note

# A question to the voter; the subject is the petition's id.
ASKED_BACK: Final = "asked_back"
SUCCESSION: Final = "succession"


class NoSuchDeputy(Refusal):
    """Nobody, or more than one, of the station's deputies is meant by that name."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


async def ask_triage(petition: Petition, *, at: datetime, work: UnitOfWork) -> None:
    """Ask the staff on duty what becomes of a new petition; 1 gives it to the deputy proposed.

    A complaint about the station's own people goes in private to those above them.
    """
    station = work.roster.stations[petition.station]
    proposed = proposed_deputy(petition, station)
    if petition.is_complaint:
        text = texts.complaint(petition)
    else:
        text = texts.new_petition(petition, proposed, village_of(petition, station))
    await ask_staff(petition, text, at=at, work=work)


async def ask_again(petition: Petition, *, at: datetime, work: UnitOfWork) -> None:
    """Ask the staff on duty once more, now that the voter lets a deputy read it."""
    proposed = proposed_deputy(petition, work.roster.stations[petition.station])
    text = texts.may_be_shared(petition, proposed)
    await ask_staff(petition, text, part=petition.sharing, at=at, work=work)


async def ask_staff(petition: Petition, text: str, *, at: datetime, work: UnitOfWork, part: str = TRIAGE) -> None:
    """Put the triage question in the words of *text* to the staff on duty, or to those above them."""
    station = work.roster.stations[petition.station]
    proposed = proposed_deputy(petition, station)
    for person in in_charge(petition, station):
        if proposed is None:  # nothing to choose by a digit
            await tell(person, text, about=petition, part=part, at=at, work=work)
        else:
            choices = (texts.give_to(proposed),)
            await ask(person, text, about=petition, topic=TRIAGE, part=part, choices=choices, at=at, work=work)


async def on_triage(message: Message, question: Question, answer: Answer, work: UnitOfWork) -> None:
    """Give the petition to the deputy proposed."""
    petition = await work.petitions.get(PetitionId(question.subject))
    proposed = proposed_deputy(petition, message.station)
    if proposed is None:
        raise NoSuchDeputy(answer.words)
    await _give(petition, proposed, message, work)


async def assign(message: Message, argument: TailAndWords, work: UnitOfWork) -> None:
    """Give a petition to the deputy named; one that was led elsewhere by mistake is registered again first."""
    petition = await theirs(message, argument.tail, work)
    named = deputies_named(argument.words, message.station.deputies)
    if len(named) != 1 and not (named and named[0].name in argument.words):
        raise NoSuchDeputy(argument.words)
    if petition.state is State.REDIRECTED:
        registered = advance(petition, Action.REGISTER, by=message.sender, at=message.sent_at)
        await keep_step(petition, registered, work=work)
        petition = registered
    if petition.deputy is None and petition.state in WITH_OTHERS:
        await follow_on(petition, named[0], by=message.sender, at=message.sent_at, work=work)
        noted = message.reply_in_private(texts.assigned(petition.tail, named[0].name))
        await work.outbox.add(noted, at=message.sent_at)
        return
    await _give(petition, named[0], message, work)


async def _give(petition: Petition, deputy: Deputy, message: Message, work: UnitOfWork) -> None:
    await give(petition, deputy, by=message.sender, at=message.sent_at, work=work)
    answer = message.reply_in_private(texts.assigned(petition.tail, deputy.name))
    await work.outbox.add(answer, at=message.sent_at)


async def give(petition: Petition, deputy: Deputy, *, by: PersonId | None, at: datetime, work: UnitOfWork) -> None:
    """Triage *petition* to *deputy* and ask whether he takes it up (MSG-T1); who had it before is told."""
    station = work.roster.stations[petition.station]
    check_shared(petition)
    check_interest(petition, deputy)
    triaged = replace(
        advance(petition, Action.TRIAGE, by=by, at=at, clock=clock(State.TRIAGED, at=at, station=station)),
        deputy=deputy.person,
        accepted_by_deputy=False,
    )
    await keep_step(petition, triaged, work=work)
    if petition.deputy not in {None, deputy.person}:
        text = texts.given_to_another(petition.tail, deputy.name)
        await tell(PersonId(petition.deputy or ""), text, about=petition, part=f"{TRIAGE}/other", at=at, work=work)
    name = await voter_name(triaged, reader=deputy.person, work=work)
    text = handling_texts.new_petition(triaged, deputy, village_of(triaged, station), name)
    choices = handling_texts.TAKE_UP_CHOICES
    await ask(deputy.person, text, about=triaged, topic=TAKE_UP, choices=choices, at=at, work=work)


async def follow_on(petition: Petition, deputy: Deputy, *, by: PersonId | None, at: datetime, work: UnitOfWork) -> None:
    """Have *deputy* go on with what another has left, where it stands, and tell its voter (MSG-X10)."""
    part = f"{SUCCESSION}/{at.isoformat()}/{deputy.person}"
    if petition.state is State.TRIAGED:
        await give(petition, deputy, by=by, at=at, work=work)
    else:
        check_shared(petition)
        check_interest(petition, deputy)
        followed = replace(petition, deputy=deputy.person, accepted_by_deputy=True)
        await work.petitions.save(followed)
        text = succession_texts.yours_now(followed)
        await tell(deputy.person, text, about=followed, part=part, at=at, work=work)
    text = succession_texts.followed_by(petition.tail, deputy.surname)
    await tell_voter(petition, text, part=part, at=at, work=work)


async def classify(message: Message, argument: Classified, work: UnitOfWork) -> None:
    """Note topic and level; the petition stays where it is."""
    petition = await theirs(message, argument.tail, work)
    authority = argument.authority or petition.authority
    classified = replace(petition, category=argument.category.code, authority=authority)
    await work.petitions.save(classified)
    await correcting.confirmed(classified, message.sent_at, work)
    before, after = petition.category or "", argument.category.code
    await note(message, about=petition.id, event="classify", before=before, after=after, work=work)
    text = texts.classified(petition.tail, argument.category, authority)
    await work.outbox.add(message.reply_in_private(text), at=message.sent_at)


async def decline(message: Message, argument: TailAndWords, work: UnitOfWork) -> None:
    """Take a petition off the register and tell the voter why (MSG-S13)."""
    petition = await theirs(message, argument.tail, work)
    at = message.sent_at
    time = clock(State.DECLINED, at=at, station=message.station)
    declined = advance(petition, Action.DECLINE, by=message.sender, at=at, reason=argument.words, clock=time)
    await keep_step(petition, declined, work=work)
    await correcting.declined(petition, at, work)
    text = texts.declined(petition.tail, argument.words, message.station.phone)
    await tell_voter(declined, text, part=Action.DECLINE, at=message.sent_at, work=work)
    noted = handling_texts.and_the_voter(texts.declined_noted(petition.tail), petition)
    await work.outbox.add(message.reply_in_private(noted), at=message.sent_at)


async def ask_back(message: Message, argument: TailAndWords, work: UnitOfWork) -> None:
    """Ask the voter one question; the petition waits for the answer."""
    petition = await theirs(message, argument.tail, work)
    at = message.sent_at
    waits = clock(State.NEED_INFO, at=at, station=message.station)
    asked = advance(petition, Action.ASK, by=message.sender, at=at, reason=argument.words, clock=waits)
    asked = replace(asked, asked=petition.asked + 1)
    await keep_step(petition, asked, work=work)
    text = texts.ask_back(petition.tail, argument.words)
    await ask_voter(asked, text, topic=ASKED_BACK, words=True, at=at, work=work)
    await work.outbox.add(message.reply_in_private(texts.asked_back_noted(petition)), at=at)
